"""Point totals, incidents and the log strip of the operator's desk. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from console.alarm import Ranked
from console.event_text import event_line
from console.problem_text import word
from console.screens.desk_frame import source_mark
from console.text import Text, local_time
from console.view import LevelCount, View
from data import events as ev
from data.events import Event
from widgets.event_feed import Feed, FeedRow
from widgets.glyphs import GlyphSet
from widgets.incident_list import IncidentRow, Incidents
from widgets.line import Piece
from widgets.point_totals import LevelRow, Totals
from widgets.tone import Tone

TELEMETRY = (ev.PointJoined, ev.PointLeft, ev.HealthChanged, ev.PollingTaken, ev.RosterAdopted)
"""Kinds that the strip leaves to the log screen."""
SHOWN = ("P1", "P2", "P3")
_SEVERITY = {"P1": 1, "P2": 2, "P3": 3}


def totals(view: View, t: Text, glyphs: GlyphSet) -> Totals:
    """How many points are well, by level."""
    total, fresh = view.board.total, any(source.fresh for source in view.sources)
    well = t("points.total", ok=total.counts["ok"], expected=total.expected)
    ages = [source.age_s for source in view.sources if source.age_s is not None]
    note = Piece("")
    if view.sources and not fresh and ages:
        note = Piece(f"{glyphs.stale} {word(t, 'health', 'stale')} {t.age(min(ages))}", Tone.STALE)
    parts = [f"{t('panel.points').lower()} {well}"]
    parts += [
        f"{_label(level.level, t)} {level.counts['ok']}/{level.expected}"
        for level in view.board.levels
        if level.level in ("provincial", "district")
    ]
    first = source_mark(view.sources[0], t) if view.sources else None
    right = Piece(f"{first.name} {glyphs.health(first.health)} {first.age}", Tone.DIM) if first else Piece("")
    return Totals(
        heading=t("panel.points"),
        right=well,
        ok_label=t("column.ok"),
        rows=tuple(_row(f"{_label(level.level, t)} {level.expected}", level) for level in view.board.levels),
        total=_row(t("level.total"), total),
        note=note,
        line="   ".join(parts),
        line_right=right,
    )


def _label(level: str, t: Text) -> str:
    short = t(f"level.{level}.short")
    return word(t, "level", level) if short == f"level.{level}.short" else short


def _row(label: str, level: LevelCount) -> LevelRow:
    counts = level.counts
    return LevelRow(
        label=label,
        ok=counts["ok"],
        degraded=counts["degraded"],
        down=counts["down"],
        stale=counts["stale"],
        unknown=counts["unknown"],
    )


def incidents(view: View, t: Text) -> Incidents:
    """Open incidents, gravest first."""
    shown = [each for each in view.incidents if each.severity in SHOWN]
    return Incidents(
        heading=t("panel.incidents"),
        right=f"P1-P3: {len(shown)}" if shown else "",
        rows=tuple(_incident(view, each, t) for each in shown),
    )


def _incident(view: View, each: Ranked, t: Text) -> IncidentRow:
    incident = each.incident
    point = view.points.get(incident.subject)
    subject = f"{incident.subject} {point.label}" if point else incident.subject
    if len(incident.points) > 1:
        subject = f"{subject} ×{len(incident.points)}"
    why = word(t, "reason", incident.reason)
    return IncidentRow(
        severity=_SEVERITY[each.severity],
        label=each.severity,
        subject=subject,
        lines=(
            Piece(t(why) if incident.scope == "source" else why),
            Piece(local_time(incident.opened_ms, view.conference.timezone), Tone.DIM),
        ),
    )


def is_for_strip(event: Event) -> bool:
    """Agenda, incidents, commands and sources; not the telemetry of points."""
    return not isinstance(event.body, TELEMETRY)


def feed(events: Iterable[Event], timezone: str, t: Text, *, unwritten_from: int) -> Feed:
    """The log strip, newest first. Rows from `unwritten_from` on are not in the log yet."""
    return Feed(
        heading=t("panel.log"),
        rows=tuple(_feed_row(event, timezone, t, unwritten_from) for event in events),
    )


def _feed_row(event: Event, timezone: str, t: Text, unwritten_from: int) -> FeedRow:
    unwritten = event.seq >= unwritten_from
    text = event_line(event, t)
    return FeedRow(
        time=local_time(event.at.utc_ms, timezone),
        subject=event.item or event.point or "",
        text=f"{t('strip.unwritten')}  {text}" if unwritten else text,
        tone=Tone.STOP if unwritten else Tone.PLAIN,
    )
