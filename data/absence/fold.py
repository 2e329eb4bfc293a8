"""How an absence and the answer to it change the state; for `data.fold`."""

from __future__ import annotations

from data.absence.events import AbsenceAnswered, AbsenceNoticed
from data.agenda.run_state import Absence
from data.builder import Builder, Handler
from data.event_body import Body
from data.events import Event
from data.units import NS_PER_MS

CAUSE = "absence"
"""The cause of the pause that such a time becomes."""


def _noticed(b: Builder, event: Event, body: AbsenceNoticed) -> None:
    b.absence = Absence(b.now_ns() - body.away_ms * NS_PER_MS, body.from_ms)


def _answered(b: Builder, event: Event, body: AbsenceAnswered) -> None:
    """A change like others. An item that stood still already stood still all that time."""
    b.begin(event)
    cue, run = b.on_air, b.run(b.on_air)
    if not body.counts and cue and run.held_since_ns is None:
        causes = run.hold_causes if CAUSE in run.hold_causes else (*run.hold_causes, CAUSE)
        b.change_run(cue, held_ns=run.held_ns + body.away_ms * NS_PER_MS, hold_causes=causes)
    b.absence = None


HANDLERS: dict[type[Body], Handler] = {
    AbsenceNoticed: _noticed,
    AbsenceAnswered: _answered,
}
