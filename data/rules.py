"""What may happen: decide(state, command, context) -> facts, or a refusal. Pure.

The log calls this inside its write transaction, on the newest state, so a command is refused only
by a rule and never by a race.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data import commands as cmd
from data import events as ev
from data import point_rules
from data.clock import Moment
from data.events import Fact
from data.model import AgendaItem, ItemKind
from data.ruling import Context, Decision, Refusal
from data.state import ConferenceState, Control, Stage

__all__ = ["REFUSALS", "Context", "Decision", "Refusal", "decide"]

NS_PER_MS = 1_000_000

REFUSALS: dict[str, tuple[str, ...]] = {
    "advance.not_on_air": ("expected", "actual"),
    "advance.next_moved": ("expected", "actual"),
    "advance.too_soon": ("wait_ms",),
    "advance.ended": (),
    "advance.no_plan": (),
    "control.elsewhere": ("console", "actor"),
    "control.reason_needed": ("console", "actor"),
    "hold.nothing_on_air": (),
    "hold.already": ("item",),
    "hold.moved": ("expected", "actual"),
    "resume.not_held": (),
    "undo.nothing": (),
    "undo.moved": (),
    "note.empty": (),
    "plan.after_opening": (),
    "acknowledge.none": (),
    "point.none": (),
    "role.viewer": (),
    "record.sealed": (),
    "record.too_new": (),
    "polling.elsewhere": ("console", "epoch"),
}
"""Every refusal code with the names of its parameters; each has a sentence in the catalogs."""


def decide(state: ConferenceState, command: cmd.Command, context: Context, now: Moment) -> Decision:
    """The facts that `command` makes true, or why it may not."""
    if closed := _closed(state):
        return closed
    if not isinstance(command, _CHANGES_PROGRAMME):
        return _RULES[type(command)](state, command, context, now)
    if barred := _barred(state, command, context):
        return barred
    decision = _RULES[type(command)](state, command, context, now)
    if isinstance(decision, Refusal) or not context.interactive or _is_ours(state, context):
        return decision
    return (_taken(state, "vacant"), *decision)


def _closed(state: ConferenceState) -> Refusal | None:
    if state.too_new:
        return Refusal("record.too_new")
    return Refusal("record.sealed") if state.stage is Stage.SEALED else None


def _barred(state: ConferenceState, command: cmd.Command, context: Context) -> Refusal | None:
    if state.ended and not isinstance(command, cmd.UndoAdvance):
        return Refusal("advance.ended")
    if _held_elsewhere(state, context) and state.control is not None:
        return Refusal("control.elsewhere", _holder(state.control))
    return None


def _holder(control: Control) -> dict[str, str]:
    return {"console": control.console, "actor": control.actor}


def _is_ours(state: ConferenceState, context: Context) -> bool:
    return state.control is not None and state.control.console == context.console


def _held_elsewhere(state: ConferenceState, context: Context) -> bool:
    return state.control is not None and not _is_ours(state, context) and context.holder_alive


def _taken(state: ConferenceState, reason: str) -> Fact:
    previous = state.control.console if state.control else ""
    return Fact(ev.ControlTaken(previous=previous, reason=reason))


def _advance(state: ConferenceState, command: cmd.Advance, context: Context, now: Moment) -> Decision:
    if not state.items:
        return Refusal("advance.no_plan")
    if command.leaves != state.on_air:
        return Refusal("advance.not_on_air", {"expected": command.leaves, "actual": state.on_air})
    wait_ms = _wait_ms(state, context, now)
    if wait_ms > 0:
        return Refusal("advance.too_soon", {"wait_ms": wait_ms})
    entering = state.next_item
    if moved := _next_moved(state, command, entering):
        return moved
    facts = [*_leaving(state, now), *_entering(state, entering, command)]
    if entering is not None and command.verdict != "go":
        override = ev.GateOverridden(verdict=command.verdict, why=command.why, reason=command.reason)
        facts.append(Fact(override, item=entering.cue, point=entering.point or None))
    return tuple(facts)


def _wait_ms(state: ConferenceState, context: Context, now: Moment) -> int:
    if state.last_take_ns is None:
        return 0
    since_ms = (state.t_ns(now) - state.last_take_ns) // NS_PER_MS
    return max(0, context.min_take_ms - since_ms)


def _next_moved(state: ConferenceState, command: cmd.Advance, entering: AgendaItem | None) -> Refusal | None:
    actual = entering.cue if entering else ""
    stale_plan = command.plan_version not in (None, state.plan_version)
    if command.enters is None or (command.enters == actual and not stale_plan):
        return None
    return Refusal("advance.next_moved", {"expected": command.enters, "actual": actual})


def _leaving(state: ConferenceState, now: Moment) -> list[Fact]:
    if not state.on_air:
        return [Fact(ev.ConferenceOpened(planned_start_ms=state.start_ms))]
    item, run, t = state.item(state.on_air), state.run(state.on_air), state.t_ns(now)
    body = ev.ItemEnded(
        elapsed_ms=run.elapsed_ns(t) // NS_PER_MS,
        held_ms=run.held_until(t) // NS_PER_MS,
        planned_s=item.duration_s if item else 0,
        extended_s=run.extended_s,
    )
    return [Fact(body, item=state.on_air, point=(item.point or None) if item else None)]


def _entering(state: ConferenceState, entering: AgendaItem | None, command: cmd.Advance) -> list[Fact]:
    if entering is None:
        return [Fact(ev.PhaseChanged(to=Stage.ENDED, reason=command.reason))]
    stage = Stage.BREAK if entering.kind is ItemKind.BREAK else Stage.RUNNING
    facts = [] if stage is state.stage else [Fact(ev.PhaseChanged(to=stage))]
    started = ev.ItemStarted(
        planned_s=entering.duration_s, plan_version=state.plan_version, reason=command.reason
    )
    return [*facts, Fact(started, item=entering.cue, point=entering.point or None)]


def _hold(state: ConferenceState, command: cmd.Hold, context: Context, now: Moment) -> Decision:
    if not state.on_air:
        return Refusal("hold.nothing_on_air")
    if command.item not in (None, state.on_air):
        return Refusal("hold.moved", {"expected": command.item, "actual": state.on_air})
    if state.held:
        return Refusal("hold.already", {"item": state.on_air})
    return (Fact(ev.ItemHeld(cause=command.cause), item=state.on_air),)


def _resume(state: ConferenceState, command: cmd.Resume, context: Context, now: Moment) -> Decision:
    if not state.held:
        return Refusal("resume.not_held")
    if command.item not in (None, state.on_air):
        return Refusal("hold.moved", {"expected": command.item, "actual": state.on_air})
    since = state.run(state.on_air).held_since_ns or 0
    held_ms = (state.t_ns(now) - since) // NS_PER_MS
    return (Fact(ev.ItemResumed(held_ms=held_ms, cause=command.cause), item=state.on_air),)


def _undo(state: ConferenceState, command: cmd.UndoAdvance, context: Context, now: Moment) -> Decision:
    if not state.advances:
        return Refusal("undo.nothing")
    advance = state.advances[-1]
    if advance.seq != command.undone_seq:
        return Refusal("undo.moved")
    body = ev.AdvanceUndone(undone_seq=advance.seq, left=advance.entered, reason=command.reason)
    return (Fact(body, item=advance.left or None),)


def _note(state: ConferenceState, command: cmd.AddNote, context: Context, now: Moment) -> Decision:
    if not command.text.strip():
        return Refusal("note.empty")
    return (Fact(ev.NoteAdded(text=command.text), item=command.item or None),)


def _mark(state: ConferenceState, command: cmd.MarkCheck, context: Context, now: Moment) -> Decision:
    if command.done == (command.check in state.checks):
        return ()
    return (Fact(ev.ChecklistMarked(check=command.check, done=command.done)),)


def _take(state: ConferenceState, command: cmd.TakeControl, context: Context, now: Moment) -> Decision:
    if _is_ours(state, context):
        return ()
    unasked = _held_elsewhere(state, context) and not command.reason.strip()
    if unasked and state.control is not None:
        return Refusal("control.reason_needed", _holder(state.control))
    return (_taken(state, command.reason or "vacant"),)


def _release(state: ConferenceState, command: cmd.ReleaseControl, context: Context, now: Moment) -> Decision:
    if not _is_ours(state, context):
        return ()
    return (Fact(ev.ControlHanded(reason=command.reason)),)


def _adopt(state: ConferenceState, command: cmd.AdoptPlan, context: Context, now: Moment) -> Decision:
    facts = []
    if (state.items, state.start_ms, state.hard_end_ms) != (
        command.items,
        command.start_ms,
        command.hard_end_ms,
    ):
        if state.opened_ms is not None:
            return Refusal("plan.after_opening")
        plan = ev.PlanAdopted(
            version=state.plan_version + 1,
            items=command.items,
            start_ms=command.start_ms,
            hard_end_ms=command.hard_end_ms,
        )
        facts.append(Fact(plan))
    if state.roster_digest != command.roster_digest:
        levels = command.roster_levels
        roster = ev.RosterAdopted(count=sum(levels.values()), levels=levels, digest=command.roster_digest)
        facts.append(Fact(roster))
    return tuple(facts)


_RULES: dict[type[Any], Callable[[ConferenceState, Any, Context, Moment], Decision]] = {
    cmd.Advance: _advance,
    cmd.Hold: _hold,
    cmd.Resume: _resume,
    cmd.UndoAdvance: _undo,
    cmd.AddNote: _note,
    cmd.MarkCheck: _mark,
    cmd.TakeControl: _take,
    cmd.ReleaseControl: _release,
    cmd.AdoptPlan: _adopt,
    **point_rules.RULES,
}
_CHANGES_PROGRAMME = (cmd.Advance, cmd.Hold, cmd.Resume, cmd.UndoAdvance)
