"""Jitsi: presence as clients write it, who fell silent, and the bridge by its documents."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock

from adapters.base import Capability
from adapters.errors import BadPayload, NotSent
from adapters.jitsi import adapter as jitsi
from adapters.jitsi.adapter import JitsiAdapter
from adapters.jitsi.bridge import conference_id, streams
from adapters.jitsi.presence import Occupants, participant, read
from adapters.jitsi.stream import JitsiStream
from adapters.transport.answering import MISSES, Answering
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Presence

ROOM = "hall@conference.meet.example"


def presence(*fields: str, status: str = "") -> Element:
    code = f'<x xmlns="http://jabber.org/protocol/muc#user"><status code="{status}"/></x>' if status else ""
    return fromstring(f'<presence xmlns="jabber:client">{"".join(fields)}{code}</presence>')


NICK = '<nick xmlns="http://jabber.org/protocol/nick">TAND Đà Nẵng</nick>'
HAND = "<jitsi_participant_raisedHand>{}</jitsi_participant_raisedHand>"


def test_a_client_says_its_name_its_microphone_and_its_hand() -> None:
    said = presence(NICK, "<audiomuted>true</audiomuted>", HAND.format(1718521200000))
    leg = participant(read("aaaa1111", said), silent=False)
    assert (leg.ref, leg.name, leg.mute_local, leg.hand_ms) == (
        "aaaa1111",
        "TAND Đà Nẵng",
        True,
        1718521200000,
    )
    assert leg.presence is Presence.LISTED, "of media nothing was said"


@pytest.mark.parametrize("hand", ["", " ", "-1", "now", "9" * 40, "１２"])
def test_a_hand_that_is_down_or_nonsense_is_no_hand(hand: str) -> None:
    assert read("a", presence(HAND.format(hand))).hand_ms is None


def test_what_was_not_said_is_unknown() -> None:
    assert read("a", presence("<audiomuted>maybe</audiomuted>")).audio_muted is None
    assert read("a", presence()).audio_muted is None


SOURCES = "<SourceInfo>{}</SourceInfo>"


@pytest.mark.parametrize(
    ("sources", "muted"),
    [
        ('{"aaaa1111-a0": {"muted": false}, "aaaa1111-v0": {"muted": true}}', (False, True)),
        (
            '{"aaaa1111-a0": {"muted": true}, "aaaa1111-v1": {"muted": false, "videoType": "desktop"}}',
            (True, False),
        ),
        ('{"x": {"mediaType": "audio", "muted": false}}', (False, True)),
        ("{}", (True, True)),
    ],
)
def test_what_a_client_sends_goes_before_the_older_words(sources: str, muted: tuple[bool, bool]) -> None:
    older = ("<audiomuted>maybe</audiomuted>", "<videomuted>maybe</videomuted>")
    one = read("aaaa1111", presence(SOURCES.format(sources), *older))
    assert (one.audio_muted, one.video_muted) == muted


@pytest.mark.parametrize("sources", ["", "no", "[]", '{"a-a0": 1}', "9" * 5000, "[" * 5000])
def test_sources_that_are_none_leave_it_to_the_older_words(sources: str) -> None:
    one = read("a", presence(SOURCES.format(sources), "<audiomuted>false</audiomuted>"))
    assert (one.audio_muted, one.video_muted) == (False, None)


def test_we_and_jicofo_are_no_rooms_and_who_left_is_gone() -> None:
    room = Occupants()
    for nick in ("focus", "aaaa1111", "bbbb2222"):
        room.take(nick, "available", presence())
    room.take("console", "available", presence(status="110"))
    assert room.ours == "console"
    assert [one.ref for one in room.rooms()] == ["aaaa1111", "bbbb2222"]
    room.take("aaaa1111", "unavailable", presence())
    assert [one.ref for one in room.rooms()] == ["bbbb2222"]
    room.take("console", "unavailable", presence(status="110"))
    assert room.ours == "", "we were put out"


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_name_breaks_anything(nick: str, name: str) -> None:
    element = Element("presence")
    child = Element("{http://jabber.org/protocol/nick}nick")
    child.text = name
    element.append(child)
    shown = participant(read(nick, element), silent=False).name
    assert not any(ord(letter) < 32 for letter in shown)


def test_only_who_once_answered_can_fall_silent() -> None:
    asked = Answering()
    for ref, answers in (("a", [True, False, False]), ("b", [False] * 5), ("c", [True, False, True, False])):
        for answered in answers:
            asked.told(ref, answered=answered)
    assert [asked.is_silent(ref) for ref in "abc"] == [True, False, False]
    assert MISSES == 2


def test_turns_take_the_wanted_then_the_silent_then_everybody_in_time() -> None:
    asked, everybody = Answering(), [f"r{n}" for n in range(10)]
    first = asked.turn(["r9"], everybody, 4)
    assert first == ["r9", "r0", "r1", "r2"]
    asked.told("r1", answered=True)
    asked.told("r1", answered=False)
    assert asked.turn([], everybody, 4) == ["r1", "r3", "r4", "r5"]
    assert set(asked.turn(["gone"], everybody, 4)) == {"r1", "r6", "r7", "r8"}
    asked.turn([], ["r0"], 4)
    assert not asked.is_silent("r1"), "who left is forgotten"


def bridge(**state: Any) -> bytes:
    whole = {"conferences": {"c1": {"name": ROOM, "endpoints": {"aaaa1111": state} if state else {}}}}
    return json.dumps(whole).encode()


TOTALS = {
    "rtt": 34.5,
    "incoming_loss_stats": {"packets_lost": 12, "packets_received": 900},
    "outgoing_loss_stats": {"packets_lost": 3, "packets_received": 800},
}
BY_SSRC = {
    "1": {"media_type": "audio", "num_received_packets": 500, "cumulative_packets_lost": 5, "jitter": 3.2},
    "2": {"media_type": "video", "num_received_packets": 300, "cumulative_packets_lost": 4, "jitter": 9.0},
    "3": {"media_type": "video", "num_received_packets": 100, "cumulative_packets_lost": 3, "jitter": 2.0},
}


def test_a_bridge_tells_sound_and_picture_apart_where_it_names_them() -> None:
    receiver = {"incoming_stats": BY_SSRC, "packet_stream_stats": {"bitrate_bps": 640000}}
    told = streams(
        bridge(transceiver={"endpoint_connection_stats": TOTALS, "receiver": receiver}), "c1", "aaaa1111"
    )
    audio, video, sent = told
    assert (audio.kind, audio.packets_received, audio.packets_lost, audio.jitter_ms) == ("audio", 500, 5, 3.2)
    assert (video.kind, video.packets_received, video.packets_lost, video.jitter_ms) == ("video", 400, 7, 9.0)
    assert (sent.direction, sent.rtt_ms, sent.packets_lost) == ("tx", 34.5, 3)
    assert audio.bitrate_bps is None, "the rate is of both together"


def test_a_bridge_that_does_not_name_them_is_believed_in_the_sum_only() -> None:
    receiver = {"packet_stream_stats": {"bitrate_bps": 640000}}
    state = {"transceiver": {"endpoint_connection_stats": TOTALS, "receiver": receiver}}
    media, _ = streams(bridge(**state), "c1", "aaaa1111")
    assert (media.kind, media.packets_received, media.packets_lost, media.bitrate_bps) == (
        *("media", 900, 12),
        640000,
    )
    assert streams(json.dumps(state).encode(), "c1", "aaaa1111")[0] == media, (
        "asked for one, it may answer bare"
    )


def test_an_endpoint_that_is_not_on_this_bridge_says_nothing() -> None:
    assert streams(bridge(), "c1", "aaaa1111") == ()
    assert conference_id(bridge(), ROOM.upper()) == "c1"
    assert conference_id(bridge(), "other@conference.meet.example") == ""
    with pytest.raises(BadPayload):
        conference_id(b"[]", ROOM)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "transceiver",
                    "receiver",
                    "incoming_stats",
                    "endpoint_connection_stats",
                    "rtt",
                    "1",
                    "media_type",
                ]
            ),
            inner | st.just("audio"),
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(_json)
def test_nothing_but_unknown_comes_of_what_is_odd(state: Any) -> None:
    payload = json.dumps({"conferences": {"c1": {"endpoints": {"a": state}}}}).encode()
    for stream in streams(payload, "c1", "a"):
        assert stream.packets_lost is None or stream.packets_lost >= 0
        assert stream.rtt_ms != 0


def made(**settings: str | int | bool) -> JitsiAdapter:
    url = str(settings.pop("url", "xmpp://meet.example"))
    return JitsiAdapter(Source(name="j", kind="jitsi", url=url, settings=settings), ManualClock().real_ns)


def test_what_it_can_tell_depends_on_the_bridge() -> None:
    pytest.importorskip("slixmpp")
    assert made(room=ROOM).capabilities == {Capability.ROSTER, Capability.MUTE_LOCAL, Capability.HAND}
    assert Capability.LOSS in made(room=ROOM, jvb_url="http://10.0.0.8:8080").capabilities


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ({}, "room"),
        ({"room": "hall"}, "room"),
        ({"room": ROOM, "url": ""}, "url"),
        ({"room": ROOM, "url": "https://meet.example"}, "url"),
        ({"room": ROOM, "url": "xmpp://meet.example:x"}, "url"),
        ({"room": ROOM, "plain": "yes"}, "plain"),
    ],
)
def test_a_wrong_setting_is_named(
    settings: dict[str, str], setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jitsi, "find_spec", lambda _: True)
    with pytest.raises(ProblemError) as caught:
        made(**settings)
    assert caught.value.problems[0].params["setting"] == setting


def test_without_its_package_it_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jitsi, "find_spec", lambda _: None)
    with pytest.raises(ProblemError) as caught:
        made(room=ROOM)
    assert caught.value.problems[0].params["package"] == "slixmpp"


async def test_what_nobody_could_be_asked_is_told_from_a_no() -> None:
    """What a server makes of it is in `tests/live/test_jitsi.py`."""
    pytest.importorskip("slixmpp")
    settings = {"room": ROOM, "domain": "meet.example"}
    source = Source(name="s", kind="jitsi", url="xmpp://127.0.0.1:9", settings=settings)
    adapter = JitsiAdapter(source, ManualClock().real_ns, stream=JitsiStream)
    with pytest.raises(NotSent):
        await adapter.act(Action(kind=ActionKind.DROP, ref="aaaa1111"))
    assert ActionKind.UNMUTE not in adapter.actions, "nobody opens the microphone of another"
