"""What each point went through, from its joins, leaves and changes of health alone.

At any instant a point is one of four things. UNSEEN: nobody could see it (its source did not answer,
or no figure was ever taken). ABSENT: known not to be there, and never there before. UP: in the call
with sound and picture, good or poor. LOST: it had been there, and was out of the call or without media.
What comes after the end of the time looked at says nothing: who first joins then was not at the conference.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from data import events as ev
from data.events import Event
from data.folder.model import BridgePoint
from data.health.reading import Health
from data.reports.figure import NO_ROWS, Rows, rows_of
from data.units import NS_PER_MS


class Status(IntEnum):
    """Where a point stands."""

    UNSEEN = 0
    ABSENT = 1
    UP = 2
    LOST = 3


class PointFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A point in the time looked at. `times_lost` counts the losses that began or lasted in it."""

    point: BridgePoint
    first_joined_ms: int | None
    on_time: bool
    times_lost: int
    longest_lost_ms: int
    up_ms: int
    lost_ms: int
    absent_ms: int
    unseen_ms: int
    rows: Rows
    joined_rows: Rows
    lost_rows: Rows
    spans: tuple[tuple[int, int, Status], ...]
    """(from, to, status) in conference nanoseconds, without gaps."""

    @property
    def lost_spans(self) -> tuple[tuple[int, int], ...]:
        """(from, to) of each loss."""
        return tuple((start, end) for start, end, status in self.spans if status is Status.LOST)

    @property
    def availability(self) -> float | None:
        """The share (0 to 1) of the time in which it could be seen that it was up; None: never seen."""
        seen_ms = self.up_ms + self.lost_ms + self.absent_ms
        return self.up_ms / seen_ms if seen_ms else None


