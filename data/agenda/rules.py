"""Which live changes of the programme are allowed, and the facts they make. Pure."""

from __future__ import annotations

from typing import Any

from data import commands as cmd
from data import events as ev
from data.agenda import item_rules as asked
from data.agenda import length_rules, order_rules
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState, ItemState

_PENDING, _ON_AIR = ItemState.PENDING, ItemState.ON_AIR


def _replan(state: ConferenceState, command: cmd.Replan, context: Context, now: Moment) -> Decision:
    if state.opened_ms is None:
        return Refusal("replan.before_opening")
    wanted = {item.cue for item in command.items}
    if len(wanted) < len(command.items):
        return Refusal("replan.cue_twice")
    ran = [item for item in state.items if state.run(item.cue).started_ms is not None]
    cues = {item.cue for item in ran}
    ahead = [item for item in command.items if item.cue not in cues]
    rest = [item for item in state.items if item.cue not in cues | wanted]
    items = (*ran, *ahead, *rest)
    known = command.folder in ("", state.folder_plan)
    if known and (items, command.hard_end_ms) == (state.items, state.hard_end_ms):
        return Refusal("replan.nothing")
    plan = ev.PlanAdopted(
        version=state.plan_version + 1,
        items=items,
        start_ms=state.start_ms,
        hard_end_ms=command.hard_end_ms,
        reason=command.reason,
        folder=command.folder or state.folder_plan,
    )
    dropped = [item for item in rest if state.run(item.cue).state is _PENDING]
    skipped = [asked.fact(item, ev.ItemSkipped(reason=command.reason, part=True)) for item in dropped]
    for item in dropped:
        if refused := asked.unreasoned(item, command.reason):
            return refused
    return (Fact(plan), *skipped)


def _explain_hold(
    state: ConferenceState, command: cmd.ExplainHold, context: Context, now: Moment
) -> Decision:
    item = asked.item_in(state, command.item, _ON_AIR, ItemState.DONE)
    if isinstance(item, Refusal):
        return item
    if not state.run(item.cue).was_held:
        return Refusal("hold.never", {"item": item.cue})
    if not command.cause.strip():
        return Refusal("note.empty")
    return (asked.fact(item, ev.HoldExplained(cause=command.cause)),)


def _explain(state: ConferenceState, command: cmd.ExplainOverrun, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _ON_AIR, ItemState.DONE)
    if isinstance(item, Refusal):
        return item
    if not command.cause.strip():
        return Refusal("note.empty")
    return (asked.fact(item, ev.OverrunExplained(cause=command.cause)),)


def _as_seen(rule: Rule) -> Rule:
    """`rule`, unless another item is on air than the sender saw."""

    def ruled(state: ConferenceState, command: Any, context: Context, now: Moment) -> Decision:
        if command.expect not in (None, state.on_air):
            return Refusal("change.moved", {"expected": command.expect, "actual": state.on_air})
        return rule(state, command, context, now)

    return ruled


CHANGES: dict[type[Any], Rule] = {
    cmd.Extend: _as_seen(length_rules.extend),
    cmd.Skip: _as_seen(order_rules.skip),
    cmd.Defer: _as_seen(order_rules.defer),
    cmd.BringBack: _as_seen(order_rules.bring_back),
    cmd.Insert: _as_seen(order_rules.insert),
    cmd.Move: _as_seen(order_rules.move),
    cmd.Swap: _as_seen(order_rules.swap),
    cmd.Edit: _as_seen(length_rules.edit),
    cmd.Split: _as_seen(length_rules.split),
    cmd.Compress: _as_seen(length_rules.compress),
    cmd.Replan: _as_seen(_replan),
}
"""By command, for `data.rules`; only the console in control may ask for these."""

RULES: dict[type[Any], Rule] = {**CHANGES, cmd.ExplainOverrun: _explain, cmd.ExplainHold: _explain_hold}

REFUSALS: dict[str, tuple[str, ...]] = {
    "change.moved": ("expected", "actual"),
    "change.no_item": ("item",),
    "change.on_air": ("item",),
    "change.over": ("item",),
    "change.not_begun": ("item",),
    "change.set_aside": ("item",),
    "change.not_set_aside": ("item",),
    "change.protocol": ("item",),
    "change.below_minimum": ("item", "minimum_s"),
    "change.too_short": ("item", "least_s"),
    "change.too_long": ("item", "most_s"),
    "place.no_item": ("after",),
    "place.before_air": ("item", "after"),
    "place.opened": ("item",),
    "extend.nothing": (),
    "hold.never": ("item",),
    "insert.incomplete": (),
    "insert.cue_taken": ("item",),
    "move.same_place": ("item",),
    "edit.nothing": ("item",),
    "split.parts": (),
    "split.sum": ("item", "given_s", "whole_s"),
    "compress.nothing": (),
    "compress.too_much": ("item", "most_s"),
    "replan.before_opening": (),
    "replan.cue_twice": (),
    "replan.nothing": (),
}
"""Codes with the names of their parameters."""
