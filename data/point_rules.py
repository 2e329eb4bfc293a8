"""What technicians may put on record about rooms and incidents. Pure.

None of it changes the programme, so none of it needs the control token; a viewer's console writes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data import commands as cmd
from data import events as ev
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal
from data.state import ConferenceState

ASKS_AGAIN_S = {"P1": 300}
ASKS_AGAIN_ELSE_S = 900
"""A fault that somebody took on asks again after so long: sooner where it is heard on air."""

Rule = Callable[[ConferenceState, Any, Context, Moment], Decision]


def _acknowledge(state: ConferenceState, command: cmd.Acknowledge, context: Context, now: Moment) -> Decision:
    """Those that are still open; nobody's work is refused because one of many is over by now."""
    facts = []
    for key, severity in command.incidents.items():
        if (incident := state.incidents.get(key)) is None:
            continue
        expires_s = command.expires_s or ASKS_AGAIN_S.get(severity, ASKS_AGAIN_ELSE_S)
        body = ev.IncidentAcknowledged(id=key, severity=severity, expires_s=expires_s)
        facts.append(Fact(body, point=incident.subject if incident.scope == "point" else None))
    return tuple(facts) or Refusal("acknowledge.none")


def _call(state: ConferenceState, command: cmd.RecordCall, context: Context, now: Moment) -> Decision:
    body = ev.CallMade(
        who=command.who, number=command.number, outcome=command.outcome, note=command.note.strip()
    )
    return (Fact(body, item=command.item or None, point=command.point),)


def _test(state: ConferenceState, command: cmd.RecordTest, context: Context, now: Moment) -> Decision:
    body = ev.PointTested(result=command.result, by=command.by, note=command.note.strip())
    return (Fact(body, point=command.point),)


def by_a_worker(rule: Rule) -> Rule:
    """`rule` for those who may write, and about a room that was named."""

    def ruled(state: ConferenceState, command: Any, context: Context, now: Moment) -> Decision:
        if context.role == "viewer":
            return Refusal("role.viewer")
        if getattr(command, "point", "?") == "":
            return Refusal("point.none")
        return rule(state, command, context, now)

    return ruled


RULES: dict[type[Any], Rule] = {
    cmd.Acknowledge: by_a_worker(_acknowledge),
    cmd.RecordCall: by_a_worker(_call),
    cmd.RecordTest: by_a_worker(_test),
}
"""By command, for `data.rules`."""
