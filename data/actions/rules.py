"""What may be asked of a platform, and by whom. Pure.

Whoever works may see to a room. What the hall hears or sees of it at once (the room on air, the
spotlight, the door of the conference) changes the programme: that needs the control token.
"""

from __future__ import annotations

from typing import Any

from data.actions.action import OF_ALL, ActionKind
from data.actions.commands import RequestAction
from data.actions.events import ActionRequested
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule, control_elsewhere
from data.state import ConferenceState
from data.text import clean

_SEEN_BY_ALL = OF_ALL | {ActionKind.SPOTLIGHT, ActionKind.UNSPOTLIGHT}
ADDRESS_CELLS = 200

REFUSALS: dict[str, tuple[str, ...]] = {
    "action.away": ("source",),
    "action.unable": ("source",),
    "action.not_in_call": ("point",),
    "action.in_call": ("point",),
    "action.no_address": ("point",),
    "action.under_way": ("point",),
    "action.reason_needed": ("point",),
}
"""Codes with the names of their parameters."""


def _request(state: ConferenceState, command: RequestAction, context: Context, now: Moment) -> Decision:
    if context.role == "viewer":
        return Refusal("role.viewer")
    refused = _barred(state, command, context) or impossible(state, command)
    if refused is not None:
        return refused
    body = ActionRequested(
        id=f"a{state.actions_asked + 1}",
        action=command.kind,
        source=command.source,
        ref=command.ref if _is_about_a_call(command.kind) else "",
        address=clean(command.address, ADDRESS_CELLS) if command.kind is ActionKind.DIAL else "",
        name=clean(command.name or command.point) if command.kind is ActionKind.DIAL else "",
        reason=clean(command.reason.strip()),
    )
    item = state.on_air if is_on_air(state, command.point) else None
    return (Fact(body, item=item, point=command.point or None),)


def _barred(state: ConferenceState, command: RequestAction, context: Context) -> Refusal | None:
    """Not by us: another living console is in control of what the hall hears and sees."""
    holder = context.living_holder(state)
    if holder and needs_control(state, command.kind, command.point):
        return control_elsewhere(holder)
    on_air = is_on_air(state, command.point)
    if on_air and command.kind is ActionKind.DROP and not command.reason.strip():
        return Refusal("action.reason_needed", {"point": command.point})
    return None


def impossible(state: ConferenceState, command: RequestAction) -> Refusal | None:
    """Not now, or never: by what the sender saw, and by what the record says since."""
    if not command.fresh or command.source in state.lost:
        return Refusal("action.away", {"source": command.source})
    if command.kind not in command.able:
        return Refusal("action.unable", {"source": command.source})
    if command.kind in OF_ALL:
        code = ""
    elif not command.point:
        return Refusal("point.none")
    elif command.kind is ActionKind.DIAL:
        code = _undialable(state, command)
    else:
        code = "" if command.ref else "action.not_in_call"
    if not code and _is_under_way(state, command):
        code = "action.under_way"
    return Refusal(code, {"point": command.point}) if code else None


def _undialable(state: ConferenceState, command: RequestAction) -> str:
    if state.point(command.point).joined:
        return "action.in_call"
    return "" if command.address.strip() else "action.no_address"


def _is_under_way(state: ConferenceState, command: RequestAction) -> bool:
    """One thing after the other, at one room: else nobody could tell what the next poll proves."""
    return any(
        asked.is_open and asked.point == command.point and asked.source == command.source
        for asked in state.actions.values()
    )


def _is_about_a_call(kind: ActionKind) -> bool:
    return kind not in OF_ALL and kind is not ActionKind.DIAL


def needs_control(state: ConferenceState, kind: ActionKind, point: str) -> bool:
    """Whether the hall hears or sees it at once."""
    return kind in _SEEN_BY_ALL or is_on_air(state, point)


def is_on_air(state: ConferenceState, point: str) -> bool:
    """Whether the hall hears `point` now."""
    item = state.item(state.on_air)
    return bool(point) and item is not None and item.point == point


RULES: dict[type[Any], Rule] = {RequestAction: _request}
"""By command, for `data.rules`."""
