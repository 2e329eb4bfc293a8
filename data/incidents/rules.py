"""What people may do with open incidents. Pure; it needs no control token, but no viewer does any of it.

Of many those that are still open: nobody's work is refused because one of them is over by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from data.clock import Moment
from data.commands import Acknowledge
from data.event_body import Body
from data.events import Fact
from data.incidents.commands import AssignIncidents, MergeIncidents, MuteIncidents, NoteIncidents
from data.incidents.events import (
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentMerged,
    IncidentMuted,
    IncidentNoted,
)
from data.points.rules import by_a_worker
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState, Incident

ASKS_AGAIN_S = {"P1": 300}
ASKS_AGAIN_ELSE_S = 900
"""A fault that somebody took on asks again after so long: sooner where it is heard on air."""
LONGEST_MUTE_S = 4 * 3600

REFUSALS: dict[str, tuple[str, ...]] = {
    "acknowledge.none": (),
    "incident.over": (),
    "incident.nobody": (),
    "incident.empty": (),
    "incident.mute_time": ("hours",),
    "incident.merge_nowhere": ("id",),
}
"""Codes with the names of their parameters."""


def _acknowledge(state: ConferenceState, command: Acknowledge, context: Context, now: Moment) -> Decision:
    def body(incident: Incident) -> Body:
        severity = command.incidents[incident.id]
        return IncidentAcknowledged(
            id=incident.id,
            severity=severity,
            expires_s=None if command.sticky else _asks_again(severity, command),
        )

    return _facts(state, command.incidents, body) or Refusal("acknowledge.none")


def _asks_again(severity: str, command: Acknowledge) -> int:
    return command.expires_s or ASKS_AGAIN_S.get(severity, ASKS_AGAIN_ELSE_S)


def _assign(state: ConferenceState, command: AssignIncidents, context: Context, now: Moment) -> Decision:
    """Who has been given an incident has it in hand."""
    if not (to := command.to.strip()):
        return Refusal("incident.nobody")
    taken = Acknowledge(
        incidents={
            key: severity
            for key, severity in command.incidents.items()
            if (known := state.incidents.get(key)) and not known.taken_now(severity, state.t_ns(now))
        }
    )
    acknowledged = _acknowledge(state, taken, context, now) if taken.incidents else ()
    given = _facts(state, command.incidents, lambda each: IncidentAssigned(id=each.id, to=to))
    if not given or isinstance(acknowledged, Refusal):
        return Refusal("incident.over")
    return (*acknowledged, *given)


def _note(state: ConferenceState, command: NoteIncidents, context: Context, now: Moment) -> Decision:
    if not (text := command.text.strip()):
        return Refusal("incident.empty")
    noted = _facts(state, command.incidents, lambda each: IncidentNoted(id=each.id, text=text))
    return noted or Refusal("incident.over")


def _mute(state: ConferenceState, command: MuteIncidents, context: Context, now: Moment) -> Decision:
    if not 0 <= command.for_s <= LONGEST_MUTE_S:
        return Refusal("incident.mute_time", {"hours": LONGEST_MUTE_S // 3600})

    def body(incident: Incident) -> Body:
        severity, reason = command.incidents[incident.id], command.reason.strip()
        return IncidentMuted(id=incident.id, severity=severity, for_s=command.for_s, reason=reason)

    return _facts(state, command.incidents, body) or Refusal("incident.over")


def _merge(state: ConferenceState, command: MergeIncidents, context: Context, now: Moment) -> Decision:
    into = _speaker(state, command.into) if command.into else ""
    if command.into and into not in state.incidents:
        return Refusal("incident.merge_nowhere", {"id": command.into})
    merged = [key for key in command.incidents if key != into]
    reason = command.reason.strip()
    facts = _facts(state, merged, lambda each: IncidentMerged(id=each.id, into=into, reason=reason))
    return facts or Refusal("incident.over")


def _speaker(state: ConferenceState, key: str) -> str:
    """The incident that speaks for `key`, by way of others; itself where none does."""
    seen: set[str] = set()
    while (known := state.incidents.get(key)) and known.into in state.incidents and key not in seen:
        seen.add(key)
        key = known.into
    return key


def _facts(state: ConferenceState, keys: Iterable[str], body: Callable[[Incident], Body]) -> tuple[Fact, ...]:
    """`body(incident)` about each of `keys` that is open, on the row of its room where it has one."""
    found = [known for key in keys if (known := state.incidents.get(key)) is not None]
    return tuple(Fact(body(each), point=each.subject if each.scope == "point" else None) for each in found)


RULES: dict[type[Any], Rule] = {
    Acknowledge: by_a_worker(_acknowledge),
    AssignIncidents: by_a_worker(_assign),
    NoteIncidents: by_a_worker(_note),
    MuteIncidents: by_a_worker(_mute),
    MergeIncidents: by_a_worker(_merge),
}
"""By command, for `data.rules`."""
