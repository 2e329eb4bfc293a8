"""The console itself: who is in control, what was shown, clocks, time away, the record."""

from __future__ import annotations

from console.text.events.shape import Params, Shape, Span, span
from console.text.sentences import Translate
from data import events as ev
from data.control_events import VACANT


def _taken(body: ev.ControlTaken, params: Params, t: Translate) -> str:
    if not body.previous:
        return ""
    return ".gone" if body.reason == VACANT else ".from"


def _handed(body: ev.ControlHanded, params: Params, t: Translate) -> str:
    return ".to" if body.to else ""


def _stepped(body: ev.ClockStepped, params: Params, t: Translate) -> str:
    written = ("-" if body.by_ms < 0 else "+") + span(round(abs(body.by_ms), -3))
    params["by"] = Span(written, body.by_ms)
    return ".sleep" if body.cause == "sleep" else ""


def _noticed(body: ev.AbsenceNoticed, params: Params, t: Translate) -> str:
    params["away"] = span(body.away_ms)
    return ".by_wall" if body.by_wall else ""


def _answered(body: ev.AbsenceAnswered, params: Params, t: Translate) -> str:
    params["away"] = span(body.away_ms)
    return ".counts" if body.counts else ""


def _shown(body: ev.NoticeShown, params: Params, t: Translate) -> str:
    if body.surface == "gate":
        return ".gate"
    return "" if body.text else ".calm"


def _restored(body: ev.RecordRestored, params: Params, t: Translate) -> str:
    return "" if body.kept else ".lost"


SHAPES: dict[type[ev.Body], Shape] = {
    ev.ControlTaken: _taken,
    ev.ControlHanded: _handed,
    ev.NoticeShown: _shown,
    ev.ClockStepped: _stepped,
    ev.AbsenceNoticed: _noticed,
    ev.AbsenceAnswered: _answered,
    ev.RecordRestored: _restored,
}
