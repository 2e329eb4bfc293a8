"""What technicians may put on record about rooms. Pure.

None of it changes the programme, so none of it needs the control token; a viewer's console writes
nothing.
"""

from __future__ import annotations

from typing import Any

from data import commands as cmd
from data import events as ev
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState


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
    cmd.RecordCall: by_a_worker(_call),
    cmd.RecordTest: by_a_worker(_test),
}
"""By command, for `data.rules`."""
