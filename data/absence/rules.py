"""A programme that was left alone goes on when somebody has said what the time away counts as. Pure."""

from __future__ import annotations

from typing import Any

from data.absence import commands as cmd
from data.absence import events as ev
from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState
from data.units import NS_PER_MS, NS_PER_S


def waiting(state: ConferenceState, now: Moment) -> Refusal | None:
    """The refusal of everything else, while the answer is owed."""
    if state.absence is None:
        return None
    away_s = state.absence.away_ns(state.t_ns(now)) // NS_PER_S
    return Refusal("absence.unanswered", {"hours": away_s // 3600})


def _notice(state: ConferenceState, command: cmd.NoticeAbsence, context: Context, now: Moment) -> Decision:
    """Only while the conference runs, and when no console in control has lived through the silence."""
    if state.phase != "running" or state.absence is not None or context.living_holder(state):
        return ()
    away_ns = state.t_ns(now) - state.heard_ns
    if not 0 < command.limit_s * NS_PER_S <= away_ns:
        return ()
    noticed = ev.AbsenceNoticed(
        from_ms=state.heard_ms,
        away_ms=away_ns // NS_PER_MS,
        by_wall=state.timeline.bridged(state.heard_ns, now),
    )
    return (Fact(noticed, item=state.on_air or None),)


def _answer(state: ConferenceState, command: cmd.AnswerAbsence, context: Context, now: Moment) -> Decision:
    if state.absence is None:
        return Refusal("absence.none")
    away_ms = state.absence.away_ns(state.t_ns(now)) // NS_PER_MS
    body = ev.AbsenceAnswered(away_ms=away_ms, counts=command.counts, reason=command.reason)
    return (Fact(body, item=state.on_air or None),)


NOTICES: dict[type[Any], Rule] = {cmd.NoticeAbsence: _notice}
ANSWERS: dict[type[Any], Rule] = {cmd.AnswerAbsence: _answer}
"""By command, for `data.rules`; only the console in control may answer."""

REFUSALS: dict[str, tuple[str, ...]] = {"absence.unanswered": ("hours",), "absence.none": ()}
"""Codes with the names of their parameters."""
