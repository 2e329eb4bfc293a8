"""A day of the simulated platform on a clock of its own, seen as the console sees it, without a socket.

World → participants → readings → record → incidents, poll by poll. The bytes on the wire are left out
(another bench has them); `check_wire` compares one poll with what the adapter reads from those bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec
from kit.clock import PacedClock
from kit.conference import FoldingLog, item, running

from adapters.errors import AdapterError, TimedOut
from adapters.pexip.payload import parse_roster, parse_streams
from adapters.simulator.media import WINDOW_S
from adapters.simulator.pexip_api import Service
from adapters.simulator.scenario import Step
from adapters.simulator.world import World, WorldParticipant
from console.polling.pacing import LOST_AFTER_FAILURES, pause_s
from console.ranking import ranked
from console.terminal.ringing import Bell
from data.events import Event
from data.folder.model import BridgePoint, Thresholds
from data.health.observation import Observation
from data.health.reading import Participant, Presence, Reading, Snapshot, SourceStatus, Stream
from data.health.telemetry import point_facts, source_facts
from data.incidents.changes import changes
from data.points.attention import attended
from data.units import NS_PER_S

SOURCE, INTERVAL_S, TIMEOUT_S = "s1", 2.0, 5.0
STREAMS_PER_POLL = 8
OPENING_S = 60.0
LIMITS = Thresholds()


class Seen(msgspec.Struct, frozen=True):
    """One poll: its second of real time, whether it was answered, what it wrote, how often it rang.

    Or (`poll` False) the end of a hold-off between two.
    """

    t: float
    answered: bool
    events: tuple[Event, ...]
    rings: int
    poll: bool = True


class SimulatedDay:
    """Items of `item_s` seconds, one point of `speakers` each, advanced on the second; polls `every_s`.

    The conference and the world run at `pace`; polls, time-outs and patience in real seconds, as in a demo.
    """

    def __init__(
        self,
        points: Sequence[BridgePoint],
        steps: Sequence[Step],
        speakers: Sequence[str],
        item_s: float,
        *,
        every_s: float = INTERVAL_S,
        pace: float = 1.0,
    ) -> None:
        self.points = {point.code: point for point in points}
        self.world = World(points, 1, steps, pace=pace)
        items = [item(f"m{n}", item_s / 60, point=code) for n, code in enumerate(speakers)]
        self.log: FoldingLog = running(items, clock=PacedClock(pace))
        self.observation = Observation(SOURCE, points, LIMITS, self.log.state)
        self.status = SourceStatus(name=SOURCE, boot=self.log.clock.boot, interval_s=every_s)
        self._service = Service(self.world, self.log.clock.utc_ms, "c")
        self._began_ns = self.log.clock.real_ns()
        self._item_s, self._every_s, self._pace = item_s, every_s, pace
        self._known: dict[str, tuple[tuple[object, ...], Participant]] = {}
        self._steady: dict[str, Participant] = {}
        self._failures = 0
        self._bell = Bell()
        self._slots = 0
        self._changed: dict[str, Reading] = {}

    @property
    def t(self) -> float:
        """Real seconds since the world began."""
        return (self.log.clock.real_ns() - self._began_ns) / NS_PER_S

    @property
    def world_t(self) -> float:
        """Seconds of the world since it began."""
        return self.t * self._pace

    def polls(self, until_s: float, lost: frozenset[int] = frozenset()) -> Iterator[Seen]:
        """Poll until `until_s`; the polls whose numbers are in `lost` are never answered."""
        number = 0
        while self.t < until_s:
            number += 1
            started, written, rings = self.t, len(self.log.events), self._advance()
            error = TimedOut() if number in lost else self._weather(started)
            if error is None:
                self._take(started)
            else:
                self._fail(error)
            rings += self._settle()
            yield Seen(started, error is None, tuple(self.log.events[written:]), rings)
            pause = pause_s(self._every_s, self._failures, error, 0.5)
            yield from self._wait(pause if pause is not None else self._every_s)

    def _wait(self, pause: float) -> Iterator[Seen]:
        """Until the next poll; hold-offs that end meanwhile end on time."""
        clock = self.log.clock
        until_ns = clock.real_ns() + round(pause * NS_PER_S)
        while (
            due_ns := self.observation.due_ns(attended(self.log.state))
        ) is not None and due_ns <= until_ns:
            clock.advance(max(0, due_ns - clock.real_ns()) / NS_PER_S)
            if self.status.state != "ok" or not self.status.is_fresh(
                clock.boot, clock.real_ns(), LIMITS.stale_after_polls
            ):
                break
            written = len(self.log.events)
            self._changed = self.observation.ripen(clock.real_ns(), attended(self.log.state))
            rings = self._settle()
            yield Seen(self.t, True, tuple(self.log.events[written:]), rings, poll=False)
        clock.advance(max(0, until_ns - clock.real_ns()) / NS_PER_S)

    def on_air(self) -> str:
        """The point on air."""
        current = self.log.state.item(self.log.state.on_air)
        return current.point if current else ""

    def _advance(self) -> int:
        due = self.world_t >= OPENING_S + self._slots * self._item_s
        if due and not self.log.state.ended:
            self._slots += 1
            self.log.advance()
            return self._settle()
        return 0

    def _weather(self, t: float) -> AdapterError | None:
        weather = self.world.weather(t * self._pace)
        if weather.hangs or weather.delay_s >= TIMEOUT_S:
            self.log.clock.advance(TIMEOUT_S)
            return TimedOut()
        self.log.clock.advance(weather.delay_s)
        return None if weather.status == 200 else AdapterError(str(weather.status))

    def _fail(self, error: AdapterError) -> None:
        self._failures += 1
        if self._failures >= LOST_AFTER_FAILURES:
            self.status = msgspec.structs.replace(self.status, state="lost", error=error.code)

    def _take(self, t: float) -> None:
        self._failures = 0
        at_ns = self._began_ns + round(t * NS_PER_S)
        self.status = msgspec.structs.replace(self.status, state="ok", error="", answered_ns=at_ns)
        state = self.log.state
        self._changed = self.observation.take(
            Snapshot(source=SOURCE, observed_ns=at_ns, participants=tuple(self._legs(t * self._pace))),
            expected=t * self._pace >= OPENING_S / 2,
            attended=attended(state),
            on_air=self.on_air(),
        )

    def _settle(self) -> int:
        """Write until nothing is left to say; how often it rang."""
        log, now = self.log, self.log.clock.now()
        log.record(*source_facts(log.state, {SOURCE: self.status}, len(self.points), now))
        while facts := point_facts(log.state, self._changed.values(), LIMITS):
            log.record(*facts)
        while changed := changes(log.state, self.points, now):
            log.record(*changed)
        t_ns = log.state.t_ns(now)
        return int(self._bell.strikes_for(ranked(log.state, self.points, t_ns), log.state, t_ns))

    def _legs(self, t: float) -> Iterator[Participant]:
        watched = self.observation
        wanted = dict.fromkeys(
            (*attended(self.log.state), *watched.sick(), *watched.patrol(STREAMS_PER_POLL))
        )
        refs = frozenset(watched.refs(list(wanted))[:STREAMS_PER_POLL])
        present = self.world.present(t)
        halves = {leg.parent for leg in present if leg.parent}
        for leg in present:
            ref = leg.ref
            if ref in halves:
                continue
            told = self._steady.get(ref)
            if told is None:
                told = self._participant(self.world.seen(leg, t))
                if not leg.faults and t - leg.since > 2 * WINDOW_S:
                    self._steady[ref] = told
            yield self._with_streams(told, t) if ref in refs else told

    def _participant(self, each: WorldParticipant) -> Participant:
        """The same object for as long as nothing about it changes."""
        key = (each.name, each.server_muted, each.room_muted, each.quality)
        known = self._known.get(each.ref)
        if known is None or known[0] != key:
            known = self._known[each.ref] = (key, self._made(each))
        return known[1]

    def _made(self, each: WorldParticipant) -> Participant:
        return Participant(
            ref=each.ref,
            name=each.name,
            alias=each.leg.alias,
            address=each.leg.address,
            presence=Presence.SIGNALLING if each.leg.signalling else Presence.MEDIA,
            role=each.leg.role,
            mute_local=each.room_muted,
            mute_server=each.server_muted,
            quality=each.quality,
        )

    def _with_streams(self, leg: Participant, t: float) -> Participant:
        streams: list[Stream] = []
        if payload := self._service.media_streams(t, leg.ref):
            streams = parse_streams(payload)
        return msgspec.structs.replace(leg, streams=tuple(streams))

    def check_wire(self) -> None:
        """Raise AssertionError unless the adapter reads the same rooms from the platform's own bytes."""
        t = self.world_t
        payload = self._service.roster(t, {"limit": "0"})
        assert payload is not None
        told = {leg.ref: leg for leg in parse_roster(payload)}
        here = {leg.ref: leg for leg in self._legs(t)}
        assert told.keys() == here.keys()
        for ref, leg in here.items():
            for field in ("alias", "presence", "mute_local", "mute_server", "quality"):
                assert getattr(leg, field) == getattr(told[ref], field), (ref, field)


def spread(count: int, start_s: float, end_s: float) -> list[float]:
    """`count` instants, evenly between two."""
    step = (end_s - start_s) / count
    return [math.floor(start_s + step * n) + 0.7 for n in range(count)]
