"""One instant of the desk: nothing that a source no longer confirms is shown as good or as down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, conference, item, point, roster, running
from kit.profile import THOROUGH

from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import events as ev
from data.agenda.readiness import Gate
from data.events import Fact
from data.folder.model import LEVELS
from data.health.reading import Health, Reading, SourceStatus
from data.units import NS_PER_S

ROOMS = (*roster(provinces=2, districts=2), point("K1", "khu vực"))
ITEMS = [item("a", point="T1"), item("b", point="T2"), item("c"), item("d", priority="protocol")]
OK, DEGRADED, DOWN, UNKNOWN, STALE = Health.OK, Health.DEGRADED, Health.DOWN, Health.UNKNOWN, Health.STALE


class Desk:
    """A log, what the sources say, and the views of it."""

    def __init__(self, sources: int = 1) -> None:
        self.log = running(ITEMS)
        self.conference = conference(ITEMS, ROOMS, sources=sources)
        self.maker = ViewMaker(self.conference)
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self.desktop = Desktop(console="c1", actor="op")

    def answer(self, name: str = "s1", boot: str = "boot-1") -> None:
        clock = self.log.clock
        self.sources[name] = SourceStatus(name=name, boot=boot, state="ok", answered_ns=clock.real_ns())

    def fare(self, code: str, health: Health, source: str = "s1", **fields: object) -> None:
        told = {"observed_ns": 1, "health": health, "legs": 1, **fields}
        self.readings[code] = Reading(point=code, source=source, **told)  # type: ignore[arg-type]
        body = ev.HealthChanged(was="", now=health, reason="", source=source)
        self.log.record(Fact(body, point=code))

    def view(self) -> View:
        clock = self.log.clock
        return self.maker.make(
            self.log.state,
            self.readings,
            self.sources,
            now=clock.now(),
            real_ns=clock.real_ns(),
            desktop=self.desktop,
        )


def test_health_is_shown_while_its_source_answers_and_stale_two_polls_after() -> None:
    desk = Desk()
    desk.answer()
    for code, health in (("T1", OK), ("T2", DOWN), ("T1D1", DEGRADED)):
        desk.fare(code, health)
    desk.log.clock.advance(4)
    health = desk.view().board.health
    assert [health[code] for code in ("T1", "T2", "T1D1", "T1D2")] == [OK, DOWN, DEGRADED, UNKNOWN]
    desk.log.clock.advance(0.001)
    health = desk.view().board.health
    assert [health[code] for code in ("T1", "T2", "T1D1", "T1D2")] == [STALE, STALE, STALE, UNKNOWN]
    desk.answer()
    assert desk.view().board.health["T1"] is OK


@pytest.mark.parametrize("boot", ["boot-0", ""])
def test_an_answer_of_another_boot_is_no_answer(boot: str) -> None:
    desk = Desk()
    desk.answer(boot=boot)
    desk.fare("T1", OK)
    view = desk.view()
    assert view.board.health["T1"] is STALE
    assert (view.sources[0].age_s, view.sources[0].fresh) == (None, False)


def test_without_any_source_what_was_known_is_stale_and_the_desk_says_so() -> None:
    desk = Desk(sources=0)
    desk.fare("T1", OK)
    view = desk.view()
    assert view.board.health["T1"] is STALE
    assert view.alarm.code == "standing.before", "a remark of the phase goes before that of the mode"
    desk.log.advance()
    assert desk.view().alarm.code == "alarm.manual"
    assert view.gate == Gate("go", "manual")


def test_of_two_sources_only_the_rooms_of_the_silent_one_are_stale() -> None:
    desk = Desk(sources=2)
    desk.answer("s1")
    desk.fare("T1", OK, "s1")
    desk.fare("T2", OK, "s2")
    desk.log.clock.advance(60)
    desk.answer("s2")
    health = desk.view().board.health
    assert (health["T1"], health["T2"], health["T1D1"]) == (STALE, OK, UNKNOWN)
    desk.answer("s1")
    assert desk.view().board.health["T1"] is OK


@THOROUGH
@given(
    st.lists(
        st.tuples(
            st.sampled_from([each.code for each in ROOMS] + ["stranger"]), st.sampled_from([*Health][:4])
        )
    ),
    st.sampled_from([0, 3, 60]),
    st.integers(1, 2),
)
def test_the_sums_are_the_roster_and_old_news_is_never_good_or_down(
    said: list[tuple[str, Health]], age_s: float, sources: int
) -> None:
    desk = Desk(sources)
    desk.answer("s1")
    for n, (code, health) in enumerate(said):
        desk.fare(code, health, f"s{n % sources + 1}")
    desk.log.clock.advance(age_s)
    desk.answer("s2") if sources == 2 else None
    board = desk.view().board
    assert set(board.health) == {each.code for each in ROOMS}
    assert board.total.expected == len(ROOMS) == sum(level.expected for level in board.levels)
    for count in (*board.levels, board.total):
        assert sum(count.counts.values()) == count.expected
        assert set(count.counts) == {str(kind) for kind in Health}
    for kind in Health:
        shown = list(board.health.values()).count(kind)
        assert board.total.counts[kind] == shown == sum(level.counts[kind] for level in board.levels)
    if age_s == 60 and sources == 1:
        assert {OK, DEGRADED, DOWN}.isdisjoint(board.health.values())


def test_levels_come_in_their_order_and_the_rosters_own_after_them() -> None:
    assert [level.level for level in Desk().view().board.levels] == [*LEVELS, "khu vực"]


def test_the_board_is_made_anew_only_when_health_or_freshness_moved() -> None:
    desk = Desk()
    desk.answer()
    desk.fare("T1", OK)
    first = desk.view().board
    desk.log.clock.advance(1)
    desk.log.advance()
    assert desk.view().board is first
    desk.log.clock.advance(60)
    assert desk.view().board is not first


GATES = [
    (OK, False, Gate("go", "ready")),
    (OK, True, Gate("ask", "muted")),
    (DEGRADED, False, Gate("ask", "degraded")),
    (DOWN, False, Gate("stop", "down")),
    (UNKNOWN, False, Gate("ask", "unseen")),
]


@pytest.mark.parametrize(("health", "muted", "gate"), GATES)
def test_the_gate_is_that_of_the_next_items_room(health: Health, muted: bool, gate: Gate) -> None:
    desk = Desk()
    desk.answer()
    desk.fare("T1", health, mute_server=muted)
    view = desk.view()
    assert (view.entering, view.gate) == (ITEMS[0], gate)
    assert view.coming[0].health is health
    if gate.verdict != "go":
        assert view.questions[0] == gate.verdict


def test_a_dead_source_asks_and_never_stops() -> None:
    desk = Desk()
    desk.answer()
    desk.fare("T1", DOWN)
    desk.log.clock.advance(60)
    assert desk.view().gate == Gate("ask", "unseen")


def test_an_item_of_no_room_needs_no_room() -> None:
    desk = Desk()
    desk.answer()
    assert [(each.item.cue, each.gate.why) for each in desk.view().coming] == [
        ("a", "unseen"),
        ("b", "unseen"),
        ("c", "manual"),
        ("d", "manual"),
    ]


def run_through(log: FoldingLog, count: int) -> None:
    for _ in range(count):
        assert log.advance() is None
        log.clock.advance(600)


def test_one_view_is_of_one_revision() -> None:
    desk = Desk()
    run_through(desk.log, 2)
    view = desk.view()
    assert view.on_air is not None and view.entering is not None
    assert (view.on_air.cue, view.entering.cue) == ("b", "c")
    told = view.forecast.of("c")
    assert told is not None and told.expected_start_ms == view.now.utc_ms
    assert view.state is desk.log.state


def test_before_the_last_item_ends_f8_means_the_end() -> None:
    desk = Desk()
    run_through(desk.log, 4)
    view = desk.view()
    assert (view.entering, view.questions) == (None, ("end",))
    run_through(desk.log, 1)
    view = desk.view()
    assert (view.on_air, view.entering, view.coming, view.questions) == (None, None, (), ())
    assert view.alarm.code == "standing.ended"


def test_the_remark_when_nothing_is_wrong_follows_the_phase() -> None:
    desk = Desk()
    desk.log.clock.advance(-90)
    desk.answer()
    view = desk.view()
    assert (view.alarm.code, view.alarm.params) == ("standing.before", {"left_ms": 90_000})
    desk.log.clock.advance(90)
    desk.log.advance()
    desk.answer()
    assert desk.view().alarm.code == "standing.calm"


def test_a_lost_source_is_told_with_its_age_and_its_rooms() -> None:
    desk = Desk()
    desk.fare("T1", OK)
    desk.fare("T2", DOWN)
    desk.log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=9))
    desk.log.record(
        ev.IncidentOpened(id="i1", scope="source", subject="s1", severity="P2", reason="timed_out")
    )
    desk.log.clock.advance(12)
    alarm = desk.view().alarm
    assert (alarm.code, alarm.params) == ("alarm.source_lost", {"source": "s1", "seconds": 12, "count": 2})


@pytest.mark.parametrize(
    ("holder", "role", "ours"),
    [("", "operator", True), ("c1", "operator", True), ("c2", "operator", False), ("c1", "viewer", False)],
)
def test_who_is_in_control(holder: str, role: str, ours: bool) -> None:
    desk = Desk()
    desk.desktop = Desktop(console="c1", actor="op", role=role)
    if holder:
        desk.log.record(ev.ControlTaken(), console=holder)
    assert desk.view().in_control is ours


def test_ages_are_of_the_machine_and_in_seconds() -> None:
    desk = Desk()
    desk.answer()
    desk.log.clock.advance(1.5)
    (source,) = desk.view().sources
    assert source.age_s == pytest.approx(1.5)
    assert desk.sources["s1"].age_ns("boot-1", desk.log.clock.real_ns()) == 1.5 * NS_PER_S


def test_once_tests_are_kept_the_gate_asks_for_one_of_the_next_remote_room() -> None:
    desk = Desk()
    desk.answer()
    desk.log.advance()
    for code in ("T1", "T2"):
        desk.fare(code, OK)
    assert desk.view().gate == Gate("go", "ready")
    desk.log.record(Fact(ev.PointTested(result="passed"), point="T1"))
    assert desk.view().gate == Gate("ask", "untested")
    desk.log.record(Fact(ev.PointTested(result="no_sound"), point="T2"))
    assert desk.view().gate == Gate("ask", "test_failed")
    desk.log.record(Fact(ev.PointTested(result="passed"), point="T2"))
    assert desk.view().gate == Gate("go", "ready")
