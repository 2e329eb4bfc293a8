"""What an item is and how long it may take: extend, edit, split, compress. Pure."""

from __future__ import annotations

import msgspec

from data import commands as cmd
from data import events as ev
from data.agenda import item_rules as asked
from data.agenda.programme import ItemChanges, changed, free_cue, placed
from data.clock import Moment
from data.events import Fact
from data.folder.model import AgendaItem
from data.ruling import Context, Decision, Refusal
from data.state import ConferenceState, ItemState

_PENDING, _ON_AIR, _DEFERRED = ItemState.PENDING, ItemState.ON_AIR, ItemState.DEFERRED


def extend(state: ConferenceState, command: cmd.Extend, context: Context, now: Moment) -> Decision:
    """More or fewer seconds for one item."""
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
    return (asked.fact(item, ev.ItemExtended(seconds=command.seconds, cause=command.cause)),)


def edit(state: ConferenceState, command: cmd.Edit, context: Context, now: Moment) -> Decision:
    """Other words, another speaker, point or duration."""
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
    return (asked.fact(new, body),)


def split(state: ConferenceState, command: cmd.Split, context: Context, now: Moment) -> Decision:
    """One item becomes several, together as long as it was."""
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
    facts = [asked.fact(item, ev.ItemEdited(changes=changes, how="split", reason=command.reason))]
    items, after = state.items, item.cue
    for part in parts[1:]:
        new = changed(item, _part_changes(item, part))
        new = msgspec.structs.replace(new, cue=free_cue(items, item.cue), start_ms=None, fixed=False)
        items = placed(items, new, after)
        facts.append(asked.fact(new, ev.ItemInserted(new=new, after=after, reason=command.reason, part=True)))
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


def compress(state: ConferenceState, command: cmd.Compress, context: Context, now: Moment) -> Decision:
    """Items to come give seconds, one of them or the item on air gets some."""
    if not command.rows:
        return Refusal("compress.nothing")
    facts: list[Fact] = []
    if command.extends is not None:
        cue, seconds = command.extends
        given = extend(state, cmd.Extend(item=cue, seconds=seconds, cause=command.cause), context, now)
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
        facts.append(asked.fact(item, body))
    return tuple(facts)
