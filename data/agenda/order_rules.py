"""Which items come and in which order: skip, defer, bring back, insert, move, swap. Pure."""

from __future__ import annotations

from data import commands as cmd
from data import events as ev
from data.agenda import item_rules as asked
from data.agenda.programme import LONGEST_S, before, placed
from data.clock import Moment
from data.ruling import Context, Decision, Refusal
from data.state import ConferenceState, ItemState

_PENDING, _ON_AIR, _DEFERRED = ItemState.PENDING, ItemState.ON_AIR, ItemState.DEFERRED


def skip(state: ConferenceState, command: cmd.Skip, context: Context, now: Moment) -> Decision:
    """It will not be played; one that is deferred is dropped."""
    item = asked.item_in(state, command.item, _PENDING, _DEFERRED)
    if isinstance(item, Refusal):
        return item
    if refused := asked.unreasoned(item, command.reason):
        return refused
    return (asked.fact(item, ev.ItemSkipped(reason=command.reason)),)


def defer(state: ConferenceState, command: cmd.Defer, context: Context, now: Moment) -> Decision:
    """Onto the debt list."""
    item = asked.item_in(state, command.item, _PENDING)
    if isinstance(item, Refusal):
        return item
    if refused := asked.unreasoned(item, command.reason):
        return refused
    return (asked.fact(item, ev.ItemDeferred(reason=command.reason)),)


def bring_back(state: ConferenceState, command: cmd.BringBack, context: Context, now: Moment) -> Decision:
    """Of what was set aside, to come again."""
    item = asked.item_in(state, command.item, ItemState.SKIPPED, _DEFERRED)
    if isinstance(item, Refusal):
        return item
    after = asked.place(state, item.cue, command.after)
    if isinstance(after, Refusal):
        return after
    return (asked.fact(item, ev.ItemBroughtBack(after=after, reason=command.reason)),)


def insert(state: ConferenceState, command: cmd.Insert, context: Context, now: Moment) -> Decision:
    """An item that no plan had."""
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
    return (asked.fact(new, ev.ItemInserted(new=new, after=after, reason=command.reason)),)


def move(state: ConferenceState, command: cmd.Move, context: Context, now: Moment) -> Decision:
    """An item to come, to another place."""
    item = asked.item_in(state, command.item, _PENDING)
    if isinstance(item, Refusal):
        return item
    after = asked.place(state, item.cue, command.after)
    if isinstance(after, Refusal):
        return after
    if placed(state.items, item, after) == state.items:
        return Refusal("move.same_place", {"item": item.cue})
    return (asked.fact(item, ev.ItemMoved(after=after, reason=command.reason)),)


def swap(state: ConferenceState, command: cmd.Swap, context: Context, now: Moment) -> Decision:
    """Two items to come take each other's places."""
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
    facts = [asked.fact(second, ev.ItemMoved(after=ahead, reason=command.reason))]
    if behind != first.cue:
        facts.append(asked.fact(first, ev.ItemMoved(after=behind, reason=command.reason, part=True)))
    return tuple(facts)
