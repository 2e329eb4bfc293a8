"""How every point fares, as shown, and the sums by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from data.folder.model import LEVELS, Conference
from data.health.reading import Health, Reading
from data.health.telemetry import shown_health
from data.state import ConferenceState


class LevelCount(msgspec.Struct, frozen=True):
    """How the points of one level fare; `counts` by Health value."""

    level: str
    expected: int
    counts: dict[str, int]


class Board(msgspec.Struct, frozen=True, eq=False):
    """Shown health of every point, and its sums. Rebuilt only when health or freshness changed."""

    health: dict[str, Health]
    levels: tuple[LevelCount, ...]
    total: LevelCount


class BoardMaker:
    """Makes boards of one roster; keeps the last one, for most pictures change nobody's health."""

    def __init__(self, conference: Conference) -> None:
        self._codes = [point.code for point in conference.points]
        self._levels = _by_level(conference)
        self._made: Board | None = None
        self._made_of: tuple[object, bool] = (None, False)

    def by_source(
        self, state: ConferenceState, readings: Mapping[str, Reading], fresh: Mapping[str, bool]
    ) -> Board:
        """When only some sources answer, a point is as fresh as the source that speaks for it."""
        if len(set(fresh.values())) < 2:
            return self.of(state, fresh=any(fresh.values()))
        seen = {code for code, reading in readings.items() if fresh.get(reading.source)}
        return self._make(
            {
                code: shown_health(known.health, source_fresh=known.said is not None or code in seen)
                for code, known in state.points.items()
            }
        )

    def of(self, state: ConferenceState, *, fresh: bool) -> Board:
        """Health to show for every point of the roster, when all sources are fresh, or none."""
        if self._made is None or self._made_of[0] is not state.points or self._made_of[1] != fresh:
            shown = {kind: shown_health(kind, source_fresh=fresh) for kind in Health}
            known = {
                code: shown[point.health] if point.said is None else point.health
                for code, point in state.points.items()
            }
            self._made, self._made_of = self._make(known), (state.points, fresh)
        return self._made

    def _make(self, known: Mapping[str, Health]) -> Board:
        health = {code: known.get(code, Health.UNKNOWN) for code in self._codes}
        levels = tuple(_count(level, codes, health) for level, codes in self._levels.items())
        return Board(health, levels, _sum(levels))


def _by_level(conference: Conference) -> dict[str, list[str]]:
    """Point codes by level: the known levels first, in their order, then the roster's own."""
    levels: dict[str, list[str]] = {level: [] for level in LEVELS}
    for point in conference.points:
        levels.setdefault(point.level, []).append(point.code)
    return {level: codes for level, codes in levels.items() if codes}


def _count(level: str, codes: list[str], health: Mapping[str, Health]) -> LevelCount:
    found = Counter(map(health.__getitem__, codes))
    return LevelCount(level, len(codes), {str(kind): found[kind] for kind in Health})


def _sum(levels: Sequence[LevelCount]) -> LevelCount:
    counts = {str(kind): sum(level.counts[kind] for level in levels) for kind in Health}
    return LevelCount("total", sum(level.expected for level in levels), counts)
