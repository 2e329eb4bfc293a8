"""A conference on a real Janus, watched by the real poller into a real log. Prints one JSON object.

Six rooms: four with known loss, one in a process that is killed, one that is muted and dropped.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from kit.conference import conference, point
from kit.desks.on_a_log import desk_on, saying
from kit.platforms.janus_room import Room
from kit.platforms.janus_server import (
    ADMIN,
    ADMIN_SECRET,
    EVENTS_PASSWORD,
    EVENTS_PORT,
    ROOM,
    ROOM_SECRET,
    JanusServer,
)
from kit.record.rows import log_rows

from adapters.errors import AdapterError
from adapters.janus.adapter import JanusAdapter
from console.polling.action_desk import ActionDesk
from console.polling.health_desk import HealthDesk
from console.polling.hold_off import watch_hold_offs
from console.polling.live import Live
from console.polling.poller import Poller
from data.actions.action import Action, ActionKind
from data.actions.commands import RequestAction
from data.clock import SystemClock
from data.commands import Advance
from data.events import Fact, PollingTaken
from data.folder.model import Source
from data.health.reading import Health, Reading, Snapshot, SourceStatus
from data.health.telemetry import Lease
from data.record.live_db import LiveDb

LOSSES = {"T1": 0.0, "T2": 0.02, "T3": 0.05, "T4": 0.10}
FLOWING = (Health.OK, Health.DEGRADED)
MEASURED_S = 25.0
SETTLED_S = 2.0
SOURCE = Source(
    name="s1",
    kind="janus",
    settings={"admin_url": ADMIN, "room": ROOM, "events_port": EVENTS_PORT},
    secrets={"admin_secret": "LIVE_ADMIN", "room_secret": "LIVE_ROOM", "events_password": "LIVE_EVENTS"},
)
DEAF = msgspec.structs.replace(SOURCE, name="deaf", settings={"admin_url": ADMIN, "room": ROOM})
WRONG = msgspec.structs.replace(DEAF, secrets={**SOURCE.secrets, "room_secret": "LIVE_WRONG"})
ENDS = ("ActionConfirmed", "ActionUnverified", "ActionFailed")


class Story:
    """What the desk sees, and the ways to wait for it."""

    def __init__(self, folder: Path) -> None:
        self.clock = SystemClock()
        self.adapter = JanusAdapter(SOURCE, self.clock.real_ns)
        self.deaf = JanusAdapter(DEAF, self.clock.real_ns)
        self.rooms: dict[str, Room] = {}
        self.snapshots: list[Snapshot] = []
        self.truth: dict[str, tuple[dict[str, int], dict[str, int]]] = {}
        self._folder = folder
        self._seen, self._word = asyncio.Event(), asyncio.Event()

    async def begin(self, stack: AsyncExitStack) -> None:
        live = Live(LiveDb(self._folder / "live.db"), self.clock)
        desk, _ = await stack.enter_async_context(desk_on(self._folder, self.clock))
        self.desk = desk
        await desk.record(saying(Fact(PollingTaken(epoch=1))))
        await live.lease_beat(1, "c1")
        assert await desk.command(Advance(leaves="")) is None
        points = [point(code) for code in ("TC00", *LOSSES, "T5")]
        self.health = HealthDesk(
            conference(points=points), desk, live, self.clock, lease=Lease("c1", 1), changed=self._seen.set
        )
        adapters = {"s1": self.adapter, "deaf": self.deaf}
        self.acting = ActionDesk(
            desk, self.clock, adapters, write=self.health.write, on_done=lambda task: task.exception()
        )
        poller = Poller(
            SOURCE,
            self.adapter,
            self.clock,
            focus=lambda: self.health.focus("s1"),
            on_snapshot=self._on_snapshot,
            on_status=self._on_status,
        )
        tasks = [
            asyncio.create_task(work) for work in (poller.run(), watch_hold_offs(self.health, self.clock))
        ]
        stack.push_async_callback(self._end, tasks, live)

    async def _end(self, tasks: list[asyncio.Task[None]], live: Live) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.acting.stop()
        await self.adapter.aclose()
        await self.deaf.aclose()
        await live.aclose()

    async def until_source(self, state: str) -> None:
        """Until the record has it."""
        async with asyncio.timeout(15):
            while self.health.sources["s1"].state != state:
                self._word.clear()
                await self._word.wait()

    async def _on_status(self, status: SourceStatus) -> None:
        await self.health.on_status(status)
        self._word.set()

    async def _on_snapshot(self, snapshot: Snapshot) -> None:
        await self.health.on_snapshot(snapshot)
        await self.acting.on_snapshot(snapshot)
        if any(one.is_open and one.source == "deaf" for one in self.desk.state.actions.values()):
            await self.acting.on_snapshot(await self.deaf.poll())
        self.truth = {name: (dict(each.sent), dict(each.dropped)) for name, each in self.rooms.items()}
        self.snapshots.append(snapshot)
        self._seen.set()

    def reading(self, code: str) -> Reading | None:
        return self.health.readings.get(code)

    def leg(self, name: str) -> Any:
        return next((one for one in self.snapshots[-1].participants if one.name == name), None)

    async def until(self, so: Callable[[], bool], *, within_s: float = 40.0) -> float:
        """Seconds until a poll, or the end of a hold-off, after which it is so."""
        began = time.monotonic()
        async with asyncio.timeout(within_s):
            while not (self.snapshots and so()):
                self._seen.clear()
                await self._seen.wait()
        return time.monotonic() - began

    def flow(self, *codes: str) -> bool:
        """Seen with media; on a busy machine perhaps not without jitter."""
        return all((one := self.reading(code)) is not None and one.health in FLOWING for code in codes)

    async def ask(self, kind: ActionKind, source: str, ref: str) -> str:
        """As an operator does; the event that ends it."""
        if source == "deaf":
            await self.deaf.poll()
        before = sum(len(self.rows(end)) for end in ENDS)
        command = RequestAction(
            kind=kind, source=source, point="T5", ref=ref, able=tuple(JanusAdapter.actions), fresh=True
        )
        refusal = await self.desk.command(command)
        assert refusal is None, refusal
        self.acting.send()
        await self.until(lambda: sum(len(self.rows(end)) for end in ENDS) > before)
        return next(row.kind for row in reversed(log_rows(self._folder)) if row.kind in ENDS)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        return [row.body for row in log_rows(self._folder) if row.kind == kind]


def figures(before: Any, after: Any) -> dict[str, Any]:
    """Per cent on the link and after repair, by kind, between two polls."""
    found = {}
    for old in before.streams:
        new = next(each for each in after.streams if (each.kind, each.direction) == (old.kind, old.direction))
        if old.direction != "rx":
            continue
        lost, received = new.packets_lost - old.packets_lost, new.packets_received - old.packets_received
        repaired = (new.packets_recovered or 0) - (old.packets_recovered or 0)
        found[old.kind] = {
            "link": 100 * lost / (received + lost),
            "residual": 100 * max(0, lost - repaired) / (received + lost),
        }
    return found


async def measured(story: Story) -> dict[str, Any]:
    """Known loss for `MEASURED_S`, against what the adapter counted meanwhile."""
    await asyncio.sleep(SETTLED_S)
    count = len(story.snapshots)
    await story.until(lambda: len(story.snapshots) > count)
    first, then = story.snapshots[-1], story.truth
    await asyncio.sleep(MEASURED_S)
    count = len(story.snapshots)
    await story.until(lambda: len(story.snapshots) > count)
    last, now = story.snapshots[-1], story.truth
    told: dict[str, Any] = {}
    for name in LOSSES:
        before, after = (next(p for p in each.participants if p.name == name) for each in (first, last))
        told[name] = figures(before, after)
        for kind, said in told[name].items():
            sent, dropped = (now[name][n][kind] - then[name][n].get(kind, 0) for n in (0, 1))
            said["injected"] = 100 * dropped / sent
    return told


async def muted(story: Story) -> dict[str, Any]:
    """Mutes asked for by an operator, of the adapter that hears pushes and of one that does not."""
    before, ref = story.leg("T5").mute_server, story.leg("T5").ref
    confirmed = await story.ask(ActionKind.MUTE, "s1", ref)
    still_flows = story.reading("T5")
    unverified = await story.ask(ActionKind.UNMUTE, "deaf", ref)
    await story.until(lambda: story.leg("T5").mute_server is False)
    wrong = JanusAdapter(WRONG, story.clock.real_ns)
    await wrong.poll()
    try:
        await wrong.act(Action(kind=ActionKind.DROP, ref=ref))
        refused = ""
    except AdapterError as error:
        refused = error.code
    await wrong.aclose()
    dropped = await story.ask(ActionKind.DROP, "s1", ref)
    return {
        "before": before,
        "hearing": confirmed,
        "deaf": unverified,
        "health_while_muted": still_flows.health if still_flows else None,
        "wrong_secret": refused,
        "drop": dropped,
        "gone": story.leg("T5") is None,
    }


async def killed(story: Story, room: asyncio.subprocess.Process) -> dict[str, Any]:
    """The room on air: its process dies, and it comes again while Janus still keeps its ghost."""
    assert story.desk.state.on_air, "or its hold-off is another"
    began, opened = time.monotonic(), len(story.rows("IncidentOpened"))
    room.send_signal(signal.SIGKILL)
    await story.until(lambda: bool((one := story.reading("TC00")) and one.checking))
    checking = time.monotonic() - began
    await story.until(lambda: bool((one := story.reading("TC00")) and one.health is Health.DOWN))
    down = time.monotonic() - began
    listed = story.leg("TC00") is not None
    await room.wait()
    await story.until(lambda: len(story.rows("IncidentOpened")) > opened)
    incidents = [(row["scope"], row["subject"]) for row in story.rows("IncidentOpened")[opened:]]
    return {"checking_s": checking, "down_s": down, "still_listed": listed, "incidents": incidents}


async def story(folder: Path, server: JanusServer) -> dict[str, Any]:
    """All of it."""
    told = Story(folder)
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        await told.begin(stack)
        hall = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kit.platforms.janus_room", "TC00", "100"),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        )
        stack.callback(lambda: hall.kill() if hall.returncode is None else None)
        told.rooms = {name: Room(http, name, n, loss) for n, (name, loss) in enumerate(LOSSES.items(), 1)}
        told.rooms["T5"] = Room(http, "T5", 5)
        for room in told.rooms.values():
            await room.publish(video=room.name != "T5")
        await told.rooms["T1"].watch(2, delay_s=0.08)
        assert hall.stdout is not None and await hall.stdout.readline() == b"published\n"
        await told.until(lambda: told.flow("TC00", "T1", "T2", "T5"))
        found: dict[str, Any] = {"loss": await measured(told)}
        found["reason"] = {name: told.health.readings[name].reason for name in LOSSES}
        tx = [each.rtt_ms for each in told.leg("T1").streams if each.direction == "tx"]
        found["rtt_ms"] = max((rtt for rtt in tx if rtt is not None), default=None)
        found["mute"] = await muted(told)
        found["kill"] = await killed(told, hall)
        again = told.rooms["TC00"] = Room(http, "TC00", 101)
        await again.publish(video=False)
        await told.until(lambda: told.flow("TC00"))
        found["legs_beside_a_ghost"] = told.health.readings["TC00"].legs
        found["restart"] = await restarted(told, http, server)
        found["requests"] = told.snapshots[-1].requests
        for room in told.rooms.values():
            await room.close()
    return found


async def restarted(told: Story, http: aiohttp.ClientSession, server: JanusServer) -> dict[str, Any]:
    """The server dies and begins anew, empty; the rooms come back to it."""
    changes, lost = len(told.rows("HealthChanged")), len(told.rows("SourceLost"))
    left = len(told.rows("PointLeft"))
    await server.stop()
    old = list(told.rooms.values())
    await told.until_source("lost")
    await server.start()
    for room in old:
        await room.close()
    told.rooms = {room.name: Room(http, room.name, room.ref) for room in old if room.name != "T5"}
    for room in told.rooms.values():
        await room.publish(video=False)
    count = len(told.snapshots)
    await told.until(lambda: len(told.snapshots) > count and told.flow("TC00", *LOSSES), within_s=40)
    down = sum(row["now"] == "down" for row in told.rows("HealthChanged")[changes:])
    return {
        "sources_lost": len(told.rows("SourceLost")) - lost,
        "recovered": len(told.rows("SourceRecovered")),
        "source_incidents": sum(row["scope"] == "source" for row in told.rows("IncidentOpened")),
        "down": down,
        "left": len(told.rows("PointLeft")) - left,
    }


async def main() -> None:
    """Start the server, tell the story, stop the server."""
    os.environ |= {
        "LIVE_ADMIN": ADMIN_SECRET,
        "LIVE_ROOM": ROOM_SECRET,
        "LIVE_EVENTS": EVENTS_PASSWORD,
        "LIVE_WRONG": "x",
    }
    with tempfile.TemporaryDirectory() as name:
        folder, conference_folder = Path(name) / "janus", Path(name) / "day"
        folder.mkdir()
        conference_folder.mkdir()
        server = JanusServer(folder)
        await server.start()
        try:
            told = await asyncio.wait_for(story(conference_folder, server), 180)
            print(json.dumps(told), flush=True)
        except BaseException:
            sys.stderr.write(server.log())
            raise
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(main())
