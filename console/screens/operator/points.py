"""Point totals and incidents of the operator's desk. Pure."""

from __future__ import annotations

from console.board import LevelCount
from console.ranking import Ranked
from console.screens.frame import source_mark
from console.screens.incident_words import SHOWN, holder, reason, speaks_soon, subject_name
from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.health.reading import Health
from widgets.glyphs import GlyphSet
from widgets.incident_list import IncidentRow, Incidents
from widgets.line import Piece
from widgets.point_totals import LevelRow, Totals
from widgets.tone import Tone

_SEVERITY = {"P1": 1, "P2": 2, "P3": 3}


def totals(view: View, t: Text, glyphs: GlyphSet, sick: tuple[LevelRow, ...] = ()) -> Totals:
    """How many points are well, by level; below the sum the provinces that are `sick`."""
    total, fresh = view.board.total, any(source.fresh for source in view.sources)
    well = t("points.total", ok=total.counts["ok"], expected=total.expected)
    ages = [source.age_s for source in view.sources if source.age_s is not None]
    note = Piece("")
    if view.sources and not fresh and ages:
        note = Piece(f"{glyphs.stale} {word(t, 'health', 'stale')} {t.age(min(ages))}", Tone.STALE)
    levels = [level for level in view.board.levels if level.level in ("provincial", "district")]
    if note.text:
        known = sum(1 for code in view.points if view.state.point(code).health is Health.OK)
        well, levels = t("points.stale_total", ok=known, age=t.age(min(ages))), []
    parts = [well]
    parts += [f"{_label(level.level, t)} {level.counts['ok']}/{level.expected}" for level in levels]
    first = source_mark(view.sources[0], t) if view.sources else None
    right = Piece(f"{first.name} {glyphs.health(first.health)} {first.age}", Tone.DIM) if first else Piece("")
    return Totals(
        heading=t("panel.points"),
        right=well,
        ok_label=t("column.ok"),
        rows=tuple(
            _row(f"{_label(level.level, t)} {level.expected}", level, _label(level.level, t))
            for level in view.board.levels
        ),
        total=_row(t("level.total"), total),
        below=sick,
        note=note,
        line=tuple(parts),
        line_right=right,
    )


def _label(level: str, t: Text) -> str:
    short = t(f"level.{level}.short")
    return word(t, "level", level) if short == f"level.{level}.short" else short


def _row(label: str, level: LevelCount, brief: str = "") -> LevelRow:
    counts = level.counts
    return LevelRow(
        label=label,
        brief=brief,
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
        calm=t("incident.none"),
    )


def _incident(view: View, each: Ranked, t: Text) -> IncidentRow:
    incident = each.incident
    briefly = reason(view, incident, t, short=True)
    since = local_hour(incident.opened_ms, view.conference.timezone)
    speaks = speaks_soon(view, incident.subject, t)
    lines = [Piece(f"{since} {briefly}"), *([Piece(speaks, Tone.ASK)] if speaks else [])]
    if each.taken:
        lines.append(Piece(holder(view, each, t), Tone.DIM))
    elif each.severity == "P1":
        lines.append(Piece(holder(view, each, t), Tone.STOP))
    return IncidentRow(
        severity=_SEVERITY[each.severity],
        label=each.severity,
        subject=subject_name(view.points, incident.subject, len(incident.points)),
        lines=tuple(lines),
        brief=briefly,
    )
