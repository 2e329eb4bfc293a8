"""Who polls: one at a time, by epochs in the record; a pulse says that he lives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kit.clock import ManualClock
from kit.desks.on_a_log import desk_on
from kit.record.rows import log_rows

from console.desk import Desk
from console.polling.lease import DEAD_AFTER_NS, PollingLease
from console.polling.live import Live
from data.record.live_db import LiveDb
from data.units import NS_PER_S

gone: set[str] = set()


@asynccontextmanager
async def console(folder: Path, clock: ManualClock, name: str) -> AsyncIterator[tuple[PollingLease, Desk]]:
    gone.discard(name)
    live = Live(LiveDb(folder / "live.db", boot=clock.boot), clock)
    async with desk_on(folder, clock, console=name, plan=False) as (desk, _):
        yield PollingLease(desk, live, clock, gone.__contains__), desk
        await live.aclose()


def epochs(folder: Path) -> list[tuple[int, str]]:
    return [(row.body["epoch"], row.console) for row in log_rows(folder) if row.kind == "PollingTaken"]


async def step(lease: PollingLease, desk: Desk, clock: ManualClock, seconds: float = 1) -> None:
    clock.advance(seconds)
    await desk.tail()
    await lease.step()


async def test_the_first_takes_it_and_keeps_it(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        for _ in range(6):
            await step(a, desk_a, clock)
            await step(b, desk_b, clock, 0)
        assert a.held is not None and b.held is None
    assert epochs(tmp_path) == [(1, "a")]


async def test_of_two_that_want_it_at_once_one_gets_it(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, _), console(tmp_path, clock, "b") as (b, _):
        await a.step()
        await b.step()  # without a tail: it believes that nobody polls
        assert (a.held is not None, b.held is not None) == (True, False)
    assert epochs(tmp_path) == [(1, "a")]


async def test_a_holder_without_a_pulse_is_replaced_after_three_seconds_and_two_looks(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        await step(a, desk_a, clock)
        await step(b, desk_b, clock, 0)
        waited = 0
        while b.held is None:
            await step(b, desk_b, clock)
            waited += 1
            assert waited < 10
        assert DEAD_AFTER_NS // NS_PER_S < waited <= 5
        assert epochs(tmp_path) == [(1, "a"), (2, "b")]
        # It wakes up: it sees the newer epoch, and goes on as a follower.
        await step(a, desk_a, clock)
        assert a.held is None
        for _ in range(3):
            await step(b, desk_b, clock, 0.5)
            await step(a, desk_a, clock, 0.5)
        assert a.held is None and b.held is not None
    assert len(epochs(tmp_path)) == 2


async def test_who_slept_without_seeing_the_log_still_learns_it_from_the_pulse(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        await step(a, desk_a, clock)
        for _ in range(6):
            await step(b, desk_b, clock)
        assert b.held is not None
        await a.step()  # no tail yet
        assert a.held is None


async def test_a_holder_that_is_provably_gone_is_replaced_at_once(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        await step(a, desk_a, clock)
        gone.add("a")
        await step(b, desk_b, clock, 0.1)
        assert b.held is not None
    assert epochs(tmp_path) == [(1, "a"), (2, "b")]


async def test_a_pulse_that_misses_once_makes_no_doubt_stick(tmp_path: Path) -> None:
    clock = ManualClock()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        await step(a, desk_a, clock)
        for _ in range(5):
            await step(b, desk_b, clock, 3.5)  # one doubt
            await step(a, desk_a, clock, 0)  # and the pulse is back
            await step(b, desk_b, clock, 0.5)
        assert b.held is None
    assert epochs(tmp_path) == [(1, "a")]


async def test_without_live_db_the_record_alone_settles_it(tmp_path: Path) -> None:
    clock = ManualClock()
    (tmp_path / "live.db").mkdir()
    async with console(tmp_path, clock, "a") as (a, desk_a), console(tmp_path, clock, "b") as (b, desk_b):
        await step(a, desk_a, clock)
        await step(a, desk_a, clock)
        assert a.held is not None
        await step(b, desk_b, clock, 0)
        await step(b, desk_b, clock, 1)
        await step(a, desk_a, clock, 0)
        assert (a.held is not None) + (b.held is not None) == 1
