"""The offset of a programme that was changed under way: against the plan of the opening."""

from __future__ import annotations

from kit.conference import item, running
from kit.forecasts import MIN, at, played, seen

from data import commands as cmd
from data.agenda.programme import ItemChanges


def test_another_order_is_neither_early_nor_late() -> None:
    log = running([item("a"), item("b"), item("c", 20), item("d")])
    log.advance()
    log.command(cmd.Move(item="c"))
    for cue, minutes, planned in (("c", 10, 20), ("b", 20, 10), ("d", 10, 40)):
        played(log, minutes)
        told = seen(log)
        assert (log.state.on_air, told.offset_ms) == (cue, 0)
        row = told.of(cue)
        assert row is not None and row.planned_start_ms == at(planned), "the plan is as it was at the opening"


def test_an_inserted_item_is_all_lateness_and_in_no_plan() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.command(cmd.Insert(new=item("n", 5)))
    told = seen(log)
    row = told.of("n")
    assert row is not None and row.unplanned and not told.items[0].unplanned
    assert (told.offset_ms, told.expected_end_ms, told.planned_end_ms) == (0, at(25), at(20))
    played(log, 10)
    assert seen(log).offset_ms == 5 * MIN
    played(log, 5)
    assert seen(log).offset_ms == 5 * MIN


def test_an_item_put_off_and_brought_back_is_neither_early_nor_late_in_the_end() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.command(cmd.Defer(item="b"))
    played(log, 10)
    assert seen(log).offset_ms == -10 * MIN, "b is owed"
    log.command(cmd.BringBack(item="b"))
    assert seen(log).offset_ms == 0
    played(log, 10)
    assert seen(log).offset_ms == 0


def test_an_edit_of_a_duration_does_not_edit_the_plan() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.command(cmd.Edit(item="b", changes=ItemChanges(duration_s=900)))
    played(log, 10)
    told = seen(log)
    assert (told.offset_ms, told.planned_end_ms, told.expected_end_ms) == (5 * MIN, at(20), at(25))
