"""What people look at before an item: its checklist, its clip, its fallback; who ticked what. Pure.

None of it changes the programme, so it needs no control token; a viewer's console writes nothing.
"""

from __future__ import annotations

from typing import Any

from data import commands as cmd
from data import events as ev
from data.agenda import item_rules as asked
from data.clock import Moment
from data.folder.model import AgendaItem
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState, ItemState

CLIP, FALLBACK = "@clip", "@fallback"
"""Checks that no checklist need name: the file plays here, with its sound; so does what would stand in."""


def checks_of(item: AgendaItem) -> tuple[str, ...]:
    """In the order in which they are shown: the clip, what the checklist names, the fallback."""
    clip = (CLIP,) if item.media else ()
    fallback = (FALLBACK,) if item.fallback and item.fallback != item.media else ()
    return tuple(dict.fromkeys((*clip, *item.checklist, *fallback)))


def are_kept(state: ConferenceState) -> bool:
    """Whether anybody ticks here. One tick by mistake is taken back, and nothing is asked any more."""
    return any(state.ticks.values())


def unchecked(state: ConferenceState, item: AgendaItem) -> tuple[str, ...]:
    """What must still be looked at before `item`; the fallback need not.

    Where no tick stands on record, checks are not kept here and nothing is asked.
    """
    if not are_kept(state):
        return ()
    ticked = {tick.check for tick in state.ticks.get(item.cue, ())}
    return tuple(check for check in checks_of(item) if check not in ticked and check != FALLBACK)


def _check(state: ConferenceState, command: cmd.CheckItem, context: Context, now: Moment) -> Decision:
    if context.role == "viewer":
        return Refusal("role.viewer")
    item = asked.item_in(state, command.item, ItemState.PENDING, ItemState.ON_AIR, ItemState.DEFERRED)
    if isinstance(item, Refusal):
        return item
    if command.check not in checks_of(item):
        return Refusal("check.unknown", {"item": item.cue, "check": command.check})
    if command.done == any(tick.check == command.check for tick in state.ticks.get(item.cue, ())):
        return ()
    return (asked.fact(item, ev.ItemChecked(check=command.check, done=command.done)),)


RULES: dict[type[Any], Rule] = {cmd.CheckItem: _check}
"""By command, for `data.rules`."""

REFUSALS: dict[str, tuple[str, ...]] = {"check.unknown": ("item", "check")}
"""Codes with the names of their parameters."""
