"""What happened to the programme."""

from __future__ import annotations

import msgspec

from console.text.events.shape import Params, Shape, running, span, why
from console.text.problems import word
from console.text.sentences import Translate
from data import events as ev
from data.agenda.item_checks import CLIP, FALLBACK


def _plan(body: ev.PlanAdopted, params: Params, t: Translate) -> str:
    params["items"] = len(body.items)
    return ""


def _phase(body: ev.PhaseChanged, params: Params, t: Translate) -> str:
    params["stage"] = word(t, "stage", body.to)
    return ""


def _ended(body: ev.ItemEnded, params: Params, t: Translate) -> str:
    params |= {"elapsed": running(body.elapsed_ms // 1000), "planned": running(body.planned_s)}
    return why(body.cause, params, t)


def _resumed(body: ev.ItemResumed, params: Params, t: Translate) -> str:
    params["held"] = span(body.held_ms)
    return ""


def _undone(body: ev.AdvanceUndone, params: Params, t: Translate) -> str:
    return "" if params["item"] else ".opening"


def _held(body: ev.ItemHeld, params: Params, t: Translate) -> str:
    return why(body.cause, params, t)


def _extended(body: ev.ItemExtended, params: Params, t: Translate) -> str:
    params["span"] = span(abs(body.seconds) * 1000)
    return (".less" if body.seconds < 0 else "") + why(body.cause, params, t)


def _set_aside(body: ev.ItemSkipped | ev.ItemDeferred, params: Params, t: Translate) -> str:
    return why(body.reason, params, t)


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
    why(body.cause, params, t)
    return ""


def _change_undone(body: ev.ChangeUndone, params: Params, t: Translate) -> str:
    params |= {"what": word(t, "change.kind", body.undone), "item": params["item"] or ""}
    return ""


def _checked(body: ev.ChecklistMarked, params: Params, t: Translate) -> str:
    params["check"] = word(t, "preflight", body.check)
    return "" if body.done else ".undone"


def _item_checked(body: ev.ItemChecked, params: Params, t: Translate) -> str:
    known = {CLIP: "check.short.clip", FALLBACK: "check.short.fallback"}
    params["check"] = t(known[body.check]) if body.check in known else body.check
    return "" if body.done else ".undone"


def _overridden(body: ev.GateOverridden, params: Params, t: Translate) -> str:
    params["why"] = word(t, "gate", body.why)
    return "" if body.reason else ".unsaid"


SHAPES: dict[type[ev.Body], Shape] = {
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
    ev.GateOverridden: _overridden,
    ev.ChecklistMarked: _checked,
    ev.ItemChecked: _item_checked,
}
