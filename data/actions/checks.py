"""Whether an action was done, by what the platform shows afterwards; and what that adds to the record. Pure.

A platform's "success" proves nothing: one answered so to a mute that no poll could see. What was handed over
is never handed over again, whatever happens; what nobody handed over in time is not done any more.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from data.actions.action import OF_ALL, Action, ActionKind
from data.actions.events import ActionAnswered, ActionConfirmed, ActionFailed, ActionSent, ActionUnverified
from data.actions.state import AskedAction, Step
from data.clock import Moment
from data.events import Fact
from data.health.reading import Presence, Snapshot
from data.state import ConferenceState
from data.units import NS_PER_MS, NS_PER_S

EXPIRES_S = 10
"""A request that no console has handed over by then is not done: its moment is past."""
POLLS = 2
"""So many polls are looked at: a platform may show a change one poll late."""
RINGS_S = 45
"""So long may a room that is rung up take to come."""
AWAY_S = 30
"""After so long without a poll to look at, nobody knows."""
_HERE = (Presence.LISTED, Presence.MEDIA, Presence.HOLD)


class Answer(msgspec.Struct, frozen=True):
    """What came of handing over: `kind` is no, or an `answer` of `ActionAnswered`; the rest as there."""

    kind: str
    error: str = ""
    detail: str = ""
    ref: str = ""


def order_of(asked: AskedAction) -> Action:
    """What the adapter is told."""
    return Action(kind=asked.kind, ref=asked.ref, address=asked.address, name=asked.name)


def due(state: ConferenceState, source: str) -> list[AskedAction]:
    """What is still to be handed over to `source`, oldest first."""
    return [one for one in state.actions.values() if one.step is Step.REQUESTED and one.source == source]


def open_at(state: ConferenceState, source: str) -> list[AskedAction]:
    """What was handed over to `source` and whose end is not known."""
    steps = (Step.SENT, Step.ANSWERED)
    return [one for one in state.actions.values() if one.step in steps and one.source == source]


def asks_after_the_call(state: ConferenceState, source: str) -> bool:
    """Whether somebody waits to see the conference locked or unlocked."""
    return any(one.kind in OF_ALL for one in open_at(state, source))


def hand_over(state: ConferenceState, key: str, able: Iterable[str], now: Moment) -> tuple[Fact, ...]:
    """Take action `key` out of everybody's reach: it is ours to send, or it is over; () when neither."""
    asked = state.actions.get(key)
    if asked is None or asked.step is not Step.REQUESTED:
        return ()
    if state.t_ns(now) - asked.at_ns > EXPIRES_S * NS_PER_S:
        return (_fact(asked, ActionFailed(id=key, action=asked.kind, error="expired")),)
    if asked.kind not in able:
        return (_fact(asked, ActionFailed(id=key, action=asked.kind, error="unable")),)
    return (_fact(asked, ActionSent(id=key, action=asked.kind)),)


def answered(state: ConferenceState, key: str, answer: Answer) -> tuple[Fact, ...]:
    """What came back, for the record; () when it is there already."""
    asked = state.actions.get(key)
    if asked is None or asked.step is not Step.SENT:
        return ()
    kind, error, detail, ref = answer.kind, answer.error, answer.detail, answer.ref
    if kind == "no":
        return (_fact(asked, ActionFailed(id=key, action=asked.kind, error=error, detail=detail)),)
    return (
        _fact(
            asked,
            ActionAnswered(id=key, action=asked.kind, answer=kind, error=error, detail=detail, ref=ref),
        ),
    )


def shown(asked: AskedAction, snapshot: Snapshot, *, one_mute: bool = False) -> bool | None:
    """Whether `snapshot` shows it done; None when it does not say.

    `one_mute`: the platform knows one mute of a call, whoever did it, and not the room's and its own.
    """
    if asked.kind in OF_ALL:
        return None if snapshot.locked is None else snapshot.locked is (asked.kind is ActionKind.LOCK)
    if asked.kind is ActionKind.DIAL:
        return any(
            _is_new_call(asked, one.ref, one.alias) and one.presence in _HERE for one in snapshot.participants
        )
    leg = next((one for one in snapshot.participants if one.ref == asked.ref), None)
    if asked.kind is ActionKind.DROP:
        return None if leg is None and snapshot.partial else leg is None
    if leg is None:
        return None
    if asked.kind in (ActionKind.MUTE, ActionKind.UNMUTE):
        muted = leg.mute_local if one_mute else leg.mute_server
        return None if muted is None else muted is (asked.kind is ActionKind.MUTE)
    return None if leg.spotlight is None else leg.spotlight is (asked.kind is ActionKind.SPOTLIGHT)


def _is_new_call(asked: AskedAction, ref: str, alias: str) -> bool:
    """By the platform's own name for it; where it gave none, by whom was rung."""
    return ref == asked.made if asked.made else alias == asked.address


def settled(
    state: ConferenceState, key: str, now: Moment, *, seen: bool | None, polls: int
) -> tuple[Fact, ...]:
    """How action `key` ended, after `polls` polls the last of which showed `seen`; () while it may come.

    `polls` of 0 asks whether the wait is over for want of a poll.
    """
    asked = state.actions.get(key)
    if asked is None or asked.step is not Step.ANSWERED:
        return ()
    after_ms = (state.t_ns(now) - asked.at_ns) // NS_PER_MS
    waited_s = (state.t_ns(now) - asked.step_ns) / NS_PER_S
    if polls and seen:
        return (_fact(asked, ActionConfirmed(id=key, action=asked.kind, after_ms=after_ms)),)
    if polls == 0:
        over, why = waited_s >= AWAY_S, "away"
    else:
        over = waited_s >= RINGS_S if asked.kind is ActionKind.DIAL else polls >= POLLS
        why = "unseen" if seen is None else "contrary"
    return (
        (_fact(asked, ActionUnverified(id=key, action=asked.kind, why=why, after_ms=after_ms)),)
        if over
        else ()
    )


def _fact(
    asked: AskedAction, body: ActionSent | ActionAnswered | ActionConfirmed | ActionUnverified | ActionFailed
) -> Fact:
    return Fact(body, point=asked.point or None)
