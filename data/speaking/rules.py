"""Who may be put into the speakers' queue, called, moved. Pure; only the console in control decides."""

from __future__ import annotations

from typing import Any, TypeAlias

from data.agenda.programme import LONGEST_S
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule
from data.speaking.commands import CallSpeaker, FinishSpeaker, MoveSpeaker, QueueSpeaker, WithdrawSpeaker
from data.speaking.events import (
    SpeakerCalled,
    SpeakerFinished,
    SpeakerQueued,
    SpeakerReordered,
    SpeakerWithdrawn,
)
from data.state import ConferenceState
from data.text import clean, fold

WAYS = ("phone", "hand", "list")
TURNS = (1, 2)
LONGEST_NAME = 120

REFUSALS: dict[str, tuple[str, ...]] = {
    "speakers.nobody": (),
    "speakers.way": ("way",),
    "speakers.turn": ("turn",),
    "speakers.waiting": ("who",),
    "speakers.unknown": ("id",),
    "speakers.reason_needed": (),
    "speakers.same_place": ("who",),
    "speakers.no_length": (),
    "speakers.moved": ("expected", "actual"),
    "speakers.no_floor": ("id",),
}
"""Codes with the names of their parameters."""

Key: TypeAlias = tuple[str, str]


def _key(name: str, point: str) -> Key:
    """Two who ask are one when their names are, however they are written; rooms by their code."""
    return (fold(name), "" if name else point)


def _queue(state: ConferenceState, command: QueueSpeaker, context: Context, now: Moment) -> Decision:
    name = clean(command.name.strip(), LONGEST_NAME)
    if not name and not command.point:
        return Refusal("speakers.nobody")
    if command.by not in WAYS:
        return Refusal("speakers.way", {"way": command.by})
    if command.turn is not None and command.turn not in TURNS:
        return Refusal("speakers.turn", {"turn": command.turn})
    key = _key(name, command.point)
    if any(_key(each.name, each.point) == key for each in state.speakers.waiting):
        return Refusal("speakers.waiting", {"who": name or command.point})
    body = SpeakerQueued(
        id=f"q{state.speakers.asked + 1}",
        name=name,
        organisation=clean(command.organisation.strip(), LONGEST_NAME),
        by=command.by,
        turn=command.turn or (2 if _has_spoken(state, key) else 1),
    )
    return (Fact(body, item=state.on_air or None, point=command.point or None),)


def _has_spoken(state: ConferenceState, key: Key) -> bool:
    """Within the item on air; another discussion begins anew."""
    turns = (turn for turn in state.speakers.turns if turn.item == state.on_air)
    return any(_key(turn.asking.name, turn.asking.point) == key for turn in turns)


def _move(state: ConferenceState, command: MoveSpeaker, context: Context, now: Moment) -> Decision:
    waiting = state.speakers.waiting
    moved = state.speakers.find(command.id)
    for wanted in (command.id, command.after):
        if wanted and state.speakers.find(wanted) is None:
            return Refusal("speakers.unknown", {"id": wanted})
    if moved is None:
        return Refusal("speakers.unknown", {"id": command.id})
    ahead = [""] + [each.id for each in waiting]
    if command.after in (command.id, ahead[waiting.index(moved)]):
        return Refusal("speakers.same_place", {"who": moved.who})
    if not command.reason.strip():
        return Refusal("speakers.reason_needed")
    body = SpeakerReordered(id=command.id, after=command.after, reason=command.reason.strip())
    return (Fact(body, item=state.on_air or None, point=moved.point or None),)


def _call(state: ConferenceState, command: CallSpeaker, context: Context, now: Moment) -> Decision:
    if not state.on_air:
        return Refusal("hold.nothing_on_air")
    if command.item not in (None, state.on_air):
        return Refusal("speakers.moved", {"expected": command.item or "", "actual": state.on_air})
    asking = state.speakers.find(command.id)
    if asking is None:
        return Refusal("speakers.unknown", {"id": command.id})
    if not 0 < command.seconds <= LONGEST_S:
        return Refusal("speakers.no_length")
    body = SpeakerCalled(id=command.id, seconds=command.seconds)
    return (Fact(body, item=state.on_air, point=asking.point or None),)


def _finish(state: ConferenceState, command: FinishSpeaker, context: Context, now: Moment) -> Decision:
    floor = state.speakers.floor(state.on_air)
    if floor is None or floor.asking.id != command.id:
        return Refusal("speakers.no_floor", {"id": command.id})
    return (Fact(SpeakerFinished(id=command.id), item=state.on_air, point=floor.asking.point or None),)


def _withdraw(state: ConferenceState, command: WithdrawSpeaker, context: Context, now: Moment) -> Decision:
    asking = state.speakers.find(command.id)
    if asking is None:
        return Refusal("speakers.unknown", {"id": command.id})
    body = SpeakerWithdrawn(id=command.id, reason=command.reason.strip())
    return (Fact(body, item=state.on_air or None, point=asking.point or None),)


RULES: dict[type[Any], Rule] = {
    QueueSpeaker: _queue,
    MoveSpeaker: _move,
    CallSpeaker: _call,
    FinishSpeaker: _finish,
    WithdrawSpeaker: _withdraw,
}
"""By command, for `data.rules`; only the console in control may ask for these."""
