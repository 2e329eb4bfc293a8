"""Moving on and standing still: advance, jump, hold, resume, undo. Pure."""

from __future__ import annotations

from typing import Any

from data import commands as cmd
from data import events as ev
from data.agenda import item_rules as asked
from data.clock import Moment
from data.events import Fact
from data.folder.model import AgendaItem, ItemKind
from data.ruling import Context, Decision, Refusal, Rule
from data.state import Change, ConferenceState, ItemState, Stage
from data.units import NS_PER_MS


def _advance(state: ConferenceState, command: cmd.Advance, context: Context, now: Moment) -> Decision:
    if refused := _not_yet(state, command, context, now):
        return refused
    entering = state.next_item
    if moved := _next_moved(state, command, entering):
        return moved
    return (*_leaving(state, command, now), *_entering(state, entering, command))


def _jump(state: ConferenceState, command: cmd.Jump, context: Context, now: Moment) -> Decision:
    if refused := _not_yet(state, command, context, now):
        return refused
    target = asked.item_in(state, command.to, ItemState.PENDING, ItemState.DEFERRED)
    if isinstance(target, Refusal):
        return target
    passed = _passed(state, target)
    if command.passed == "defer":
        for item in passed:
            if refused := asked.unreasoned(item, command.reason):
                return refused
    between = _put_next(state, command, target, passed)
    return (*_leaving(state, command, now), *between, *_entering(state, target, command))


def _passed(state: ConferenceState, target: AgendaItem) -> list[AgendaItem]:
    """The items to come that stand before `target`; none when it comes back from the debt list."""
    if state.run(target.cue).state is not ItemState.PENDING:
        return []
    pending = list(state.pending())
    return pending[: pending.index(target)]


def _put_next(
    state: ConferenceState, command: cmd.Jump, target: AgendaItem, passed: list[AgendaItem]
) -> list[Fact]:
    point = target.point or None
    if state.run(target.cue).state is not ItemState.PENDING:
        back = ev.ItemBroughtBack(after=state.on_air, reason=command.reason, part=True)
        return [Fact(back, item=target.cue, point=point)]
    if not passed:
        return []
    if command.passed == "defer":
        put_off = ev.ItemDeferred(reason=command.reason, part=True)
        return [Fact(put_off, item=item.cue, point=item.point or None) for item in passed]
    moved = ev.ItemMoved(after=state.on_air, reason=command.reason, part=True)
    return [Fact(moved, item=target.cue, point=point)]


def _not_yet(
    state: ConferenceState, command: cmd.Advance | cmd.Jump, context: Context, now: Moment
) -> Refusal | None:
    if not state.items:
        return Refusal("advance.no_plan")
    if command.leaves != state.on_air:
        return Refusal("advance.not_on_air", {"expected": command.leaves, "actual": state.on_air})
    wait_ms = _wait_ms(state, context, now)
    return Refusal("advance.too_soon", {"wait_ms": wait_ms}) if wait_ms > 0 else None


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


def _leaving(state: ConferenceState, command: cmd.Advance | cmd.Jump, now: Moment) -> list[Fact]:
    if not state.on_air:
        return [Fact(ev.ConferenceOpened(planned_start_ms=state.start_ms))]
    item, run, t = state.item(state.on_air), state.run(state.on_air), state.t_ns(now)
    body = ev.ItemEnded(
        elapsed_ms=run.elapsed_ns(t) // NS_PER_MS,
        held_ms=run.held_until(t) // NS_PER_MS,
        planned_s=item.duration_s if item else 0,
        extended_s=run.extended_s,
        cause=command.cause,
    )
    return [Fact(body, item=state.on_air, point=(item.point or None) if item else None)]


def _entering(
    state: ConferenceState, entering: AgendaItem | None, command: cmd.Advance | cmd.Jump
) -> list[Fact]:
    if entering is None:
        return [Fact(ev.PhaseChanged(to=Stage.ENDED, reason=command.reason))]
    stage = Stage.BREAK if entering.kind is ItemKind.BREAK else Stage.RUNNING
    facts = [] if stage is state.stage else [Fact(ev.PhaseChanged(to=stage))]
    started = ev.ItemStarted(
        planned_s=entering.duration_s, plan_version=state.plan_version, reason=command.reason
    )
    facts.append(Fact(started, item=entering.cue, point=entering.point or None))
    if command.verdict != "go":
        override = ev.GateOverridden(verdict=command.verdict, why=command.why, reason=command.reason)
        facts.append(Fact(override, item=entering.cue, point=entering.point or None))
    return facts


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


def _undo(state: ConferenceState, command: cmd.UndoChange, context: Context, now: Moment) -> Decision:
    return _taken_back(state.last_change, command.seq, command.reason)


def _undo_advance(
    state: ConferenceState, command: cmd.UndoAdvance, context: Context, now: Moment
) -> Decision:
    """Pauses since then go with it; any other change since then has to be undone before."""
    since = (change for change in reversed(state.changes) if change.kind not in _PAUSES)
    return _taken_back(next(since, None), command.undone_seq, command.reason)


def _taken_back(change: Change | None, seq: int, reason: str) -> Decision:
    if change is None:
        return Refusal("undo.nothing")
    if change.seq != seq:
        return Refusal("undo.moved")
    if change.is_advance:
        advance = ev.AdvanceUndone(undone_seq=seq, left=change.entered, reason=reason)
        return (Fact(advance, item=change.left or None),)
    undone = ev.ChangeUndone(undone_seq=seq, undone=change.kind, reason=reason)
    return (Fact(undone, item=change.item or None),)


_PAUSES = ("ItemHeld", "ItemResumed")
UNDOES = (cmd.UndoAdvance, cmd.UndoChange)

RULES: dict[type[Any], Rule] = {
    cmd.Advance: _advance,
    cmd.Jump: _jump,
    cmd.Hold: _hold,
    cmd.Resume: _resume,
    cmd.UndoChange: _undo,
    cmd.UndoAdvance: _undo_advance,
}
"""By command, for `data.rules`; only the console in control may ask for these."""
