"""What every change of an item has to ask first: is it there, may it be touched, how long may it be. Pure."""

from __future__ import annotations

from data.agenda.programme import LONGEST_S, position
from data.clock import Moment
from data.events import Body, Fact
from data.folder.model import AgendaItem
from data.ruling import Refusal
from data.state import ConferenceState, ItemState
from data.units import NS_PER_S

_OTHERWISE = {
    ItemState.PENDING: "change.not_set_aside",
    ItemState.ON_AIR: "change.on_air",
    ItemState.DONE: "change.over",
    ItemState.SKIPPED: "change.set_aside",
    ItemState.DEFERRED: "change.set_aside",
}


def item_in(state: ConferenceState, cue: str, *states: ItemState) -> AgendaItem | Refusal:
    """The item called `cue` when it stands in one of `states`, else why it may not be touched."""
    item = state.item(cue)
    if item is None:
        return Refusal("change.no_item", {"item": cue})
    found = state.run(cue).state
    if found in states:
        return item
    begun = ItemState.DONE in states
    code = "change.not_begun" if begun else _OTHERWISE[found]
    return Refusal(code, {"item": cue})


def fact(item: AgendaItem, body: Body) -> Fact:
    """`body` happened to `item`, at its point."""
    return Fact(body, item=item.cue, point=item.point or None)


def length_s(state: ConferenceState, item: AgendaItem) -> int:
    """Seconds the item is given: its duration and its extensions."""
    return item.duration_s + state.run(item.cue).extended_s


def spare_s(state: ConferenceState, item: AgendaItem) -> int:
    """Seconds that compression may take from an item to come: down to its least time, never of protocol."""
    if item.is_protocol or item.min_duration_s is None:
        return 0
    return max(0, length_s(state, item) - item.min_duration_s)


def unreasoned(item: AgendaItem, reason: str) -> Refusal | None:
    """Protocol is not touched without a reason."""
    return Refusal("change.protocol", {"item": item.cue}) if item.is_protocol and not reason.strip() else None


def bad_length(
    state: ConferenceState, item: AgendaItem, new_s: int, reason: str, now: Moment
) -> Refusal | None:
    """Why `item` may not be `new_s` seconds long."""
    if new_s > LONGEST_S:
        return Refusal("change.too_long", {"item": item.cue, "most_s": LONGEST_S})
    if new_s >= length_s(state, item):
        return None
    if refused := too_short(state, item, new_s, now) or unreasoned(item, reason):
        return refused
    if item.min_duration_s is not None and new_s < item.min_duration_s and not reason.strip():
        return Refusal("change.below_minimum", {"item": item.cue, "minimum_s": item.min_duration_s})
    return None


def too_short(state: ConferenceState, item: AgendaItem, new_s: int, now: Moment) -> Refusal | None:
    """No item is shorter than what it has run."""
    least_s = -(-state.run(item.cue).elapsed_ns(state.t_ns(now)) // NS_PER_S)
    return Refusal("change.too_short", {"item": item.cue, "least_s": least_s}) if new_s < least_s else None


def place(state: ConferenceState, cue: str, after: str | None) -> str | Refusal:
    """The cue that `cue` is to stand after: not before what ran, not before the item on air."""
    after = state.on_air if after is None else after
    ran = [index for index, item in enumerate(state.items) if state.run(item.cue).started_ms is not None]
    index = position(state.items, after) if after else -1
    if index is None:
        return Refusal("place.no_item", {"after": after})
    if after == cue:
        return Refusal("move.same_place", {"item": cue})
    if ran and not after:
        return Refusal("place.opened", {"item": cue})
    if index < max(ran, default=-1):
        return Refusal("place.before_air", {"item": cue, "after": after})
    return after
