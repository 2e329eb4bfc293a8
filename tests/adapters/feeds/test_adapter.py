"""Feeds as a source: the playlist of a muxer that grows and stops, and servers that are slow or strange."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.conformance import counted, over_tls
from kit.contracts.lines import proves
from kit.platforms.certificates import expired
from kit.platforms.feeds import by_the_book, playlist, rtsp
from kit.platforms.loopback import SECRET, platform

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut
from adapters.feeds.adapter import FeedAdapter
from adapters.registry import make
from adapters.transport.http import MAX_BODY
from data.folder.model import BridgePoint, Source, Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Presence
from data.state import EMPTY


class Encoder:
    """libavformat's own HLS muxer, a second of film at a time."""

    def __init__(self, folder: Path) -> None:
        import av

        flags = {"hls_time": "1", "hls_list_size": "4", "hls_flags": "omit_endlist"}
        self._file = av.open(str(folder / "live.m3u8"), "w", format="hls", options=flags)
        self._stream = self._file.add_stream("mpeg2video", rate=25)
        self._stream.width, self._stream.height, self._stream.pix_fmt = 64, 48, "yuv420p"
        self._stream.gop_size = 25
        self._frames = 0

    def seconds(self, count: int) -> None:
        import av

        for _ in range(count * 25):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts = self._frames
            self._frames += 1
            self._file.mux(self._stream.encode(frame))


def adapter(
    folder: Path, rows: str, clock: ManualClock, timeout_s: float = 5.0, **settings: Any
) -> FeedAdapter:
    (folder / "feeds.csv").write_text("point,url\n" + rows)
    path = {"path": str(folder / "feeds.csv")}
    source = Source(name="f", kind="feed", settings={**path, **settings}, timeout_s=timeout_s)
    made = make(source, clock.real_ns)
    assert isinstance(made, FeedAdapter)
    return made


async def test_a_real_playlist_that_stops_is_down_and_one_that_cannot_be_asked_is_unknown(
    tmp_path: Path,
) -> None:
    pytest.importorskip("av")
    clock, encoder = ManualClock(), Encoder(tmp_path)

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/master.m3u8":
            return web.Response(body=b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlive.m3u8\n")
        return web.Response(body=(tmp_path / "live.m3u8").read_bytes())

    points = [BridgePoint(code=code, name=code, level="district") for code in ("T1", "T2")]
    watch = Observation("f", points, Thresholds(hold_off_s=1), EMPTY)

    async def look() -> Health:
        snapshot = await feeds.poll()
        assert snapshot.partial
        watch.take(snapshot, expected=True, attended=())
        return watch.readings["T1"].health

    async with platform(serve) as url:
        feeds = adapter(tmp_path, f"T1,{url}/master.m3u8?token=x\nT2,http://127.0.0.1:9/x.m3u8\n", clock)
        encoder.seconds(5)
        assert await look() is Health.UNKNOWN, "not seen to grow yet"
        for _ in range(3):
            encoder.seconds(1)
            clock.advance(1)
            health = await look()
        assert health is Health.OK
        assert watch.readings["T2"].health is Health.UNKNOWN
        for _ in range(8):
            clock.advance(1)
            health = await look()
        assert health is Health.DOWN
        assert watch.readings["T1"].reason == "no_media"
        await feeds.aclose()


@proves("secrets", kinds=("feed",))
async def test_a_password_in_the_url_goes_nowhere(tmp_path: Path) -> None:
    async with rtsp(by_the_book("401 Unauthorized", "")) as (port, asked):
        feeds = adapter(tmp_path, f"T1,rtsp://me:hush@127.0.0.1:{port}/1\n", ManualClock())
        found = await feeds.poll()
        await feeds.aclose()
    [one] = found.participants
    assert one.presence is Presence.LISTED, "it asks for a password: nothing is known"
    assert "hush" not in str(asked) + str(found)


@proves("restart", kinds=("feed",))
async def test_when_no_feed_can_be_asked_the_source_is_lost(tmp_path: Path) -> None:
    feeds = adapter(tmp_path, "T1,http://127.0.0.1:9/x.m3u8\nT2,rtsp://127.0.0.1:9/x\n", ManualClock())
    with pytest.raises(AdapterError):
        await feeds.poll()
    await feeds.aclose()


@proves("redirect", kinds=("feed",))
async def test_a_master_that_leads_to_another_host_is_not_followed(tmp_path: Path) -> None:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://192.0.2.1/x.m3u8\n")

    async with platform(serve) as url:
        feeds = adapter(tmp_path, f"T1,{url}/master.m3u8\n", ManualClock())
        with pytest.raises(BadPayload):
            await feeds.poll()
        await feeds.aclose()


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def status(code: int, **headers: str) -> Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return answer


def says(body: bytes) -> Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body)

    return answer


