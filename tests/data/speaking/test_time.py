"""Speaking time: whose it was, and that nothing is lost between the parts and the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, item, point, running
from kit.profile import THOROUGH

from data import commands as cmd
from data.agenda.programme import ItemChanges
from data.folder.model import PROVINCIAL, AgendaItem
from data.speaking.time import By, Share, speaking_time
from data.units import NS_PER_S

POINTS = {
    each.code: each for each in (point("T1", PROVINCIAL), point("T1D1", parent="T1"), point("T2", PROVINCIAL))
}


def day() -> FoldingLog:
    log = running(
        [
            item("a", 10, speaker="Ông An", organisation="Tòa tối cao", point="T1"),
            item("b", 10, speaker="Bà Bình", organisation="Viện", point="T1D1"),
            item("c", 10, speaker="ông an", organisation="Tòa tối cao", point="T2"),
            item("d", 5),
        ]
    )
    log.advance()
    return log


def told(log: FoldingLog, by: By = By.SPEAKER) -> dict[str, tuple[int, float, float]]:
    shares = speaking_time(log.state, POINTS, by, log.clock.now())
    return {
        each.name: (each.planned_s, each.spoken_ns / NS_PER_S, each.over_ns / NS_PER_S) for each in shares
    }


def test_one_speaker_of_two_items_is_one_however_written_and_pauses_do_not_count() -> None:
    log = day()
    log.clock.advance(300)
    log.command(cmd.Hold())
    log.clock.advance(1000)
    log.command(cmd.Resume())
    log.clock.advance(420)
    log.advance()
    log.clock.advance(60)
    log.advance()
    log.clock.advance(30)
    assert told(log) == {"Ông An": (1200, 750, 120), "Bà Bình": (600, 60, 0), "": (300, 0, 0)}
    assert told(log, By.ORGANISATION)["Tòa tối cao"] == (1200, 750, 120)
    assert told(log, By.DELEGATION) == {
        "Điểm T1": (1200, 780, 120),
        "Điểm T2": (600, 30, 0),
        "": (300, 0, 0),
    }


def test_a_turn_is_taken_from_the_item_and_given_to_whoever_was_called() -> None:
    log = day()
    log.clock.advance(60)
    log.command(cmd.QueueSpeaker(name="Bà Chi", point="T2"))
    log.command(cmd.CallSpeaker(id="q1", seconds=180))
    log.clock.advance(240)
    log.command(cmd.FinishSpeaker(id="q1"))
    log.clock.advance(30)
    found = told(log)
    assert found["Ông An"] == (1200, 90, 0)
    assert found["Bà Chi"] == (0, 240, 60), "over its own turn, though the item is not"
    assert told(log, By.DELEGATION)["Điểm T2"] == (600, 240, 60)


def test_who_reads_instead_has_spoken_and_the_plan_is_still_the_plans() -> None:
    log = day()
    changes = ItemChanges(speaker="Bà Dung")
    assert log.command(cmd.Edit(item="a", changes=changes, how="substitute", reason="ốm")) is None
    log.clock.advance(100)
    found = told(log)
    assert found["Bà Dung"] == (0, 100, 0)
    assert found["Ông An"] == (1200, 0, 0)


def test_before_anything_there_is_only_the_plan() -> None:
    log = running([item("a", 10, speaker="An")])
    assert told(log) == {"An": (600, 0, 0)}
    assert speaking_time(FoldingLog().state, {}, By.SPEAKER, log.clock.now()) == ()


def test_who_names_nobody_comes_last_and_the_longest_first() -> None:
    log = running([item("a"), item("b", speaker="An"), item("c", speaker="Bình")])
    for wait_s in (500, 100, 200):
        log.advance()
        log.clock.advance(wait_s)
    assert list(told(log)) == ["Bình", "An", ""]


NAMES = st.sampled_from(["An", "an", "Bình", ""])
PLACES = st.sampled_from(["T1", "T1D1", "T9", ""])
ITEMS = st.lists(st.tuples(NAMES, PLACES, st.integers(0, 30)), min_size=1, max_size=6)
ACTS = st.lists(
    st.tuples(st.sampled_from("aaqccfhreuis"), st.integers(1, 6), st.integers(0, 900)), max_size=30
)


@pytest.mark.parametrize("by", By)
@given(ITEMS, ACTS)
@THOROUGH
def test_the_parts_sum_to_the_whole(
    by: By, programme: list[tuple[str, str, int]], acts: list[tuple[str, int, int]]
) -> None:
    items: list[AgendaItem] = [
        item(f"i{n}", minutes, speaker=name, organisation=name, point=code)
        for n, (name, code, minutes) in enumerate(programme)
    ]
    log = running(items)
    log.advance()
    for act, n, wait_s in acts:
        log.clock.advance(wait_s)
        commands: dict[str, cmd.Command] = {
            "a": cmd.Advance(leaves=log.state.on_air),
            "q": cmd.QueueSpeaker(name=f"n{n}", point="T1D1", organisation="Viện"),
            "c": cmd.CallSpeaker(id=f"q{n}", seconds=60),
            "f": cmd.FinishSpeaker(id=f"q{n}"),
            "h": cmd.Hold(),
            "r": cmd.Resume(),
            "e": cmd.Extend(seconds=60),
            "u": cmd.UndoChange(seq=log.state.changes[-1].seq if log.state.changes else 0),
            "i": cmd.Insert(new=item(f"x{n}", 3, speaker="Chen")),
            "s": cmd.Skip(item=f"i{n}"),
        }
        log.command(commands[act])
    state, now = log.state, log.clock.now()
    shares: tuple[Share, ...] = speaking_time(state, POINTS, by, now)
    assert sum(each.spoken_ns for each in shares) == sum(
        state.run(each.cue).elapsed_ns(state.t_ns(now)) for each in state.items
    )
    assert sum(each.planned_s for each in shares) == sum(each.duration_s for each in state.plan)
    assert all(each.spoken_ns >= 0 and each.over_ns >= 0 for each in shares)
    assert len({each.name.casefold() for each in shares}) == len(shares)
