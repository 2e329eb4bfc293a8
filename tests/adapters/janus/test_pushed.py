"""What Janus pushes, what it is told to do, and the ghosts that it keeps."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.platforms.legs import rx
from kit.platforms.loopback import platform

from adapters.base import Capability, actions_of, can_act, news_of
from adapters.errors import AdapterError, BadPayload, NotSent, Refused, Rejected, surely_undone
from adapters.janus.adapter import JanusAdapter, _Target
from adapters.janus.events import RoomEvents
from adapters.janus.ghosts import Ghosts
from adapters.janus.payload import check_done
from data.actions.action import Action, ActionKind
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Participant, Presence
from data.units import NS_PER_S


def pushed(what: str, member: int = 102, *, room: int = 7, key: str = "event", **more: Any) -> dict[str, Any]:
    data = {key: what, "room": room, "id": member, **more}
    return {"type": 64, "event": {"plugin": "janus.plugin.videoroom", "data": data}}


def moderated(how: str, mid: str = "0", **more: Any) -> dict[str, Any]:
    return pushed("moderated", key="videoroom", mid=mid, moderation=how, **more)


def receiving(yes: bool, mid: str = "0", handle: int = 9) -> dict[str, Any]:
    return {"type": 32, "subtype": 1, "handle_id": handle, "event": {"mid": mid, "receiving": yes}}


def after(*events: Any) -> RoomEvents:
    room = RoomEvents("7")
    for event in events:
        room.take(json.dumps(event).encode())
    return room


@pytest.mark.parametrize(
    ("events", "muted"),
    [
        ([], None),
        ([pushed("joined")], False),
        ([moderated("muted")], True),
        ([moderated("muted"), moderated("unmuted")], False),
        ([pushed("joined"), moderated("muted"), pushed("unpublished"), pushed("published")], False),
        ([moderated("muted"), pushed("leaving")], None),
        ([moderated("muted", room=8)], None),
        ([moderated("muted", mid="1")], None),
        ([[pushed("joined"), moderated("muted")]], True),
        ([pushed("joined"), {"type": 256, "event": {"status": "started"}}], None),
    ],
)
def test_a_mute_is_known_from_pushes_alone(events: list[Any], muted: bool | None) -> None:
    assert after(*events).muted("102", ["0"]) is muted


def test_a_member_of_whom_nothing_comes_is_silent_until_it_is_heard_again() -> None:
    assert not after(receiving(False)).is_silent("9", ["0", "1"]), "the picture may still flow"
    both = after(receiving(False), receiving(False, "1"))
    assert both.is_silent("9", ["0", "1"])
    assert not both.is_silent("9", []) and not both.is_silent("8", ["0"])
    both.take(json.dumps(receiving(True)).encode())
    assert not both.is_silent("9", ["0", "1"])
    gone = after(receiving(False))
    gone.keep_only({"8"})
    assert not gone.is_silent("9", ["0"])


def test_figures_and_other_rooms_are_no_news() -> None:
    room = RoomEvents("7")
    statistics = {"type": 32, "subtype": 3, "event": [{"mid": "0", "lost": 4}]}
    assert not room.take(json.dumps([statistics, pushed("joined", room=8)]).encode())
    assert room.take(json.dumps(pushed("joined")).encode())
    assert room.take(b'{"type": 16, "event": {"connection": "hangup"}}')


_odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "event", "data", "room", "id", "videoroom", "mid", "receiving", "handle_id"]
            ),
            inner | st.sampled_from([7, 16, 32, 64, 256, "moderated", "joined"]),
            max_size=5,
        )
    ),
    max_leaves=10,
)


@given(_odd)
def test_no_push_breaks_anything_or_mutes_anybody(said: Any) -> None:
    room = after(said)
    room.take(b"\xff{")
    assert room.muted("102", ["0"]) is None


def leg(ref: str, packets: int, name: str = "A", presence: Presence = Presence.MEDIA) -> Participant:
    return Participant(ref=ref, name=name, presence=presence, streams=(rx(packets),))


def test_a_ghost_is_left_out_only_while_the_room_is_back() -> None:
    ghosts, alone = Ghosts(), [leg("1.1", 50), leg("3.1", 7, "B")]
    for second in (0, 2, 4):
        assert ghosts.without(alone, second * NS_PER_S) == alone, "it is how the room is seen to be down"
    back = [*alone, leg("2.2", 10)]
    assert [one.ref for one in ghosts.without(back, 6 * NS_PER_S)] == ["3.1", "2.2"]
    alive = [leg("1.1", 60), leg("3.1", 7, "B"), leg("2.2", 20)]
    assert ghosts.without(alive, 8 * NS_PER_S) == alive, "both flow: two devices"


def test_rooms_without_a_name_are_nobodys_ghost() -> None:
    ghosts = Ghosts()
    for second in (0, 4):
        found = ghosts.without([leg("1.1", 5, ""), leg("2.1", 5 + second, "")], second * NS_PER_S)
    assert len(found) == 2


class Desk:
    """A Janus that does as it is told, and says so to whoever listens."""

    def __init__(self, answer: Any = None) -> None:
        self.orders: list[dict[str, Any]] = []
        self.port = free_port()
        self._answer = answer or {"videoroom": "success"}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        order = asked.get("request", {})
        if order.get("request") in ("moderate", "kick"):
            self.orders.append(order)
            return web.json_response({"janus": "success", "response": self._answer})
        plugin = {"type": "publisher", "room": 7, "id": 102}
        media = {mid: {"type": kind} for mid, kind in (("0", "audio"), ("1", "video"), ("2", "audio"))}
        member = {"id": 102, "display": "A", "publisher": True}
        said = {
            "message_plugin": {"response": {"participants": [member]}},
            "list_sessions": {"sessions": [50]},
            "list_handles": {"handles": [9]},
            "handle_info": {
                "session_id": 50,
                "handle_id": 9,
                "info": {"plugin_specific": plugin, "webrtc": {"media": media}},
            },
        }
        return web.json_response({"janus": "success", **said[asked["janus"]]})

    def adapter(self, url: str, **secrets: str) -> JanusAdapter:
        settings: dict[str, Any] = {"admin_url": f"{url}/admin", "room": 7, "events_port": self.port}
        source = Source(name="s", kind="janus", settings=settings, secrets=secrets)
        return JanusAdapter(source, ManualClock().real_ns)

    async def push(self, event: Any, password: str = "") -> int:
        auth = {"Authorization": aiohttp.encode_basic_auth("janus", password, "utf-8")} if password else {}
        async with aiohttp.ClientSession() as http:
            url = f"http://127.0.0.1:{self.port}/janus"
            async with http.post(url, json=event, headers=auth) as answer:
                return answer.status


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_a_push_is_news_and_the_next_poll_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOCK", "đúng")
    desk = Desk()
    async with platform(desk.answer) as url:
        adapter = desk.adapter(url, events_password="KNOCK")
        news = news_of(adapter)
        assert news is not None
        [before] = (await adapter.poll()).participants
        assert (before.mute_server, before.presence) == (None, Presence.MEDIA)
        assert await desk.push(moderated("muted"), "sai") == 401
        assert await desk.push(moderated("muted")) == 401
        assert not news.is_set()
        assert await desk.push([moderated("muted"), *(receiving(False, mid) for mid in "012")], "đúng") == 200
        assert news.is_set()
        [now] = (await adapter.poll()).participants
        assert (now.mute_server, now.presence) == (True, Presence.SIGNALLING)
        await adapter.aclose()
        with pytest.raises(aiohttp.ClientConnectionError):
            await desk.push({})


async def test_a_port_that_is_taken_costs_the_pushes_only_and_is_asked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    desk = Desk()
    async with platform(desk.answer) as url:
        first, second = desk.adapter(url), desk.adapter(url)
        await first.poll()
        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                assert len((await second.poll()).participants) == 1
        assert len(caplog.records) == 1, "said once"
        await first.aclose()
        await second.poll()
        assert await desk.push(moderated("muted")) == 200
        assert (await second.poll()).participants[0].mute_server is True
        await second.aclose()


async def test_sound_is_muted_stream_by_stream_and_a_call_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESAME", "mở ra")
    desk = Desk()
    async with platform(desk.answer) as url:
        adapter = desk.adapter(url, room_secret="SESAME")
        assert can_act(adapter)
        with pytest.raises(Rejected):
            await adapter.act(Action(kind=ActionKind.MUTE, ref="102.50"))
        [one] = (await adapter.poll()).participants
        for kind in (ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP):
            await adapter.act(Action(kind=kind, ref=one.ref))
        await adapter.aclose()
    base = {"room": 7, "id": 102, "secret": "mở ra"}
    assert desk.orders == [
        *({"request": "moderate", **base, "mid": mid, "mute": True} for mid in "02"),
        *({"request": "moderate", **base, "mid": mid, "mute": False} for mid in "02"),
        {"request": "kick", **base},
    ]


@pytest.mark.parametrize(
    ("answer", "error"),
    [({"error_code": 433}, Refused), ({"error_code": 428}, Rejected), ({}, BadPayload), ([], BadPayload)],
)
async def test_a_no_to_an_order_is_told(answer: Any, error: type[AdapterError]) -> None:
    with pytest.raises(error):
        check_done(json.dumps({"janus": "success", "response": answer}).encode())
    desk = Desk(answer or {"what": 1})
    async with platform(desk.answer) as url:
        adapter = desk.adapter(url)
        await adapter.poll()
        with pytest.raises(error):
            await adapter.act(Action(kind=ActionKind.DROP, ref="102.50"))
        assert len(desk.orders) == 1, "asked once"
        await adapter.aclose()


async def test_an_order_that_was_half_done_is_not_called_undone() -> None:
    desk = Desk()
    answers = iter([{"videoroom": "success"}, {"error_code": 428}])

    async def falters(request: web.Request) -> web.StreamResponse:
        desk._answer = next(answers)
        return await desk.answer(request)

    async with platform(falters) as url:
        adapter = desk.adapter(url)
        adapter._targets = {"102.50": _Target(102, ("0", "2"))}
        with pytest.raises(BadPayload) as caught:
            await adapter.act(Action(kind=ActionKind.MUTE, ref="102.50"))
        assert not surely_undone(caught.value)
        await adapter.aclose()


async def test_nothing_is_sent_to_a_server_that_is_not_there() -> None:
    desk = Desk()
    adapter = desk.adapter(f"http://127.0.0.1:{free_port()}")
    adapter._targets = {"102.50": _Target(102, ("0",))}
    with pytest.raises(NotSent):
        await adapter.act(Action(kind=ActionKind.MUTE, ref="102.50"))
    await adapter.aclose()


def test_without_a_port_for_pushes_a_mute_by_the_server_cannot_be_told() -> None:
    settings: dict[str, Any] = {"admin_url": "http://x", "room": 7}
    deaf = JanusAdapter(Source(name="s", kind="janus", settings=settings), ManualClock().real_ns)
    assert Capability.MUTE_SERVER not in deaf.capabilities
    assert Capability.MUTE_SERVER in JanusAdapter.capabilities
    assert actions_of(deaf) == {ActionKind.MUTE, ActionKind.UNMUTE, ActionKind.DROP}
    with pytest.raises(ProblemError):
        JanusAdapter(
            Source(name="s", kind="janus", settings={**settings, "events_port": 70000}), ManualClock().real_ns
        )


async def test_a_push_that_is_too_long_is_turned_away() -> None:
    desk = Desk()
    async with platform(desk.answer) as url:
        adapter = desk.adapter(url)
        await adapter.poll()
        assert await desk.push(["x" * 1024 * 1024]) == 413
        await asyncio.gather(*(desk.push(moderated("muted")) for _ in range(20)))
        assert (await adapter.poll()).participants[0].mute_server is True
        await adapter.aclose()
