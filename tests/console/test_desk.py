"""The one writer: durable before shown, waiting when busy, a second path when full."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from kit.clock import ManualClock
from kit.conference import advances
from kit.desks.on_a_log import desk_on, open_state_log, saying, until
from kit.record.rows import kinds, log_rows, started

from data.commands import AddNote, Advance, Hold, ReleaseControl, TakeControl
from data.events import Event, Fact, NoteAdded, SourceLost
from data.record.errors import LogBusy, LogFailed, LogFull, LogReadOnly
from data.rules import Refusal


def note(text: str) -> Fact:
    return Fact(NoteAdded(text=text))


def shown(events: tuple[Event, ...]) -> list[str]:
    return [event.kind for event in events]


async def test_whoever_is_told_finds_the_rows_on_disk_already(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, _):
        seen: list[tuple[str, bool, bool]] = []

        def listener(events: tuple[Event, ...]) -> None:
            with closing(sqlite3.connect(tmp_path / "log.db")) as other:
                stored = {seq for (seq,) in other.execute("SELECT seq FROM event")}
            seen.extend((event.kind, event.seq in stored, desk.state.seq >= event.seq) for event in events)

        desk.subscribe(listener)
        for leaves in ("", "1", "2"):
            assert await desk.command(Advance(leaves=leaves)) is None
        await desk.record(saying(Fact(SourceLost(source="s", error="x", detail="", points=1))))
        assert [kind for kind, _, _ in seen].count("ItemStarted") == 3
        assert "SourceLost" in [kind for kind, _, _ in seen]
        assert all(on_disk and in_state for _, on_disk, in_state in seen)
        assert desk.state.on_air == "3"


async def test_a_refused_command_shows_and_writes_nothing(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, _):
        assert await desk.command(Advance(leaves="")) is None
        before, told = desk.state, list[tuple[Event, ...]]()
        desk.subscribe(told.append)
        refusal = await desk.command(Advance(leaves="4"))
        assert refusal is not None and refusal.code == "advance.not_on_air"
        assert desk.state == before
        assert not any(told)


async def test_a_busy_log_is_waited_for_and_the_command_done_once(tmp_path: Path) -> None:
    async with desk_on(tmp_path, busy_timeout_ms=50) as (desk, _):
        blocker = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        pending = asyncio.create_task(desk.command(Advance(leaves="")))
        await until(lambda: desk.waiting)
        assert desk.state.on_air == "", "nothing is shown that is not written"
        await asyncio.sleep(0.2)
        assert not pending.done() and desk.waiting
        blocker.execute("ROLLBACK")
        blocker.close()
        assert await asyncio.wait_for(pending, 10) is None
        assert not desk.waiting and desk.state.on_air == "1"
        assert started(tmp_path) == ["1"]


async def test_a_busy_log_costs_telemetry_a_turn_and_nothing_else(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, log):
        log.error = LogBusy(tmp_path / "log.db")
        assert await desk.record(saying(note("later"))) is None
        log.error = None
        assert "NoteAdded" not in kinds(log_rows(tmp_path))
        assert await desk.record(saying(note("later"))) is None
        assert kinds(log_rows(tmp_path)).count("NoteAdded") == 1


@pytest.mark.parametrize("error", [LogFull, LogReadOnly])
async def test_on_a_full_disk_the_programme_goes_on_and_is_written_later_with_its_own_time(
    tmp_path: Path, error: type[LogFull]
) -> None:
    clock = ManualClock()
    async with desk_on(tmp_path, clock) as (desk, log):
        assert await desk.command(Advance(leaves="")) is None
        durable = log_rows(tmp_path)
        log.error = error(tmp_path / "log.db")
        happened = []
        for leaves in ("1", "2"):
            clock.advance(60)
            happened.append(clock.utc_ms)
            assert await desk.command(Advance(leaves=leaves)) is None
        assert desk.state.on_air == "3"
        assert desk.unwritten == 4 and desk.failure is log.error
        assert log_rows(tmp_path) == durable, "nothing says that it was written"
        second = [
            json.loads(line) for line in (tmp_path / "second" / "outbox.jsonl").read_bytes().splitlines()
        ]
        assert [(line["kind"], line["item"], line["at_ms"]) for line in second] == [
            *(("ItemEnded", "1", happened[0]), ("ItemStarted", "2", happened[0])),
            *(("ItemEnded", "2", happened[1]), ("ItemStarted", "3", happened[1])),
        ]
        await desk.tail()
        assert desk.unwritten == 4 and desk.state.on_air == "3"
        clock.advance(300)
        log.error = None
        shown_meanwhile = []
        desk.subscribe(lambda _events: shown_meanwhile.append((desk.state, desk.unwritten)))
        await desk.tail()
        await desk.tail()
        assert desk.unwritten == 0 and desk.failure is None and desk.state.on_air == "3"
        assert desk.state == log.state
        written = log_rows(tmp_path)[len(durable) :]
        assert [(row.kind, row.item) for row in written] == [(line["kind"], line["item"]) for line in second]
        assert [desk.state.run(cue).started_ms for cue in "23"] == happened
        assert desk.state.run("2").elapsed_ns(desk.state.t_ns(clock.now())) == 60 * 10**9
        for state, unwritten in shown_meanwhile:
            assert (state.on_air, len(advances(state))) == ("3", 3)
            assert state.seq == log.head.seq and unwritten in (0, 4)


async def test_a_command_after_the_disk_has_room_again_stands_on_what_was_unwritten(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, log):
        assert await desk.command(Advance(leaves="")) is None
        log.error = LogFull(tmp_path / "log.db")
        assert await desk.command(Advance(leaves="1")) is None
        log.error = None
        assert await desk.command(Advance(leaves="2")) is None
        assert desk.state.on_air == "3" and desk.unwritten == 0
        assert started(tmp_path) == ["1", "2", "3"]


async def test_rules_hold_on_a_full_disk_too(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, log):
        log.error = LogFull(tmp_path / "log.db")
        assert await desk.command(Advance(leaves="")) is None
        refusal = await desk.command(Advance(leaves=""))
        assert isinstance(refusal, Refusal) and refusal.code == "advance.not_on_air"
        assert await desk.command(Hold()) is None
        assert desk.state.held


async def test_on_a_failing_disk_the_programme_goes_on_and_says_so(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, log):
        log.error = LogFailed(tmp_path / "log.db", why="SQLITE_IOERR")
        assert await desk.command(Advance(leaves="")) is None
        assert desk.state.on_air == "1" and desk.unwritten > 0 and not desk.waiting
        assert isinstance(desk.failure, LogFailed)
        assert started(tmp_path) == []
        log.error = None
        await desk.tail()
        assert desk.failure is None and desk.unwritten == 0
        assert started(tmp_path) == ["1"]


async def test_telemetry_leaves_a_gap_between_two_transactions(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, log):
        loop, moments = asyncio.get_running_loop(), []
        write = log.log.transact

        def noted(*args, **who):
            begun = loop.time()
            outcome = write(*args, **who)
            moments.append((begun, loop.time()))
            return outcome

        log.log.transact = noted  # type: ignore[method-assign]
        await asyncio.gather(*(desk.record(saying(note(str(n)))) for n in range(8)))
        assert len(moments) == 8
        assert all(later[0] - earlier[1] >= 0.019 for earlier, later in pairwise(moments)), moments


async def test_the_tail_shows_what_other_processes_wrote_once(tmp_path: Path) -> None:
    clock = ManualClock()
    async with (
        desk_on(tmp_path, clock) as (desk, _),
        desk_on(tmp_path, clock, console="c2", plan=False) as (two, _),
    ):
        told: list[str] = []
        desk.subscribe(lambda events: told.extend(shown(events)))
        assert await two.command(TakeControl()) is None
        assert await two.command(Advance(leaves="")) is None
        assert desk.state.on_air == ""
        await desk.tail()
        assert desk.state.on_air == "1" and told.count("ItemStarted") == 1
        await desk.tail()
        assert told.count("ItemStarted") == 1
        # What a command meets on its way is shown with it, and not again.
        assert await two.command(AddNote(text="x")) is None
        assert await desk.command(AddNote(text="y")) is None
        await desk.tail()
        assert told.count("NoteAdded") == 2
        assert desk.log_events == desk.state.seq == len(log_rows(tmp_path))


async def test_only_the_holder_of_control_advances_and_a_dead_one_stands_in_nobodys_way(
    tmp_path: Path,
) -> None:
    alive = {"c1": True, "c2": True}
    options = {"holder_alive": alive.__getitem__}
    clock = ManualClock()
    async with (
        desk_on(tmp_path, clock, **options) as (one, _),
        desk_on(tmp_path, clock, console="c2", plan=False, **options) as (two, _),
    ):
        assert await one.command(Advance(leaves="")) is None
        await two.tail()
        assert two.state.control is not None and two.state.control.console == "c1", (
            "acting takes a free token"
        )
        refusal = await two.command(Advance(leaves="1"))
        assert refusal is not None and refusal.code == "control.elsewhere"
        refusal = await two.command(TakeControl())
        assert refusal is not None and refusal.code == "control.reason_needed"
        alive["c1"] = False
        assert await two.command(Advance(leaves="1")) is None
        assert two.state.control is not None and two.state.control.console == "c2"
        refusal = await one.command(Advance(leaves="2"))
        assert refusal is not None and refusal.code == "control.elsewhere"


async def test_that_the_last_holder_is_dead_says_nothing_about_the_new_one(tmp_path: Path) -> None:
    """Control changed hands after we looked who holds it, and before the command was decided."""
    alive = {"c1": False, "c2": True, "c3": True}
    clock = ManualClock()
    async with (
        desk_on(tmp_path, clock, holder_alive=alive.__getitem__) as (one, _),
        desk_on(tmp_path, clock, console="c2", plan=False, holder_alive=alive.__getitem__) as (two, _),
        desk_on(tmp_path, clock, console="c3", plan=False, holder_alive=alive.__getitem__) as (three, _),
    ):
        assert await one.command(Advance(leaves="")) is None
        await two.tail()
        await three.tail()
        assert await two.command(TakeControl()) is None
        refusal = await three.command(Advance(leaves="1"))
        assert refusal is not None and refusal.code == "control.elsewhere"
        assert started(tmp_path) == ["1"]


async def test_letting_control_go_leaves_it_to_nobody(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, _):
        assert await desk.command(Advance(leaves="")) is None
        assert await desk.command(ReleaseControl()) is None
        assert desk.state.control is None and desk.state.on_air == "1"


async def test_a_page_of_the_log(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as (desk, _):
        for n in range(5):
            await desk.command(AddNote(text=str(n)))
        assert [event.seq for event in await desk.read(2, 3)] == [3, 4, 5]
        with closing(open_state_log(tmp_path / "log.db", ManualClock(), read_only=True)) as log:
            assert log.state == desk.state


@pytest.mark.parametrize("turns", range(1, 7))
async def test_cancelled_while_it_writes_late_what_waited_is_written_once(tmp_path: Path, turns: int) -> None:
    async with desk_on(tmp_path) as (desk, log):
        log.error = LogFull(tmp_path / "log.db")
        assert await desk.command(Advance(leaves="")) is None
        log.error = None
        tailing = asyncio.create_task(desk.tail())
        for _ in range(turns):
            await asyncio.sleep(0)
        tailing.cancel()
        assert await desk.command(Advance(leaves="1")) is None
        await asyncio.gather(tailing, return_exceptions=True)
        await asyncio.gather(*(desk.tail() for _ in range(3)))
        assert started(tmp_path) == ["1", "2"] and desk.unwritten == 0
