"""What may happen: decide(state, command, context) -> facts, or a refusal. Pure.

The log calls this inside its write transaction, on the newest state, so a command is refused only
by a rule and never by a race.
"""

from __future__ import annotations

from typing import Any

from data import commands as cmd
from data import events as ev
from data.absence import rules as absence_rules
from data.actions import rules as action_rules
from data.agenda import advance_rules, item_checks
from data.agenda import rules as agenda_rules
from data.clock import Moment
from data.control_events import VACANT
from data.events import Fact
from data.folder.plan_digest import plan_digest
from data.incidents import rules as incident_rules
from data.matching import rules as matching_rules
from data.overrule import rules as overrule_rules
from data.points import rules as point_rules
from data.record import rules as record_rules
from data.record import sealing
from data.roll_call import rules as roll_call_rules
from data.ruling import Context, Decision, Refusal, Rule, control_elsewhere
from data.speaking import rules as speaking_rules
from data.stage import rules as stage_rules
from data.state import ConferenceState, Stage

__all__ = ["REFUSALS", "Context", "Decision", "Refusal", "decide"]

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
    "point.none": (),
    "role.viewer": (),
    "record.sealed": (),
    "record.too_new": (),
    "polling.elsewhere": ("console", "epoch"),
    **absence_rules.REFUSALS,
    **agenda_rules.REFUSALS,
    **item_checks.REFUSALS,
    **sealing.REFUSALS,
    **record_rules.REFUSALS,
    **stage_rules.REFUSALS,
    **speaking_rules.REFUSALS,
    **roll_call_rules.REFUSALS,
    **matching_rules.REFUSALS,
    **incident_rules.REFUSALS,
    **overrule_rules.REFUSALS,
    **action_rules.REFUSALS,
}
"""Every refusal code with the names of its parameters; each has a sentence in the catalogs."""


def decide(state: ConferenceState, command: cmd.Command, context: Context, now: Moment) -> Decision:
    """The facts that `command` makes true, or why it may not."""
    if closed := _closed(state):
        return closed
    if not isinstance(command, _CHANGES_PROGRAMME):
        return _RULES[type(command)](state, command, context, now)
    if barred := _barred(state, command, context, now):
        return barred
    decision = _RULES[type(command)](state, command, context, now)
    if isinstance(decision, Refusal) or not context.interactive or _is_ours(state, context):
        return decision
    return (_taken(state, VACANT), *decision)


def _closed(state: ConferenceState) -> Refusal | None:
    if state.too_new:
        return Refusal("record.too_new")
    return Refusal("record.sealed") if state.stage is Stage.SEALED else None


def _barred(state: ConferenceState, command: cmd.Command, context: Context, now: Moment) -> Refusal | None:
    if state.ended and not isinstance(command, advance_rules.UNDOES):
        return Refusal("advance.ended")
    if holder := context.living_holder(state):
        return control_elsewhere(holder)
    return None if type(command) in absence_rules.ANSWERS else absence_rules.waiting(state, now)


def _is_ours(state: ConferenceState, context: Context) -> bool:
    return state.control is not None and state.control.console == context.console


def _taken(state: ConferenceState, reason: str) -> Fact:
    previous = state.control.console if state.control else ""
    return Fact(ev.ControlTaken(previous=previous, reason=reason))


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
    holder = context.living_holder(state)
    if holder and not command.reason.strip():
        return Refusal("control.reason_needed", {"console": holder.console, "actor": holder.actor})
    return (_taken(state, command.reason or VACANT),)


def _release(state: ConferenceState, command: cmd.ReleaseControl, context: Context, now: Moment) -> Decision:
    if not _is_ours(state, context):
        return ()
    return (Fact(ev.ControlHanded(reason=command.reason)),)


def _adopt(state: ConferenceState, command: cmd.AdoptPlan, context: Context, now: Moment) -> Decision:
    facts = []
    if state.folder_plan != plan_digest(command.items, command.start_ms, command.hard_end_ms):
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


_RULES: dict[type[Any], Rule] = {
    cmd.AddNote: _note,
    cmd.MarkCheck: _mark,
    cmd.TakeControl: _take,
    cmd.ReleaseControl: _release,
    cmd.AdoptPlan: _adopt,
    **absence_rules.NOTICES,
    **absence_rules.ANSWERS,
    **item_checks.RULES,
    **point_rules.RULES,
    **record_rules.RULES,
    **roll_call_rules.RULES,
    **matching_rules.RULES,
    **incident_rules.RULES,
    **overrule_rules.RULES,
    **action_rules.RULES,
    **advance_rules.RULES,
    **agenda_rules.RULES,
    **stage_rules.RULES,
    **speaking_rules.RULES,
}
_CHANGES_PROGRAMME = (
    *advance_rules.RULES,
    *agenda_rules.CHANGES,
    *stage_rules.RULES,
    *speaking_rules.RULES,
    *absence_rules.ANSWERS,
)