class Course:
    """The way of one point through the day; times are conference nanoseconds, never falling."""

    def __init__(self, point: BridgePoint) -> None:
        self.point = point
        self.source = ""
        self.joined = self.seen = False
        self.health = Health.UNKNOWN.value
        self._first: tuple[int, int, int] | None = None
        self._row_times, self._rows = array("q"), array("q")
        self._times: list[int] = []
        self._statuses: list[Status] = []
        self._seqs: list[int] = []
        self._sums: list[tuple[int, ...]] = []

    def status(self, dark: set[str]) -> Status:
        """Where it stands while the sources in `dark` do not answer."""
        if dark and (self.source in dark or not self.source):
            return Status.UNSEEN
        if not self.seen:
            return Status.ABSENT if self.health == Health.DOWN else Status.UNSEEN
        if not self.joined or self.health == Health.DOWN:
            return Status.LOST
        return Status.UP if self.health in (Health.OK, Health.DEGRADED) else Status.UNSEEN

    def join(self, t_ns: int, event: Event) -> None:
        """A row that says it is in the call; the first one is kept."""
        self.joined = self.seen = True
        if self._first is None:
            self._first = (t_ns, event.at.utc_ms, event.seq)

    def cite(self, t_ns: int, seq: int) -> None:
        """Row `seq` tells of it."""
        self._row_times.append(t_ns)
        self._rows.append(seq)

    def joined_by(self, t_ns: int) -> bool:
        """Whether it had been in the call by then."""
        return self._first is not None and self._first[0] <= t_ns

    def _rows_by(self, t_ns: int) -> Rows:
        count = bisect_right(self._row_times, t_ns)
        return Rows(self._rows[0], self._rows[count - 1], count) if count else NO_ROWS

    def turn(self, t_ns: int, status: Status, seq: int) -> None:
        """From `t_ns` on it is `status`, by row `seq`."""
        if self._statuses and self._statuses[-1] is status:
            return
        self._sums.append(self._sum(t_ns))
        self._times.append(t_ns)
        self._statuses.append(status)
        self._seqs.append(seq)

    def _sum(self, t_ns: int) -> tuple[int, ...]:
        """Nanoseconds spent in each status from the first turn to `t_ns`."""
        at = bisect_right(self._times, t_ns) - 1
        if at < 0:
            return (0, 0, 0, 0)
        spent = list(self._sums[at])
        spent[self._statuses[at]] += t_ns - self._times[at]
        return tuple(spent)

    def spent_ms(self, from_ns: int, to_ns: int) -> dict[Status, int]:
        """Milliseconds in each status between two instants; before its first row it is unseen."""
        first = self._times[0] if self._times else to_ns
        before = max(0, min(first, to_ns) - from_ns)
        spent = [b - a for a, b in zip(self._sum(from_ns), self._sum(max(from_ns, to_ns)), strict=True)]
        spent[Status.UNSEEN] += before
        return {status: spent[status] // NS_PER_MS for status in Status}

    def spans(self, from_ns: int, to_ns: int) -> Iterable[tuple[int, int, Status, int]]:
        """(from, to, status, row) of everything between two instants; row 0: nobody had said anything."""
        starts, ends = [from_ns, *self._times], [*self._times, to_ns]
        statuses, seqs = [Status.UNSEEN, *self._statuses], [0, *self._seqs]
        for start, end, status, seq in zip(starts, ends, statuses, seqs, strict=True):
            if max(start, from_ns) < min(end, to_ns):
                yield max(start, from_ns), min(end, to_ns), status, seq

    def lost_rows(self, from_ns: int, to_ns: int) -> Rows:
        """The rows by which it was lost between two instants."""
        return rows_of(
            seq for _start, _end, status, seq in self.spans(from_ns, to_ns) if status is Status.LOST
        )

    def figures(self, from_ns: int, to_ns: int, due_ms: int | None) -> PointFigures:
        """Everything about it between two instants; on time is in the call by `due_ms` of the wall."""
        spent = self.spent_ms(from_ns, to_ns)
        spans = list(self.spans(from_ns, to_ns))
        losses = [(end - start, seq) for start, end, status, seq in spans if status is Status.LOST]
        _at_ns, first, row = self._first if self._first and self.joined_by(to_ns) else (0, None, 0)
        return PointFigures(
            point=self.point,
            first_joined_ms=first,
            on_time=first is not None and due_ms is not None and first <= due_ms,
            times_lost=len(losses),
            longest_lost_ms=max((long for long, _seq in losses), default=0) // NS_PER_MS,
            up_ms=spent[Status.UP],
            lost_ms=spent[Status.LOST],
            absent_ms=spent[Status.ABSENT],
            unseen_ms=spent[Status.UNSEEN],
            rows=self._rows_by(to_ns),
            joined_rows=Rows(row, row, 1) if row else NO_ROWS,
            lost_rows=self.lost_rows(from_ns, to_ns),
            spans=tuple((start, end, status) for start, end, status, _seq in spans),
        )


class Courses:
    """The courses of all points of a roster; rows about other points are counted in `strangers`."""

    def __init__(self, roster: Iterable[BridgePoint]) -> None:
        self.by_code = {point.code: Course(point) for point in roster}
        self.strangers = NO_ROWS
        self._dark: set[str] = set()

    def joined_after(self, t_ns: int) -> frozenset[str]:
        """The rooms whose first join came only then."""
        return frozenset(
            code for code, course in self.by_code.items() if course.seen and not course.joined_by(t_ns)
        )

    def take(self, event: Event, t_ns: int) -> None:
        """One more row, at conference time `t_ns`."""
        body = event.body
        if isinstance(body, ev.SourceLost | ev.SourceRecovered):
            change = self._dark.add if isinstance(body, ev.SourceLost) else self._dark.discard
            change(body.source)
            for course in self.by_code.values():
                course.turn(t_ns, course.status(self._dark), event.seq)
        elif isinstance(body, ev.PointJoined | ev.PointLeft | ev.HealthChanged):
            course_of = self.by_code.get(event.point or "")
            if course_of is None:
                self.strangers = self.strangers.plus(event.seq)
            else:
                self._point(course_of, event, t_ns)

    def _point(self, course: Course, event: Event, t_ns: int) -> None:
        match event.body:
            case ev.PointJoined(source=source):
                course.source = source
                course.join(t_ns, event)
            case ev.PointLeft(source=source):
                course.source, course.joined = source, False
            case ev.HealthChanged(source=source, now=now):
                course.source, course.health = source, now
        course.cite(t_ns, event.seq)
        course.turn(t_ns, course.status(self._dark), event.seq)
