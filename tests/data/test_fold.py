"""fold is apply, many times; nothing that can be read from a log makes it fail."""

from __future__ import annotations

import copy
import typing
from functools import reduce
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.conference import FoldingLog, item, running
from kit.profile import THOROUGH

from data import events as ev
from data.agenda.programme import ItemChanges
from data.builder import UNDO_DEPTH
from data.clock import Moment
from data.events import Event, Fact
from data.fold import apply, fold
from data.folder.model import AgendaItem
from data.health.reading import Health
from data.state import EMPTY, ConferenceState, ItemState, Stage

WORDS = ["", "a", "b", "T1", "s1", "i1", "connecting", "running", "ended", "ok", "down", "never heard of"]
words = st.sampled_from(WORDS)
numbers = st.integers(-3, 2000)
BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    str: words,
    int: numbers,
    bool: st.booleans(),
    tuple[str, ...]: st.lists(words, max_size=3).map(tuple),
    dict[str, int]: st.dictionaries(words, numbers, max_size=2),
    dict[str, float]: st.dictionaries(words, st.floats(0, 9), max_size=2),
    dict[str, float | int | str]: st.dictionaries(words, numbers | words, max_size=2),
    tuple[AgendaItem, ...]: st.lists(st.sampled_from("abc"), unique=True).map(
        lambda cues: tuple(item(cue) for cue in cues)
    ),
    int | None: st.none() | numbers,
    AgendaItem: st.sampled_from("abc").map(item),
    ItemChanges: st.builds(ItemChanges, title=words, duration_s=numbers),
}


def bodies(cls: type[ev.Body]) -> st.SearchStrategy[ev.Body]:
    hints = typing.get_type_hints(cls)
    names = [each.name for each in msgspec.structs.fields(cls)]
    return st.builds(cls, **{name: BY_TYPE[hints[name]] for name in names})


known = st.one_of([bodies(cls) for cls in ev.KINDS.values()])
unknown = st.builds(ev.Unknown, raw=st.just("{}"))
moments = st.builds(
    Moment, st.integers(0, 10**7), st.integers(0, 10**13), st.sampled_from(["boot-1", "boot-2"])
)
optional = st.none() | words


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    found = []
    for seq in range(1, draw(st.integers(0, 25)) + 1):
        body = draw(known | unknown)
        kind, v, raw = type(body).__name__, body.v, ev.encode_body(body)
        if isinstance(body, ev.Unknown):
            kind, v, raw = draw(st.sampled_from([("ItemStarted", 9, "{}"), ("FromTheFuture", 1, "{}")]))
        found.append(
            Event(
                seq=seq,
                at=draw(moments),
                actor="op",
                console=draw(words),
                kind=kind,
                v=v,
                item=draw(optional),
                point=draw(optional),
                body=ev.decode_body(kind, v, raw),
                raw=raw,
            )
        )
    return found


@THOROUGH
@given(logs())
def test_fold_is_apply_many_times_and_never_raises(events: list[Event]) -> None:
    assert fold(EMPTY, events) == reduce(apply, events, EMPTY)


@THOROUGH
@given(logs(), st.integers(0, 25))
def test_a_fold_may_be_cut_anywhere(events: list[Event], cut: int) -> None:
    assert fold(fold(EMPTY, events[:cut]), events[cut:]) == fold(EMPTY, events)


@THOROUGH
@given(logs())
def test_a_state_once_made_never_changes(events: list[Event]) -> None:
    state, kept = EMPTY, []
    for event in events:
        kept.append((state, copy.deepcopy(state)))
        state = apply(state, event)
    assert all(state == copy for state, copy in kept)
    assert ConferenceState() == EMPTY


