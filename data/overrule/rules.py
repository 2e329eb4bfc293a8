"""What people may say of a room. Pure; it needs no control token, but no viewer says anything."""

from __future__ import annotations

from typing import Any

from data.clock import Moment
from data.events import Fact
from data.overrule.commands import EndOverrule, OverrulePoint
from data.overrule.events import PointOverruled, PointOverruleEnded
from data.overrule.saying import in_force
from data.overrule.state import WORDS
from data.points.rules import by_a_worker
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState

LONGEST_S = 8 * 3600
"""Nobody's word stands for the sources longer than a day's work."""

REFUSALS: dict[str, tuple[str, ...]] = {
    "overrule.word": ("says",),
    "overrule.reason_needed": (),
    "overrule.too_long": ("hours",),
    "overrule.none": ("point",),
}
"""Codes with the names of their parameters."""


def _overrule(state: ConferenceState, command: OverrulePoint, context: Context, now: Moment) -> Decision:
    reason = command.reason.strip()
    if not command.points:
        return Refusal("point.none")
    if command.says not in WORDS:
        return Refusal("overrule.word", {"says": command.says})
    if not reason:
        return Refusal("overrule.reason_needed")
    if not 0 < command.for_s <= LONGEST_S:
        return Refusal("overrule.too_long", {"hours": LONGEST_S // 3600})
    body = PointOverruled(says=command.says, for_s=command.for_s, reason=reason)
    return tuple(Fact(body, point=point) for point in command.points)


def _end(state: ConferenceState, command: EndOverrule, context: Context, now: Moment) -> Decision:
    """Of many those that have a word; nobody is refused because one of them ran out by now."""
    held = in_force(state, state.t_ns(now))
    body = PointOverruleEnded(reason=command.reason.strip())
    ended = tuple(Fact(body, point=point) for point in command.points if point in held)
    return ended or Refusal("overrule.none", {"point": ", ".join(command.points)})


RULES: dict[type[Any], Rule] = {
    OverrulePoint: by_a_worker(_overrule),
    EndOverrule: by_a_worker(_end),
}
"""By command, for `data.rules`."""
