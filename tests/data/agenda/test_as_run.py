"""Plan against what happened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.conference import START_MS, FoldingLog, item, running
from kit.profile import THOROUGH

from data import commands as cmd
from data.agenda.as_run import AsRun, as_run
from data.agenda.forecast import forecast
from data.folder.model import ItemKind

MIN = 60_000


def rows(log: FoldingLog) -> dict[str, AsRun]:
    now = log.clock.now()
    return {row.item.cue: row for row in as_run(log.state, forecast(log.state, now), now)}


def test_pause_extension_and_overrun_stay_apart_each_with_its_cause() -> None:
    log = running([item("a"), item("b")])
    log.advance()
    log.clock.advance(120)
    log.command(cmd.Hold(cause="technical"))
    log.clock.advance(180)
    log.command(cmd.Resume())
    log.command(cmd.Extend(seconds=120, cause="chair"))
    log.clock.advance(10 * 60 + 45)
    log.command(cmd.Advance(leaves="a", cause="speaker"))
    row = rows(log)["a"]
    assert (row.paused_ms, row.extended_s, row.overrun_ms) == (3 * MIN, 120, 45_000)
    assert (row.hold_causes, row.extension_causes, row.overrun_cause) == (
        ("technical",),
        ("chair",),
        "speaker",
    )
    assert row.causes == ("technical", "chair", "speaker")
    log.command(cmd.ExplainOverrun(item="a", cause="thẻ nhớ hỏng"))
    assert rows(log)["a"].overrun_cause == "thẻ nhớ hỏng"


def test_while_it_lasts_a_pause_grows_and_nothing_else() -> None:
    log = running([item("a")])
    log.advance()
    log.clock.advance(60)
    log.command(cmd.Hold())
    log.clock.advance(45)
    row = rows(log)["a"]
    assert (row.paused_ms, row.overrun_ms) == (45_000, 0)


def test_what_does_not_apply_is_none() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.command(cmd.Insert(new=item("n", 5)))
    log.command(cmd.Skip(item="b"))
    found = rows(log)
    assert (found["b"].expected_start_ms, found["b"].expected_end_ms) == (None, None)
    assert found["b"].planned_start_ms == START_MS + 10 * MIN
    assert found["n"].planned_start_ms is None
    assert (found["c"].paused_ms, found["c"].overrun_ms, found["c"].started_ms) == (None, None, None)


def test_the_plan_is_the_one_of_the_opening() -> None:
    log = running([item("a"), item("b"), item("c")])
    log.command(cmd.Move(item="c", after=""))
    log.advance()
    log.command(cmd.Move(item="b"))
    log.command(cmd.Replan(items=(item("c"), item("a", 30), item("b")), hard_end_ms=None))
    planned = {cue: row.planned_start_ms for cue, row in rows(log).items()}
    assert planned == {"c": START_MS, "a": START_MS + 10 * MIN, "b": START_MS + 20 * MIN}


def test_an_open_ended_item_is_over_its_time_only_past_its_return() -> None:
    trial = item("t", 5, kind=ItemKind.LIVE_FEED, return_by_ms=START_MS + 20 * MIN)
    log = running([trial, item("b")])
    log.advance()
    log.clock.advance(15 * 60)
    assert rows(log)["t"].overrun_ms == 0
    log.clock.advance(6 * 60)
    assert rows(log)["t"].overrun_ms == MIN


@THOROUGH
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["hold", "resume", "more", "less", "advance", "undo"]), st.integers(1, 400)
        ),
        max_size=20,
    )
)
def test_the_parts_are_the_whole(acts: list[tuple[str, int]]) -> None:
    """Wall time on air = planned time used + extension used + overrun + pauses."""
    log = running([item(f"i{n}", 5) for n in range(4)])
    log.advance()
    for act, seconds in acts:
        log.clock.advance(seconds)
        if act == "advance":
            log.advance()
        elif act == "undo" and log.state.last_change:
            log.command(cmd.UndoChange(seq=log.state.last_change.seq))
        elif act in ("more", "less"):
            log.command(cmd.Extend(seconds=60 if act == "more" else -60, cause="chair"))
        elif act in ("hold", "resume"):
            log.command(cmd.Hold() if act == "hold" else cmd.Resume())
    now = log.clock.utc_ms
    for row in rows(log).values():
        if row.started_ms is None:
            continue
        assert row.paused_ms is not None and row.overrun_ms is not None
        on_air = (row.ended_ms or now) - row.started_ms
        length = (row.item.duration_s + row.extended_s) * 1000
        used = on_air - row.paused_ms - row.overrun_ms
        assert 0 <= used <= length
        assert row.overrun_ms == 0 or used == length
