"""How events of the programme change the state."""

from __future__ import annotations

import msgspec

from data import events as ev
from data.agenda.programme import changed, placed
from data.builder import Builder, Handler
from data.events import Event
from data.folder.plan_digest import plan_digest
from data.state import PENDING, ItemRun, ItemState, Stage, Tick

_STAGES = frozenset(Stage)


def _plan_adopted(b: Builder, event: Event, body: ev.PlanAdopted) -> None:
    """Before the opening a plan begins anew; after it a re-plan is a change like others."""
    b.plan_version = body.version
    if b.opened_ms is None:
        b.changes = ()
        b.items = body.items
        b.start_ms = body.start_ms
        cues = {item.cue for item in body.items}
        if gone := [cue for cue in b.runs if cue not in cues]:
            for cue in gone:
                del b.own("runs")[cue]
    else:
        b.begin(event)
        b.set_items(body.items)
    b.hard_end_ms = body.hard_end_ms
    b.folder_plan = body.folder or plan_digest(body.items, body.start_ms, body.hard_end_ms)


def _phase_changed(b: Builder, event: Event, body: ev.PhaseChanged) -> None:
    if body.to not in _STAGES:
        return  # of a newer program: what we knew still stands
    b.stage = Stage(body.to)
    if b.stage is Stage.ENDED:
        b.ended_ms = event.at.utc_ms


def _opened(b: Builder, event: Event, body: ev.ConferenceOpened) -> None:
    b.begin(event)
    b.last_take_ns = b.now_ns()
    b.opened_ms = event.at.utc_ms
    b.frozen = b.items


def _ended(b: Builder, event: Event, body: ev.ItemEnded) -> None:
    cue, t = event.item or "", b.now_ns()
    b.begin(event)
    b.last_take_ns = t
    b.change_run(
        cue,
        state=ItemState.DONE,
        ended_ns=t,
        ended_ms=event.at.utc_ms,
        held_ns=b.run(cue).held_until(t),
        held_since_ns=None,
        overrun_cause=body.cause or b.run(cue).overrun_cause,
    )
    b.on_air = ""


def _started(b: Builder, event: Event, body: ev.ItemStarted) -> None:
    cue, before = event.item or "", b.run(event.item or "")
    run = ItemRun(
        state=ItemState.ON_AIR,
        started_ns=b.now_ns(),
        started_ms=event.at.utc_ms,
        extended_s=before.extended_s,
        extension_causes=before.extension_causes,
    )
    b.set_run(cue, run)
    b.on_air = cue
    last = b.last_change
    if last is not None and last.is_advance and not last.entered:
        b.amend(entered=cue)


def _held(b: Builder, event: Event, body: ev.ItemHeld) -> None:
    cue = event.item or ""
    b.begin(event)
    b.change_run(cue, held_since_ns=b.now_ns(), hold_causes=_with(b.run(cue).hold_causes, body.cause))


def _resumed(b: Builder, event: Event, body: ev.ItemResumed) -> None:
    cue, run = event.item or "", b.run(event.item or "")
    b.begin(event)
    causes = _with(run.hold_causes, body.cause)
    b.change_run(cue, held_ns=run.held_until(b.now_ns()), held_since_ns=None, hold_causes=causes)


def _with(causes: tuple[str, ...], cause: str) -> tuple[str, ...]:
    return causes if not cause or cause in causes else (*causes, cause)


def _begin_unless_part(b: Builder, event: Event, part: bool) -> None:
    if not (part and b.changes):
        b.begin(event)


def _extended(b: Builder, event: Event, body: ev.ItemExtended) -> None:
    cue, run = event.item or "", b.run(event.item or "")
    _begin_unless_part(b, event, body.part)
    causes = _with(run.extension_causes, body.cause)
    b.change_run(cue, extended_s=run.extended_s + body.seconds, extension_causes=causes)


def _skipped(b: Builder, event: Event, body: ev.ItemSkipped) -> None:
    _begin_unless_part(b, event, body.part)
    b.change_run(event.item or "", state=ItemState.SKIPPED)


def _deferred(b: Builder, event: Event, body: ev.ItemDeferred) -> None:
    _begin_unless_part(b, event, body.part)
    b.change_run(event.item or "", state=ItemState.DEFERRED)


def _brought_back(b: Builder, event: Event, body: ev.ItemBroughtBack) -> None:
    _begin_unless_part(b, event, body.part)
    cue = event.item or ""
    b.change_run(cue, state=ItemState.PENDING)
    if b.run(cue) == PENDING:
        b.own("runs").pop(cue)
    _place(b, cue, body.after)


def _inserted(b: Builder, event: Event, body: ev.ItemInserted) -> None:
    _begin_unless_part(b, event, body.part)
    if all(item.cue != body.new.cue for item in b.items):
        b.set_items(placed(b.items, body.new, body.after))


def _moved(b: Builder, event: Event, body: ev.ItemMoved) -> None:
    _begin_unless_part(b, event, body.part)
    _place(b, event.item or "", body.after)


def _place(b: Builder, cue: str, after: str) -> None:
    for item in b.items:
        if item.cue == cue:
            b.set_items(placed(b.items, item, after))
            return


def _edited(b: Builder, event: Event, body: ev.ItemEdited) -> None:
    _begin_unless_part(b, event, body.part)
    cue = event.item
    b.set_items(tuple(changed(item, body.changes) if item.cue == cue else item for item in b.items))


def _checked(b: Builder, event: Event, body: ev.ItemChecked) -> None:
    cue = event.item or ""
    kept = tuple(tick for tick in b.ticks.get(cue, ()) if tick.check != body.check)
    tick = Tick(body.check, event.at.utc_ms, event.actor)
    b.own("ticks")[cue] = (*kept, tick) if body.done else kept


def _hold_explained(b: Builder, event: Event, body: ev.HoldExplained) -> None:
    cue = event.item or ""
    if cue in b.runs:
        run = b.runs[cue]
        causes = _with(run.hold_causes, body.cause)
        b.own("runs")[cue] = msgspec.structs.replace(run, hold_causes=causes)


def _explained(b: Builder, event: Event, body: ev.OverrunExplained) -> None:
    cue = event.item or ""
    if cue in b.runs:
        run = b.runs[cue]
        b.own("runs")[cue] = msgspec.structs.replace(run, overrun_cause=body.cause)


def _undone(b: Builder, event: Event, body: ev.AdvanceUndone | ev.ChangeUndone) -> None:
    b.take_back(body.undone_seq)


HANDLERS: dict[type[ev.Body], Handler] = {
    ev.PlanAdopted: _plan_adopted,
    ev.PhaseChanged: _phase_changed,
    ev.ConferenceOpened: _opened,
    ev.ItemStarted: _started,
    ev.ItemEnded: _ended,
    ev.ItemHeld: _held,
    ev.ItemResumed: _resumed,
    ev.ItemExtended: _extended,
    ev.ItemSkipped: _skipped,
    ev.ItemDeferred: _deferred,
    ev.ItemBroughtBack: _brought_back,
    ev.ItemInserted: _inserted,
    ev.ItemMoved: _moved,
    ev.ItemEdited: _edited,
    ev.OverrunExplained: _explained,
    ev.ItemChecked: _checked,
    ev.HoldExplained: _hold_explained,
    ev.AdvanceUndone: _undone,
    ev.ChangeUndone: _undone,
}
"""By kind of body, for `data.fold`."""
