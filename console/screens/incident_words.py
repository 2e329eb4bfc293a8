"""What is said about an incident, on the alarm line and in its list. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from console.ranking import Ranked
from console.text.problems import source_error, word
from console.text.sentences import Text
from console.view import View
from data.finding.place_names import short_region
from data.folder.model import BridgePoint
from data.points import gone
from data.state import Incident
from data.units import MS_PER_MINUTE, NS_PER_S
from widgets.glyphs import MANY

SHOWN = ("P1", "P2", "P3")
"""Severities that the operator sees; the others are the technician's."""


def subject_name(points: Mapping[str, BridgePoint], code: str, count: int = 1) -> str:
    """What it is about: "T96 Cà Mau ×10"."""
    point = points.get(code)
    name = f"{code} {point.label}" if point else short_region(code)
    return f"{name} {MANY}{count}" if count > 1 else name


def reason(view: View, incident: Incident, t: Text, *, short: bool = False) -> str:
    """Why; `short` in the words of a narrow column. A room that was never seen is not lost."""
    if incident.scope == "source":
        return source_error(incident.reason, t)
    code = incident.reason
    if code == "loss" and (figure := _loss(view, incident.subject, t, short=short)):
        return figure
    code = gone.precise_reason(code, seen=view.state.point(incident.subject).seen)
    if short and t.has(f"reason.{code}.short"):
        return t(f"reason.{code}.short")
    return word(t, "reason", code)


def _loss(view: View, code: str, t: Text, *, short: bool) -> str:
    """The stream that loses most, with its figure; "" where none is measured, or none loses any more."""
    reading = view.readings.get(code)
    if reading is None:
        return ""
    losses = ((reading.audio_loss_pct, "sound"), (reading.video_loss_pct, "picture"))
    measured = [(loss, stream) for loss, stream in losses if loss is not None]
    if not measured:
        return ""
    loss, stream = max(measured)
    if loss < view.conference.thresholds.loss_clear_pct:  # an incident outlives its cause for a moment
        return ""
    told = t("reason.loss.figure", pct=round(loss)) if short else t("on_air.loss", pct=loss)
    return f"{t(f'on_air.{stream}')} {told}"


def holder(view: View, worst: Ranked, t: Text) -> str:
    """Who has taken the incident on, or for how long nobody has."""
    if worst.taken:
        return t("incident.taken", actor=worst.taken)
    return t("incident.untaken", age=t.age((view.state.t_ns(view.now) - worst.incident.opened_ns) / NS_PER_S))


def speaks_soon(view: View, code: str, t: Text) -> str:
    """Whether the point is on air, or in how many minutes it will be; "" when it will not."""
    if view.on_air is not None and view.on_air.point == code:
        return t("incident.on_air", cue=view.on_air.cue)
    item = next((ready.item for ready in view.coming if ready.item.point == code), None)
    row = view.forecast.of(item.cue) if item else None
    if item is None or row is None:
        return ""
    minutes = max(0, row.expected_start_ms - view.now.utc_ms) // MS_PER_MINUTE
    return t("incident.speaks", cue=item.cue, minutes=minutes)
