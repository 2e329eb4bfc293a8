"""From snapshots to the record: readings of all sources, their transitions, their incidents.

Runs only in the console that holds the polling lease.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence

import msgspec

from adapters.base import THE_CALL
from console.desk import Desk
from console.polling.live import Live
from data.actions.checks import asks_after_the_call
from data.clock import Clock, Moment
from data.events import Fact
from data.folder.model import BridgePoint, Conference
from data.health.merging import Word, merged
from data.health.observation import Observation
from data.health.reading import Reading, ShownCall, Snapshot, SourceStatus
from data.health.telemetry import Lease, fenced, point_facts, source_facts
from data.incidents.changes import changes
from data.points.attention import attended, roles
from data.ruling import Refusal
from data.state import ConferenceState

Changed = Callable[[], None]
NAMES_TOLD = 200
"""A roster that matches nobody is a wrong roster: more names than that help no one."""
SPEAKERS, PATROL = 1, 8
"""So many who speak later, and so many rooms at all, are proposed besides; the adapter takes what it can."""


class HealthDesk:
    """One per lease. `readings` is what the screens show of each point.

    `heard` is set whenever something new was said, of rooms, sources or the programme. `fenced` turns True
    when another console took polling over; nothing is written after that.
    """

    def __init__(
        self,
        conference: Conference,
        desk: Desk,
        live: Live,
        clock: Clock,
        *,
        lease: Lease,
        changed: Changed,
    ) -> None:
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self.fenced = False
        self._conference = conference
        self._points: dict[str, BridgePoint] = {point.code: point for point in conference.points}
        self._desk = desk
        self._live = live
        self._clock = clock
        self._lease = lease
        self._changed = changed
        self._listless: set[str] = set()
        self._old: set[str] = set()
        self.heard = asyncio.Event()
        self._observations = {
            source.name: Observation(source.name, conference.points, conference.thresholds, desk.state)
            for source in conference.sources
        }

    def focus(self, source: str) -> Sequence[str]:
        """Legs to look at closely: on air and next, one who speaks later, the sick, a round of the others."""
        observation, state = self._observations[source], self._desk.state
        speakers = observation.patrol(SPEAKERS, roles(state))
        round_ = observation.patrol(PATROL)
        wanted = dict.fromkeys((*attended(state), *speakers, *observation.sick(), *round_))
        call = [THE_CALL] if asks_after_the_call(state, source) else []
        return call + observation.refs(list(wanted))

    def lists_nobody(self, source: str) -> None:
        """This source knows of no call: while it is silent, nothing is missed of who is in one."""
        self._listless.add(source)

    async def on_snapshot(self, snapshot: Snapshot) -> None:
        """Take one poll in: readings at once, transitions into the record.

        What was seen too long before it was asked for (a file that nobody writes any more) says nothing.
        """
        self.heard.set()
        if self._is_old(snapshot):
            await self._fell_silent(snapshot.source)
            return
        state = self._desk.state
        item = state.item(state.on_air)
        changed = self._observations[snapshot.source].take(
            snapshot,
            expected=self._is_expected(state),
            attended=attended(state),
            on_air=item.point if item else "",
            names=state.names,
        )
        self._tell_names(snapshot.source)
        if snapshot.source in self._old:
            self._old.discard(snapshot.source)
            changed = self._observations[snapshot.source].readings
        found = self._merge(changed)
        self._changed()
        await self._put(found)
        await self._write_points()
        await self.settle_incidents()

    def due_ns(self) -> int | None:
        """When the next hold-off ends (`Clock.real_ns`) of a room whose source goes on answering."""
        near = attended(self._desk.state)
        ends = (self._observations[name].due_ns(near) for name in self._speaking())
        return min((end for end in ends if end is not None), default=None)

    async def ripen(self) -> None:
        """Call down the rooms whose hold-off is over, without waiting for the next poll."""
        state, at_ns = self._desk.state, self._clock.real_ns()
        changed = [
            code
            for name in self._speaking()
            for code in self._observations[name].ripen(at_ns, attended(state))
        ]
        if found := self._merge(changed):
            self._changed()
            await self._put(found)
            await self._write_points()
            await self.settle_incidents()

    def _speaking(self) -> list[str]:
        """The sources whose last word is young enough to hold now."""
        boot, real_ns = self._clock.now().boot, self._clock.real_ns()
        polls = self._conference.thresholds.stale_after_polls
        return [
            name
            for name in self._observations
            if self._answers(name) and self.sources[name].is_fresh(boot, real_ns, polls)
        ]

    def _is_old(self, snapshot: Snapshot) -> bool:
        status = self.sources[snapshot.source]
        return snapshot.is_old(status.young_ns(self._conference.thresholds.stale_after_polls))

    async def _fell_silent(self, name: str) -> None:
        """It answers with what it said before: others who know the room speak for it now."""
        if name not in self._old:
            self._old.add(name)
            found = self._merge(self._observations[name].readings)
            self._changed()
            await self._put(found)
            await self._write_points()
            await self.settle_incidents()

    async def on_status(self, status: SourceStatus) -> None:
        """Take in how a source fares; a lost or found one is an event, and told until the log has it."""
        self.heard.set()
        before = self.sources.get(status.name)
        if before is not None:  # whom it knows is told with the next roster
            status = msgspec.structs.replace(status, unmatched=before.unmatched, doubles=before.doubles)
        self.sources[status.name] = status
        spoke = before is not None and before.state == "ok"
        found = []
        if len(self._observations) > 1 and spoke != (status.state == "ok"):
            found = self._merge(self._observations[status.name].readings)
        await self.write(self._source_facts)
        if before is None or before.state != status.state:
            if found:
                await self._write_points()
            await self.settle_incidents()
        if status.state != "ok":
            self._changed()
            await self._put(found)

    async def settle_incidents(self) -> None:
        """Open and resolve incidents so that they match health and agenda as they are now."""
        self.heard.set()
        await self._write_all(lambda state, now: changes(state, self._points, now))

    def _tell_names(self, source: str) -> None:
        """Beside the source's status: whom nobody knows, and who is there twice."""
        seen, status = self._observations[source], self.sources.get(source)
        if status is not None:
            unmatched = tuple(ShownCall(one.name, one.alias) for one in seen.unmatched[:NAMES_TOLD])
            self.sources[source] = msgspec.structs.replace(
                status, unmatched=unmatched, doubles=seen.doubles[:NAMES_TOLD]
            )

    async def _put(self, readings: Sequence[Reading]) -> None:
        """Into `live.db`, while it is ours: who slept through a takeover keeps what he saw before."""
        if not self.fenced and await self._live.lease_beat(self._lease.epoch, self._lease.console):
            await self._live.put(readings, list(self.sources.values()))
        else:
            self.fenced = True

    async def _write_points(self) -> None:
        """Append transitions until the record agrees with the readings."""
        await self._write_all(lambda state, _now: self._point_facts(state))

    async def _write_all(self, facts: Callable[[ConferenceState, Moment], Sequence[Fact]]) -> None:
        """Write batch by batch, until there is nothing left to say or the log takes nothing."""
        before = -1
        while not self.fenced and self._desk.state.seq != before:
            before = self._desk.state.seq
            await self.write(facts)

    def _point_facts(self, state: ConferenceState) -> list[Fact]:
        return point_facts(state, self.readings.values(), self._conference.thresholds)

    def _source_facts(self, state: ConferenceState, now: Moment) -> Sequence[Fact]:
        return source_facts(state, self.sources, len(self._points), now)

    async def write(self, facts: Callable[[ConferenceState, Moment], Sequence[Fact]]) -> None:
        """Decide once without the log; only when there is something to say, decide inside it."""
        if self.fenced or not facts(self._desk.state, self._clock.now()):
            return

        def decided(state: ConferenceState, now: Moment) -> Sequence[Fact] | Refusal:
            return fenced(state, self._lease) or tuple(facts(state, now))

        refusal = await self._desk.record(decided)
        if refusal is not None:
            self.fenced = True

    def _is_expected(self, state: ConferenceState) -> bool:
        """From 30 minutes before the start on, a room that never came is a fault."""
        due_ms = self._conference.start_ms - self._conference.thresholds.expected_before_s * 1000
        return state.opened_ms is not None or self._clock.now().utc_ms >= due_ms

    def _merge(self, codes: Iterable[str]) -> list[Reading]:
        """What is now to be shown of these points, where it is not what was."""
        found = []
        for code in codes:
            before, reading = self.readings.get(code), self._best(code)
            if reading is not None and reading is not before:
                self.readings[code] = reading
                found.append(reading)
        return found

    def _best(self, code: str) -> Reading | None:
        """One word of all that the sources say; None when nobody who answers could know."""
        words = [
            Word(reading, self._answers(name))
            for name, observation in self._observations.items()
            if (reading := observation.readings.get(code)) is not None
        ]
        if len(self._observations) == 1:
            return words[0].reading if words else None
        known = self._desk.state.point(code)
        had = {name for name, each in self._observations.items() if each.has_had(code)}
        return merged(
            words,
            self.readings.get(code),
            seen=known.seen or bool(had),
            unseen=self._is_unseen(had or {known.source} & self._observations.keys()),
        )

    def _is_unseen(self, had: Collection[str]) -> bool:
        """Whether who may have the room in its call is silent: those that had it, else any with a roster."""
        if had:
            return not any(map(self._answers, had))
        return any(not self._answers(name) for name in self._observations if name not in self._listless)

    def _answers(self, source: str) -> bool:
        status = self.sources.get(source)
        return status is not None and status.state == "ok" and source not in self._old
