"""Meeting a hard end: whose minutes, how many, and what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import START_MS, FoldingLog, item, running
from kit.profile import THOROUGH

from data import commands as cmd
from data.agenda.compression import Proposal, proposal
from data.agenda.forecast import forecast
from data.folder.model import AgendaItem, ItemKind
from data.state import ItemState

MIN = 60_000


def at(minutes: float) -> int:
    return START_MS + round(minutes * MIN)


def begun(*items: AgendaItem, hard_end: float | None, late: float = 0) -> FoldingLog:
    log = running(items, hard_end_ms=None if hard_end is None else at(hard_end))
    log.clock.advance(late * 60)
    log.advance()
    return log


def asked(log: FoldingLog) -> Proposal:
    found = proposal(log.state, log.clock.now())
    assert found is not None
    return found


def talk(cue: str, minutes: float, least: float | None, **fields: object) -> AgendaItem:
    return item(cue, minutes, min_duration_s=None if least is None else round(least * 60), **fields)  # type: ignore[arg-type]


def minutes(found: Proposal) -> dict[str, float]:
    return {offer.cue: offer.gives_s / 60 for offer in found.offers}


def test_who_has_most_to_spare_gives_most_and_protocol_gives_nothing() -> None:
    log = begun(
        talk("a", 10, 5),
        talk("b", 10, 4),
        talk("c", 8, 5),
        talk("d", 20, None),
        talk("p", 20, 5, priority="protocol"),
        hard_end=63,
    )
    found = asked(log)
    assert (found.asked_s, found.given_s, found.missing_s) == (300, 300, 0)
    assert minutes(found) == {"b": 4, "c": 1}


def test_what_cannot_be_given_is_said() -> None:
    found = asked(begun(talk("a", 10, 5), talk("b", 10, 8), talk("c", 10, None), hard_end=20))
    assert (found.asked_s, found.given_s, found.missing_s) == (600, 120, 480)


def test_seconds_are_asked_to_the_second() -> None:
    found = asked(begun(item("a"), talk("b", 10, 5), talk("c", 10, 5), hard_end=27.5))
    assert (found.asked_s, found.given_s) == (150, 150)
    assert sum(offer.gives_s for offer in found.offers) == 150


def test_nothing_is_asked_when_there_is_time_or_no_end() -> None:
    log = begun(item("a"), talk("b", 10, 5), hard_end=30)
    found = asked(log)
    assert (found.asked_s, found.given_s, minutes(found)) == (0, 0, {"b": 0})
    assert proposal(begun(item("a"), hard_end=None).state, log.clock.now()) is None
    sooner = proposal(log.state, log.clock.now(), end_ms=at(18))
    assert sooner is not None and (sooner.asked_s, sooner.given_s) == (120, 120)


def test_minutes_before_a_fixed_start_help_only_as_far_as_it_is_late() -> None:
    fixed = item("f", 10, start_ms=at(22), fixed=True)
    found = asked(begun(item("a"), talk("b", 15, 5), fixed, talk("c", 10, 8), hard_end=30))
    assert found.asked_s == 15 * 60
    assert minutes(found) == {"b": 3, "c": 2}
    assert found.missing_s == 10 * 60


def test_one_command_takes_all_of_it_and_one_undo_gives_it_back() -> None:
    log = begun(item("a"), talk("b", 10, 5), talk("c", 10, 5), hard_end=26)
    before = log.state.runs
    assert log.command(asked(log).command("chair", expect="a")) is None
    assert asked(log).asked_s == 0
    assert log.state.run("b").extension_causes == ("chair",)
    last = log.state.last_change
    assert last is not None and last.kind == "ItemExtended"
    assert log.command(cmd.UndoChange(seq=last.seq)) is None
    assert log.state.runs == before


@st.composite
def programmes(draw: st.DrawFn) -> FoldingLog:
    items = []
    for n in range(draw(st.integers(1, 8))):
        start = draw(st.none() | st.none() | st.integers(0, 120))
        back = draw(st.none() | st.none() | st.none() | st.integers(0, 150))
        items.append(
            item(
                f"i{n}",
                draw(st.sampled_from([0, 0.5, 5, 12.25, 45])),
                kind=draw(st.sampled_from([ItemKind.BREAK, ItemKind.PRESENTATION])),
                start_ms=None if start is None else at(start),
                fixed=start is not None and draw(st.booleans()),
                min_duration_s=draw(st.none() | st.integers(0, 300)),
                return_by_ms=None if back is None else at(back),
                priority=draw(st.sampled_from(["", "", "protocol"])),
            )
        )
    log = running(items, hard_end_ms=at(draw(st.integers(0, 120))))
    log.clock.advance(draw(st.integers(0, 3000)))
    for _ in range(draw(st.integers(0, 4))):
        log.advance()
        log.clock.advance(draw(st.sampled_from([1.5, 60, 900])))
    return log


@THOROUGH
@given(programmes())
def test_what_is_given_is_what_the_end_gains(log: FoldingLog) -> None:
    now = log.clock.now()
    found, before = asked(log), forecast(log.state, log.clock.now())
    assert found.given_s + found.missing_s == found.asked_s
    assert found.given_s == sum(offer.gives_s for offer in found.offers)
    for offer in found.offers:
        each = log.state.item(offer.cue)
        assert each is not None and not each.is_protocol
        assert log.state.run(offer.cue).state is ItemState.PENDING
        assert 0 <= offer.gives_s <= offer.most_s
        assert offer.length_s - offer.gives_s >= (each.min_duration_s or 0)
    if found.given_s:
        assert log.command(found.command()) is None
        after = forecast(log.state, now)
        assert before.expected_end_ms - after.expected_end_ms == found.given_s * 1000


@THOROUGH
@given(programmes())
def test_no_minute_is_left_that_would_have_helped(log: FoldingLog) -> None:
    """When time is missing, no offer can give one more second and make the end any earlier."""
    found = asked(log)
    if not found.missing_s:
        return
    if found.given_s:
        log.command(found.command())
    reached = forecast(log.state, log.clock.now()).expected_end_ms
    for offer in found.offers:
        if offer.gives_s < offer.most_s:
            more = FoldingLog(log.clock, log.state)
            assert more.command(cmd.Compress(rows=((offer.cue, 1),))) is None
            assert forecast(more.state, log.clock.now()).expected_end_ms >= reached - 999


@pytest.mark.parametrize("count", [1, 200])
def test_many_items_share(count: int) -> None:
    log = begun(item("a"), *(talk(f"i{n}", 5, 3) for n in range(count)), hard_end=10 + 5 * count - count)
    found = asked(log)
    assert {offer.gives_s for offer in found.offers} == {60}
