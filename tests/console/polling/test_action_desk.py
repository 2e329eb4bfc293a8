"""What people ask of a platform: handed over once, over a real socket, and told as the next poll shows it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.desks.on_a_log import desk_on, until
from kit.desks.polling import polling_console, simulated
from kit.platforms.legs import leg, snapshot
from kit.platforms.loopback import platform, roster, row

from adapters.base import ActionResult, Capability
from adapters.errors import NotSent, Rejected, TimedOut
from console.desk import Desk
from console.polling.action_desk import ActionDesk, Facts
from console.polling.asking import offered
from data.actions.action import Action, ActionKind
from data.actions.checks import AWAY_S
from data.actions.state import Step
from data.commands import RequestAction
from data.health.reading import Snapshot
from data.units import NS_PER_S

YES = b'{"data": null, "status": "success"}'


class Node:
    """One room, T31, on a platform that says yes and does nothing; `told` are its commands."""

    def __init__(self, **fields: object) -> None:
        self.told: list[str] = []
        self.answers = asyncio.Event()
        self.answers.set()
        self._fields = fields

    async def answer(self, asked: web.Request) -> web.StreamResponse:
        if asked.method == "POST":
            self.told.append(asked.path)
            await self.answers.wait()
            return web.Response(body=YES, status=202)
        return web.Response(body=roster([row(31, display_name="T31", **self._fields)]))


async def test_a_mute_is_requested_sent_answered_and_confirmed_by_a_poll(tmp_path: Path) -> None:
    async with simulated() as server, polling_console(tmp_path / "hn", server.url) as room:
        await until(lambda: "T31" in room.session.readings)
        assert await room.ask(ActionKind.MUTE, "T31") == ""
        assert await room.ends() == "confirmed"
        await until(lambda: room.session.readings["T31"].mute_server)
        assert ActionKind.UNMUTE in offered(room.view, "T31")
        assert await room.ask(ActionKind.UNMUTE, "T31") == ""
        assert await room.ends("a2") == "confirmed"
    told = room.rows("Action")
    steps = ["ActionRequested", "ActionSent", "ActionAnswered", "ActionConfirmed"]
    assert [each.kind for each in told] == steps * 2
    assert {each.body["id"] for each in told[:4]} == {"a1"}
    assert told[2].body["answer"] == "accepted"


async def test_a_room_is_dropped_rung_up_again_and_the_door_locked(tmp_path: Path) -> None:
    async with simulated() as server, polling_console(tmp_path / "hn", server.url) as room:
        state = room.session.state
        await until(lambda: room.session.state.point("T31").joined)
        assert await room.ask(ActionKind.DIAL, "T31") == "action.in_call"
        assert await room.ask(ActionKind.DROP, "T31") == ""
        assert await room.ends() == "confirmed"
        await until(lambda: not room.session.state.point("T31").joined)
        assert offered(room.view, "T31") == [ActionKind.DIAL]
        assert await room.ask(ActionKind.DROP, "T31") == "action.not_in_call"
        assert await room.ask(ActionKind.DIAL, "T31") == ""
        assert await room.ends("a2") == "confirmed"
        await until(lambda: room.session.state.point("T31").joined)
        assert await room.ask(ActionKind.LOCK) == ""
        assert await room.ends("a3") == "confirmed"
        assert await room.ask(ActionKind.SPOTLIGHT, "T31") == ""
        assert await room.ends("a4") == "unverified unseen", "the platform shows no spotlight"
        assert state is not room.session.state


async def test_a_success_that_no_poll_shows_is_not_believed(tmp_path: Path) -> None:
    node = Node(is_muted=False)
    async with platform(node.answer) as url, polling_console(tmp_path / "hn", url) as room:
        await until(lambda: room.session.state.point("T31").joined)
        assert await room.ask(ActionKind.MUTE, "T31") == ""
        assert await room.ends() == "unverified contrary"
    assert node.told == ["/api/admin/command/v1/participant/mute/"]


async def test_a_platform_that_says_nothing_is_asked_once_and_its_rooms_tell(tmp_path: Path) -> None:
    node = Node(is_muted=True)
    node.answers.clear()
    async with platform(node.answer) as url, polling_console(tmp_path / "hn", url) as room:
        await until(lambda: room.session.state.point("T31").joined)
        assert await room.ask(ActionKind.MUTE, "T31") == ""
        assert await room.ends() == "confirmed"
    assert len(node.told) == 1
    [answered] = [each for each in room.rows("Action") if each.kind == "ActionAnswered"]
    assert (answered.body["answer"], answered.body["error"]) == ("doubtful", "timed_out")


async def test_a_platform_s_no_is_a_failure_with_its_words(tmp_path: Path) -> None:
    async def no(asked: web.Request) -> web.StreamResponse:
        if asked.method == "POST":
            return web.Response(body=b'{"status": "failure", "error": "locked\\u001b[2J"}', status=202)
        return web.Response(body=roster([row(31, display_name="T31")]))

    async with platform(no) as url, polling_console(tmp_path / "hn", url) as room:
        await until(lambda: room.session.state.point("T31").joined)
        assert await room.ask(ActionKind.DROP, "T31") == ""
        assert await room.ends() == "failed rejected"
        assert room.session.state.actions["a1"].detail == "locked\ufffd[2J"


async def test_a_technician_at_another_console_asks_and_the_one_that_polls_does_it(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(simulated())
        first = await stack.enter_async_context(polling_console(tmp_path / "hn", server.url))
        second = await stack.enter_async_context(
            polling_console(tmp_path / "hn", server.url, name="c2", role="technician")
        )
        await until(lambda: "T31" in second.session.readings)
        assert not second.session.polling
        assert await second.ask(ActionKind.MUTE, "T31") == ""
        assert await second.ends() == "confirmed"
        assert await second.ask(ActionKind.LOCK) == "control.elsewhere"
        assert first.session.state.actions["a1"].sender == "c1"


async def test_nothing_is_asked_of_a_platform_that_is_away(tmp_path: Path) -> None:
    async with simulated() as server, polling_console(tmp_path / "hn", server.url) as room:
        await until(lambda: "T31" in room.session.readings)
        await server.aclose()
        await until(lambda: room.session.state.lost)
        assert await room.ask(ActionKind.MUTE, "T31") == "action.away"
        assert room.rows("Action") == []


async def test_what_was_handed_over_by_a_console_that_is_gone_is_not_handed_over_again(
    tmp_path: Path,
) -> None:
    node = Node(is_muted=False)
    node.answers.clear()
    async with platform(node.answer) as url:
        async with polling_console(tmp_path / "hn", url) as room:
            await until(lambda: room.session.state.point("T31").joined)
            assert await room.ask(ActionKind.MUTE, "T31") == ""
            await until(lambda: node.told)
            assert room.session.state.actions["a1"].step is Step.SENT
        async with polling_console(tmp_path / "hn", url, name="c2") as again:
            assert await again.ends() == "unverified contrary"
    assert len(node.told) == 1
    assert [each.body.get("answer") for each in room.rows("Action")][2] == "interrupted"


class Willing:
    """An adapter that can mute, and says yes."""

    capabilities: frozenset[Capability] = frozenset()
    actions = frozenset({ActionKind.MUTE})

    def __init__(self, fails: Exception | None = None) -> None:
        self.told: list[Action] = []
        self._fails = fails

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        raise NotImplementedError

    async def act(self, action: Action) -> ActionResult:
        self.told.append(action)
        if self._fails is not None:
            raise self._fails
        return ActionResult()

    async def aclose(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def alone(
    folder: Path, fails: Exception | None = None
) -> AsyncIterator[tuple[Desk, ActionDesk, ManualClock, Willing]]:
    """An action that the platform has accepted, and no poll yet."""
    clock, adapter = ManualClock(), Willing(fails)
    async with desk_on(folder, clock) as (desk, _log):

        async def write(facts: Facts) -> None:
            await desk.record(facts)

        acting = ActionDesk(desk, clock, {"s1": adapter}, write=write, on_done=lambda task: task.result())
        asked = RequestAction(
            kind=ActionKind.MUTE, source="s1", point="T1", ref="r-T1", able=("mute",), fresh=True
        )
        assert await desk.command(asked) is None
        acting.send()
        acting.send()
        await until(lambda: desk.state.actions["a1"].step not in {Step.REQUESTED, Step.SENT})
        yield desk, acting, clock, adapter
        await acting.stop()


def muted(clock: ManualClock, ago_s: float, *, so: bool) -> Snapshot:
    """A poll that began `ago_s` ago."""
    return snapshot(clock.real_ns() / NS_PER_S - ago_s, leg("T1", mute_server=so))


async def test_a_poll_that_began_before_the_answer_proves_nothing(tmp_path: Path) -> None:
    async with alone(tmp_path) as (desk, acting, clock, adapter):
        clock.advance(1)
        for so in (True, False, True):
            await acting.on_snapshot(muted(clock, 1.5, so=so))
        assert desk.state.actions["a1"].step is Step.ANSWERED
        await acting.on_snapshot(muted(clock, 0.5, so=True))
        assert desk.state.actions["a1"].step is Step.CONFIRMED
        assert [action.ref for action in adapter.told] == ["r-T1"]


async def test_a_change_that_shows_one_poll_late_is_confirmed(tmp_path: Path) -> None:
    async with alone(tmp_path) as (desk, acting, clock, _adapter):
        clock.advance(2)
        await acting.on_snapshot(muted(clock, 0, so=False))
        assert desk.state.actions["a1"].is_open
        await acting.on_snapshot(muted(clock, 0, so=True))
        assert desk.state.actions["a1"].step is Step.CONFIRMED


async def test_a_source_that_falls_silent_leaves_it_unverified(tmp_path: Path) -> None:
    async with alone(tmp_path) as (desk, acting, clock, _adapter):
        clock.advance(AWAY_S - 1)
        await acting.look()
        assert desk.state.actions["a1"].is_open
        clock.advance(2)
        await acting.look()
        assert (desk.state.actions["a1"].step, desk.state.actions["a1"].why) == (Step.UNVERIFIED, "away")


@pytest.mark.parametrize(
    ("fails", "step", "detail"),
    [
        (Rejected("no \x1b[2J\u202e"), Step.FAILED, "no \ufffd[2J\ufffd"),
        (NotSent("host:1"), Step.FAILED, "host:1"),
        (TimedOut("host:1"), Step.ANSWERED, "host:1"),
        (KeyError("a stranger's own error"), Step.ANSWERED, "KeyError"),
    ],
)
async def test_whatever_an_adapter_raises_is_a_no_or_a_doubt_in_harmless_words(
    tmp_path: Path, fails: Exception, step: Step, detail: str
) -> None:
    async with alone(tmp_path, fails) as (desk, _acting, _clock, adapter):
        assert (desk.state.actions["a1"].step, desk.state.actions["a1"].detail) == (step, detail)
        assert len(adapter.told) == 1
