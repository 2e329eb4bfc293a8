"""What the incidents of the record are about, by their number: people know rooms and faults, not numbers."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from data import events as ev
from data.events import Event
from data.incidents.state import Incident


class About(msgspec.Struct, frozen=True):
    """As in `data.events.IncidentOpened`."""

    scope: str
    subject: str
    reason: str


class Faults:
    """`know` what is open, and `take` what is read of the record, in any order."""

    def __init__(self) -> None:
        self._known: dict[str, About] = {}

    def know(self, incidents: Iterable[Incident]) -> None:
        """Incidents as they are by now."""
        for each in incidents:
            self._known[each.id] = About(each.scope, each.subject, each.reason)

    def take(self, events: Iterable[Event], *, past: bool = False) -> None:
        """Rows, oldest first; those of the `past` teach only of incidents that nobody knew yet."""
        for event in events:
            body = event.body
            if isinstance(body, ev.IncidentOpened) and not (past and body.id in self._known):
                self._known[body.id] = About(body.scope, body.subject, body.reason)
            elif isinstance(body, ev.IncidentReopened) and not past and body.id in self._known:
                self._known[body.id] = msgspec.structs.replace(self._known[body.id], reason=body.reason)

    def of(self, number: str) -> About | None:
        """What it is about; None where its beginning was not read."""
        return self._known.get(number)
