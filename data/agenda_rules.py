"""Which live changes of the programme are allowed, and the facts they make. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from data import commands as cmd
from data import events as ev
from data import item_rules as asked
from data.clock import Moment
from data.events import Body, Fact
from data.model import AgendaItem
from data.programme import LONGEST_S, ItemChanges, before, changed, free_cue, placed
from data.ruling import Context, Decision, Refusal
from data.state import ConferenceState, ItemState

_PENDING, _ON_AIR, _DEFERRED = ItemState.PENDING, ItemState.ON_AIR, ItemState.DEFERRED


def _fact(item: AgendaItem, body: Body) -> Fact:
    return Fact(body, item=item.cue, point=item.point or None)


def _extend(state: ConferenceState, command: cmd.Extend, context: Context, now: Moment) -> Decision:
    if command.seconds == 0:
        return Refusal("extend.nothing")
    if command.item is None and not state.on_air:
        return Refusal("hold.nothing_on_air")
    item = asked.item_in(state, command.item or state.on_air, _PENDING, _ON_AIR)
    if isinstance(item, Refusal):
        return item
    length_s = asked.length_s(state, item) + command.seconds
    if refused := asked.bad_length(state, item, length_s, command.cause, now):
        return refused
    return (_fact(item, ev.ItemExtended(seconds=command.seconds, cause=command.cause)),)


def _skip(state: ConferenceState, command: cmd.Skip, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _PENDING, _DEFERRED)
    if isinstance(item, Refusal):
        return item
    if refused := asked.unreasoned(item, command.reason):
        return refused
    return (_fact(item, ev.ItemSkipped(reason=command.reason)),)


def _defer(state: ConferenceState, command: cmd.Defer, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _PENDING)
    if isinstance(item, Refusal):
        return item
    if refused := asked.unreasoned(item, command.reason):
        return refused
    return (_fact(item, ev.ItemDeferred(reason=command.reason)),)


def _bring_back(state: ConferenceState, command: cmd.BringBack, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, ItemState.SKIPPED, _DEFERRED)
    if isinstance(item, Refusal):
        return item
    after = asked.place(state, item.cue, command.after)
    if isinstance(after, Refusal):
        return after
    return (_fact(item, ev.ItemBroughtBack(after=after, reason=command.reason)),)


def _insert(state: ConferenceState, command: cmd.Insert, context: Context, now: Moment) -> Decision:
    new = command.new
    if not new.cue.strip() or not new.title.strip():
        return Refusal("insert.incomplete")
    if any(item.cue.casefold() == new.cue.casefold() for item in state.items):
        return Refusal("insert.cue_taken", {"item": new.cue})
    if not 0 <= new.duration_s <= LONGEST_S:
        return Refusal("change.too_long", {"item": new.cue, "most_s": LONGEST_S})
    after = asked.place(state, new.cue, command.after)
    if isinstance(after, Refusal):
        return after
    return (_fact(new, ev.ItemInserted(new=new, after=after, reason=command.reason)),)


def _move(state: ConferenceState, command: cmd.Move, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _PENDING)
    if isinstance(item, Refusal):
        return item
    after = asked.place(state, item.cue, command.after)
    if isinstance(after, Refusal):
        return after
    if placed(state.items, item, after) == state.items:
        return Refusal("move.same_place", {"item": item.cue})
    return (_fact(item, ev.ItemMoved(after=after, reason=command.reason)),)


def _swap(state: ConferenceState, command: cmd.Swap, context: Context, now: Moment) -> Decision:
    found = []
    for cue in (command.item, command.other):
        item = asked.item_in(state, cue, _PENDING)
        if isinstance(item, Refusal):
            return item
        found.append(item)
    if found[0] is found[1]:
        return Refusal("move.same_place", {"item": found[0].cue})
    first, second = sorted(found, key=state.items.index)
    ahead, behind = before(state.items, first.cue), before(state.items, second.cue)
    facts = [_fact(second, ev.ItemMoved(after=ahead, reason=command.reason))]
    if behind != first.cue:
        facts.append(_fact(first, ev.ItemMoved(after=behind, reason=command.reason, part=True)))
    return tuple(facts)


def _edit(state: ConferenceState, command: cmd.Edit, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _PENDING, _ON_AIR, _DEFERRED)
    if isinstance(item, Refusal):
        return item
    new = changed(item, command.changes)
    if new == item:
        return Refusal("edit.nothing", {"item": item.cue})
    if not new.title.strip():
        return Refusal("insert.incomplete")
    if new.duration_s != item.duration_s:
        length_s = new.duration_s + state.run(item.cue).extended_s
        if refused := asked.bad_length(state, item, length_s, command.reason, now):
            return refused
    body = ev.ItemEdited(changes=command.changes, how=command.how, reason=command.reason)
    return (_fact(new, body),)


def _split(state: ConferenceState, command: cmd.Split, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _PENDING, _ON_AIR)
    if isinstance(item, Refusal):
        return item
    parts = command.parts
    if len(parts) < 2 or any(part.duration_s < 0 for part in parts):
        return Refusal("split.parts")
    whole_s, given_s = item.duration_s, sum(part.duration_s for part in parts)
    if given_s != whole_s:
        return Refusal("split.sum", {"item": item.cue, "given_s": given_s, "whole_s": whole_s})
    first_s = parts[0].duration_s + state.run(item.cue).extended_s
    if refused := asked.too_short(state, item, first_s, now):
        return refused
    changes = _part_changes(item, parts[0])
    facts = [_fact(item, ev.ItemEdited(changes=changes, how="split", reason=command.reason))]
    items, after = state.items, item.cue
    for part in parts[1:]:
        new = changed(item, _part_changes(item, part))
        new = msgspec.structs.replace(new, cue=free_cue(items, item.cue), start_ms=None, fixed=False)
        items = placed(items, new, after)
        facts.append(_fact(new, ev.ItemInserted(new=new, after=after, reason=command.reason, part=True)))
        after = new.cue
    return tuple(facts)


def _part_changes(item: AgendaItem, part: cmd.SplitPart) -> ItemChanges:
    least_s = None
    if item.min_duration_s is not None and item.duration_s:
        least_s = item.min_duration_s * part.duration_s // item.duration_s
    return ItemChanges(
        point=part.point,
        duration_s=part.duration_s,
        min_duration_s=least_s,
        title=part.title or item.title,
        speaker=part.speaker or item.speaker,
        speaker_title=part.speaker_title or item.speaker_title,
        organisation=part.organisation or item.organisation,
    )


def _compress(state: ConferenceState, command: cmd.Compress, context: Context, now: Moment) -> Decision:
    if not command.rows:
        return Refusal("compress.nothing")
    facts: list[Fact] = []
    if command.extends is not None:
        cue, seconds = command.extends
        given = _extend(state, cmd.Extend(item=cue, seconds=seconds, cause=command.cause), context, now)
        if isinstance(given, Refusal):
            return given
        facts += given
    for cue, seconds in command.rows:
        item = asked.item_in(state, cue, _PENDING)
        if isinstance(item, Refusal):
            return item
        most_s = asked.spare_s(state, item)
        if not 0 < seconds <= most_s or any(fact.item == cue for fact in facts):
            return Refusal("compress.too_much", {"item": cue, "most_s": most_s})
        body = ev.ItemExtended(seconds=-seconds, cause=command.cause, part=bool(facts))
        facts.append(_fact(item, body))
    return tuple(facts)


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
    skipped = [_fact(item, ev.ItemSkipped(reason=command.reason, part=True)) for item in dropped]
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
    return (_fact(item, ev.HoldExplained(cause=command.cause)),)


def _explain(state: ConferenceState, command: cmd.ExplainOverrun, context: Context, now: Moment) -> Decision:
    item = asked.item_in(state, command.item, _ON_AIR, ItemState.DONE)
    if isinstance(item, Refusal):
        return item
    if not command.cause.strip():
        return Refusal("note.empty")
    return (_fact(item, ev.OverrunExplained(cause=command.cause)),)


Rule = Callable[[ConferenceState, Any, Context, Moment], Decision]


def _as_seen(rule: Rule) -> Rule:
    """`rule`, unless another item is on air than the sender saw."""

    def ruled(state: ConferenceState, command: Any, context: Context, now: Moment) -> Decision:
        if command.expect not in (None, state.on_air):
            return Refusal("change.moved", {"expected": command.expect, "actual": state.on_air})
        return rule(state, command, context, now)

    return ruled


CHANGES: dict[type[Any], Rule] = {
    cmd.Extend: _as_seen(_extend),
    cmd.Skip: _as_seen(_skip),
    cmd.Defer: _as_seen(_defer),
    cmd.BringBack: _as_seen(_bring_back),
    cmd.Insert: _as_seen(_insert),
    cmd.Move: _as_seen(_move),
    cmd.Swap: _as_seen(_swap),
    cmd.Edit: _as_seen(_edit),
    cmd.Split: _as_seen(_split),
    cmd.Compress: _as_seen(_compress),
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
