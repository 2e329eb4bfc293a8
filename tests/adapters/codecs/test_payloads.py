"""What codecs tell of their own call: whose direction it is, shares of the last interval, sessions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from kit.contracts.codecs import PolyCodec
from kit.contracts.conformance import Leg, adapted, counted
from kit.platforms.loopback import platform

from adapters.codecs import cisco_payload, poly_payload
from adapters.errors import BadPayload, Refused
from data.health.reading import Presence

STATUS = b"""<?xml version="1.0"?><Status product="Codec"><MediaChannels><Call item="7">
<Channel item="1"><Type>Audio</Type><Direction>Outgoing</Direction><Audio><Protocol>Opus</Protocol></Audio>
<Netstat><ChannelRate>64000</ChannelRate><Jitter>3</Jitter><LastIntervalLost>25</LastIntervalLost>
<LastIntervalReceived>225</LastIntervalReceived><Loss>25</Loss></Netstat></Channel>
<Channel item="2"><Type>Video</Type><Direction>Incoming</Direction><Netstat><ChannelRate>900000</ChannelRate>
<LastIntervalLost>0</LastIntervalLost><LastIntervalReceived>0</LastIntervalReceived></Netstat>
<Video><ChannelRole>Presentation</ChannelRole><FrameRate>29.97</FrameRate><Protocol>H264</Protocol>
<ResolutionX>1280</ResolutionX><ResolutionY>720</ResolutionY></Video></Channel>
<Channel item="3"><Type>Data</Type><Direction>Incoming</Direction></Channel>
</Call></MediaChannels></Status>"""


def test_what_a_cisco_codec_sends_is_what_the_platform_receives() -> None:
    found = cisco_payload.call(STATUS, "10.0.0.9")
    assert found is not None
    audio, content = found.streams
    assert (audio.kind, audio.direction, audio.bitrate_bps, audio.jitter_ms) == ("audio", "rx", 64000, 3.0)
    assert audio.loss_pct == 10.0, "of all that was sent, not of what arrived"
    assert (content.kind, content.direction, content.loss_pct) == ("content", "tx", None)
    assert (content.width, content.height, content.fps, content.codec) == (1280, 720, 29.97, "H264")
    assert (found.ref, found.presence, found.quality) == ("10.0.0.9/7", Presence.MEDIA, 4)


@pytest.mark.parametrize("body", ["<EmptyResult/>", "<Status/>", "<Status><MediaChannels/></Status>"])
def test_a_cisco_codec_without_channels_is_in_no_call(body: str) -> None:
    assert cisco_payload.call(body.encode(), "h") is None


def test_a_cisco_codec_that_sends_nothing_is_not_seen() -> None:
    silent = STATUS.replace(b"64000", b"0")
    found = cisco_payload.call(silent, "h")
    assert found is not None and found.presence is Presence.SIGNALLING


def stats(*lines: dict[str, Any]) -> bytes:
    return json.dumps(lines).encode()


def test_what_a_poly_codec_sends_is_what_the_platform_receives() -> None:
    sent = {"mediaDirection": "TX", "mediaType": "VIDEO", "actualBitRate": 1920, "percentPacketLoss": 0.5}
    got = {"mediaDirection": "RX", "mediaType": "AUDIO", "jitter": 4.5, "mediaAlgorithm": "Siren22"}
    found = poly_payload.call(stats(sent, got, {"mediaType": "AUDIO"}), "h/1")
    assert [(one.kind, one.direction, one.bitrate_bps, one.loss_pct) for one in found.streams] == [
        ("video", "rx", 1_920_000, 0.5),
        ("audio", "tx", None, None),
    ]
    assert (found.presence, found.quality, found.streams[1].jitter_ms) == (Presence.MEDIA, 1, 4.5)


def test_a_poly_codec_is_idle_only_by_an_empty_list() -> None:
    assert poly_payload.conference(b"[]") == ""
    assert poly_payload.conference(b'[{"id": 5}]') == "5"
    for body in (b"{}", b'[{"id": null}]', b"null"):
        with pytest.raises(BadPayload):
            poly_payload.conference(body)


@pytest.mark.parametrize("session", ["", "a;b", "a\r\nSet-Cookie: x", "a b", 5, None])
def test_a_session_that_cannot_be_carried_is_none(session: object) -> None:
    with pytest.raises(BadPayload):
        poly_payload.session(json.dumps({"success": True, "sessionId": session}).encode())
    with pytest.raises(Refused):
        poly_payload.session(json.dumps({"success": False, "sessionId": "x"}).encode())


async def test_a_session_is_kept_and_made_anew_when_the_codec_has_dropped_it() -> None:
    codec, here = PolyCodec(), [Leg(ref="1", name="BG-03")]

    def now() -> Sequence[Leg]:
        return here

    answer, asked = counted(codec.serve(now))
    async with platform(answer) as url, adapted(codec, url) as adapter:
        [one] = (await adapter.poll()).participants
        assert (one.name, one.presence) == ("BG-03", Presence.MEDIA)
        assert (await adapter.poll()).requests == 2, "its name is known by now"
        codec.sessions.clear()
        assert (await adapter.poll()).participants[0].presence is Presence.MEDIA
    assert codec.logins == 2
    assert asked.count("/rest/system") == 1


async def test_a_codec_that_hangs_up_between_two_requests_is_only_listed() -> None:
    codec, here = PolyCodec(), [[Leg(ref="1", name="BG-03")], []]
    sound = codec.serve(lambda: here[0])

    async def hanging_up(request: Any) -> Any:
        found = await sound(request)
        if request.path == "/rest/conferences":
            here.reverse()
        return found

    async with platform(hanging_up) as url, adapted(codec, url) as adapter:
        [one] = (await adapter.poll()).participants
    assert one.presence is Presence.LISTED
