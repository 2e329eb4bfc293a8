"""Figures as rows of text, for papers and pages; the columns are message ids `report.col.<name>`."""

from __future__ import annotations

from data.events import Event
from data.exporters.wording import Words
from data.report import LevelFigures
from data.report_incidents import IncidentFigures
from data.report_points import PointFigures
from data.report_programme import ItemFigures
from data.report_rehearsal import Rehearsed

LEVEL = ("level", "expected", "connected", "on_time", "lost_once", "absent", "delegates")
ITEM = ("cue", "title", "speaker", "planned_start", "started", "drift", "planned_minutes", "elapsed", "over")
INCIDENT = ("incident", "opened", "severity", "subject", "reason", "lasted", "taken", "handler", "calls")
POINT = (
    *("code", "name", "level", "first_joined", "on_time", "times_lost", "lost", "unseen", "availability"),
    "delegates",
)
REHEARSED = ("cue", "title", "rehearsed", "ran", "more")
EVENT = ("seq", "at", "item", "point", "what")
_MEASURED = ("Point", "Health", "Polling")


def is_told(event: Event) -> bool:
    """Whether a paper tells the row: what people did and what went wrong, not every join and measurement."""
    return not event.kind.startswith(_MEASURED) or event.kind == "PointTested"


def level_row(each: LevelFigures, w: Words) -> list[str]:
    """The columns of LEVEL; the total has its own name."""
    counts = (each.expected, each.connected, each.on_time, each.lost_once, each.absent)
    delegates = "-" if each.delegates is None else w.t.number(each.delegates)
    return [w.word("level", each.level or "total"), *(w.t.number(one.value) for one in counts), delegates]


def item_row(each: ItemFigures, w: Words) -> list[str]:
    """The columns of ITEM; what was not played says so in place of its start."""
    run, item = each.run, each.run.item
    started = w.time(run.started_ms) if run.started_ms is not None else w.word("item_state", run.state)
    return [
        *(item.cue, item.title, item.speaker, w.time(run.planned_start_ms), started),
        *(w.minutes(each.drift_ms, signed=True), w.minutes(each.planned_s * 1000)),
        *(w.minutes(each.elapsed_ms), w.minutes(each.over_ms, signed=True)),
    ]


def incident_row(each: IncidentFigures, w: Words) -> list[str]:
    """The columns of INCIDENT."""
    many = f" ({len(each.points)})" if len(each.points) > 1 else ""
    return [
        *(each.id, w.time(each.opened_ms), each.severity, each.subject + many, w.word("reason", each.reason)),
        *(w.minutes(each.lasted_ms), w.minutes(each.taken_ms), each.handler or "-", str(each.calls)),
    ]


def rehearsed_row(each: Rehearsed, w: Words) -> list[str]:
    """The columns of REHEARSED."""
    spans = (w.minutes(each.rehearsed_ms), w.minutes(each.ran_ms), w.minutes(each.more_ms, signed=True))
    return [each.cue, each.title, *spans]


def point_row(each: PointFigures, w: Words) -> list[str]:
    """The columns of POINT."""
    point = each.point
    return [
        *(point.code, point.name, w.word("level", point.level), w.time(each.first_joined_ms)),
        *(w.t("report.yes" if each.on_time else "report.no"), str(each.times_lost)),
        *(w.minutes(each.lost_ms), w.minutes(each.unseen_ms), w.share(each.availability)),
        "-" if point.delegates is None else w.t.number(point.delegates),
    ]


def event_row(event: Event, told: str, w: Words) -> list[str]:
    """The columns of EVENT."""
    return [str(event.seq), w.time(event.at.utc_ms), event.item or "", event.point or "", told]
