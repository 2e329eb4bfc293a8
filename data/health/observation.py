"""From a source's snapshots to a reading per bridge point. Holds the memory between polls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

import msgspec

from data.folder.model import BridgePoint, Thresholds
from data.health.line import observe_line
from data.health.patience import ripe_ns, ripened
from data.health.reading import Health, Line, Participant, Reading, ShownCall, Snapshot
from data.health.recognition import Recognition
from data.health.verdict import Track, observe
from data.matching.state import Named
from data.state import ConferenceState


class _Rest(NamedTuple):
    """Legs of which nothing more is to be said while they say the same, and until when that is so."""

    legs: Sequence[Participant]
    until_ns: int | None


class _Poll(NamedTuple):
    """When a source was looked at, whether it told of all rooms, and what `Observation.take` was given."""

    at_ns: int
    partial: bool
    expected: bool
    attended: Collection[str]
    on_air: str


class Observation:
    """The readings of one source. `readings` keeps the same object while nothing changed."""

    def __init__(
        self, source: str, points: Sequence[BridgePoint], limits: Thresholds, state: ConferenceState
    ) -> None:
        self.source = source
        self.readings: dict[str, Reading] = {}
        self.unmatched: tuple[Participant, ...] = ()
        self.doubles: tuple[ShownCall, ...] = ()
        self._codes = [point.code for point in points]
        self._limits = limits
        self._recognition = Recognition(source, points, state.names)
        self._resting: dict[str, _Rest] = {}
        self._tracks = {code: _resumed(state, code, source) for code in self._codes}
        self._relayed = frozenset(point.code for point in points if point.cascade_of)
        self._lines: dict[str, Track] = {}
        self._falling: dict[str, Track] = {}
        self._looked = dict.fromkeys(self._codes, 0)
        self._observed_ns: int | None = None

    def take(
        self,
        snapshot: Snapshot,
        *,
        expected: bool,
        attended: Collection[str],
        on_air: str = "",
        names: Mapping[str, Named] | None = None,
    ) -> dict[str, Reading]:
        """Read one snapshot; returns the readings that changed, by point.

        `expected`: rooms that have not come by now are a fault. `attended`: points with the short
        hold-off; `on_air` the one that is listened to.
        `names`: what people decided by now (None: as before). A snapshot from before the last one
        says nothing, and one of the same instant nothing new.
        """
        at_ns, heard_ns = snapshot.observed_ns, self._observed_ns
        taught = names is not None and not self._recognition.knows(names)
        if heard_ns is not None and (at_ns < heard_ns or (at_ns == heard_ns and not taught)):
            return {}
        self._observed_ns = at_ns
        if names is not None and taught:
            self._recognition.learn(names)
            self._resting.clear()  # decisions hold from this poll on, for legs that say nothing new as well
        by_point, self.unmatched = self._recognition.sorted_out(snapshot, self._tracks)
        self.doubles = _doubles(by_point)
        poll = _Poll(at_ns, snapshot.partial, expected, attended, on_air)
        changed: dict[str, Reading] = {}
        for code in self._codes:
            legs = by_point.get(code, ())
            if legs and code != on_air and self._is_resting(code, legs, at_ns):
                continue
            if (reading := self._room(code, legs, poll)) is not None:
                self.readings[code] = changed[code] = reading
        for line in snapshot.lines:
            changed |= self._line(line, poll)
        return changed

    def _room(self, code: str, legs: Sequence[Participant], poll: _Poll) -> Reading | None:
        """What a poll says of one room, with the calls that it has; None when that is nothing new."""
        if not legs and poll.partial:
            self._falling.pop(code, None)
            return None
        before, track = self.readings.get(code), self._tracks[code]
        if before is not None and not legs and self._stays_away(code, before, expected=poll.expected):
            return None
        reading = observe(
            track,
            code,
            self.source,
            legs,
            poll.at_ns,
            expected=poll.expected,
            attended=code in poll.attended,
            limits=self._limits,
            before=before,
            on_air=code == poll.on_air,
            misnamed=any(map(self._recognition.is_misnamed, legs)),
            relayed=code in self._relayed,
        )
        self._rest(code, legs, reading)
        self._note_fall(code, track)
        if reading.streams_ns == poll.at_ns:
            self._looked[code] = poll.at_ns
        return reading if before is None or _tells_more(reading, before) else None

    def has_had(self, code: str) -> bool:
        """Whether this source ever had the point in its call, as far as this console knows."""
        return bool(self._tracks[code].ref)

    def _line(self, line: Line, poll: _Poll) -> dict[str, Reading]:
        """What a probe says of the line to a room; {} when that is nothing new, or no room of ours."""
        code = self._recognition.point_of(line.name, line.name)
        if code is None:
            return {}
        track = self._lines.setdefault(code, Track())
        reading = observe_line(
            track,
            code,
            self.source,
            line,
            poll.at_ns,
            expected=poll.expected,
            attended=code in poll.attended,
            limits=self._limits,
        )
        self._note_fall(code, track)
        before = self.readings.get(code)
        if before is not None and not _tells_more(reading, before):
            return {}
        self.readings[code] = reading
        return {code: reading}

    def _note_fall(self, code: str, track: Track) -> None:
        if track.is_falling:
            self._falling[code] = track
        else:
            self._falling.pop(code, None)

    def due_ns(self, attended: Collection[str]) -> int | None:
        """When the next hold-off ends, if nothing else is said until then; None when none is running."""
        ends = (
            ripe_ns(track.down_since_ns, self._hold_off_s(code, attended))
            for code, track in self._falling.items()
            if track.down_since_ns is not None
        )
        return min(ends, default=None)

    def ripen(self, at_ns: int, attended: Collection[str]) -> dict[str, Reading]:
        """Call down what has been so for its hold-off by `at_ns`; returns those readings.

        For a source that still answers: its last word on them holds.
        """
        found: dict[str, Reading] = {}
        for code, track in list(self._falling.items()):
            if ripened(track, at_ns, self._hold_off_s(code, attended)):
                track.shown, track.shown_reason = Health.DOWN, track.down_reason
                del self._falling[code]
                found[code] = self.readings[code] = msgspec.structs.replace(
                    self.readings[code], health=Health.DOWN, reason=track.down_reason, checking=False
                )
        return found

    def _hold_off_s(self, code: str, attended: Collection[str]) -> float:
        return self._limits.hold_off_for(attended=code in attended)

    def refs(self, codes: Sequence[str]) -> list[str]:
        """The legs to ask streams of, for these points, where known."""
        return [reading.ref for code in codes if (reading := self.readings.get(code)) and reading.ref]

    def sick(self) -> list[str]:
        """Points whose last reading is not good, those first whose media were not looked at for longest."""
        found = [
            code
            for code, reading in self.readings.items()
            if reading.health is Health.DEGRADED or reading.checking or self._tracks[code].is_hurt
        ]
        return sorted(found, key=self._looked.__getitem__)

    def patrol(self, count: int, among: Iterable[str] | None = None) -> list[str]:
        """The points in the call (of `among`, where given) whose media were not looked at for longest.

        A roster cannot tell a room that is only listed from one that is there.
        """
        asked = self.readings if among is None else among
        here = (code for code in asked if (reading := self.readings.get(code)) and reading.ref)
        return nsmallest(count, here, key=self._looked.__getitem__)

    def _rest(self, code: str, legs: Sequence[Participant], reading: Reading) -> None:
        """While these legs say the same, and no clock of patience is running, there is nothing to look at."""
        track = self._tracks[code]
        held = track.measured
        is_held = held is not None and held.ref == reading.ref
        rests = (
            not reading.checking
            and track.is_at_rest
            and not any(leg.streams for leg in legs)
            and (reading.health is Health.UNKNOWN or is_held or all(leg.quality for leg in legs))
        )
        if legs and rests:
            self._resting[code] = _Rest(legs, None if held is None else held.until_ns)
        else:
            self._resting.pop(code, None)

    def _is_resting(self, code: str, legs: Sequence[Participant], at_ns: int) -> bool:
        rest = self._resting.get(code)
        return rest is not None and rest.legs == legs and (rest.until_ns is None or at_ns < rest.until_ns)

    def _stays_away(self, code: str, before: Reading, *, expected: bool) -> bool:
        """It was not there at the last poll either, and that is how it is shown."""
        if before.checking or before.legs:
            return False
        track = self._tracks[code]
        overdue = code not in self._relayed and (expected or track.ref)
        wanted = Health.DOWN if overdue else Health.UNKNOWN
        return before.health is wanted and (wanted is Health.DOWN or not any(track.windows))


def _doubles(by_point: Mapping[str, Sequence[Participant]]) -> tuple[ShownCall, ...]:
    return tuple(
        ShownCall(leg.name, leg.alias, code)
        for code, legs in by_point.items()
        if len(legs) > 1
        for leg in legs
    )


def _resumed(state: ConferenceState, code: str, source: str) -> Track:
    """A track that goes on from the record, for a console that takes over polling.

    The leg is that of the source that told of it; to another source the room has not come yet.
    """
    known = state.point(code)
    track = Track(known.health, known.reason)
    if known.source in ("", source):
        track.ref = known.ref
    return track


def _tells_more(reading: Reading, before: Reading) -> bool:
    """Whether anything but the instant differs."""
    return reading != msgspec.structs.replace(before, observed_ns=reading.observed_ns)
