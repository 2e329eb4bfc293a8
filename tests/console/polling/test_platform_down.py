"""A platform that is down for ten minutes, in every way a platform can be: one incident, no room falls.

The platform is a real server, or a name or port where there is none; the ten minutes are the clock's.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.conference import conference, roster
from kit.contracts.conformance import over_tls
from kit.desks.on_a_log import desk_on, saying
from kit.platforms.certificates import expired
from kit.platforms.loopback import Answer, platform, row
from kit.platforms.loopback import roster as page
from kit.record.rows import kinds, log_rows

from adapters.errors import AdapterError
from adapters.pexip.adapter import PexipAdapter
from adapters.transport import name_lookup
from console.polling.health_desk import HealthDesk
from console.polling.live import Live
from console.polling.poller import Poller
from data.commands import Advance, Hold, Resume
from data.events import Fact, PollingTaken
from data.folder.model import Source
from data.health.reading import Health, Snapshot
from data.health.telemetry import Lease
from data.record.live_db import LiveDb

POINTS = roster(districts=4)
BODY = page([row(place, display_name=each.code, call_quality="1_good") for place, each in enumerate(POINTS)])
DOWN_S = 600
TELEMETRY = ("SourceLost", "IncidentOpened", "IncidentResolved", "SourceRecovered")


async def well(_: web.Request) -> web.StreamResponse:
    return web.Response(body=BODY)


def status(code: int) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code)

    return answer


async def hang(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)


async def cut(_: web.Request) -> web.StreamResponse:
    return web.Response(body=BODY[: len(BODY) // 2])


class Elsewhere:
    """An adapter that asks `url` while `away`, and the platform otherwise: DNS and TLS cannot be answered."""

    def __init__(self, here: PexipAdapter, there: PexipAdapter) -> None:
        self.capabilities, self.away = here.capabilities, False
        self._here, self._there = here, there

    async def poll(self, focus: object = ()) -> Snapshot:
        return await (self._there if self.away else self._here).poll()

    async def aclose(self) -> None:
        await self._here.aclose()
        await self._there.aclose()


class Day:
    """A desk, its poller and its platform; sleeping moves the clock and takes no time."""

    def __init__(self, poller: Poller, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.polls = 0
        self._poller, self._clock = poller, clock
        self._really_sleep = asyncio.sleep
        self._turn = asyncio.Event()
        once = poller._once

        async def counted() -> AdapterError | None:
            self.polls += 1
            return await once()

        async def sleep(seconds: float) -> None:
            clock.advance(seconds)
            self._turn.set()
            await self._really_sleep(0)

        monkeypatch.setattr(poller, "_once", counted)
        monkeypatch.setattr("console.polling.poller.asyncio.sleep", sleep)

    async def until(self, reached: Callable[[], bool]) -> None:
        """Poll until something is so."""
        task = asyncio.create_task(self._poller.run())
        async with asyncio.timeout(30):
            while not reached():
                self._turn.clear()
                await self._turn.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


WAYS: dict[str, Answer] = {
    **{"500": status(500), "502": status(502), "503": status(503), "429": status(429)},
    **{"hang": hang, "slow loris": drip, "cut": cut},
}


def at(url: str, timeout_s: float = 0.05, **settings: str) -> Source:
    settings = {"conference": "a", **settings}
    return Source(name="s1", kind="pexip", url=url, timeout_s=timeout_s, interval_s=4.0, settings=settings)


async def ten_minutes(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: Source,
    away: Source | None = None,
    change: Callable[[bool], None] = lambda _: None,
) -> str:
    """The code of the error under which the source was lost."""
    clock = ManualClock()
    gone = away or source
    adapter = Elsewhere(PexipAdapter(source, clock.real_ns), PexipAdapter(gone, clock.real_ns))
    live = Live(LiveDb(folder / "live.db", boot=clock.boot), clock)
    async with desk_on(folder, clock) as (desk, _log):
        await desk.record(saying(Fact(PollingTaken(epoch=1))))
        await live.lease_beat(1, "c1")
        day = conference(points=POINTS, sources=1)
        health = HealthDesk(day, desk, live, clock, lease=Lease("c1", 1), changed=lambda: None)
        poller = Poller(
            source,
            adapter,
            clock,
            focus=lambda: (),
            on_snapshot=health.on_snapshot,
            on_status=health.on_status,
        )
        run = Day(poller, clock, monkeypatch)
        await run.until(lambda: run.polls >= 3)
        everybody = {code for code, one in health.readings.items() if one.health is Health.OK}
        assert everybody == {each.code for each in POINTS}
        before, since_ns = len(log_rows(folder)), clock.real_ns()

        change(True)
        adapter.away = away is not None
        run.polls = 0
        await run.until(lambda: clock.real_ns() - since_ns >= DOWN_S * 1_000_000_000)
        assert run.polls <= DOWN_S, "no more than one request a second"
        for command in (Advance(leaves=""), Hold(item="1"), Resume(item="1")):
            assert await desk.command(command) is None, "the operator goes on"
        during = [kind for kind in kinds(log_rows(folder)[before:]) if kind in TELEMETRY]
        assert during == ["SourceLost", "IncidentOpened"]
        assert [one for one in desk.state.points.values() if one.health is Health.DOWN] == []
        why = poller.status.error

        change(False)
        adapter.away = False
        run.polls = 0
        await run.until(lambda: poller.status.state == "ok")
        assert run.polls <= 2, "two polls after it came back it is seen"
        run.polls = 0
        await run.until(lambda: run.polls >= 3)
        after = log_rows(folder)[before:]
        assert sorted(kind for kind in kinds(after) if kind in TELEMETRY) == sorted(TELEMETRY)
        assert not {"HealthChanged", "PointLeft"} & set(kinds(after))
        await adapter.aclose()
    await live.aclose()
    return why


@pytest.mark.parametrize("way", WAYS)
async def test_a_platform_that_answers_badly(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [well]

    async def answer(request: web.Request) -> web.StreamResponse:
        return await now[0](request)

    def change(down: bool) -> None:
        now[0] = WAYS[way] if down else well

    async with platform(answer) as url:
        await ten_minutes(tmp_path, monkeypatch, at(url), change=change)


async def test_a_certificate_that_nobody_trusts_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with platform(well) as url, over_tls(well) as strange:
        assert await ten_minutes(tmp_path, monkeypatch, at(url), at(strange, 1.0)) == "tls"


async def test_a_certificate_that_has_expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an authority that is trusted: nothing but its date is wrong."""
    old = expired(tmp_path)
    async with platform(well) as url, over_tls(well, old) as late:
        assert await ten_minutes(tmp_path, monkeypatch, at(url), at(late, 1.0, ca_file=str(old))) == "tls"


async def test_a_name_that_nobody_knows_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = socket.gaierror(socket.EAI_NONAME, "no such name")
    monkeypatch.setattr(name_lookup, "_looked_up", lambda _: unknown)
    async with platform(well) as url:
        assert await ten_minutes(tmp_path, monkeypatch, at(url), at("http://platform.example", 1.0)) == "dns"


async def test_a_name_server_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(name_lookup, "_looked_up", lambda _: never.wait(20) or OSError())
    async with platform(well) as url:
        why = await ten_minutes(tmp_path, monkeypatch, at(url), at("http://platform.example"))
    assert why == "timed_out"
    assert sum(thread.name == "name platform.example" for thread in threading.enumerate()) == 1
    never.set()
