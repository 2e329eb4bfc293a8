"""A synthetic room that publishes real sound and picture into Janus, with a line that can be hurt.

`python -m kit.platforms.janus_room NAME ID` is one in a process of its own, to be killed.
"""

from __future__ import annotations

import asyncio
import fractions
import random
import re
import secrets
import sys
from collections import Counter
from typing import Any

import aiohttp
import aioice.ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import VideoFrame
from kit.platforms.janus_server import API, ROOM
from kit.platforms.own_network import ADDRESS

FPS = 10
_other_fingerprints = re.compile(r"a=fingerprint:sha-(?:384|512) [^\r\n]+\r\n")
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [ADDRESS]


class Picture(VideoStreamTrack):
    """Noise, so that there is something to encode."""

    def __init__(self) -> None:
        super().__init__()
        self._n = 0
        self._began = 0.0

    async def recv(self) -> VideoFrame:
        now = asyncio.get_running_loop().time()
        self._began = self._began or now
        self._n += 1
        await asyncio.sleep(max(0.0, self._began + self._n / FPS - now))
        frame = VideoFrame(160, 120, "yuv420p")
        for plane in frame.planes:
            plane.update(random.randbytes(64) * (plane.buffer_size // 64) + bytes(plane.buffer_size % 64))
        frame.pts, frame.time_base = self._n * 90000 // FPS, fractions.Fraction(1, 90000)
        return frame


class Room:
    """`sent` and `dropped` count first packets by kind: what was injected, exactly. `cut` drops all."""

    def __init__(self, http: aiohttp.ClientSession, name: str, ref: int, loss: float = 0.0) -> None:
        self.name, self.ref = name, ref
        self.sent: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self._http = http
        self._loss = loss
        self._url = ""
        self._peers: list[RTCPeerConnection] = []
        self._seen: set[tuple[str, int]] = set()
        self._kinds: dict[int, str] = {}
        self._pushes: asyncio.Queue[Any] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None

    async def publish(self, *, video: bool = True) -> None:
        """Join and publish; returns once Janus has answered."""
        self._url = f"{API}/{(await self._post(API, janus='create'))['data']['id']}"
        self._reading = asyncio.create_task(self._read())
        handle = await self._attach()
        join = {"request": "join", "ptype": "publisher", "room": ROOM, "id": self.ref, "display": self.name}
        await self._post(handle, janus="message", body=join)
        await self._event("plugindata")
        peer = self._peer()
        senders = [peer.addTrack(AudioStreamTrack()), *([peer.addTrack(Picture())] if video else [])]
        await peer.setLocalDescription(await peer.createOffer())
        self._kinds = {sender._ssrc: sender.kind for sender in senders}
        self._injure(senders[0].transport)
        answer = await self._negotiate(
            handle, {"request": "publish", "video": video}, "offer", peer.localDescription.sdp
        )
        await peer.setRemoteDescription(RTCSessionDescription(**answer))

    async def watch(self, feed: int, *, delay_s: float) -> None:
        """Receive another room; what goes back to Janus takes `delay_s`."""
        handle, offer = await self._offered(feed)
        peer, sink = self._peer(), MediaBlackhole()
        peer.on("track", sink.addTrack)
        await peer.setRemoteDescription(RTCSessionDescription(sdp=offer["sdp"], type=offer["type"]))
        await peer.setLocalDescription(await peer.createAnswer())
        await sink.start()
        transport = peer.getTransceivers()[0].receiver.transport
        send = transport._send_rtp

        async def late(data: bytes) -> None:
            asyncio.get_running_loop().call_later(delay_s, lambda: asyncio.ensure_future(send(data)))

        transport._send_rtp = late
        await self._post(handle, janus="message", body={"request": "start"}, jsep=self._jsep(peer))

    async def _offered(self, feed: int) -> tuple[str, dict[str, str]]:
        """A handle on `feed`, and what it is offered. Janus knows no feed before its media is up: ask on."""
        body = {"request": "join", "ptype": "subscriber", "room": ROOM, "streams": [{"feed": feed}]}
        async with asyncio.timeout(15):
            while True:
                handle = await self._attach()
                await self._post(handle, janus="message", body=body)
                answer = await self._event("plugindata", sender=int(handle.rpartition("/")[2]))
                if "jsep" in answer:
                    return handle, answer["jsep"]
                await asyncio.sleep(0.2)

    async def close(self) -> None:
        """Be gone, without a word to a server that is gone itself."""
        if self._reading is not None:
            self._reading.cancel()
        for peer in self._peers:
            await peer.close()

    def _peer(self) -> RTCPeerConnection:
        self._peers.append(RTCPeerConnection(RTCConfiguration(iceServers=[])))
        return self._peers[-1]

    @staticmethod
    def _jsep(peer: RTCPeerConnection) -> dict[str, str]:
        here = peer.localDescription
        return {"type": here.type, "sdp": _other_fingerprints.sub("", here.sdp)}

    async def _negotiate(self, handle: str, body: Any, kind: str, sdp: str) -> dict[str, str]:
        jsep = {"type": kind, "sdp": _other_fingerprints.sub("", sdp)}
        await self._post(handle, janus="message", body=body, jsep=jsep)
        answer = (await self._event("jsep"))["jsep"]
        return {"sdp": answer["sdp"], "type": answer["type"]}

    def _injure(self, transport: Any) -> None:
        send = transport._send_rtp

        async def lossy(data: bytes) -> None:
            ssrc, number = int.from_bytes(data[8:12], "big"), int.from_bytes(data[2:4], "big")
            kind = "" if 64 <= data[1] & 0x7F < 96 else self._kinds.get(ssrc, "repair")
            first = kind in ("audio", "video") and (kind, number) not in self._seen
            gone = bool(kind) and random.random() < self._loss
            if first:
                self._seen.add((kind, number))
                self.sent[kind] += 1
                self.dropped[kind] += gone
            if not gone:
                await send(data)

        transport._send_rtp = lossy

    async def _attach(self) -> str:
        plugin = "janus.plugin.videoroom"
        return f"{self._url}/{(await self._post(self._url, janus='attach', plugin=plugin))['data']['id']}"

    async def _post(self, url: str, **body: Any) -> Any:
        async with self._http.post(url, json={**body, "transaction": secrets.token_hex(4)}) as answer:
            return await answer.json()

    async def _read(self) -> None:
        """The long poll, which also keeps the session alive."""
        while True:
            try:
                async with self._http.get(self._url, params={"maxev": 5}) as answer:
                    found = await answer.json()
            except aiohttp.ClientError:
                return
            for event in found if isinstance(found, list) else [found]:
                self._pushes.put_nowait(event)

    async def _event(self, key: str, sender: int | None = None) -> Any:
        async with asyncio.timeout(15):
            while True:
                event = await self._pushes.get()
                if key in event and sender in (None, event.get("sender")):
                    return event


async def alone(name: str, ref: int) -> None:
    """A room that stays until it is killed."""
    async with aiohttp.ClientSession() as http:
        room = Room(http, name, ref)
        await room.publish(video=False)
        print("published", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(alone(sys.argv[1], int(sys.argv[2])))
