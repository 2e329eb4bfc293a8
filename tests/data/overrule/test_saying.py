"""A person's word on a room stands over what is measured, for a time."""

from __future__ import annotations

from kit.conference import FoldingLog, conference, item, roster, running

from console.board import BoardMaker
from console.ranking import ranked
from data import events as ev
from data.commands import Command
from data.events import Fact
from data.health.reading import Health
from data.incidents.changes import changes
from data.overrule.commands import EndOverrule, OverrulePoint
from data.overrule.saying import Saying, as_said
from data.roll_call.commands import MarkPresence
from data.rules import Refusal

ROOMS = roster(provinces=3, districts=4)
POINTS = {each.code: each for each in ROOMS}
BOARD = BoardMaker(conference(points=ROOMS))


def opened() -> FoldingLog:
    log = running([item("a", point="TC00"), item("b", point="T1"), item("c", point="T2"), item("d")])
    log.advance()
    return log


def say(log: FoldingLog, point: str, says: str, for_s: int = 600) -> None:
    assert log.command(OverrulePoint(points=(point,), says=says, for_s=for_s, reason="gọi điện")) is None


def measure(log: FoldingLog, point: str, now: str) -> None:
    log.record(Fact(ev.PointJoined(source="s1", ref="r", name="x"), point=point))
    log.record(Fact(ev.HealthChanged(was="ok", now=now, reason="absent", source="s1"), point=point))


def shown(log: FoldingLog, point: str, *, fresh: bool = True) -> Health:
    state = as_said(log.state, log.state.t_ns(log.clock.now()))
    return BOARD.by_source(state, {}, {"s1": fresh}).health[point]


def incidents(log: FoldingLog) -> dict[str, str]:
    log.record(*changes(log.state, POINTS, log.clock.now()))
    state = as_said(log.state, log.state.t_ns(log.clock.now()))
    return {each.incident.subject: each.severity for each in ranked(state, POINTS)}


def test_a_word_holds_until_its_time_is_over_whatever_is_measured() -> None:
    log = opened()
    measure(log, "T1", "down")
    assert (shown(log, "T1"), incidents(log)) == (Health.DOWN, {"T1": "P1"})
    say(log, "T1", "ok")
    assert (shown(log, "T1"), incidents(log)) == (Health.OK, {})
    log.clock.advance(601)
    assert (shown(log, "T1"), incidents(log)) == (Health.DOWN, {"T1": "P1"})


def test_a_room_that_nobody_sees_may_be_said_to_be_down() -> None:
    log = opened()
    say(log, "T1", "down")
    assert shown(log, "T1", fresh=False) is Health.DOWN, "a person's word does not grow old with a source"
    state = as_said(log.state, log.state.t_ns(log.clock.now()))
    assert BOARD.by_source(state, {}, {"s1": False, "s2": True}).health["T1"] is Health.DOWN
    assert incidents(log) == {"T1": "P1"}
    assert log.command(EndOverrule(points=("T1",))) is None
    assert (shown(log, "T1"), incidents(log)) == (Health.UNKNOWN, {})


def test_what_is_being_worked_on_is_no_fault_until_its_turn_is_near() -> None:
    log = opened()
    measure(log, "T2", "down")
    assert incidents(log) == {"T2": "P2"}
    say(log, "T2", "maintenance")
    assert (shown(log, "T2"), incidents(log)) == (Health.DOWN, {})
    log.clock.advance(60)
    log.advance()
    assert incidents(log) == {"T2": "P1"}, "it is next"


def test_who_has_leave_to_be_away_is_no_fault_and_none_of_its_province() -> None:
    log = opened()
    for code in ("T3D1", "T3D2", "T3D3"):
        measure(log, code, "down")
        log.record(Fact(ev.PointLeft(source="s1", ref="r"), point=code))
    assert incidents(log) == {"T3": "P3"}
    log.clock.advance(1)
    for code in ("T3D1", "T3D2", "T3D3"):
        marked = MarkPresence(point=code, mark="excused", how="called", reason="bão")
        assert log.command(marked) is None
    assert incidents(log) == {}


def refusal(log: FoldingLog, command: Command) -> str:
    refused = log.command(command)
    return refused.code if isinstance(refused, Refusal) else ""


def test_a_word_needs_a_reason_an_end_and_a_meaning() -> None:
    log = opened()

    def asked(says: str = "ok", for_s: int = 60, reason: str = "x") -> str:
        return refusal(log, OverrulePoint(points=("T1",), says=says, for_s=for_s, reason=reason))

    assert asked(reason="  ") == "overrule.reason_needed"
    assert asked(says="stale") == "overrule.word"
    assert asked(for_s=0) == asked(for_s=9 * 3600) == "overrule.too_long"
    assert refusal(log, EndOverrule(points=("T1",))) == "overrule.none"
    say(log, "T1", "ok", 60)
    log.clock.advance(60)
    assert refusal(log, EndOverrule(points=("T1",))) == "overrule.none", "it ran out by itself"


def test_pictures_are_the_same_object_while_nothing_changes() -> None:
    log, saying = opened(), Saying()
    assert saying.of(log.state, 0) is log.state
    say(log, "T1", "down")
    t_ns = log.state.t_ns(log.clock.now())
    assert saying.of(log.state, t_ns).points is saying.of(log.state, t_ns + 1).points
    measure(log, "T2", "down")
    assert saying.of(log.state, t_ns).point("T2").health is Health.DOWN
    assert saying.of(log.state, t_ns).point("T1").health is Health.DOWN


def test_many_rooms_at_once_and_those_that_have_a_word_are_let_go() -> None:
    log = opened()
    rooms = ("T3D1", "T3D2", "T3D3")
    for code in rooms:
        measure(log, code, "down")
    assert incidents(log) == {"T3": "P3"}
    assert refusal(log, OverrulePoint(points=(), says="ok", for_s=60, reason="x")) == "point.none"
    assert log.command(OverrulePoint(points=rooms, says="maintenance", for_s=600, reason="đổi cáp")) is None
    assert incidents(log) == {}
    assert log.command(EndOverrule(points=("T1", *rooms))) is None
    assert [event.point for event in log.events if event.kind == "PointOverruleEnded"] == list(rooms)
    assert incidents(log) == {"T3": "P3"}


def test_a_word_counts_while_nobody_sees() -> None:
    log = opened()
    measure(log, "T2", "down")
    measure(log, "T1", "down")
    assert incidents(log) == {"T1": "P1", "T2": "P2"}
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=9))
    say(log, "T1", "ok")
    say(log, "CC01", "down")
    say(log, "T3D1", "down")
    assert incidents(log) == {"s1": "P2", "T2": "P2", "CC01": "P2"}
    log.record(ev.SourceRecovered(source="s1", lost_ms=1))
    assert incidents(log) == {"T2": "P2", "CC01": "P2"}
