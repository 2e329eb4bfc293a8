"""Three rooms on a real Janus, and what the adapter makes of them. Prints one JSON object.

Runs inside a network namespace of its own that has the address 192.0.2.2; see test_janus.py.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp
import aioice.ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from adapters.janus import JanusAdapter  # noqa: E402
from data.clock import SystemClock  # noqa: E402
from data.model import BridgePoint, Source, Thresholds  # noqa: E402
from data.observation import Observation  # noqa: E402
from data.state import EMPTY  # noqa: E402

ADDRESS = "192.0.2.2"
API = "http://127.0.0.1:8088/janus"
ROOM = 7
LOSS = 0.10
WATCHED_S = 25.0
PLUGINS = "/usr/lib/x86_64-linux-gnu/janus"
_other_fingerprints = re.compile(r"a=fingerprint:sha-(?:384|512) [^\r\n]+\r\n")


def configured(folder: Path) -> Path:
    """A server with one room, on loopback but for its media."""
    (folder / "janus.jcfg").write_text(
        f'general: {{ plugins_folder = "{PLUGINS}/plugins" transports_folder = "{PLUGINS}/transports"'
        f' interface = "127.0.0.1" admin_secret = "open" debug_level = 2 }}\n'
        f'nat: {{ ice_enforce_list = "{ADDRESS}" }}\n'
    )
    (folder / "janus.plugin.videoroom.jcfg").write_text(
        f'room-{ROOM}: {{ publishers = 9 audiocodec = "opus" }}\n'
    )
    (folder / "janus.transport.http.jcfg").write_text(
        'general: { base_path = "/janus" http = true port = 8088 ip = "127.0.0.1" }\n'
        'admin: { admin_base_path = "/admin" admin_http = true admin_port = 7088 admin_ip = "127.0.0.1" }\n'
    )
    return folder


class Room:
    """A room that publishes sound. `loss` of its packets are dropped on the way, all once it is `cut`."""

    def __init__(self, http: aiohttp.ClientSession, ref: int, loss: float = 0.0) -> None:
        self._http = http
        self._ref = ref
        self._loss = loss
        self.cut = False
        self._url = ""

    async def publish(self) -> None:
        """Join, and return once Janus has answered."""
        self._url = f"{API}/{(await self._post(API, janus='create'))['data']['id']}"
        plugin = "janus.plugin.videoroom"
        attached = await self._post(self._url, janus="attach", plugin=plugin)
        handle = f"{self._url}/{attached['data']['id']}"
        join = {
            "request": "join",
            "ptype": "publisher",
            "room": ROOM,
            "id": self._ref,
            "display": f"T{self._ref}",
        }
        await self._post(handle, janus="message", body=join)
        await self._event("plugindata")
        self._peer = peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        sender = peer.addTrack(AudioStreamTrack())
        await peer.setLocalDescription(await peer.createOffer())
        offer = {"type": "offer", "sdp": _other_fingerprints.sub("", peer.localDescription.sdp)}
        await self._post(handle, janus="message", body={"request": "publish", "video": False}, jsep=offer)
        answer = (await self._event("jsep"))["jsep"]
        self._injure(sender.transport)
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer["sdp"], type=answer["type"]))

    def _injure(self, transport: Any) -> None:
        send = transport._send_rtp

        async def lossy(data: bytes) -> None:
            media = not 64 <= data[1] & 0x7F < 96
            if not (self.cut or (media and random.random() < self._loss)):
                await send(data)

        transport._send_rtp = lossy

    async def _post(self, url: str, **body: Any) -> Any:
        async with self._http.post(url, json={**body, "transaction": secrets.token_hex(4)}) as answer:
            return await answer.json()

    async def _event(self, key: str) -> Any:
        for _ in range(20):
            async with self._http.get(self._url, params={"maxev": 1}) as answer:
                found = await answer.json()
            for event in found if isinstance(found, list) else [found]:
                if key in event:
                    return event
        raise RuntimeError(f"no {key}")


async def up() -> None:
    """Wait for the server."""
    async with aiohttp.ClientSession() as http:
        for _ in range(100):
            try:
                async with http.get(f"{API}/info"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise RuntimeError("janus did not start")


async def watched() -> dict[str, Any]:
    """The story: three rooms, one with loss; after a while another is cut off."""
    clock = SystemClock()
    settings: dict[str, str | int | float | bool] = {"admin_url": "http://127.0.0.1:7088/admin", "room": ROOM}
    secret = {"admin_secret": "DIEMCAU_LIVE_JANUS"}
    adapter = JanusAdapter(
        Source(name="janus", kind="janus", settings=settings, secrets=secret), clock.real_ns
    )
    points = [BridgePoint(code=f"T{n}", name=f"T{n}", level="district") for n in (1, 2, 3)]
    watch = Observation("janus", points, Thresholds(), EMPTY)
    async with aiohttp.ClientSession() as http:
        rooms = [Room(http, 1), Room(http, 2, LOSS), Room(http, 3)]
        for room in rooms:
            await room.publish()
        await asyncio.sleep(3)
        first = await adapter.poll()
        started = time.monotonic()
        while time.monotonic() - started < WATCHED_S:
            last = await adapter.poll()
            watch.take(last, expected=True, attended=["T3"])
            await asyncio.sleep(1)
        well = {code: reading.health for code, reading in watch.readings.items()}
        rooms[2].cut = True
        cut_at = time.monotonic()
        checking = down = listed = None
        while time.monotonic() - cut_at < 15 and down is None:
            found = await adapter.poll()
            watch.take(found, expected=True, attended=["T3"])
            reading, after = watch.readings["T3"], time.monotonic() - cut_at
            checking = after if checking is None and reading.checking else checking
            if reading.health == "down":
                down, listed = after, any(one.name == "T3" for one in found.participants)
            await asyncio.sleep(0.5)
    await adapter.aclose()
    return {
        "presence": {one.name: one.presence for one in last.participants},
        "loss_pct": {a.name: lost(a, b) for a, b in zip(first.participants, last.participants, strict=True)},
        **{
            "well": well,
            "checking_s": checking,
            "down_s": down,
            "still_listed": listed,
            "requests": last.requests,
        },
    }


def lost(before: Any, after: Any) -> float:
    """Per cent lost between two polls."""
    old, new = before.streams[0], after.streams[0]
    gone = new.packets_lost - old.packets_lost
    return 100 * gone / (new.packets_received - old.packets_received + gone)


async def main() -> None:
    """Start the server, tell the story, stop the server."""
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [ADDRESS]
    with tempfile.TemporaryDirectory() as name:
        folder = configured(Path(name))
        with (folder / "log").open("wb") as log:
            server = await asyncio.create_subprocess_exec(
                "janus", "-C", str(folder / "janus.jcfg"), "-F", name, stdout=log, stderr=log
            )
        try:
            await up()
            print(json.dumps(await asyncio.wait_for(watched(), 90)), flush=True)
        except Exception:
            sys.stderr.write((folder / "log").read_text("utf-8", "replace")[-3000:])
            raise
        finally:
            server.terminate()
            await server.wait()


if __name__ == "__main__":
    asyncio.run(main())
