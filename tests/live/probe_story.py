"""Lines to six rooms, some of which die, watched by the real probe beside a platform. Prints one JSON object.

A room is an address of the made-up network; its line dies when nobody has that address any more. The
platform is a file that another program writes.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from kit.conference import conference, point
from kit.desks.on_a_log import desk_on, saying
from kit.record.rows import log_rows

from adapters.registry import make
from console.polling.health_desk import HealthDesk
from console.polling.live import Live
from console.polling.poller import Poller
from data.clock import SystemClock
from data.commands import Advance
from data.events import Fact, PollingTaken
from data.folder.model import Source, Thresholds
from data.health.reading import Reading, SourceStatus
from data.health.telemetry import Lease
from data.record.live_db import LiveDb

ROOMS = {f"T{n}": f"192.0.2.{10 + n}" for n in range(1, 7)}
CHECKS = {"T1": "icmp", "T2": "icmp", "T3": "snmp:1161", "T4": "sip", "T5": "h323", "T6": "tcp:443"}


class Responder(asyncio.DatagramProtocol):
    """A codec that is registered and busy: 486 to whoever asks."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        lines = data.decode().split("\r\n")
        assert lines[0].startswith("OPTIONS sip:"), lines[0]
        kept = [each for each in lines if each.partition(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
        self._transport.sendto("\r\n".join(["SIP/2.0 486 Busy Here", *kept, "", ""]).encode(), addr)


class Network:
    """The addresses that are there."""

    def __init__(self) -> None:
        for address in ROOMS.values():
            self.address("add", address)

    @staticmethod
    def address(what: str, address: str) -> None:
        subprocess.run(["ip", "addr", what, f"{address}/32", "dev", "m0"], check=True)


class Snmpd:
    """Debian's agent, at the address of one room."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self._address = folder, address
        (folder / "snmpd.conf").write_text("rocommunity public\n")

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(
                "snmpd",
                "-f",
                "-Lf",
                str(self._folder / "snmpd.log"),
                "-C",
                "-c",
                str(self._folder / "snmpd.conf"),
            ),
            *("-I", "system_mib", f"udp:{self._address}:1161"),
            env={"SNMP_PERSISTENT_DIR": str(self._folder), "MIBS": "", "PATH": "/usr/sbin:/usr/bin"},
        )

    async def stop(self) -> None:
        self._process.kill()
        await self._process.wait()


class Story:
    """The desk, its two sources, and ways to wait for what they say."""

    def __init__(self, folder: Path) -> None:
        self.clock = SystemClock()
        self._folder = folder
        self._word = asyncio.Event()
        self.roster = folder / "roster.json"
        lines = folder / "lines.csv"
        rows = (f"{code},{address},{CHECKS[code]}\n" for code, address in ROOMS.items())
        lines.write_text("point,address,checks\n" + "".join(rows))
        self.sources = (
            Source(name="mcu", kind="file", interval_s=0.5, settings={"path": str(self.roster)}),
            Source(name="probe", kind="probe", interval_s=1.0, settings={"path": str(lines)}),
        )

    def in_call(self, *codes: str) -> None:
        """The platform lists these from now on."""
        self._codes = codes

    async def _platform(self) -> None:
        """Writes its list again and again."""
        while True:
            self._write(*self._codes)
            await asyncio.sleep(0.7)

    def _write(self, *codes: str) -> None:
        legs = [{"name": code, "ref": f"r-{code}", "media": "yes", "quality": 1} for code in codes]
        fresh = self.roster.with_suffix(".new")
        fresh.write_text(json.dumps(legs))
        fresh.replace(self.roster)

    async def begin(self, stack: AsyncExitStack) -> None:
        live = Live(LiveDb(self._folder / "live.db"), self.clock)
        desk, _ = await stack.enter_async_context(desk_on(self._folder, self.clock))
        await desk.record(saying(Fact(PollingTaken(epoch=1))))
        await live.lease_beat(1, "c1")
        assert await desk.command(Advance(leaves="")) is None
        day = conference(points=[point(code) for code in ROOMS], thresholds=Thresholds(hold_off_s=1.5))
        day = msgspec.structs.replace(day, sources=self.sources)
        self.health = HealthDesk(day, desk, live, self.clock, lease=Lease("c1", 1), changed=self._word.set)
        self.health.lists_nobody("probe")
        stack.callback(asyncio.create_task(self._platform()).cancel)
        for source in self.sources:
            adapter = make(source, self.clock.real_ns)
            poller = Poller(
                source,
                adapter,
                self.clock,
                focus=tuple,
                on_snapshot=self.health.on_snapshot,
                on_status=self._on_status,
            )
            stack.push_async_callback(adapter.aclose)
            task = asyncio.create_task(poller.run())
            stack.callback(task.cancel)

    async def _on_status(self, status: SourceStatus) -> None:
        await self.health.on_status(status)
        self._word.set()

    def reading(self, code: str) -> Reading:
        return self.health.readings.get(code) or Reading(point=code, source="", observed_ns=0)

    def state(self, source: str) -> str:
        status = self.health.sources.get(source)
        return status.state if status else ""

    async def until(self, so: Callable[[], bool], within_s: float = 40) -> None:
        async with asyncio.timeout(within_s):
            while not so():
                self._word.clear()
                await self._word.wait()

    def count(self, kind: str, **of: Any) -> int:
        rows = (row.body for row in log_rows(self._folder) if row.kind == kind)
        return sum(all(body.get(key) == value for key, value in of.items()) for body in rows)


async def story(folder: Path, network: Network, snmpd: Snmpd) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    sip, _ = await loop.create_datagram_endpoint(Responder, local_addr=(ROOMS["T4"], 5060))
    h323 = await asyncio.start_server(lambda _, writer: writer.close(), ROOMS["T5"], 1720)
    await snmpd.start()
    told = Story(folder)
    told.in_call(*ROOMS)
    found: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        await told.begin(stack)
        seen = [partial(told.reading, code) for code in ROOMS]
        await told.until(lambda: all(one().line == "up" and one().legs for one in seen))
        found["well"] = {code: told.reading(code).health for code in ROOMS}
        found["rtt_ms"] = {code: told.reading(code).rtt_ms for code in ROOMS}
        told.in_call(*(code for code in ROOMS if code not in ("T1", "T2")))
        network.address("del", ROOMS["T1"])
        await told.until(lambda: told.reading("T1").reason == "line" and told.reading("T2").reason == "left")
        found["down"] = {code: told.reading(code).health for code in ROOMS}
        await snmpd.stop()
        await snmpd.start()
        await told.until(lambda: "restarted" in told.reading("T3").remarks)
        network.address("add", ROOMS["T1"])
        told.in_call(*ROOMS)
        await told.until(lambda: all(told.reading(code).health == "ok" for code in ROOMS))
        await told.until(lambda: told.reading("T1").line == "up")
        for address in ROOMS.values():
            network.address("del", address)
        await told.until(lambda: told.state("probe") == "lost")
        found["own_network"] = told.health.sources["probe"].error
        found["well_without_probe"] = {code: told.reading(code).health for code in ROOMS}
        found["probe_incidents"] = told.count("IncidentOpened", scope="source")
    sip.close()
    h323.close()
    return found


async def main() -> None:
    """Make the network, tell the story, stop the agent."""
    with tempfile.TemporaryDirectory() as name:
        network, snmpd = Network(), Snmpd(Path(name), ROOMS["T3"])
        try:
            print(json.dumps(await asyncio.wait_for(story(Path(name), network, snmpd), 120)), flush=True)
        finally:
            await snmpd.stop()


if __name__ == "__main__":
    asyncio.run(main())
