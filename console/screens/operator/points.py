"""Point totals, incidents and the log strip of the operator's desk. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from rich.cells import cell_len

from console.board import LevelCount
from console.ranking import Ranked
from console.screens.frame import source_mark
from console.screens.operator.incident_words import SHOWN, holder, reason, speaks_soon, subject_name
from console.text.events.line import event_line
from console.text.problems import word
from console.text.sentences import Text, local_hour, local_time
from console.view import View
from data import events as ev
from data.events import Event
from data.finding.place_names import short_region
from data.folder.model import BridgePoint
from data.health.reading import Health
from widgets.event_feed import SUBJECT_CELLS, Feed, FeedRow
from widgets.glyphs import GlyphSet
from widgets.incident_list import IncidentRow, Incidents
from widgets.line import Piece, plain
from widgets.point_totals import LevelRow, Totals
from widgets.tone import Tone

MADE_AT_MOST = 400
IN_DOUBT = (ev.ActionUnverified, ev.ActionFailed)
"""Somebody believes that it was done, and nobody knows, or it was not."""
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


class FeedMaker:
    """The log strip, newest first. A row is made once: most of them stand through many pictures."""

    def __init__(self, timezone: str, t: Text) -> None:
        self._timezone = timezone
        self._t = t
        self._points: Mapping[str, BridgePoint] = {}
        self._made: dict[tuple[int, bool], tuple[Event, FeedRow]] = {}

    def make(
        self,
        events: Iterable[Event],
        *,
        unwritten_from: int,
        points: Mapping[str, BridgePoint],
        more: bool = False,
    ) -> Feed:
        """Rows from the sequence number `unwritten_from` on are not in the log yet. `more` tells whoever has
        not been there yet where the rest is.
        """
        if points is not self._points:
            self._points, self._made = points, {}
        rows = [self._row(event, unwritten=event.seq >= unwritten_from) for event in events]
        if len(self._made) > MADE_AT_MOST:
            self._made.clear()
        right = self._t("desk.feed.more") if more else ""
        return Feed(heading=self._t("panel.log"), rows=tuple(rows), right=right)

    def _row(self, event: Event, *, unwritten: bool) -> FeedRow:
        known = self._made.get((event.seq, unwritten))
        if known is not None and known[0] is event:
            return known[1]
        row = _feed_row(event, self._timezone, self._t, self._points, unwritten=unwritten)
        self._made[event.seq, unwritten] = event, row
        return row


def _feed_row(
    event: Event, timezone: str, t: Text, points: Mapping[str, BridgePoint], *, unwritten: bool
) -> FeedRow:
    subject, text = _whole(*_told(event, t, points))
    return FeedRow(
        time=local_time(event.at.utc_ms, timezone),
        subject=subject,
        text=f"{t('strip.unwritten')}  {text}" if unwritten else text,
        tone=Tone.STOP if unwritten else Tone.ASK if isinstance(event.body, IN_DOUBT) else Tone.PLAIN,
    )


def _whole(subject: str, text: str) -> tuple[str, str]:
    """A name too long for the column of codes, a region's, stands in the sentence, where nothing cuts it."""
    if cell_len(plain(subject)) <= SUBJECT_CELLS:
        return subject, text
    return "", text if subject in text else f"{short_region(subject)}: {text}"


def _told(event: Event, t: Text, points: Mapping[str, BridgePoint]) -> tuple[str, str]:
    """Code and sentence; the sentence calls a point by its name and does not repeat the code."""
    if isinstance(event.body, ev.IncidentOpened):
        code = event.body.subject
        named = points[code].label if code in points else code
        body = msgspec.structs.replace(event.body, subject=named)
        return code, event_line(msgspec.structs.replace(event, body=body), t)
    subject, text = event.item or event.point or "", event_line(event, t)
    if isinstance(event.body, ev.IncidentResolved) and subject in points:
        return subject, f"{points[subject].label}: {text}"
    return subject, text.removeprefix(f"{subject} ")
