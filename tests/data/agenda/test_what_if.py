"""Looking before doing: the times as they would be."""

from __future__ import annotations

from kit.conference import item, running

from data import commands as cmd
from data.agenda.forecast import forecast
from data.agenda.what_if import extended, least_change_s


def test_what_is_shown_before_is_what_comes_true() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.clock.advance(120)
    tried = extended(log.state, {"a": 300, "c": -60, "b": 0})
    seen = forecast(tried, log.clock.now())
    assert log.command(cmd.Extend(seconds=300)) is None
    assert log.command(cmd.Extend(item="c", seconds=-60)) is None
    assert forecast(log.state, log.clock.now()) == seen
    assert "b" not in tried.runs


def test_nothing_becomes_shorter_than_it_has_run() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.clock.advance(120.5)
    on_air, to_come = log.state.items
    least = least_change_s(log.state, on_air, log.clock.now())
    assert least == -(600 - 121)
    assert least_change_s(log.state, to_come, log.clock.now()) == -600
    assert log.command(cmd.Extend(seconds=least - 1)) is not None
    assert log.command(cmd.Extend(seconds=least)) is None
    log.clock.advance(60)
    assert least_change_s(log.state, on_air, log.clock.now()) == 0


def test_time_given_and_who_pays_for_it_are_one_change() -> None:
    log = running([item("a"), item("b", min_duration_s=300), item("c")])
    log.advance()
    before = log.state
    asked = cmd.Compress(rows=(("b", 120),), extends=("a", 180), cause="chair")
    assert log.command(asked) is None
    assert (log.state.run("a").extended_s, log.state.run("b").extended_s) == (180, -120)
    change = log.state.last_change
    assert change is not None and change.item == "a"
    assert log.command(cmd.UndoChange(seq=change.seq)) is None
    assert log.state.runs == before.runs
    refused = log.command(cmd.Compress(rows=(("b", 120),), extends=("a", 0)))
    assert refused is not None and refused.code == "extend.nothing"
    assert log.state.runs == before.runs


def test_why_it_was_held_is_said_afterwards() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    refused = log.command(cmd.ExplainHold(item="a", cause="technical"))
    assert refused is not None and refused.code == "hold.never"
    assert log.command(cmd.Hold()) is None
    log.clock.advance(5)
    assert log.command(cmd.ExplainHold(item="a", cause=" ")) is not None
    assert log.command(cmd.ExplainHold(item="a", cause="technical")) is None
    assert log.command(cmd.ExplainHold(item="a", cause="chair")) is None
    assert log.state.run("a").hold_causes == ("technical", "chair")
    change = log.state.last_change
    assert change is not None and change.kind == "ItemHeld", "saying why is no change of its own"
    assert log.command(cmd.Resume()) is None
    log.advance()
    assert log.command(cmd.ExplainHold(item="a", cause="speaker")) is None
    assert log.state.run("a").hold_causes[-1] == "speaker"
