"""Polls become readings at once and transitions in the record; a lost lease writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from kit.clock import ManualClock
from kit.conference import conference, roster
from kit.desks.on_a_log import Faulty, desk_on, saying
from kit.record.rows import Row, kinds, log_rows

from console.desk import Desk
from console.polling.health_desk import HealthDesk
from console.polling.hold_off import watch_hold_offs
from console.polling.live import Live
from data.commands import Advance
from data.events import Fact, PollingTaken
from data.health.reading import Health, Participant, Snapshot, SourceStatus
from data.health.telemetry import BATCH, Lease
from data.record.errors import LogBusy
from data.record.live_db import LiveDb
from data.units import NS_PER_S

ROOMS = ("T1", "T1D1", "T1D2", "T2")


class Bench(NamedTuple):
    health: HealthDesk
    desk: Desk
    log: Faulty
    live: Live
    clock: ManualClock
    folder: Path

    def telemetry(self) -> list[Row]:
        return log_rows(self.folder)[3:]

    async def poll(
        self,
        rooms: Iterable[str] = ROOMS,
        *,
        source: str = "s1",
        again: Iterable[str] = (),
        age_s: float | None = None,
    ) -> None:
        """Two seconds later these rooms are in the call, those of `again` in a second one.

        As a file says that was written `age_s` before, if given.
        """
        self.clock.advance(2)
        calls = {**dict.fromkeys(rooms, 1), **dict.fromkeys(again, 2)}
        legs = tuple(Participant(ref=f"{code}#{n}", name=code, quality=1) for code, n in calls.items())
        now_ns = self.clock.real_ns()
        seen_ns = now_ns - round((age_s or 0) * NS_PER_S)
        await self.says(source, "ok", answered_ns=seen_ns)
        asked_ns = None if age_s is None else now_ns
        snapshot = Snapshot(source=source, observed_ns=seen_ns, participants=legs, asked_ns=asked_ns)
        await self.health.on_snapshot(snapshot)

    async def says(self, source: str, state: str, **fields: object) -> None:
        status = SourceStatus(name=source, boot=self.clock.boot, state=state, **fields)  # type: ignore[arg-type]
        await self.health.on_status(status)


@asynccontextmanager
async def on(folder: Path, *, sources: int = 1, districts: int = 4) -> AsyncIterator[Bench]:
    clock = ManualClock()
    live = Live(LiveDb(folder / "live.db", boot=clock.boot), clock)
    async with desk_on(folder, clock) as (desk, log):
        await desk.record(saying(Fact(PollingTaken(epoch=1))))
        lease = Lease("c1", 1)
        await live.lease_beat(1, "c1")
        day = conference(points=roster(districts=districts), sources=sources)
        health = HealthDesk(day, desk, live, clock, lease=lease, changed=lambda: None)
        yield Bench(health, desk, log, live, clock, folder)
        await live.aclose()


async def test_rooms_that_come_are_told_once(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        for _ in range(5):
            await bench.poll()
        joined = [row for row in bench.telemetry() if row.kind == "PointJoined"]
        assert sorted(row.body["name"] for row in joined) == sorted(ROOMS)
        assert {code for code, r in bench.health.readings.items() if r.health is Health.OK} == set(ROOMS)
        stored = await bench.live.readings()
        assert {code for code, r in stored.items() if r.health is Health.OK} == set(ROOMS)
        assert (await bench.live.sources())[0].state == "ok"


async def test_a_lost_source_is_one_event_one_incident_and_moves_no_room(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        everybody = [point.code for point in roster()]
        await bench.poll(everybody)
        before = bench.telemetry()
        for _ in range(5):
            bench.clock.advance(2)
            await bench.says("s1", "lost", error="timed_out")
        assert kinds(bench.telemetry()[len(before) :]) == ["SourceLost", "IncidentOpened"]
        bench.clock.advance(10)
        await bench.poll(everybody)
        after = bench.telemetry()[len(before) + 2 :]
        assert sorted(kinds(after)) == ["IncidentResolved", "SourceRecovered"]
        (back,) = [row for row in after if row.kind == "SourceRecovered"]
        assert 18_000 <= back.body["lost_ms"] <= 22_000
        (lost,) = [row for row in bench.telemetry() if row.kind == "SourceLost"]
        assert lost.body["points"] == len(roster())


async def test_a_source_lost_and_found_while_the_log_is_busy_is_told_as_soon_as_it_is_not(
    tmp_path: Path,
) -> None:
    async with on(tmp_path) as bench:
        await bench.poll()
        for state, kind in (("lost", "SourceLost"), ("ok", "SourceRecovered")):
            bench.log.error = LogBusy(tmp_path / "log.db")
            await bench.says("s1", state)
            assert kind not in kinds(bench.telemetry())
            bench.log.error = None
            await bench.says("s1", state)
            await bench.says("s1", state)
            assert kinds(bench.telemetry()).count(kind) == 1


async def test_a_room_that_speaks_and_falls_out_is_an_incident(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        assert await bench.desk.command(Advance(leaves="")) is None
        everybody = [point.code for point in roster()]
        for _ in range(3):
            await bench.poll(everybody)
        quiet = [code for code in everybody if code != "TC00"]
        for _ in range(5):
            await bench.poll(quiet)
        assert bench.desk.state.point("TC00").health is Health.DOWN
        opened = [row.body for row in bench.telemetry() if row.kind == "IncidentOpened"]
        assert [(body["scope"], body["subject"], body["severity"]) for body in opened] == [
            ("point", "TC00", "P1")
        ]
        assert "PointLeft" in kinds(bench.telemetry())
        for _ in range(4):
            await bench.poll(quiet, again=("TC00",))
        (rejoined,) = [
            row.body for row in bench.telemetry() if row.kind == "PointJoined" and row.body["rejoin"]
        ]
        assert rejoined["ref"] == "TC00#2"
        assert "IncidentResolved" in kinds(bench.telemetry())


async def test_legs_on_air_are_looked_at_first(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        assert await bench.desk.command(Advance(leaves="")) is None
        await bench.poll(("T2", "TC00", "T1"))
        assert bench.health.focus("s1")[0] == "TC00#1"


async def test_hundreds_of_transitions_are_written_in_batches(tmp_path: Path) -> None:
    async with on(tmp_path, districts=150) as bench:
        everybody = [point.code for point in roster(districts=150)]
        tried = bench.log.tried
        await bench.poll(everybody)
        written = len(bench.telemetry())
        assert written >= 2 * len(everybody)
        assert bench.log.tried - tried >= written / BATCH
        assert {bench.desk.state.point(code).health for code in everybody} == {Health.OK}


async def test_a_busy_log_loses_no_transition(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        bench.log.error = LogBusy(tmp_path / "log.db")
        await bench.poll()
        assert bench.telemetry() == []
        assert bench.health.readings["T1"].health is Health.OK, "what is seen is shown, written or not"
        bench.log.error = None
        await bench.poll()
        assert kinds(bench.telemetry()).count("PointJoined") == len(ROOMS)


async def test_who_lost_the_lease_writes_nothing_to_the_record_nor_to_live_db(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        await bench.poll()
        other = Live(LiveDb(tmp_path / "live.db", boot=bench.clock.boot), bench.clock)
        async with desk_on(tmp_path, bench.clock, console="c2", plan=False) as (desk, _):
            await desk.record(saying(Fact(PollingTaken(epoch=2, previous="c1"))))
        await other.lease_beat(2, "c2")
        rows, readings, sources = log_rows(tmp_path), await other.readings(), await other.sources()
        # It wakes up with an answer from before it slept.
        await bench.poll(("T2",))
        await bench.poll(())
        assert log_rows(tmp_path) == rows
        assert bench.health.fenced
        assert await other.readings() == readings
        assert await other.sources() == sources
        await other.aclose()


@pytest.mark.parametrize("seen_by", ["s1", "s2"])
async def test_of_two_sources_the_one_that_has_the_room_speaks_for_it(tmp_path: Path, seen_by: str) -> None:
    async with on(tmp_path, sources=2) as bench:
        for _ in range(3):
            for source in ("s1", "s2"):
                await bench.poll(("T1",) if source == seen_by else (), source=source)
        assert bench.health.readings["T1"].health is Health.OK
        assert bench.health.readings["T1"].source == seen_by
        assert kinds(bench.telemetry()).count("PointJoined") == 1
        assert "PointLeft" not in kinds(bench.telemetry())


async def test_a_room_of_a_silent_platform_does_not_fall_because_the_other_has_never_had_it(
    tmp_path: Path,
) -> None:
    async with on(tmp_path, sources=2) as bench:
        for _ in range(3):
            await bench.poll(("T1",), source="s1")
            await bench.poll(("T2",), source="s2")
        await bench.says("s1", "lost", error="timed_out")
        before = len(bench.telemetry())
        for _ in range(20):
            await bench.poll(("T2",), source="s2")
        assert bench.health.readings["T1"].source == "s1"
        assert bench.desk.state.point("T1").health is Health.OK, (
            "stale on the screen, never down in the record"
        )
        assert bench.telemetry()[before:] == []


async def test_a_room_with_two_endpoints_goes_on_by_the_other_when_one_platform_is_silent(
    tmp_path: Path,
) -> None:
    async with on(tmp_path, sources=2) as bench:
        for _ in range(3):
            await bench.poll(("T1",), source="s1")
            await bench.poll(("T1",), source="s2")
        await bench.says("s1", "lost", error="timed_out")
        assert bench.health.readings["T1"].source == "s2", "at once, not at the next change"
        joined = [row.body for row in bench.telemetry() if row.kind == "PointJoined"]
        assert [(body["source"], body["rejoin"]) for body in joined] == [("s1", False), ("s2", False)]
        assert "PointLeft" not in kinds(bench.telemetry())


async def test_a_room_is_down_once_every_platform_that_may_have_it_answers(tmp_path: Path) -> None:
    async with on(tmp_path, sources=2) as bench:
        assert await bench.desk.command(Advance(leaves="")) is None
        for _ in range(20):
            await bench.poll(("T1",), source="s1")
        assert "T2" not in bench.health.readings, "s2 has not spoken yet"
        for _ in range(20):
            await bench.poll(("T1",), source="s1")
            await bench.poll((), source="s2")
        assert bench.health.readings["T2"].health is Health.DOWN


async def test_a_silent_probe_hides_no_fault(tmp_path: Path) -> None:
    async with on(tmp_path, sources=2) as bench:
        bench.health.lists_nobody("s2")
        assert await bench.desk.command(Advance(leaves="")) is None
        for _ in range(20):
            await bench.poll(("T1",), source="s1")
        assert bench.health.readings["T2"].health is Health.DOWN


async def test_a_console_that_takes_over_does_not_hold_the_leg_of_one_platform_against_another(
    tmp_path: Path,
) -> None:
    async with on(tmp_path, sources=2) as bench:
        for source, rooms in (("s2", ()), ("s1", ("T1",))):
            await bench.poll(rooms, source=source)
        again = HealthDesk(
            conference(points=roster(), sources=2),
            bench.desk,
            bench.live,
            bench.clock,
            lease=Lease("c1", 1),
            changed=lambda: None,
        )
        taken = bench._replace(health=again)
        for _ in range(20):
            await taken.poll((), source="s2")
        assert bench.desk.state.point("T1").health is Health.OK
        assert "T1" not in again.readings, "who had it has not answered the new console"


async def test_a_room_is_called_down_when_its_hold_off_ends_and_an_incident_with_it(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        opened = asyncio.Event()
        bench.desk.subscribe(lambda _: opened.set() if bench.desk.state.incidents else None)
        assert await bench.desk.command(Advance(leaves="")) is None
        everybody = [point.code for point in roster()]
        await bench.poll(everybody)
        await bench.says("s1", "ok", answered_ns=bench.clock.real_ns(), interval_s=60.0)
        bench.clock.advance(2)
        quiet = tuple(Participant(ref=f"{c}#1", name=c, quality=1) for c in everybody if c != "TC00")
        gone_ns = bench.clock.real_ns()
        await bench.says("s1", "ok", answered_ns=gone_ns, interval_s=60.0)
        await bench.health.on_snapshot(Snapshot(source="s1", observed_ns=gone_ns, participants=quiet))
        assert bench.desk.state.point("TC00").health is Health.OK
        watching = asyncio.create_task(watch_hold_offs(bench.health, bench.clock))
        bench.clock.advance(6)
        bench.health.heard.set()
        async with asyncio.timeout(10):
            await opened.wait()
        watching.cancel()
        assert bench.desk.state.point("TC00").health is Health.DOWN
        assert (await bench.live.readings())["TC00"].health is Health.DOWN


async def test_a_hold_off_that_ends_while_the_source_is_silent_calls_nobody_down(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        await bench.poll()
        await bench.poll([code for code in ROOMS if code != "T1"])
        assert bench.health.due_ns() is not None
        bench.clock.advance(25)
        assert bench.health.due_ns() is None, "its last word is older than two polls"
        await bench.health.ripen()
        assert bench.desk.state.point("T1").health is Health.OK
        await bench.says("s1", "lost")
        await bench.health.ripen()
        assert bench.desk.state.point("T1").health is Health.OK
        await bench.poll([code for code in ROOMS if code != "T1"])
        assert bench.desk.state.point("T1").health is Health.DOWN, (
            "it answers again, and has not seen it since"
        )


async def test_what_is_read_from_a_file_that_nobody_writes_any_more_says_nothing(tmp_path: Path) -> None:
    async with on(tmp_path) as bench:
        for _ in range(3):
            await bench.poll(age_s=100)
        assert bench.health.readings == {}
        assert bench.telemetry() == []
        await bench.poll(age_s=1)
        assert bench.health.readings["T1"].health is Health.OK
        before = bench.telemetry()
        for _ in range(3):
            await bench.poll((), age_s=5)
        assert bench.telemetry() == before, "neither well nor gone: not seen"


async def test_a_room_of_an_old_file_is_spoken_for_by_who_sees_it_now(tmp_path: Path) -> None:
    async with on(tmp_path, sources=2) as bench:
        await bench.poll(("T1",), source="s1", age_s=1)
        await bench.poll(("T1",), source="s2")
        assert bench.health.readings["T1"].source == "s1"
        await bench.poll(("T1",), source="s1", age_s=5)
        assert bench.health.readings["T1"].source == "s2"
        await bench.poll(("T1",), source="s1", age_s=0)
        await bench.poll((), source="s2")
        assert bench.health.readings["T1"].source == "s1", "written anew: it has the room in its call"
