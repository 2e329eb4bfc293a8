"""Commands to a platform over real sockets: what is sent, and what every answer means."""

from __future__ import annotations

import asyncio
import json
import traceback
from typing import Any

import pytest
from aiohttp import web
from kit.platforms.loopback import SECRET, Answer, platform, polled, roster, row

from adapters.base import THE_CALL, actions_of, can_act
from adapters.errors import AdapterError, BadPayload, NotSent, RateLimited, Refused, Rejected, surely_undone
from adapters.pexip.adapter import PexipAdapter
from data.actions.action import Action, ActionKind
from data.folder.problem import ProblemError

YES = b'{"status": "success", "data": null}'
CALLS = {"meta": {"total_count": 1}, "objects": [{"id": "c-1", "name": "hoi-nghi", "is_locked": True}]}
MUTE = Action(kind=ActionKind.MUTE, ref="leg-1")


class Node:
    """Answers commands with `answer`, and notes what it was told."""

    def __init__(self, answer: bytes = YES, status: int = 202, calls: object = CALLS) -> None:
        self.told: list[tuple[str, Any]] = []
        self._body, self._status, self._calls = answer, status, calls

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method == "GET":
            asked = request.path.endswith("/conference/")
            return web.Response(body=json.dumps(self._calls).encode() if asked else roster([row(1)]))
        self.told.append((request.path, await request.json()))
        return web.Response(body=self._body, status=self._status)


async def act(answer: Answer, action: Action = MUTE, **settings: object) -> object:
    async with platform(answer) as url, polled(url, **settings) as adapter:
        return await adapter.act(action)


async def refused(answer: Answer, action: Action = MUTE, **settings: object) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        await act(answer, action, **settings)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (ActionKind.MUTE, "participant/mute/"),
        (ActionKind.UNMUTE, "participant/unmute/"),
        (ActionKind.DROP, "participant/disconnect/"),
        (ActionKind.SPOTLIGHT, "participant/spotlight/"),
        (ActionKind.UNSPOTLIGHT, "participant/unspotlight/"),
    ],
)
async def test_a_command_about_a_call_names_it(kind: ActionKind, path: str) -> None:
    node = Node()
    await act(node.answer, Action(kind=kind, ref="leg-1"))
    assert node.told == [(f"/api/admin/command/v1/{path}", {"participant_id": "leg-1"})]


@pytest.mark.parametrize("kind", [ActionKind.LOCK, ActionKind.UNLOCK])
async def test_the_conference_is_locked_by_the_id_it_has_now(kind: ActionKind) -> None:
    node = Node()
    await act(node.answer, Action(kind=kind))
    assert node.told == [(f"/api/admin/command/v1/conference/{kind}/", {"conference_id": "c-1"})]


async def test_a_room_is_rung_up_and_its_new_call_is_named() -> None:
    node = Node(b'{"status": "success", "data": {"participant_id": "new-7", "participant_ids": ["new-7"]}}')
    action = Action(kind=ActionKind.DIAL, address="t31@phong-hop.example", name="T31 - Hải Phòng")
    result = await act(node.answer, action, alias="9000", protocol="h323", location="HN")
    assert result.ref == "new-7"  # type: ignore[attr-defined]
    [(path, body)] = node.told
    assert path == "/api/admin/command/v1/participant/dial/"
    assert body == {
        "conference_alias": "9000",
        "destination": "t31@phong-hop.example",
        "protocol": "h323",
        "role": "guest",
        "routing": "manual",
        "remote_display_name": "T31 - Hải Phòng",
        "system_location": "HN",
    }


def test_a_protocol_that_is_none_is_a_problem_of_the_settings() -> None:
    async def make() -> None:
        async with polled("http://127.0.0.1:1", protocol="fax"):
            pass

    with pytest.raises(ProblemError):
        asyncio.run(make())


@pytest.mark.parametrize(
    ("status", "body", "kind", "undone"),
    [
        (202, b'{"status": "failure", "error": "Participant not found"}', Rejected, True),
        (400, b"{}", Rejected, True),
        (404, b"", Rejected, True),
        (401, b"", Refused, True),
        (403, b"", Refused, True),
        (429, b"", RateLimited, True),
        (500, b"", BadPayload, False),
        (502, b"", AdapterError, False),
        (503, b"", AdapterError, False),
        (200, b"<html>", BadPayload, False),
        (200, b"[]", BadPayload, False),
        (200, b"[" * 100_000, BadPayload, False),
        (302, b"", BadPayload, False),
    ],
)
async def test_every_no_and_every_doubt(
    status: int, body: bytes, kind: type[AdapterError], *, undone: bool
) -> None:
    node = Node(body, status)
    error = await refused(node.answer)
    assert isinstance(error, kind)
    assert surely_undone(error) is undone
    assert len(node.told) == 1, "asked once, and not again"


async def test_silence_after_the_command_is_a_doubt_and_it_is_not_sent_again() -> None:
    told = 0

    async def silent(request: web.Request) -> web.StreamResponse:
        nonlocal told
        told += 1
        await asyncio.sleep(30)
        return web.Response()

    error = await refused(silent, timeout_s=0.2)
    assert not surely_undone(error)
    assert told == 1


async def test_without_a_connection_nothing_was_sent() -> None:
    async with platform(Node().answer) as url:
        pass
    async with polled(url) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.act(MUTE)
    assert surely_undone(caught.value)


async def test_a_connection_cut_after_the_command_is_a_doubt() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        await request.read()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    assert not surely_undone(await refused(cut))


@pytest.mark.parametrize("calls", [{"meta": {"total_count": 0}, "objects": []}, {"meta": 1}])
async def test_a_conference_that_is_not_there_is_not_locked(calls: object) -> None:
    node = Node(calls=calls)
    error = await refused(node.answer, Action(kind=ActionKind.LOCK))
    assert surely_undone(error)
    assert node.told == []


async def test_a_poll_tells_whether_the_call_is_locked_only_when_it_is_asked() -> None:
    async with platform(Node().answer) as url, polled(url) as adapter:
        assert (await adapter.poll()).locked is None
        assert (await adapter.poll([THE_CALL])).locked is True


async def test_a_lock_that_cannot_be_read_costs_no_roster() -> None:
    async with platform(Node(calls={"odd": 1}).answer) as url, polled(url) as adapter:
        snapshot = await adapter.poll([THE_CALL])
    assert (snapshot.locked, len(snapshot.participants)) == (None, 1)


async def test_a_password_is_in_no_error_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMCAU_TEST_PASSWORD", SECRET)
    node = Node(b'{"status": "failure", "error": "\\u001b[2J no"}', 202)
    secrets = {"password": "DIEMCAU_TEST_PASSWORD"}
    error = await refused(node.answer, secrets=secrets)
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert SECRET not in shown
    assert "\x1b" not in error.detail


def test_what_an_adapter_can_do_is_what_it_declares() -> None:
    class Plain:
        """No `act`: what it declares counts for nothing."""

        actions = frozenset({ActionKind.MUTE})

    assert actions_of(PexipAdapter) == frozenset(ActionKind)
    assert not can_act(Plain())  # type: ignore[arg-type]
