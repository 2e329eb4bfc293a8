"""From a source's snapshots to a reading per bridge point. Holds the memory between polls."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from data.health import RECOVERY_POLLS, Track, observe
from data.matching import Binder
from data.model import BridgePoint, Thresholds
from data.reading import Health, Participant, Reading, Snapshot
from data.state import ConferenceState


class Observation:
    """The readings of one source. `readings` keeps the same object while nothing changed."""

    def __init__(
        self, source: str, points: Sequence[BridgePoint], limits: Thresholds, state: ConferenceState
    ) -> None:
        self.source = source
        self.readings: dict[str, Reading] = {}
        self.unmatched: tuple[Participant, ...] = ()
        self._codes = [point.code for point in points]
        self._limits = limits
        self._binder = Binder(points)
        self._tracks = {code: _resumed(state, code) for code in self._codes}
        self._legs: dict[str, Sequence[Participant]] = {}

    def take(self, snapshot: Snapshot, *, expected: bool, attended: Collection[str]) -> dict[str, Reading]:
        """Read one snapshot; returns the readings that changed, by point.

        `expected`: rooms that have not come by now are a fault. `attended`: points with the short
        hold-off.
        """
        bound = self._binder.bind_all(snapshot)
        self.unmatched = tuple(bound.unmatched)
        changed: dict[str, Reading] = {}
        for code in self._codes:
            legs = bound.by_point.get(code, ())
            before = self.readings.get(code)
            if before is not None and self._settled(code, legs, before, expected=expected):
                continue
            reading = observe(
                self._tracks[code],
                code,
                self.source,
                legs,
                snapshot.observed_ns,
                expected=expected,
                attended=code in attended,
                limits=self._limits,
                before=before,
            )
            self._legs[code] = legs
            if before is None or _tells_more(reading, before):
                self.readings[code] = changed[code] = reading
        return changed

    def refs(self, codes: Sequence[str]) -> list[str]:
        """The legs to ask streams of, for these points, where known."""
        return [reading.ref for code in codes if (reading := self.readings.get(code)) and reading.ref]

    def sick(self) -> list[str]:
        """Points whose last reading is not good, in roster order."""
        return [
            code
            for code, reading in self.readings.items()
            if reading.health is Health.DEGRADED or reading.checking
        ]

    def _settled(self, code: str, legs: Sequence[Participant], before: Reading, *, expected: bool) -> bool:
        """Nothing moved since the last poll, and no clock of patience is running."""
        if before.checking or legs != self._legs.get(code):
            return False
        track = self._tracks[code]
        if not legs:
            wanted = Health.DOWN if expected or track.ref else Health.UNKNOWN
            return before.health is wanted and (wanted is Health.DOWN or not any(track.windows))
        return track.good >= RECOVERY_POLLS and all(leg.quality and not leg.streams for leg in legs)


def _resumed(state: ConferenceState, code: str) -> Track:
    """A track that goes on from the record, for a console that takes over polling."""
    known = state.point(code)
    track = Track(known.health, known.reason)
    track.ref = known.ref
    return track


def _tells_more(reading: Reading, before: Reading) -> bool:
    """Whether anything but the instant differs."""
    return reading != msgspec.structs.replace(before, observed_ns=reading.observed_ns)


def counts(health: Mapping[str, Health], codes: Collection[str]) -> dict[str, int]:
    """How many of `codes` are in each health; a code without one is unknown."""
    totals = dict.fromkeys(Health, 0)
    for code in codes:
        totals[health.get(code, Health.UNKNOWN)] += 1
    return {str(kind): number for kind, number in totals.items()}
