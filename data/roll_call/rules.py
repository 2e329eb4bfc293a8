"""What may be put down at the roll call. Pure. It needs no control token, for nothing on air changes."""

from __future__ import annotations

from typing import Any

from data.clock import Moment
from data.events import Fact
from data.points.rules import by_a_worker
from data.roll_call import commands as cmd
from data.roll_call import events as ev
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState

MARKS = ("present", "absent", "excused", "")
MOST_PEOPLE = 100_000

REFUSALS: dict[str, tuple[str, ...]] = {
    "roll.unknown_mark": ("mark",),
    "roll.reason_needed": (),
    "roll.too_many": ("present", "expected"),
    "roll.no_number": (),
    "roll.no_number_at": ("point",),
    "roll.empty": (),
}


def _mark(state: ConferenceState, command: cmd.MarkPresence, context: Context, now: Moment) -> Decision:
    """The same word again changes nothing and is not written."""
    if command.mark not in MARKS:
        return Refusal("roll.unknown_mark", {"mark": command.mark})
    reason = command.reason.strip()
    if not reason and (command.mark == "excused" or command.how == "spoken_for"):
        return Refusal("roll.reason_needed")
    known = state.point(command.point)
    was = known.marked
    said = (was.mark, was.how, was.reason) if was else ("", "", "")
    still = was is None or was.joined == known.joined
    if still and said == (command.mark, command.how, reason):
        return ()
    body = ev.PresenceMarked(mark=command.mark, how=command.how, reason=reason)
    return (Fact(body, point=command.point),)


def _report(state: ConferenceState, command: cmd.ReportPresence, context: Context, now: Moment) -> Decision:
    if not 0 <= command.present <= command.expected:
        numbers = {"present": command.present, "expected": command.expected}
        return Refusal("roll.too_many", numbers)
    body = ev.PresenceReported(present=command.present, expected=command.expected)
    return (Fact(body, point=command.point),)


def _count(state: ConferenceState, command: cmd.CountDelegates, context: Context, now: Moment) -> Decision:
    """Whoever counts the delegates again and says nothing of guests leaves these as they were counted."""
    if not 0 <= (command.guests or 0) <= command.delegates <= MOST_PEOPLE:
        return Refusal("roll.no_number")
    known, guests = state.point(command.point), command.guests
    if guests is None and known.guests is not None and known.guests <= command.delegates:
        guests = known.guests
    if (known.delegates, known.guests) == (command.delegates, guests):
        return ()
    return (Fact(ev.DelegatesCounted(delegates=command.delegates, guests=guests), point=command.point),)


def _count_many(state: ConferenceState, command: cmd.CountMany, context: Context, now: Moment) -> Decision:
    facts: list[Fact] = []
    for count in command.counts:
        decided = _count(state, count, context, now)
        if isinstance(decided, Refusal):
            return Refusal("roll.no_number_at", {"point": count.point})
        facts += decided
    return tuple(facts)


def _freeze(state: ConferenceState, command: cmd.FreezeRollCall, context: Context, now: Moment) -> Decision:
    if not sum(command.expected.values()):
        return Refusal("roll.empty")
    body = ev.RollCallFrozen(
        number=len(state.rolls) + 1,
        expected=command.expected,
        present=command.present,
        standings=command.standings,
        delegates=command.delegates,
        counted=command.counted,
        as_of=command.as_of,
        lost=command.lost,
    )
    return (Fact(body),)


RULES: dict[type[Any], Rule] = {
    cmd.MarkPresence: by_a_worker(_mark),
    cmd.ReportPresence: by_a_worker(_report),
    cmd.CountDelegates: by_a_worker(_count),
    cmd.CountMany: by_a_worker(_count_many),
    cmd.FreezeRollCall: by_a_worker(_freeze),
}
"""By command, for `data.rules`."""
