"""One line of Vietnamese (or English) for an event of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from console.text.problems import source_error, word
from console.text.sentences import Translate, clock, stopwatch
from data import events as ev
from data.agenda.item_checks import CLIP, FALLBACK
from data.events import Event
from data.health.reading import Health
from data.points import gone

Params = dict[str, Any]


def event_line(event: Event, t: Translate) -> str:
    """What happened, without time and place: those stand in their own columns."""
    if isinstance(event.body, ev.Unknown):
        return t("event.unknown", kind=event.kind)
    params: Params = {name: getattr(event.body, name) for name in event.body.__struct_fields__}
    params |= {"actor": event.actor, "console": event.console, "item": event.item, "point": event.point}
    shape = _SHAPES.get(type(event.body))
    variant = shape(event.body, params, t) if shape else ""
    return t(f"event.{event.kind}{variant}", **params)


def without_subject(sentence: str, item: str | None, point: str | None) -> str:
    """`sentence` where columns of their own name the item and the point already."""
    for code in (item, point):
        if code:
            sentence = sentence.removeprefix(f"{code}: ").removeprefix(f"{code} ")
    return sentence


def _span(ms: int) -> str:
    return stopwatch(ms / 1000)


def _plan(body: ev.PlanAdopted, params: Params, t: Translate) -> str:
    params["items"] = len(body.items)
    return ""


def _phase(body: ev.PhaseChanged, params: Params, t: Translate) -> str:
    params["stage"] = word(t, "stage", body.to)
    return ""


def _ended(body: ev.ItemEnded, params: Params, t: Translate) -> str:
    params |= {"elapsed": clock(body.elapsed_ms // 1000), "planned": clock(body.planned_s)}
    return _why(body.cause, params, t)


def _why(cause: str, params: Params, t: Translate) -> str:
    params["why"] = word(t, "cause", cause)
    return ".cause" if cause else ""


def _held(body: ev.ItemHeld, params: Params, t: Translate) -> str:
    return _why(body.cause, params, t)


def _set_aside(body: ev.ItemSkipped | ev.ItemDeferred, params: Params, t: Translate) -> str:
    return _why(body.reason, params, t)


def _resumed(body: ev.ItemResumed, params: Params, t: Translate) -> str:
    params["held"] = _span(body.held_ms)
    return ""


def _undone(body: ev.AdvanceUndone, params: Params, t: Translate) -> str:
    return "" if params["item"] else ".opening"


def _extended(body: ev.ItemExtended, params: Params, t: Translate) -> str:
    params["span"] = _span(abs(body.seconds) * 1000)
    return (".less" if body.seconds < 0 else "") + _why(body.cause, params, t)


def _placed(body: ev.ItemBroughtBack | ev.ItemInserted | ev.ItemMoved, params: Params, t: Translate) -> str:
    if isinstance(body, ev.ItemInserted):
        params["title"] = body.new.label
    return "" if body.after else ".first"


def _edited(body: ev.ItemEdited, params: Params, t: Translate) -> str:
    new = msgspec.to_builtins(body.changes)
    params["fields"] = ", ".join(t(f"item_field.{name}") for name in new)
    params |= {"who": new.get("speaker") or t("none"), "where": new.get("point") or t("none")}
    params["what"] = new.get("media") or t("none")
    if body.how == "on_behalf" and "speaker" not in new:
        return ".on_behalf.unnamed"
    return f".{body.how}" if body.how in _WAYS else ""


_WAYS = ("substitute", "on_behalf", "phone", "clip", "hall", "split")


def _explained(body: ev.OverrunExplained | ev.HoldExplained, params: Params, t: Translate) -> str:
    _why(body.cause, params, t)
    return ""


def _change_undone(body: ev.ChangeUndone, params: Params, t: Translate) -> str:
    params |= {"what": word(t, "change.kind", body.undone), "item": params["item"] or ""}
    return ""


def _taken(body: ev.ControlTaken, params: Params, t: Translate) -> str:
    return ".from" if body.previous else ""


def _source_lost(body: ev.SourceLost, params: Params, t: Translate) -> str:
    params["why"] = source_error(body.error, t)
    return ""


def _recovered(body: ev.SourceRecovered, params: Params, t: Translate) -> str:
    params["lost"] = _span(body.lost_ms)
    return ""


def _joined(body: ev.PointJoined, params: Params, t: Translate) -> str:
    return ".again" if body.rejoin else ""


def _health(body: ev.HealthChanged, params: Params, t: Translate) -> str:
    if body.reason == gone.ABSENT:
        params["health"] = word(t, "reason", gone.told(body.reason, seen=body.was != Health.UNKNOWN))
        return ""
    params |= {"health": word(t, "health", body.now), "why": word(t, "reason", body.reason)}
    return ".why" if body.reason else ""


def _incident(body: ev.IncidentOpened, params: Params, t: Translate) -> str:
    params |= {"why": word(t, "reason", body.reason), "count": len(body.points)}
    return ".many" if len(body.points) > 1 else ""


def _incident_changed(body: ev.IncidentChanged, params: Params, t: Translate) -> str:
    params["count"] = len(body.points)
    return "" if body.severity == body.was else ".severity"


def _reopened(body: ev.IncidentReopened, params: Params, t: Translate) -> str:
    params |= {"why": word(t, "reason", body.reason), "after": _span(body.after_ms)}
    return ""


def _muted(body: ev.IncidentMuted, params: Params, t: Translate) -> str:
    params["span"] = _span(body.for_s * 1000)
    return ("" if body.for_s else ".ended") + (".why" if body.reason else "")


def _merged(body: ev.IncidentMerged, params: Params, t: Translate) -> str:
    return ("" if body.into else ".ended") + (".why" if body.reason else "")


def _overruled(body: ev.PointOverruled, params: Params, t: Translate) -> str:
    params |= {"word": word(t, "overrule", body.says), "span": _span(body.for_s * 1000)}
    return ""


def _overrule_ended(body: ev.PointOverruleEnded, params: Params, t: Translate) -> str:
    return ".why" if body.reason else ""


def _resolved(body: ev.IncidentResolved, params: Params, t: Translate) -> str:
    params["open"] = _span(body.open_ms)
    return ""


def _called(body: ev.CallMade, params: Params, t: Translate) -> str:
    params["how"] = word(t, "call", body.outcome)
    return ".note" if body.note else ""


def _tested(body: ev.PointTested, params: Params, t: Translate) -> str:
    params |= {"how": word(t, "test", body.result), "by": body.by or params["actor"]}
    return ".note" if body.note else ""


def _stepped(body: ev.ClockStepped, params: Params, t: Translate) -> str:
    params["by"] = ("-" if body.by_ms < 0 else "+") + _span(abs(body.by_ms))
    return ".sleep" if body.cause == "sleep" else ""


def _presence(body: ev.PresenceMarked, params: Params, t: Translate) -> str:
    params["state"] = word(t, "roll.mark", body.how or body.mark or "none")
    return ".why" if body.reason else ""


def _reported(body: ev.PresenceReported, params: Params, t: Translate) -> str:
    return "" if body.present < body.expected else ".all"


def _counted(body: ev.DelegatesCounted, params: Params, t: Translate) -> str:
    return "" if body.guests is None else ".guests"


def _frozen(body: ev.RollCallFrozen, params: Params, t: Translate) -> str:
    params |= {"present": sum(body.present.values()), "expected": sum(body.expected.values())}
    params["sources"] = ", ".join(body.lost)
    return ".blind" if body.lost else ""


def _noticed(body: ev.AbsenceNoticed, params: Params, t: Translate) -> str:
    params["away"] = _span(body.away_ms)
    return ".by_wall" if body.by_wall else ""


def _answered(body: ev.AbsenceAnswered, params: Params, t: Translate) -> str:
    params["away"] = _span(body.away_ms)
    return ".counts" if body.counts else ""


def _checked(body: ev.ChecklistMarked, params: Params, t: Translate) -> str:
    params["check"] = word(t, "preflight", body.check)
    return "" if body.done else ".undone"


def _item_checked(body: ev.ItemChecked, params: Params, t: Translate) -> str:
    known = {CLIP: "check.short.clip", FALLBACK: "check.short.fallback"}
    params["check"] = t(known[body.check]) if body.check in known else body.check
    return "" if body.done else ".undone"


def _queued(body: ev.SpeakerQueued, params: Params, t: Translate) -> str:
    params |= {"who": body.name or params["point"] or t("none"), "way": word(t, "speakers.by", body.by)}
    return ".again" if body.turn > 1 else ""


def _floor(body: ev.SpeakerCalled, params: Params, t: Translate) -> str:
    params["span"] = clock(body.seconds)
    return ""


def _moved_speaker(body: ev.SpeakerReordered, params: Params, t: Translate) -> str:
    return "" if body.after else ".first"


def _withdrawn(body: ev.SpeakerWithdrawn, params: Params, t: Translate) -> str:
    return ".why" if body.reason else ""


def _dismissed(body: ev.NameDismissed, params: Params, t: Translate) -> str:
    return ".guest" if body.who == "guest" else ""


def _action(body: ev.ActionSent | ev.ActionConfirmed, params: Params, t: Translate) -> str:
    params["what"] = word(t, "act", body.action)
    return ""


def _requested(body: ev.ActionRequested, params: Params, t: Translate) -> str:
    params["what"] = word(t, "act", body.action)
    return ("" if params["point"] else ".all") + (".why" if body.reason else "")


def _action_answered(body: ev.ActionAnswered, params: Params, t: Translate) -> str:
    params |= {"what": word(t, "act", body.action), "why": t(body.error)}
    return "" if body.answer == "accepted" else f".{body.answer}"


def _not_done(body: ev.ActionUnverified | ev.ActionFailed, params: Params, t: Translate) -> str:
    code = body.error if isinstance(body, ev.ActionFailed) else body.why
    params |= {"what": word(t, "act", body.action), "why": word(t, "act_why", code)}
    return ".detail" if isinstance(body, ev.ActionFailed) and body.detail else ""


def _restored(body: ev.RecordRestored, params: Params, t: Translate) -> str:
    return "" if body.kept else ".lost"


def _shown(body: ev.NoticeShown, params: Params, t: Translate) -> str:
    if body.surface == "gate":
        return ".gate"
    return "" if body.text else ".calm"


def _overridden(body: ev.GateOverridden, params: Params, t: Translate) -> str:
    params["why"] = word(t, "gate", body.why)
    return "" if body.reason else ".unsaid"


_SHAPES: dict[type[ev.Body], Callable[[Any, Params, Translate], str]] = {
    ev.PlanAdopted: _plan,
    ev.PhaseChanged: _phase,
    ev.ItemEnded: _ended,
    ev.ItemResumed: _resumed,
    ev.AdvanceUndone: _undone,
    ev.ItemHeld: _held,
    ev.ItemExtended: _extended,
    ev.ItemSkipped: _set_aside,
    ev.ItemDeferred: _set_aside,
    ev.ItemBroughtBack: _placed,
    ev.ItemInserted: _placed,
    ev.ItemMoved: _placed,
    ev.ItemEdited: _edited,
    ev.OverrunExplained: _explained,
    ev.HoldExplained: _explained,
    ev.ChangeUndone: _change_undone,
    ev.ControlTaken: _taken,
    ev.SourceLost: _source_lost,
    ev.SourceRecovered: _recovered,
    ev.PointJoined: _joined,
    ev.HealthChanged: _health,
    ev.IncidentOpened: _incident,
    ev.IncidentChanged: _incident_changed,
    ev.IncidentReopened: _reopened,
    ev.IncidentResolved: _resolved,
    ev.IncidentMuted: _muted,
    ev.IncidentMerged: _merged,
    ev.NoticeShown: _shown,
    ev.PointOverruled: _overruled,
    ev.PointOverruleEnded: _overrule_ended,
    ev.CallMade: _called,
    ev.PointTested: _tested,
    ev.ClockStepped: _stepped,
    ev.AbsenceNoticed: _noticed,
    ev.AbsenceAnswered: _answered,
    ev.GateOverridden: _overridden,
    ev.ChecklistMarked: _checked,
    ev.ItemChecked: _item_checked,
    ev.PresenceMarked: _presence,
    ev.PresenceReported: _reported,
    ev.DelegatesCounted: _counted,
    ev.RollCallFrozen: _frozen,
    ev.SpeakerQueued: _queued,
    ev.SpeakerCalled: _floor,
    ev.SpeakerReordered: _moved_speaker,
    ev.SpeakerWithdrawn: _withdrawn,
    ev.NameDismissed: _dismissed,
    ev.ActionRequested: _requested,
    ev.ActionSent: _action,
    ev.ActionConfirmed: _action,
    ev.ActionAnswered: _action_answered,
    ev.ActionUnverified: _not_done,
    ev.ActionFailed: _not_done,
    ev.RecordRestored: _restored,
}
"""What a kind needs besides its own fields; each fills `params` and names a variant of the id."""
