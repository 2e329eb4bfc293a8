"""What is to be done before a room speaks: by its expected start, until the record says it was done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.conference import item
from kit.desks.view import DeskView
from kit.profile import THOROUGH

from console.preflight import BY_HAND
from console.screens.operator.duties import Duty, due, duties, turns
from console.text.sentences import translator
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.health.reading import Health

T = translator("vi")


def ready() -> DeskView:
    """Everything by hand is ticked, so that only rooms are left to do."""
    desk = DeskView()
    desk.log.record(*(ev.ChecklistMarked(check=check, done=True) for check in BY_HAND))
    return desk


def told(found: list[Duty]) -> list[str]:
    return [f"{duty.kind} {duty.point} {duty.minutes}".strip() for duty in found]


def call(desk: DeskView, code: str) -> None:
    desk.log.record(Fact(ev.CallMade(who="trực KT", number="1", outcome="answered"), point=code))


def test_rooms_that_speak_from_afar_each_once_in_their_order() -> None:
    items = [item("a", point="T2"), item("b", point="TC00"), item("c", point="T2"), item("d", point="T1")]
    assert [turn.point.code for turn in turns(DeskView(items).view())] == ["T2", "T1"]


def test_calls_ten_five_and_two_minutes_before_the_expected_start() -> None:
    desk = ready()
    desk.log.advance()
    desk.log.clock.advance(60)
    assert told(duties(desk.view())) == [
        "test T1 20",
        "call T1 10",
        "test T2 20",
        "call T1 5",
        "call T1 2",
        "call T2 10",
        "call T2 5",
        "call T2 2",
    ]


def test_a_call_answers_all_that_were_due_and_the_next_ones_stay() -> None:
    desk = ready()
    desk.log.advance()
    desk.log.clock.advance(180)
    before = [duty for duty in duties(desk.view()) if duty.point == "T1" and duty.kind == "call"]
    assert [duty.minutes for duty in before] == [10, 5, 2]
    call(desk, "T1")
    after = [duty for duty in duties(desk.view()) if duty.point == "T1" and duty.kind == "call"]
    assert [duty.minutes for duty in after] == [5, 2]


def test_of_calls_overdue_only_the_last_is_asked_for() -> None:
    desk = ready()
    desk.log.advance()
    desk.log.clock.advance(6 * 60)
    calls = [duty.minutes for duty in duties(desk.view()) if duty.point == "T1" and duty.kind == "call"]
    assert calls == [5, 2]
    row = next(row for row in due(desk.view(), T).rows if row.text == "gọi T1 (T-5)")
    assert row.late and row.detail == "quá 1'; ^G ghi lại"


def test_a_test_within_the_hour_before_the_room_speaks_is_enough() -> None:
    desk = ready()
    assert "test T1 20" in told(duties(desk.view()))
    desk.log.record(Fact(ev.PointTested(result="passed"), point="T1"))
    assert "test T1 20" not in told(duties(desk.view()))


def test_an_old_test_is_to_be_made_again() -> None:
    desk = ready()
    desk.log.record(Fact(ev.PointTested(result="passed"), point="T1"))
    desk.log.clock.advance(3700)
    assert any(row.text == "thử lại T1" for row in due(desk.view(), T).rows)


def test_the_checks_are_asked_for_until_they_are_ticked_or_the_conference_is_open() -> None:
    desk = DeskView()
    assert any(duty.kind == "checks" for duty in duties(desk.view()))
    desk.log.advance()
    assert not any(duty.kind == "checks" for duty in duties(desk.view()))


@THOROUGH
@given(st.integers(0, 7200))
def test_overdue_ones_stand_first_and_nothing_is_asked_for_twice(after_s: int) -> None:
    desk = DeskView()
    desk.log.advance()
    desk.log.clock.advance(after_s)
    view = desk.view()
    found = duties(view)
    late = [duty.at_ms <= view.now.utc_ms for duty in found]
    assert late == sorted(late, reverse=True)
    assert len(set(told(found))) == len(found)
    assert all(row.late == bool(row.detail) for row in due(view, T).rows)


def test_raised_hands_are_one_thing_to_see_once_an_item_is_on_air() -> None:
    desk = ready()
    desk.answer()
    for n, code in enumerate(("T3", "T1", "T2")):
        hand_ms = desk.log.clock.utc_ms - 60_000 * n
        desk.fare(code, Health.UNKNOWN, hand_ms=hand_ms)
    assert "hand" not in {duty.kind for duty in duties(desk.view())}
    desk.log.advance()
    assert [duty.point for duty in duties(desk.view()) if duty.kind == "hand"] == ["T2"]
    [row] = [row for row in due(desk.view(), T).rows if "giơ tay" in row.text]
    assert (row.time, row.text, row.late) == ("13:58", "giơ tay T2 +2", True)
    assert "quá" not in row.detail, "nobody is late for a hand"
    for code in ("T2", "T1", "T3"):
        desk.log.command(cmd.QueueSpeaker(point=code))
    assert "hand" not in {duty.kind for duty in duties(desk.view())}


def test_a_hand_of_a_room_whose_clock_is_ahead_is_seen_now() -> None:
    desk = ready()
    desk.answer()
    desk.fare("T1", Health.UNKNOWN, hand_ms=desk.log.clock.utc_ms + 7_200_000)
    desk.log.advance()
    assert "hand T1 0" in told(duties(desk.view()))
