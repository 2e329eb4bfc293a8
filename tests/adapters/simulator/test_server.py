"""The production adapter against the simulated platform, over a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from typing import Any

import aiohttp
import pytest
from kit.clock import ManualClock
from kit.national import national
from kit.platforms.loopback import SECRET, polled

from adapters.errors import RateLimited, Refused, TimedOut
from adapters.simulator.scenario import Do, Step
from adapters.simulator.server import RunningServer, serve
from adapters.simulator.world import World
from data.health.reading import Presence
from data.matching.binder import Binder

PATH = "/api/admin/status/v1/participant/"


async def fetch(server: RunningServer, path: str, **request: Any) -> tuple[int, bytes, Any]:
    async with aiohttp.ClientSession() as session, session.get(server.url + path, **request) as response:
        return response.status, await response.read(), response.headers


async def page(server: RunningServer, **query: str) -> Any:
    _, body, _ = await fetch(server, PATH, params=query)
    return json.loads(body)


async def started(world: World, at_s: float, **options: Any) -> tuple[RunningServer, ManualClock]:
    clock = ManualClock()
    opened_ms = clock.now().utc_ms
    clock.advance(at_s)
    return await serve(world, clock=clock, opened_ms=opened_ms, **options), clock


async def test_the_whole_roster_comes_through_and_is_bound_to_the_truth() -> None:
    points = national()
    world = World(points, 1)
    server, clock = await started(world, 60)
    try:
        async with polled(server.url, clock) as adapter:
            snapshot = await adapter.poll()
    finally:
        await server.aclose()
    truth = {one.ref: one for one in world.participants(60)}
    media = {ref for ref, one in truth.items() if not one.leg.signalling}
    read = {one.ref for one in snapshot.participants}
    assert media <= read
    assert {truth[ref].point for ref in read} == {one.point for one in truth.values()}
    assert len(read) < len(truth), "API halves are merged"
    bound = Binder(points).bind_all(snapshot)
    for code, legs in bound.by_point.items():
        assert {truth[leg.ref].point for leg in legs} == {code}
    assert len(bound.by_point) >= 0.99 * len({one.point for one in truth.values()})
    for leg in snapshot.participants:
        said = truth[leg.ref]
        assert (leg.presence is Presence.MEDIA) == (not said.leg.signalling)
        assert (leg.quality, leg.mute_server, leg.mute_local) == (
            said.quality,
            said.server_muted,
            said.room_muted,
        )
        assert leg.connected_at_ms is not None
        assert abs(leg.connected_at_ms - (clock.now().utc_ms - 60_000 + said.leg.since * 1000)) <= 1


async def test_streams_of_the_focus_carry_the_world_s_figures() -> None:
    points = national(67)
    world = World(points, 1)
    server, clock = await started(world, 330)
    try:
        async with polled(server.url, clock) as adapter:
            [leg] = [leg for leg in world.present(330) if leg.point == "T79" and not leg.signalling]
            snapshot = await adapter.poll([leg.ref])
    finally:
        await server.aclose()
    [one] = [one for one in snapshot.participants if one.ref == leg.ref]
    by_kind = {(stream.kind, stream.direction): stream for stream in one.streams}
    assert set(by_kind) == {(kind, way) for kind in ("audio", "video") for way in ("rx", "tx")}
    audio, video = world.flows(leg, 330)
    assert by_kind["audio", "rx"].loss_pct == audio.window_loss_pct > 5
    assert by_kind["audio", "rx"].packets_received == audio.received
    assert by_kind["audio", "rx"].packets_lost == audio.lost > 0
    assert by_kind["video", "rx"].bitrate_bps == video.rx_kbit * 1000
    assert (by_kind["video", "rx"].width, by_kind["video", "rx"].height) == (1280, 720)
    assert by_kind["audio", "rx"].rtt_ms is None


async def test_the_contract_s_envelope() -> None:
    server, _ = await started(World(national(67), 1), 60)
    try:
        first = await page(server, conference="hoi-nghi")
        total = first["meta"]["total_count"]
        assert total > 60
        assert (first["meta"]["limit"], first["meta"]["offset"], len(first["objects"])) == (20, 0, 20)
        assert first["meta"]["previous"] is None
        assert "offset=20" in first["meta"]["next"]
        assert (await page(server, limit="5000"))["meta"]["limit"] == 1000
        last = await page(server, limit="50", offset="50")
        assert (last["meta"]["next"], len(last["objects"])) == (None, total - 50)
        assert (await page(server, conference="khac"))["meta"]["total_count"] == 0
        assert (await fetch(server, PATH + "?limit=x"))[0] == 400
        row = first["objects"][0]
        assert row["connect_time"].count(":") == 2
        assert not row["connect_time"].endswith("Z")
        assert isinstance(row["bandwidth"], int)
        assert row["call_quality"] in {"0_unknown", "1_good", "2_ok", "3_bad", "4_terrible"}
        single = json.loads((await fetch(server, f"{PATH}{row['id']}/"))[1])
        assert single["id"] == row["id"]
        assert (await fetch(server, f"{PATH}nobody/"))[0] == 404
        assert (await fetch(server, f"{PATH}nobody/media_stream/"))[0] == 404
    finally:
        await server.aclose()


async def test_a_password_is_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMCAU_TEST_PASSWORD", SECRET)
    server, clock = await started(World(national(5), 1), 60, password=SECRET)
    try:
        status, _, headers = await fetch(server, PATH)
        assert status == 401
        assert headers["WWW-Authenticate"].startswith("Basic")
        assert (await fetch(server, PATH, headers={"Authorization": "Basic !!!"}))[0] == 401
        async with polled(server.url, clock) as adapter:
            with pytest.raises(Refused):
                await adapter.poll()
        async with polled(server.url, clock, secrets={"password": "DIEMCAU_TEST_PASSWORD"}) as adapter:
            assert (await adapter.poll()).participants
    finally:
        await server.aclose()


async def test_a_platform_that_hangs_times_out_and_then_goes_on() -> None:
    server, clock = await started(World(national(67), 1), 610)
    try:
        async with polled(server.url, clock, timeout_s=0.4) as adapter:
            with pytest.raises(TimedOut):
                await adapter.poll()
            clock.advance(40)
            assert (await adapter.poll()).participants
    finally:
        await asyncio.wait_for(server.aclose(), 5)


async def test_a_platform_that_refuses_says_when_to_ask_again() -> None:
    world = World(national(5), 1, [Step(t=0, do=Do.PLATFORM_DOWN, value=503)])
    server, clock = await started(world, 60)
    try:
        async with polled(server.url, clock) as adapter:
            with pytest.raises(RateLimited) as caught:
                await adapter.poll()
            assert caught.value.retry_after_s == 2
    finally:
        await server.aclose()


async def test_started_again_it_goes_on_where_it_was() -> None:
    clock = ManualClock()
    opened_ms = clock.now().utc_ms
    refs = []
    for _ in range(2):
        clock.advance(100)
        server = await serve(World(national(67), 3), clock=clock, opened_ms=opened_ms)
        rows = (await page(server, limit="1000"))["objects"]
        refs.append({row["id"] for row in rows})
        assert len({row["connect_time"] for row in rows}) > 30
        await server.aclose()
    assert len(refs[0] & refs[1]) > 0.8 * len(refs[0])


_CHILD = """
import sys
from adapters.simulator.runner import run_simulator
from data.clock import SystemClock
from data.folder.model import BridgePoint
clock = SystemClock()
points = [BridgePoint(code="T01", name="TAND X", level="provincial")]
run_simulator(points, 1, clock=clock, opened_ms=clock.now().utc_ms - 60_000,
    ready=lambda url: print(url, flush=True), stop_when_stdin_closes=True)
print("stopped", flush=True)
"""


@pytest.mark.parametrize("how", ["stdin", "term", "int"])
def test_the_child_ends_with_its_parent_and_when_told(how: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline().startswith("http://127.0.0.1:")
        if how == "stdin":
            child.stdin.close()
            child.stdin = None
        else:
            child.send_signal(signal.SIGTERM if how == "term" else signal.SIGINT)
        out, err = child.communicate(timeout=10)
    finally:
        child.kill()
    assert (out, err, child.returncode) == ("stopped\n", "", 0)


async def test_closing_does_not_wait_for_what_hangs() -> None:
    server, _ = await started(World(national(5), 1), 610)
    asking = asyncio.create_task(fetch(server, PATH))
    await asyncio.sleep(0.2)
    assert not asking.done()
    await asyncio.wait_for(server.aclose(), 2)
    await server.aclose()
    with pytest.raises(aiohttp.ClientError):
        await asking
