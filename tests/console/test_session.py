"""A console at work on a folder: what it begins, what it follows, and how it leaves."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.clock import ManualClock
from kit.desks.on_a_log import open_state_log, until
from kit.record.rows import kinds, log_rows
from kit.small_conference import conference

from adapters.simulator.server import serve
from adapters.simulator.world import World
from console.desk import Identity
from console.folder import Folder
from console.presence import is_alive
from console.running import run_headless
from console.session import Session
from data.clock import SystemClock
from data.commands import Advance, TakeControl
from data.folder.conference import load
from data.health.quality_past import by_point
from data.health.reading import Health
from data.samples import sample_points, write_sample

POINTS = 20


def session_on(folder: Path, *, name: str = "c1", role: str = "operator") -> Session:
    found, problems = load(folder)
    assert found is not None, problems
    return Session.open(Folder(folder), found, SystemClock(), Identity(console=name, actor="op1", role=role))


@asynccontextmanager
async def started(folder: Path, **options: str) -> AsyncIterator[Session]:
    session = session_on(folder, **options)
    await session.start()
    try:
        yield session
    finally:
        await session.stop()


@asynccontextmanager
async def platform(folder: Path) -> AsyncIterator[Path]:
    """The sample conference with a simulated platform in this very process."""
    now_ms = time.time_ns() // 1_000_000
    world = World(sample_points(POINTS), 1, ())
    server = await serve(world, clock=SystemClock(), opened_ms=now_ms - 60_000)
    try:
        write_sample(folder, points=POINTS, start_ms=now_ms + 60_000, source_url=server.url)
        settings = folder / "conference.toml"
        settings.write_text(settings.read_text("utf-8").replace("interval = 2", "interval = 0.3"), "utf-8")
        yield folder
    finally:
        await server.aclose()


async def test_it_adopts_the_plan_takes_free_control_and_polls(tmp_path: Path) -> None:
    async with platform(tmp_path / "hn") as folder, started(folder) as session:
        assert session.state.items and session.state.control is not None
        assert is_alive(folder, "c1")
        await until(lambda: session.polling)
        await until(lambda: sum(r.health is Health.OK for r in session.readings.values()) >= POINTS - 4)
        assert [status.state for status in session.sources.values()] == ["ok"]
        assert session.trouble == "" and session.finding is None


async def test_what_was_measured_outlasts_the_console(tmp_path: Path) -> None:
    async with platform(tmp_path / "hn") as folder:
        async with started(folder) as session:
            await until(lambda: len(session.readings) == POINTS)
            await until(lambda: any(reading.streams_ns for reading in session.readings.values()))
            kept = session.quality
            assert kept is not None
            seen = kept.looks
            await until(lambda: kept.looks > seen)
        found = by_point(Folder(folder).quality_path)
    assert len(found) == POINTS and all(each.seen_s > 0 for each in found.values())
    assert any(each.spreads[0] is not None for each in found.values())


async def test_stopping_leaves_the_item_on_air_and_lets_control_go(tmp_path: Path) -> None:
    async with platform(tmp_path / "hn") as folder:
        async with started(folder) as session:
            assert await session.command(Advance(leaves="")) is None
            on_air, begun = session.state.on_air, session.state.run("P1").started_ms
            await until(lambda: session.polling)
        assert not is_alive(folder, "c1")
        assert log_rows(folder)[-1].kind == "ControlHanded"
        left = [row.kind for row in log_rows(folder)]
        assert "ItemEnded" not in left and "ItemHeld" not in left
        async with started(folder, name="c2") as again:
            assert (again.state.on_air, again.state.run("P1").started_ms) == (on_air, begun) == ("P1", begun)
            assert again.state.control is not None and again.state.control.console == "c2"


async def test_a_second_console_follows_and_shows_what_the_first_sees(tmp_path: Path) -> None:
    async with platform(tmp_path / "hn") as folder, started(folder) as first:
        await until(lambda: first.polling and len(first.readings) == POINTS)
        async with started(folder, name="c2", role="technician") as second:
            await until(lambda: len(second.readings) == POINTS and bool(second.sources))
            assert not second.polling
            assert await first.command(Advance(leaves="")) is None
            await until(lambda: second.state.on_air == "P1", 2)
            refusal = await second.command(Advance(leaves="P1"))
            assert refusal is not None and refusal.code == "control.elsewhere"
        assert first.polling
    assert kinds(log_rows(tmp_path / "hn")).count("PollingTaken") == 1


async def test_the_second_takes_over_polling_when_the_first_leaves(tmp_path: Path) -> None:
    async with platform(tmp_path / "hn") as folder, AsyncExitStack() as staying:
        async with started(folder) as first:
            await until(lambda: first.polling)
            second = await staying.enter_async_context(started(folder, name="c2"))
            assert not second.polling
        await until(lambda: second.polling, 5)


async def test_a_viewer_takes_no_control(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    async with started(folder, role="viewer") as session:
        assert session.state.control is None
        assert "ControlTaken" not in kinds(log_rows(folder))


async def test_control_that_is_taken_from_us_is_seen_within_a_second(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    async with started(folder) as first, started(folder, name="c2") as second:
        assert first.state.control is not None and first.state.control.console == "c1"
        assert second.state.control == first.state.control
        seen = list[str]()
        first.watch(lambda: seen.append(first.state.control.console if first.state.control else ""))
        assert await second.command(TakeControl(reason="đổi ca")) is None
        await until(lambda: "c2" in seen, 1)


async def test_watchers_see_only_what_is_on_disk(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    async with started(folder) as session:
        ahead = list[int]()

        def look() -> None:
            with closing(open_state_log(folder / "log.db", ManualClock(), read_only=True)) as log:
                ahead.append(session.state.seq - log.head.seq)

        session.watch(look)
        for leaves in ("", "1", "2"):
            assert await session.command(Advance(leaves=leaves)) is None
        assert ahead and max(ahead) <= 0


async def test_background_work_that_fails_is_said_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = conference(tmp_path / "hn")
    async with started(folder) as session:

        async def broken() -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr(session.desk, "tail", broken)
        await until(lambda: session.trouble == "tail", 3)
        assert await session.command(Advance(leaves="")) is None
        assert session.state.on_air == "1"


def test_a_headless_console_runs_its_time_and_leaves(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "hn")
    assert run_headless(session_on(folder, role="viewer"), seconds=0.5) == 0
    assert not is_alive(folder, "c1")
    assert "ControlTaken" not in kinds(log_rows(folder))
    left = [thread for thread in threading.enumerate() if thread.name.startswith(("log", "live"))]
    for thread in left:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)


def test_what_cannot_begin_is_an_error_and_no_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sample_folder(tmp_path / "hn")
    session = session_on(folder)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", str(folder))

    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space left"):
        broken.setattr("console.session.presence.ConsoleLock", refuse)
        run_headless(session, seconds=5)
    assert asyncio.run(_can_open(folder))


async def _can_open(folder: Path) -> bool:
    async with started(folder, name="c2") as session:
        return session.state.items != ()
