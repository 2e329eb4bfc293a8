"""The quality of every point, minute by minute: what readings leave behind when they are gone. Pure.

Raw readings are no events. What stays of them is one row a point a minute: the least, the mean and
the most of each figure that was measured in it, and for how long the point was seen, sick and down.
Missing is not zero: a figure that nobody measured is None, and time in which no source answered is
counted in no column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec

from data.clock import Moment
from data.health.reading import Health, Reading
from data.units import MS_PER_MINUTE, NS_PER_MS, NS_PER_S

LONGEST_GAP_NS = 5 * NS_PER_S
"""Of the machine's own time. Who did not look for longer than that cannot say what was in between."""

FIGURES = ("audio_loss_pct", "video_loss_pct", "jitter_ms", "rtt_ms", "bitrate_bps")
"""Fields of a `Reading`, in the order in which rows have them."""


class Spread(msgspec.Struct, frozen=True):
    """A figure over a minute: the least, the mean and the most of `count` measurements."""

    least: float
    mean: float
    most: float
    count: int


class QualityRow(msgspec.Struct, frozen=True):
    """One point in one minute; `minute` counts from 1970 (UTC).

    Seconds are conference time: `seen_s` in which its source answered, of these `degraded_s` and
    `down_s` in which the point was so. `spreads` are in the order of `FIGURES`.
    """

    minute: int
    point: str
    seen_s: float
    degraded_s: float
    down_s: float
    spreads: tuple[Spread | None, ...]


class _Cell:
    """A point in the minute that is still running."""

    __slots__ = ("degraded_ns", "down_ns", "seen_ns", "sums")

    def __init__(self) -> None:
        self.seen_ns = 0
        self.degraded_ns = 0
        self.down_ns = 0
        self.sums: list[list[float] | None] = [None] * len(FIGURES)

    def measure(self, reading: Reading) -> None:
        for at, name in enumerate(FIGURES):
            value = getattr(reading, name)
            if value is None:
                continue
            kept = self.sums[at]
            if kept is None:
                self.sums[at] = [value, value, value, 1]
            else:
                kept[0], kept[1] = min(kept[0], value), kept[1] + value
                kept[2], kept[3] = max(kept[2], value), kept[3] + 1

    def row(self, minute: int, point: str) -> QualityRow:
        spreads = tuple(
            None if each is None else Spread(each[0], each[1] / each[3], each[2], int(each[3]))
            for each in self.sums
        )
        seen, degraded, down = (
            round(ns / NS_PER_S, 3) for ns in (self.seen_ns, self.degraded_ns, self.down_ns)
        )
        return QualityRow(minute, point, seen, degraded, down, spreads)


class Minutes:
    """Gathers the running minute. Call `take` about once a second, `close` at the end."""

    def __init__(self) -> None:
        self._minute: int | None = None
        self._cells: dict[str, _Cell] = {}
        self._measured: dict[str, int] = {}
        self._before: tuple[Moment, int] | None = None

    def take(
        self, readings: Mapping[str, Reading], fresh: Collection[str], now: Moment, real_ns: int
    ) -> list[QualityRow]:
        """Take in how things stand at `now`; the rows of the minutes that are over.

        `fresh` are the sources that answer. The time since the last call counts for the health that a
        point has now. `real_ns` is `Clock.real_ns`: a demo's minutes may be shorter than a minute.
        """
        done: list[QualityRow] = []
        for minute, lasted_ns in self._stretches(now, real_ns):
            if minute != self._minute:
                done += self.close()
                self._minute = minute
            for reading in readings.values():
                if reading.source in fresh:
                    self._lived(reading, lasted_ns)
        for code, reading in readings.items():
            measured_ns = reading.streams_ns
            if measured_ns is not None and measured_ns != self._measured.get(code):
                self._measured[code] = measured_ns
                self._cell(code).measure(reading)
        return done

    def close(self) -> list[QualityRow]:
        """The rows of the running minute, which begins anew."""
        cells, self._cells = self._cells, {}
        minute = self._minute
        return [] if minute is None else [cell.row(minute, code) for code, cell in cells.items()]

    def _stretches(self, now: Moment, real_ns: int) -> Iterator[tuple[int, int]]:
        """(minute, nanoseconds in it) since the last look, by the wall clock as it reads now."""
        before, self._before = self._before, (now, real_ns)
        lasted_ns = 0
        if before is not None and before[0].boot == now.boot and 0 <= real_ns - before[1] <= LONGEST_GAP_NS:
            lasted_ns = max(0, now.mono_ns - before[0].mono_ns)
        end_ns = now.utc_ms * NS_PER_MS
        minute_ns, at_ns = MS_PER_MINUTE * NS_PER_MS, end_ns - lasted_ns
        while end_ns - at_ns > 0 and at_ns // minute_ns < end_ns // minute_ns:
            edge_ns = (at_ns // minute_ns + 1) * minute_ns
            yield at_ns // minute_ns, edge_ns - at_ns
            at_ns = edge_ns
        yield end_ns // minute_ns, end_ns - at_ns

    def _lived(self, reading: Reading, lasted_ns: int) -> None:
        cell = self._cell(reading.point)
        cell.seen_ns += lasted_ns
        if reading.health is Health.DOWN:
            cell.down_ns += lasted_ns
        elif reading.health is Health.DEGRADED:
            cell.degraded_ns += lasted_ns

    def _cell(self, code: str) -> _Cell:
        cell = self._cells.get(code)
        if cell is None:
            cell = self._cells[code] = _Cell()
        return cell
