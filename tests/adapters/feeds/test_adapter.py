"""Feeds: a playlist of a real muxer that grows and stops, and RTSP servers by the book and off it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.contracts.conformance import counted, over_tls
from kit.contracts.lines import proves
from kit.hostile import NAMES
from kit.platforms.certificates import expired
from kit.platforms.loopback import SECRET, platform

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut, Unreachable
from adapters.feeds.adapter import FeedAdapter, read_feeds
from adapters.feeds.hls import Growth, Playlist, media, variant
from adapters.feeds.rtsp import describe
from adapters.registry import make
from adapters.transport.http import MAX_BODY
from data.clock import NS
from data.folder.model import BridgePoint, Source, Thresholds
from data.folder.problem import ProblemError
from data.health.observation import Observation
from data.health.reading import Health, Presence
from data.state import EMPTY

MASTER = (
    b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/live.m3u8?k=1\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhigh.m3u8\n"
)


def playlist(first: int, segments: int, *, target: int = 4, ended: bool = False) -> bytes:
    rows = [f"#EXTINF:{target},\ns{first + n}.ts" for n in range(segments)]
    head = f"#EXTM3U\n#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:{first}\n"
    return (head + "\n".join([*rows, *(["#EXT-X-ENDLIST"] if ended else [])]) + "\n").encode()


def test_a_playlist_tells_its_newest_segment() -> None:
    assert media(playlist(7, 3)) == Playlist(target_s=4, last=9)
    assert media(playlist(0, 2, ended=True)).ended
    assert media(playlist(5, 0)).last == -1
    assert (variant(MASTER), variant(playlist(1, 1))) == ("low/live.m3u8?k=1", "")


@proves("said no", kinds=("feed",))
@pytest.mark.parametrize(
    "payload", [b"", b"<html>", b"#EXTM3U\n", b"#EXTM3U\n#EXT-X-TARGETDURATION:0\n", b"\xff"]
)
def test_what_is_no_playlist_is_told(payload: bytes) -> None:
    with pytest.raises(BadPayload):
        media(payload)


@proves("garbled", kinds=("feed",))
@given(
    st.binary(max_size=80)
    | st.text("#EXTM3U-INFO:0123\n", max_size=80).map(lambda s: f"#EXTM3U\n{s}".encode())
)
def test_no_playlist_breaks_it(payload: bytes) -> None:
    for read in (media, variant):
        with suppress(BadPayload):
            read(payload)


def looks(*seen: tuple[float, int]) -> list[str]:
    growth = Growth()
    return [growth.look(Playlist(target_s=4, last=last), round(at_s * NS)) for at_s, last in seen]


@proves("counters", "missing", kinds=("feed",))
def test_a_feed_is_well_while_it_grows_and_unknown_until_it_was_seen_to() -> None:
    assert looks((0, 5), (4, 6), (8, 7)) == ["new", "fresh", "fresh"]
    assert looks((0, 5), (4, 6), (9.9, 6), (10.1, 6), (16, 6), (17, 7)) == [
        *("new", "fresh", "fresh", "late"),
        *("stalled", "fresh"),
    ]
    assert looks((0, 5), (11, 5), (12, 5)) == ["new", "new", "stalled"], "it never grew"
    assert looks((0, 900), (4, 0)) == ["new", "fresh"], "the encoder began anew"


Reply = Callable[[str], bytes]


@asynccontextmanager
async def rtsp(reply: Reply) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that answers each request by `reply(its method)`."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                asked.append(head)
                writer.write(reply(head.partition(" ")[0]))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], asked
    finally:
        server.close()


def by_the_book(status: str, sdp: str = "v=0\r\nm=video 0 RTP/AVP 96\r\n") -> Reply:
    def reply(method: str) -> bytes:
        if method == "OPTIONS":
            return b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE, PLAY\r\n\r\n"
        return f"RTSP/1.0 {status}\r\nCSeq: 2\r\nContent-Length: {len(sdp)}\r\n\r\n{sdp}".encode()

    return reply


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (by_the_book("200 OK"), "described"),
        (by_the_book("200 OK", "v=0\r\n"), "empty"),
        (by_the_book("401 Unauthorized", ""), "locked"),
        (by_the_book("404 Not Found", ""), "missing"),
    ],
)
async def test_a_server_describes_a_stream_or_says_why_not(reply: Reply, word: str) -> None:
    async with rtsp(reply) as (port, asked):
        assert await describe("127.0.0.1", port, "rtsp://cam/1", 5) == word
    assert [head.split("\r\n")[:2] for head in asked] == [
        ["OPTIONS rtsp://cam/1 RTSP/1.0", "CSeq: 1"],
        ["DESCRIBE rtsp://cam/1 RTSP/1.0", "CSeq: 2"],
    ]


@pytest.mark.parametrize(
    "said",
    [
        *(b"HTTP/1.1 200 OK\r\n\r\n", b"RTSP/1.0 x\r\n\r\n", b"\xff" * 70_000),
        b"RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n",
    ],
)
async def test_what_is_no_rtsp_is_told(said: bytes) -> None:
    async with rtsp(lambda _: said) as (port, _):
        with pytest.raises(BadPayload):
            await describe("127.0.0.1", port, "rtsp://cam/1", 5)


async def test_silence_and_a_closed_port_are_told_apart() -> None:
    async with rtsp(lambda _: b"") as (port, _):
        with pytest.raises(TimedOut):
            await describe("127.0.0.1", port, "rtsp://cam/1", 0.05)
    with pytest.raises(Unreachable):
        await describe("127.0.0.1", port, "rtsp://cam/1", 5)


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


@pytest.mark.parametrize(
    "row", ["T1,", ",http://x/", "T1,ftp://x/", "T1,http://", "T1,http://x:0/", "T1,http://é/"]
)
def test_a_row_nobody_can_follow_is_named(row: str) -> None:
    with pytest.raises(BadPayload) as caught:
        read_feeds(f"point,url\n{row}\n".encode())
    assert "row 2" in caught.value.detail


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(ProblemError):
        FeedAdapter(Source(name="f", kind="feed", settings={"path": "feeds.csv"}), ManualClock().real_ns)


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


@proves("charset", kinds=("feed",))
def test_a_remark_in_another_charset_costs_no_playlist() -> None:
    assert media(playlist(7, 3) + "# án".encode("cp1258")).last == 9


@proves("twice", "names", kinds=("feed",))
def test_a_row_that_comes_twice_is_one_feed_and_names_come_out_clean() -> None:
    names = [
        name for name in NAMES if not {*'\n\r",'} & {*name} and "\ud800" not in name and "\x00" not in name
    ]
    rows = "".join(f"{name},http://192.0.2.1/x.m3u8\n" * 2 for name in names)
    found = read_feeds(f"point,url\n{rows}".encode())
    assert len(found) == len(names)
    assert all(feed.point.isprintable() for feed in found)


@proves("secrets", kinds=("feed",))
async def test_a_token_in_the_url_is_in_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """`failure` looks at the error itself."""
    caplog.set_level(logging.DEBUG)
    for answer in (status(401), status(500), says(b"<html>")):
        await failure(tmp_path, answer)
    assert SECRET not in caplog.text
