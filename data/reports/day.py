"""The figures of the day, from the events alone. Pure; the record is read once, row by row.

Looked at is the time from the true opening to the end, or to the last row while it goes on; before the
opening nothing is lost, after the end nobody comes any more. Every figure names the rows that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from data import events as ev
from data.events import Event
from data.fold import fold
from data.folder.model import BridgePoint
from data.folder.roster_digest import roster_digest
from data.reports.figure import NO_ROWS, Figure, Rows
from data.reports.incidents import IncidentFigures, Incidents, SeverityFigures, by_severity
from data.reports.levels import LevelFigures, level_figures
from data.reports.points import Courses, PointFigures
from data.reports.presence import PresenceFigures, Presences
from data.reports.programme import (
    CauseFigures,
    ItemFigures,
    SumFigures,
    by_cause,
    item_figures,
    summed,
)
from data.state import EMPTY, ConferenceState
from data.timeline import Timeline


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `levels` ends with the total, whose level is "". `opened_ms` and `ended_ms` may be None.

    `from_ns` and `to_ns` bound the time looked at, in conference time; `roster_known` says whether the
    points given are those the record was made with; `strangers` are rows about points not among them.
    `presences` is by code, `asked` by id the row in which somebody asked to speak. `changes` are the rows
    that changed the programme or gave somebody the floor.
    """

    state: ConferenceState
    rows: int
    from_ns: int
    to_ns: int
    from_ms: int | None
    to_ms: int | None
    roster_known: bool
    strangers: Rows
    levels: tuple[LevelFigures, ...]
    points: tuple[PointFigures, ...]
    presences: Mapping[str, PresenceFigures]
    items: tuple[ItemFigures, ...]
    speakers: tuple[SumFigures, ...]
    organisations: tuple[SumFigures, ...]
    causes: tuple[CauseFigures, ...]
    incidents: tuple[IncidentFigures, ...]
    severities: tuple[SeverityFigures, ...]
    tests: Figure
    calls: Figure
    notes: tuple[Event, ...]
    changes: tuple[Event, ...]
    asked: Mapping[str, Event]


def report(events: Iterable[Event], roster: Iterable[BridgePoint]) -> Report:
    """The figures of `events`, all from the first row on; `roster` has the points expected."""
    points = tuple(roster)
    watch = _Watch(points)
    state = fold(EMPTY, watch.over(events))
    return watch.report(state, points)


class _Watch:
    """What is noticed while the rows go by on their way to the fold."""

    def __init__(self, roster: Iterable[BridgePoint]) -> None:
        self.courses, self.incidents, self.presences = Courses(roster), Incidents(), Presences()
        self.timeline, self.on_air = Timeline(), ""
        self.item_rows: dict[str, Rows] = {}
        self.split: dict[str, int] = {}
        self.opened: tuple[int, int, int] = (0, 0, 0)
        self.roster_rows = self.tests = self.calls = NO_ROWS
        self.notes: list[Event] = []
        self.changes: list[Event] = []
        self.asked: dict[str, Event] = {}
        self.rows = 0

    def over(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events, each noticed."""
        for event in events:
            self.timeline = self.timeline.extended(event.at)
            self._notice(event, self.now_ns)
            self.rows = event.seq
            yield event

    @property
    def now_ns(self) -> int:
        """Conference time of the newest row."""
        return self.timeline.last_ns

    def _notice(self, event: Event, t_ns: int) -> None:
        self.courses.take(event, t_ns)
        self.incidents.take(event, t_ns, self.on_air)
        self.presences.take(event)
        match event.body:
            case ev.ConferenceOpened(planned_start_ms=planned):
                self.opened = (t_ns, event.at.utc_ms, planned)
            case ev.ItemStarted() | ev.AdvanceUndone():
                self.on_air = event.item or ""
            case ev.ItemEnded():
                self.on_air = ""
            case ev.ItemEdited(how="split", changes=left) if event.item and isinstance(left.duration_s, int):
                self.split[event.item] = left.duration_s
            case ev.RosterAdopted():
                self.roster_rows = Rows(event.seq, event.seq, 1)
            case ev.PointTested():
                self.tests = self.tests.plus(event.seq)
            case ev.CallMade():
                self.calls = self.calls.plus(event.seq)
            case ev.SpeakerQueued(id=key):
                self.asked[key] = event
            case ev.NoteAdded() | ev.Corrected():
                self.notes.append(event)
        if event.item and isinstance(event.body, _PROGRAMME):
            self.item_rows[event.item] = self.item_rows.get(event.item, NO_ROWS).plus(event.seq)
        if isinstance(event.body, _CHANGES):
            self.changes.append(event)

    def report(self, state: ConferenceState, roster: tuple[BridgePoint, ...]) -> Report:
        """What came of it; `state` is the fold of the same rows."""
        running = state.opened_ms is not None
        opened_ns, _opened_ms, planned_ms = self.opened
        from_ns = opened_ns if running else self.now_ns
        to_ns = max(from_ns, _ended_ns(state, self.now_ns))
        due_ms = planned_ms if running else (state.start_ms or None)
        points = tuple(course.figures(from_ns, to_ns, due_ms) for course in self.courses.by_code.values())
        joined_late = self.courses.joined_after(to_ns)
        presences = self.presences.figures(state, roster, joined_late)
        items = item_figures(state, self.courses, self.item_rows, self.split)
        incidents = self.incidents.figures(to_ns if state.ended_ms is not None else None)
        last = state.timeline.last
        return Report(
            state=state,
            rows=self.rows,
            from_ns=from_ns,
            to_ns=to_ns,
            from_ms=state.opened_ms,
            to_ms=state.ended_ms or (last.utc_ms if last else None),
            roster_known=not state.roster_digest or state.roster_digest == roster_digest(roster),
            strangers=self.courses.strangers,
            levels=level_figures(points, presences, self.roster_rows),
            points=points,
            presences=presences,
            items=items,
            speakers=summed(items, lambda each: each.run.item.speaker),
            organisations=summed(items, lambda each: each.run.item.organisation),
            causes=by_cause(items),
            incidents=incidents,
            severities=by_severity(incidents),
            tests=Figure(self.tests.count, self.tests),
            calls=Figure(self.calls.count, self.calls),
            notes=tuple(self.notes),
            changes=tuple(self.changes),
            asked=self.asked,
        )


_PROGRAMME = (
    *(ev.ItemStarted, ev.ItemEnded, ev.ItemHeld, ev.ItemResumed, ev.ItemExtended, ev.ItemSkipped),
    *(ev.ItemDeferred, ev.ItemBroughtBack, ev.ItemInserted, ev.ItemMoved, ev.ItemEdited),
    *(ev.OverrunExplained, ev.AdvanceUndone, ev.ChangeUndone),
)


_CHANGES = (
    *(ev.ItemHeld, ev.ItemResumed, ev.ItemExtended, ev.ItemSkipped, ev.ItemDeferred, ev.ItemBroughtBack),
    *(ev.ItemInserted, ev.ItemMoved, ev.ItemEdited, ev.HoldExplained, ev.AdvanceUndone, ev.ChangeUndone),
    *(ev.GateOverridden, ev.AbsenceAnswered, ev.SpeakerCalled, ev.SpeakerFinished),
)


def _ended_ns(state: ConferenceState, now_ns: int) -> int:
    """Conference time of the end: when the last item left the air, or the newest row."""
    ends = [run.ended_ns for run in state.runs.values() if run.ended_ns is not None]
    return max(ends) if state.ended_ms is not None and ends else now_ns
