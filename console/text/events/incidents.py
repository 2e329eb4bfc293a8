"""Faults and what people did about them."""

from __future__ import annotations

from console.text.events.shape import Params, Shape, span
from console.text.problems import word
from console.text.sentences import Translate
from data import events as ev


def _incident(body: ev.IncidentOpened, params: Params, t: Translate) -> str:
    params |= {"why": word(t, "reason", body.reason), "count": len(body.points)}
    return ".many" if len(body.points) > 1 else ""


def _incident_changed(body: ev.IncidentChanged, params: Params, t: Translate) -> str:
    params["count"] = len(body.points)
    return "" if body.severity == body.was else ".severity"


def _reopened(body: ev.IncidentReopened, params: Params, t: Translate) -> str:
    params |= {"why": word(t, "reason", body.reason), "after": span(body.after_ms)}
    return ""


def _resolved(body: ev.IncidentResolved, params: Params, t: Translate) -> str:
    params["open"] = span(body.open_ms)
    return ""


def _muted(body: ev.IncidentMuted, params: Params, t: Translate) -> str:
    params["span"] = span(body.for_s * 1000)
    return ("" if body.for_s else ".ended") + (".why" if body.reason else "")


def _merged(body: ev.IncidentMerged, params: Params, t: Translate) -> str:
    return ("" if body.into else ".ended") + (".why" if body.reason else "")


SHAPES: dict[type[ev.Body], Shape] = {
    ev.IncidentOpened: _incident,
    ev.IncidentChanged: _incident_changed,
    ev.IncidentReopened: _reopened,
    ev.IncidentResolved: _resolved,
    ev.IncidentMuted: _muted,
    ev.IncidentMerged: _merged,
}