@THOROUGH
@given(logs())
def test_every_property_of_a_state_can_be_asked(events: list[Event]) -> None:
    state = fold(EMPTY, events)
    now = Moment(10**7, 10**13, "boot-1")
    assert state.phase in ("pre", "running", "ended")
    assert isinstance(state.held, bool)
    assert isinstance(state.stage, Stage)
    assert all(isinstance(known.health, Health) for known in state.points.values())
    for cue in ("a", "b", ""):
        assert state.run(cue).elapsed_ns(state.t_ns(now)) >= 0


def test_what_an_event_does_not_touch_stays_the_same_object() -> None:
    log = running([item("a"), item("b")])
    log.record(Fact(ev.PointJoined(source="s1", ref="r", name="n"), point="T1"))
    points = log.state.points
    log.advance()
    assert log.state.points is points
    log.record(Fact(ev.PointLeft(source="s1", ref="r"), point="T1"))
    assert log.state.points is not points
    assert points["T1"].joined, "the older state still says what it said"


def test_an_undone_advance_leaves_no_trace_in_what_is_derived() -> None:
    clock = ManualClock()
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.clock.advance(300)
    before = log.state
    log.advance()
    log.clock.advance(20)
    log.undo()
    after = log.state
    for name in ("runs", "on_air", "stage", "opened_ms", "ended_ms", "changes"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.run("b").state is ItemState.PENDING
    assert clock.now().boot == "boot-1"


def test_the_undo_history_is_bounded() -> None:
    log = running([item(f"i{n}") for n in range(UNDO_DEPTH + 5)])
    for _ in range(UNDO_DEPTH + 3):
        assert log.advance() is None
        log.clock.advance(60)
    undone = 0
    while log.undo() is None:
        undone += 1
    assert undone == UNDO_DEPTH
    assert log.state.on_air == "i2"


@pytest.mark.parametrize(
    ("kind", "v", "too_new"),
    [("ItemStarted", 2, True), ("FromTheFuture", 1, False), ("ItemStarted", 1, False)],
)
def test_only_a_newer_version_of_a_known_kind_forbids_writing(kind: str, v: int, too_new: bool) -> None:
    raw = '{"planned_s":1,"plan_version":1}'
    event = Event(1, ManualClock().now(), "op", "c1", kind, v, "a", None, ev.decode_body(kind, v, raw), raw)
    assert apply(EMPTY, event).too_new is too_new


def test_an_unknown_health_is_unknown_and_an_unknown_stage_changes_nothing() -> None:
    log = FoldingLog()
    log.record(Fact(ev.HealthChanged(was="ok", now="splendid", reason="", source="s1"), point="T1"))
    assert log.state.point("T1").health is Health.UNKNOWN
    log.record(ev.PhaseChanged(to="roll_call"))
    log.record(ev.PhaseChanged(to="intermezzo"))
    assert log.state.stage is Stage.ROLL_CALL


OLD_ROWS = [
    ("ItemEnded", '{"elapsed_ms":412000,"held_ms":0,"planned_s":480,"extended_s":0}'),
    ("ItemStarted", '{"planned_s":480,"plan_version":1,"reason":""}'),
    ("ItemHeld", '{"cause":""}'),
    ("AdvanceUndone", '{"undone_seq":7,"left":"4.2","reason":""}'),
]
"""As the first release wrote them."""


@pytest.mark.parametrize(("kind", "raw"), OLD_ROWS)
def test_rows_of_the_first_release_are_read(kind: str, raw: str) -> None:
    assert type(ev.decode_body(kind, 1, raw)) is ev.KINDS[kind]


def test_an_advance_undone_by_the_first_release_is_undone() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.clock.advance(60)
    before = log.state
    log.advance()
    log.record(ev.ItemHeld())
    seq = next(row.seq for row in log.events if row.kind == "ItemEnded")
    log.clock.advance(5)
    log.record(
        Fact(ev.decode_body("AdvanceUndone", 1, f'{{"undone_seq":{seq},"left":"b","reason":""}}'), item="a")
    )
    assert (log.state.on_air, log.state.run("a")) == ("a", before.run("a"))
    assert log.state.run("b").state is ItemState.PENDING