async def failure(folder: Path, answer: Handler, timeout_s: float = 5.0) -> AdapterError:
    """Why the only feed cannot be asked."""
    async with platform(answer) as url:
        return await failure_at(folder, f"{url}/x.m3u8?token={SECRET}", timeout_s=timeout_s)


async def failure_at(folder: Path, url: str, timeout_s: float = 5.0, **settings: Any) -> AdapterError:
    feeds = adapter(folder, f"T1,{url}\n", ManualClock(), timeout_s, **settings)
    with pytest.raises(AdapterError) as caught:
        await feeds.poll()
    await feeds.aclose()
    assert SECRET not in caught.value.detail + repr(caught.value)
    return caught.value


@proves("refused", kinds=("feed",))
@pytest.mark.parametrize("code", [401, 403])
async def test_a_feed_that_refuses_us_is_asked_once_and_costs_the_others_nothing(
    code: int, tmp_path: Path
) -> None:
    clock = ManualClock()
    no, asked = counted(status(code))
    async with platform(no) as closed, platform(says(playlist(1, 3))) as open_:
        feeds = adapter(tmp_path, f"T1,{closed}/x.m3u8\nT2,{open_}/x.m3u8\n", clock)
        for _ in range(5):
            assert len((await feeds.poll()).participants) == 2
            clock.advance(60)
        await feeds.aclose()
    assert len(asked) == 1
    assert isinstance(await failure(tmp_path, no), Refused)


@proves("rest", kinds=("feed",))
@pytest.mark.parametrize("code", [429, 503])
async def test_a_feed_that_wants_to_rest_is_left_alone_until_then(code: int, tmp_path: Path) -> None:
    clock = ManualClock()
    busy, asked = counted(status(code, **{"Retry-After": "17"}))
    async with platform(busy) as closed, platform(says(playlist(1, 3))) as open_:
        feeds = adapter(tmp_path, f"T1,{closed}/x.m3u8\nT2,{open_}/x.m3u8\n", clock)
        for _ in range(20):
            await feeds.poll()
            clock.advance(1)
        await feeds.aclose()
    assert len(asked) == 2
    error = await failure(tmp_path, busy)
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 17


@proves("slow", kinds=("feed",))
async def test_a_playlist_that_drips_times_out(tmp_path: Path) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"#")
            await asyncio.sleep(0.02)

    assert isinstance(await failure(tmp_path, drip, 0.2), TimedOut)


@proves("cut off", kinds=("feed",))
async def test_half_a_playlist_is_not_believed(tmp_path: Path) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        whole = playlist(1, 3)
        response = web.StreamResponse(headers={"Content-Length": str(len(whole))})
        await response.prepare(request)
        await response.write(whole[:60])
        assert request.transport is not None
        request.transport.close()
        return response

    assert isinstance(await failure(tmp_path, cut), BadPayload)


@proves("too big", kinds=("feed",))
async def test_a_playlist_over_the_limit_is_given_up(tmp_path: Path) -> None:
    error = await failure(tmp_path, says(playlist(1, 3) + b"#" * MAX_BODY))
    assert isinstance(error, BadPayload)
    assert str(MAX_BODY) in error.detail


@proves("redirect", kinds=("feed",))
async def test_no_other_host_is_asked_for_a_playlist(tmp_path: Path) -> None:
    elsewhere, asked = counted(says(playlist(1, 3)))
    async with platform(elsewhere) as other:
        away = status(302, Location=f"{other}/x.m3u8")
        assert isinstance(await failure(tmp_path, away), BadPayload)
    assert asked == []


@proves("tls", kinds=("feed",))
async def test_a_certificate_that_is_not_good_is_told_from_a_closed_port(tmp_path: Path) -> None:
    old = expired(tmp_path)
    async with over_tls(says(playlist(1, 3))) as strange, over_tls(says(playlist(1, 3)), old) as late:
        codes = [
            (await failure_at(tmp_path, f"{url}/x.m3u8")).code for url in (strange, "https://127.0.0.1:9")
        ]
        assert codes == ["tls", "unreachable"]
        assert "expired" in (await failure_at(tmp_path, f"{late}/x.m3u8", ca_file=str(old))).detail


@proves("secrets", kinds=("feed",))
async def test_a_token_in_the_url_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """`failure` looks at the error itself."""
    caplog.set_level(logging.DEBUG)
    for answer in (status(401), status(500), says(b"<html>")):
        await failure(tmp_path, answer)
    assert SECRET not in caplog.text
