"""Live changes: what each does, what undo brings back, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import FoldingLog, advances, item, running
from kit.profile import THOROUGH

from data import commands as cmd
from data import events as ev
from data.agenda.forecast import forecast
from data.agenda.programme import ItemChanges, free_cue
from data.folder.model import AgendaItem
from data.rules import Refusal
from data.state import ConferenceState, ItemState

PROTOCOL = "protocol"


def opened(*items: AgendaItem) -> FoldingLog:
    spare = {"min_duration_s": 300}
    log = running(items or [item("a"), item("b", **spare), item("c", **spare), item("d")])
    log.advance()
    log.clock.advance(60)
    return log


def order(log: FoldingLog) -> str:
    return " ".join(each.cue for each in log.state.items)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def essence(state: ConferenceState) -> tuple[object, ...]:
    """What a programme is, without the row it stands at."""
    return (
        state.items,
        state.runs,
        state.on_air,
        state.stage,
        state.opened_ms,
        state.hard_end_ms,
        state.frozen,
    )


def undo(log: FoldingLog) -> Refusal | None:
    last = log.state.last_change
    assert last is not None
    return log.command(cmd.UndoChange(seq=last.seq, reason="nhầm"))


NEW = item("n", 5)
PARTS = (cmd.SplitPart(point="T1", duration_s=240), cmd.SplitPart(point="T2", duration_s=360))
SHORT_FIRST = (cmd.SplitPart(point="T1", duration_s=30), cmd.SplitPart(point="T2", duration_s=570))
CHANGES: list[tuple[cmd.Command, str, list[str]]] = [
    (cmd.Extend(seconds=120, cause="chair"), "a b c d", ["ItemExtended"]),
    (cmd.Extend(item="c", seconds=-60), "a b c d", ["ItemExtended"]),
    (cmd.Skip(item="b"), "a b c d", ["ItemSkipped"]),
    (cmd.Defer(item="b"), "a b c d", ["ItemDeferred"]),
    (cmd.Insert(new=NEW), "a n b c d", ["ItemInserted"]),
    (cmd.Insert(new=NEW, after="d"), "a b c d n", ["ItemInserted"]),
    (cmd.Move(item="d"), "a d b c", ["ItemMoved"]),
    (cmd.Move(item="b", after="c"), "a c b d", ["ItemMoved"]),
    (cmd.Swap(item="b", other="c"), "a c b d", ["ItemMoved"]),
    (cmd.Swap(item="d", other="b"), "a d c b", ["ItemMoved", "ItemMoved"]),
    (cmd.Edit(item="a", changes=ItemChanges(speaker="Đại biểu")), "a b c d", ["ItemEdited"]),
    (cmd.Split(item="b", parts=PARTS), "a b bb c d", ["ItemEdited", "ItemInserted"]),
    (cmd.Compress(rows=(("b", 60), ("c", 30)), extends=("a", 60), cause="chair"), "a b c d",
     ["ItemExtended", "ItemExtended", "ItemExtended"]),
    (cmd.Hold(cause="technical"), "a b c d", ["ItemHeld"]),
    (cmd.Jump(leaves="a", to="c"), "a c b d", ["ItemEnded", "ItemMoved", "ItemStarted"]),
    (cmd.Jump(leaves="a", to="d", passed="defer"), "a b c d",
     ["ItemEnded", "ItemDeferred", "ItemDeferred", "ItemStarted"]),
    (cmd.Advance(leaves="a"), "a b c d", ["ItemEnded", "ItemStarted"]),
    (cmd.Replan(items=(item("d"), NEW, item("b")), hard_end_ms=5), "a d n b c",
     ["PlanAdopted", "ItemSkipped"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "after", "kinds"), CHANGES, ids=[f"{type(c[0]).__name__}-{n}" for n, c in enumerate(CHANGES)]
)
def test_a_change_is_one_append_and_undo_is_as_if_it_never_was(
    command: cmd.Command, after: str, kinds: list[str]
) -> None:
    log = opened()
    before, written = log.state, len(log.events)
    assert log.command(command) is None
    assert order(log) == after
    rows = log.events[written:]
    found = [row.kind for row in rows]
    assert [kind for kind in found if kind not in ("PhaseChanged",)] == kinds
    assert log.state.last_change is not None and log.state.last_change.seq == rows[0].seq
    assert len(log.state.changes) == len(before.changes) + 1, "one change, however many rows"
    assert essence(log.state) != essence(before)
    log.clock.advance(20)
    assert undo(log) is None
    assert essence(log.state) == essence(before)
    assert log.state.changes == before.changes
    assert log.events[-1].kind in ("ChangeUndone", "AdvanceUndone")
    assert log.events[-1].body.undone_seq == rows[0].seq  # type: ignore[attr-defined]
    assert log.events[-1].body.reason == "nhầm"  # type: ignore[attr-defined]


def test_undo_goes_back_change_by_change_to_the_beginning() -> None:
    log = running([item("a"), item("b"), item("c")])
    seen = [essence(log.state)]
    for command in (
        cmd.Move(item="c", after=""),
        cmd.Advance(leaves=""),
        cmd.Extend(seconds=60),
        cmd.Hold(),
        cmd.Resume(),
        cmd.Defer(item="a"),
        cmd.Advance(leaves="c"),
        cmd.BringBack(item="a"),
    ):
        log.clock.advance(30)
        assert log.command(command) is None, command
        seen.append(essence(log.state))
    for was in reversed(seen[:-1]):
        assert undo(log) is None
        assert essence(log.state) == was
    assert code(log.command(cmd.UndoChange(seq=0))) == "undo.nothing"


def test_a_change_made_meanwhile_is_not_undone_by_mistake() -> None:
    log = opened()
    last = log.state.last_change
    assert last is not None
    log.command(cmd.Skip(item="c"))
    assert code(log.command(cmd.UndoChange(seq=last.seq))) == "undo.moved"


def test_what_an_undo_card_has_to_say() -> None:
    log = opened()
    at_ms = log.clock.utc_ms
    log.command(cmd.Defer(item="c"))
    last = log.state.last_change
    assert last is not None
    assert (last.kind, last.item, last.actor, last.at_ms) == ("ItemDeferred", "c", "op-c1", at_ms)
    assert not last.is_advance and not last.opened


def test_the_row_of_an_advance_undo_is_the_kind_that_old_logs_have() -> None:
    log = opened()
    log.advance()
    undo(log)
    body = log.events[-1].body
    assert body == ev.AdvanceUndone(undone_seq=log.events[-3].seq, left="b", reason="nhầm")
    assert (log.state.on_air, log.events[-1].item) == ("a", "a")


def test_undoing_an_advance_never_takes_another_change_with_it() -> None:
    log = opened()
    advance = advances(log.state)[-1]
    log.command(cmd.Hold())
    log.command(cmd.Defer(item="c"))
    assert code(log.command(cmd.UndoAdvance(undone_seq=advance.seq))) == "undo.moved"
    undo(log)
    assert log.command(cmd.UndoAdvance(undone_seq=advance.seq)) is None
    assert (log.state.phase, log.state.changes) == ("pre", ())


REFUSED: list[tuple[cmd.Command, str]] = [
    (cmd.Extend(seconds=0), "extend.nothing"),
    (cmd.Extend(item="?", seconds=1), "change.no_item"),
    (cmd.Extend(seconds=-10 * 60), "change.too_short"),
    (cmd.Extend(seconds=-10 * 60 + 60, cause=""), ""),
    (cmd.Extend(item="p", seconds=-60), "change.protocol"),
    (cmd.Extend(item="p", seconds=-60, cause="chair"), ""),
    (cmd.Extend(item="p", seconds=60), ""),
    (cmd.Extend(item="m", seconds=-6 * 60), "change.below_minimum"),
    (cmd.Extend(item="m", seconds=-6 * 60, cause="chair"), ""),
    (cmd.Extend(item="m", seconds=-5 * 60), ""),
    (cmd.Extend(item="m", seconds=-11 * 60, cause="chair"), "change.too_short"),
    (cmd.Extend(item="b", seconds=90_000), "change.too_long"),
    (cmd.Extend(item="z", seconds=60), "change.over"),
    (cmd.Skip(item="a"), "change.on_air"),
    (cmd.Skip(item="p"), "change.protocol"),
    (cmd.Skip(item="p", reason="chủ tọa yêu cầu"), ""),
    (cmd.Defer(item="p"), "change.protocol"),
    (cmd.Defer(item="z"), "change.over"),
    (cmd.BringBack(item="b"), "change.not_set_aside"),
    (cmd.Insert(new=item("A")), "insert.cue_taken"),
    (cmd.Insert(new=item(" ")), "insert.incomplete"),
    (cmd.Insert(new=item("n"), after="z"), "place.before_air"),
    (cmd.Insert(new=item("n"), after=""), "place.opened"),
    (cmd.Insert(new=item("n"), after="?"), "place.no_item"),
    (cmd.Insert(new=item("n", 1500)), "change.too_long"),
    (cmd.Move(item="a", after="b"), "change.on_air"),
    (cmd.Move(item="b", after="z"), "place.before_air"),
    (cmd.Move(item="b"), "move.same_place"),
    (cmd.Move(item="b", after="b"), "move.same_place"),
    (cmd.Swap(item="a", other="b"), "change.on_air"),
    (cmd.Swap(item="b", other="b"), "move.same_place"),
    (cmd.Edit(item="b", changes=ItemChanges()), "edit.nothing"),
    (cmd.Edit(item="b", changes=ItemChanges(title=" ")), "insert.incomplete"),
    (cmd.Edit(item="z", changes=ItemChanges(title="x")), "change.over"),
    (cmd.Edit(item="a", changes=ItemChanges(duration_s=30)), "change.too_short"),
    (cmd.Edit(item="p", changes=ItemChanges(duration_s=30)), "change.protocol"),
    (cmd.Split(item="b", parts=PARTS[:1]), "split.parts"),
    (cmd.Split(item="b", parts=(*PARTS, PARTS[0])), "split.sum"),
    (cmd.Split(item="a", parts=SHORT_FIRST), "change.too_short"),
    (cmd.Jump(leaves="b", to="m"), "advance.not_on_air"),
    (cmd.Jump(leaves="a", to="z"), "change.over"),
    (cmd.Jump(leaves="a", to="a"), "change.on_air"),
    (cmd.Jump(leaves="a", to="m", passed="defer"), "change.protocol"),
    (cmd.Jump(leaves="a", to="m"), ""),
    (cmd.Compress(rows=()), "compress.nothing"),
    (cmd.Compress(rows=(("a", 60),)), "change.on_air"),
    (cmd.Compress(rows=(("p", 60),)), "compress.too_much"),
    (cmd.Compress(rows=(("b", 60),)), "compress.too_much"),
    (cmd.Compress(rows=(("m", 301),)), "compress.too_much"),
    (cmd.Compress(rows=(("m", 60), ("m", 60))), "compress.too_much"),
    (cmd.Compress(rows=(("m", 300),)), ""),
    (cmd.Replan(items=(item("b"), item("b")), hard_end_ms=None), "replan.cue_twice"),
    (cmd.Replan(items=(item("b"), item("m")), hard_end_ms=None), "change.protocol"),
    (cmd.Extend(seconds=60, expect="b"), "change.moved"),
    (cmd.Extend(seconds=60, expect="a"), ""),
    (cmd.ExplainOverrun(item="b", cause="speaker"), "change.not_begun"),
    (cmd.ExplainOverrun(item="a", cause=" "), "note.empty"),
    (cmd.ExplainOverrun(item="z", cause="speaker"), ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "expected"),
    REFUSED,
    ids=[f"{type(c).__name__}-{why or 'done'}-{n}" for n, (c, why) in enumerate(REFUSED)],
)
def test_what_may_not_be_and_why(command: cmd.Command, expected: str) -> None:
    log = running(
        [item("z"), item("a"), item("b"), item("p", priority=PROTOCOL), item("m", min_duration_s=300)]
    )
    log.advance()
    log.clock.advance(10)
    log.advance()
    log.clock.advance(60)
    assert code(log.command(command)) == expected


@pytest.mark.parametrize(
    ("command", "kinds"), [(c, k) for c, _, k in CHANGES], ids=lambda v: type(v).__name__
)
def test_after_the_end_and_from_another_console_nothing_changes(
    command: cmd.Command, kinds: list[str]
) -> None:
    log = opened()
    assert code(log.command(command, console="c2")) == "control.elsewhere"
    for _ in range(4):
        log.advance()
        log.clock.advance(60)
    assert code(log.command(command)) == "advance.ended"


def test_deferred_items_stay_on_the_debt_list_until_brought_back_or_dropped() -> None:
    log = opened()
    log.command(cmd.Defer(item="b", reason="mất đường truyền"))
    log.command(cmd.Defer(item="c"))
    debts = forecast(log.state, log.clock.now()).debt
    assert debts == ("b", "c")
    assert log.state.next_item is not None and log.state.next_item.cue == "d"
    log.advance()
    assert log.command(cmd.BringBack(item="b")) is None
    assert (order(log), log.state.next_item.cue) == ("a c d b", "b")
    assert log.command(cmd.Skip(item="c", reason="hết giờ")) is None
    assert forecast(log.state, log.clock.now()).debt == ()
    assert log.state.run("c").state is ItemState.SKIPPED


def test_a_jump_may_go_straight_to_an_item_on_the_debt_list() -> None:
    log = opened()
    log.command(cmd.Defer(item="b"))
    log.advance()
    log.clock.advance(30)
    assert log.command(cmd.Jump(leaves="c", to="b")) is None
    assert (order(log), log.state.on_air) == ("a c b d", "b")


def test_a_jump_opens_the_conference_too() -> None:
    log = running([item("a"), item("b")])
    assert log.command(cmd.Jump(leaves="", to="b")) is None
    assert (order(log), log.state.on_air, log.state.phase) == ("b a", "b", "running")
    assert undo(log) is None
    assert (order(log), log.state.on_air, log.state.phase) == ("a b", "", "pre")


def test_an_edit_on_air_leaves_the_running_time_alone() -> None:
    log = opened()
    log.command(cmd.Hold())
    log.clock.advance(30)
    log.command(cmd.Resume())
    before = log.state.run("a")
    changes = ItemChanges(title="Khác", speaker="Đại biểu", point="T2", duration_s=300)
    assert log.command(cmd.Edit(item="a", changes=changes, how="substitute")) is None
    found = log.state.item("a")
    assert found is not None
    assert (found.title, found.speaker, found.point, found.duration_s) == ("Khác", "Đại biểu", "T2", 300)
    assert log.state.run("a") == before
    told = forecast(log.state, log.clock.now()).items[0]
    assert (told.elapsed_ms, told.remaining_ms) == (60_000, 240_000)


def test_the_parts_of_a_split_are_the_whole() -> None:
    log = opened(item("a"), item("b", 10, min_duration_s=300, point="T9", speaker="X"), item("c"))
    end = forecast(log.state, log.clock.now()).expected_end_ms
    three = (
        cmd.SplitPart(point="T1", duration_s=120),
        cmd.SplitPart(point="T2", duration_s=180, speaker="Y"),
        cmd.SplitPart(point="T3", duration_s=300),
    )
    assert log.command(cmd.Split(item="b", parts=three)) is None
    parts = log.state.items[1:4]
    assert [(each.cue, each.point, each.duration_s, each.speaker) for each in parts] == [
        ("b", "T1", 120, "X"),
        ("bb", "T2", 180, "Y"),
        ("bc", "T3", 300, "X"),
    ]
    assert [each.min_duration_s for each in parts] == [60, 90, 150]
    assert forecast(log.state, log.clock.now()).expected_end_ms == end


def test_a_replan_keeps_what_ran_and_is_a_new_version() -> None:
    log = opened()
    plan = (item("a", 99), item("d", 5), item("b"))
    assert log.command(cmd.Replan(items=plan, hard_end_ms=None, reason="đổi chương trình")) is None
    assert order(log) == "a d b c"
    assert log.state.items[0].duration_s == 600, "what is on air is as the record has it"
    assert log.state.plan_version == 2
    assert log.state.run("c").state is ItemState.SKIPPED
    assert log.state.frozen != log.state.items, "the plan of the opening is still known"
    refused = log.command(cmd.Replan(items=log.state.items, hard_end_ms=None))
    assert code(refused) == "replan.nothing"


def test_before_the_opening_the_folder_is_adopted_once_and_live_changes_stand() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.command(cmd.Move(item="c", after=""))
    log.command(cmd.Skip(item="b"))
    log.adopt([item("a"), item("b"), item("c")])
    assert order(log) == "c a b"
    assert log.state.plan_version == 1
    log.adopt([item("a"), item("x")])
    assert order(log) == "a x"
    assert (log.state.runs, log.state.changes) == ({}, ())
    assert code(log.command(cmd.Replan(items=(), hard_end_ms=None))) == "replan.before_opening"


def test_an_extension_before_the_start_lasts_through_it() -> None:
    log = opened()
    log.command(cmd.Extend(item="b", seconds=120, cause="chair"))
    log.advance()
    told = forecast(log.state, log.clock.now()).items[1]
    assert told.remaining_ms == 12 * 60_000
    assert log.state.run("b").extension_causes == ("chair",)


@given(st.lists(st.text("ab-27", max_size=3)), st.sampled_from(["4.2", "a", ""]))
def test_a_free_cue_is_free(cues: list[str], near: str) -> None:
    items = [item(cue) for cue in cues]
    assert free_cue(items, near).casefold() not in {cue.casefold() for cue in cues}


def test_free_cues_never_run_out() -> None:
    items = [item("x")]
    for _ in range(40):
        items.append(item(free_cue(items, "x")))
    assert len({each.cue for each in items}) == 41
    assert [each.cue for each in items[:3]] == ["x", "xb", "xc"]


@THOROUGH
@given(st.permutations("bcdef"), st.permutations("bcdef"))
def test_swaps_reach_every_order(first: list[str], wanted: list[str]) -> None:
    log = opened(*(item(cue) for cue in ["a", *first]))
    for place, cue in enumerate(wanted, 1):
        standing = log.state.items[place].cue
        if standing != cue:
            assert log.command(cmd.Swap(item=standing, other=cue)) is None
    assert order(log) == " ".join(["a", *wanted])
