"""What people may decide about names. Pure; it needs no control token, but no viewer decides."""

from __future__ import annotations

from typing import Any

from data.clock import Moment
from data.events import Fact
from data.matching.commands import DismissName, MatchPoint, UndoMatch
from data.matching.events import MatchUndone, NameDismissed, PointMatched
from data.matching.state import name_key
from data.points.rules import by_a_worker
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState
from data.text import clean

STRANGERS = ("stranger", "guest")

REFUSALS: dict[str, tuple[str, ...]] = {
    "names.empty": (),
    "names.who": ("who",),
    "names.same": ("name",),
    "names.none": ("name",),
}
"""Codes with the names of their parameters."""


def _match(state: ConferenceState, command: MatchPoint, context: Context, now: Moment) -> Decision:
    name = clean(command.name.strip())
    if not name:
        return Refusal("names.empty")
    known = state.names.get(name_key(command.source, name))
    if known is not None and known.kind == "point" and known.point == command.point:
        return Refusal("names.same", {"name": name})
    body = PointMatched(source=command.source, name=name, reason=command.reason.strip())
    return (Fact(body, point=command.point),)


def _dismiss(state: ConferenceState, command: DismissName, context: Context, now: Moment) -> Decision:
    name = clean(command.name.strip())
    if not name:
        return Refusal("names.empty")
    if command.who not in STRANGERS:
        return Refusal("names.who", {"who": command.who})
    known = state.names.get(name_key(command.source, name))
    if known is not None and known.kind == command.who:
        return Refusal("names.same", {"name": name})
    reason = command.reason.strip()
    return (Fact(NameDismissed(source=command.source, name=name, who=command.who, reason=reason)),)


def _undo(state: ConferenceState, command: UndoMatch, context: Context, now: Moment) -> Decision:
    known = state.names.get(name_key(command.source, command.name.strip()))
    if known is None or known.kind == "undone":
        return Refusal("names.none", {"name": clean(command.name.strip())})
    body = MatchUndone(source=known.source, name=known.name, reason=command.reason.strip())
    return (Fact(body, point=known.point or None),)


RULES: dict[type[Any], Rule] = {
    MatchPoint: by_a_worker(_match),
    DismissName: by_a_worker(_dismiss),
    UndoMatch: by_a_worker(_undo),
}
"""By command, for `data.rules`."""
