"""Which events stand in the log strip: newest first, at most one new line a second."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable

from console.faults import Faults
from console.screens.incident_words import SHOWN
from data import events as ev
from data.events import Event

KEPT = 40
TELEMETRY = (
    ev.PointJoined,
    ev.PointLeft,
    ev.HealthChanged,
    ev.PollingTaken,
    ev.RosterAdopted,
    ev.PresenceMarked,
    ev.ActionSent,
    ev.ActionAnswered,
)
"""Kinds that the strip leaves to the log screen."""
GRAVE = ("P1", "P2")


class Strip:
    """`add` events as they come; `shown` grows by one at each `tick`, at once when it was idle.

    A person's own command is shown at once: they look for it. With `notices` what the operator was shown
    stands here too: under way it is on the screen itself, in a replay it is what was seen then. `faults`
    knows what the incidents that rows speak of are about.
    """

    NEVER = sys.maxsize

    def __init__(self, *, notices: bool = False) -> None:
        self._notices = notices
        self.shown: tuple[Event, ...] = ()
        self.faults = Faults()
        self._waiting: deque[Event] = deque(maxlen=KEPT)
        self._fed = False
        self._told: set[str] = set()

    def load(self, events: Iterable[Event]) -> None:
        """What happened before this console was opened, oldest first."""
        rows = list(events)
        self.faults.take(rows, past=True)
        past = [event for event in rows if self._is_told(event)]
        known = {event.seq for event in self.shown}
        merged = [*self.shown, *(event for event in reversed(past) if event.seq not in known)]
        self.shown = tuple(sorted(merged, key=lambda event: -event.seq)[:KEPT])

    def add(self, events: Iterable[Event], console: str) -> bool:
        """Take events in; True when the strip shows something new right away."""
        before, rows = self.shown, list(events)
        self.faults.take(rows)
        for event in rows:
            if not self._is_told(event):
                continue
            if event.console == console and not self._waiting:
                self._show(event)
            elif not self._fed and not self._waiting:
                self._fed = True
                self._show(event)
            else:
                self._waiting.append(event)
        return self.shown is not before

    def tick(self) -> None:
        """Once a second."""
        self._fed = False
        if self._waiting:
            self._fed = True
            self._show(self._waiting.popleft())

    def _is_told(self, event: Event) -> bool:
        """Agenda, commands, sources, and incidents that matter; the end of grave ones."""
        body = event.body
        if isinstance(body, ev.NoticeShown):
            return self._notices and bool(body.text)
        if isinstance(body, ev.IncidentOpened):
            if body.severity in GRAVE and body.scope != "source":
                self._told.add(body.id)
            return body.severity in SHOWN and body.scope != "source"
        if isinstance(body, ev.IncidentChanged):
            return self._has_grown_grave(body)
        if isinstance(body, ev.IncidentResolved | ev.IncidentReopened):
            return body.id in self._told
        return not isinstance(body, TELEMETRY)

    def _has_grown_grave(self, body: ev.IncidentChanged) -> bool:
        """The agenda has come nearer to it; that it spreads is seen elsewhere."""
        if body.severity not in GRAVE or body.was in GRAVE:
            return False
        self._told.add(body.id)
        return True

    def _show(self, event: Event) -> None:
        self.shown = (event, *self.shown)[:KEPT]
