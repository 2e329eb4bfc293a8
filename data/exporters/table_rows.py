"""Figures as rows of text, for papers and pages; the columns are message ids `report.col.<name>`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.events import Event
from data.exporters.material import Material
from data.exporters.wording import Words
from data.health.quality import Spread
from data.health.quality_past import PointQuality
from data.reports.figure import Rows
from data.reports.incidents import IncidentFigures
from data.reports.levels import LevelFigures
from data.reports.points import PointFigures
from data.reports.presence import NOBODY, PresenceFigures
from data.reports.programme import CauseFigures, ItemFigures, SumFigures
from data.reports.rehearsal import Rehearsed

LEVEL = (
    *("level", "expected", "connected", "on_time", "lost_once", "by_word", "absent", "registered", "counted"),
)
ITEM = ("cue", "title", "speaker", "planned_start", "started", "drift", "planned_minutes", "elapsed", "over")
AIR = ("cue", "title", "point", "own_availability", "own_lost", "points_lost", "all_lost")
CAUSE = ("spent_as", "causes", "minutes")
INCIDENT = ("incident", "opened", "severity", "subject", "reason", "lasted", "taken", "handler", "calls")
COURSE = ("incident", "at", "seq", "what", "actor")
POINT = (
    *("code", "name", "level", "first_joined", "on_time", "times_lost", "lost", "unseen", "availability"),
    *("registered", "counted", "rows"),
)
QUALITY = ("code", "name", "seen_minutes", "degraded_minutes", "down_minutes", "audio_mean", "video_mean")
REHEARSED = ("cue", "title", "rehearsed", "ran", "more")
EVENT = ("seq", "at", "item", "point", "what")
WORST = 10
"""So many rooms with the poorest lines stand in a paper."""
_MEASURED = ("Point", "Health", "Polling")


def sum_columns(by: str) -> tuple[str, ...]:
    """The columns of `sum_row`; `by` is what the sums are by."""
    return (by, "items_count", "over_sum", "under_sum")


def is_told(event: Event) -> bool:
    """Whether a paper tells the row: what people did and what went wrong, not every join and measurement."""
    return not event.kind.startswith(_MEASURED) or event.kind in ("PointTested", "PointOverruled")


def level_row(each: LevelFigures, w: Words) -> list[str]:
    """The columns of LEVEL; the total has its own name."""
    counts = (each.expected, each.connected, each.on_time, each.lost_once, each.by_word)
    absent = w.t.number(each.absent.value)
    if each.excused.value:
        absent += " " + w.t("report.excused", count=each.excused.value)
    if each.unseen.value:
        absent += " " + w.t("report.and_unseen", count=each.unseen.value)
    registered = "-" if each.registered is None else w.t.number(each.registered.value)
    return [
        w.level(each.level),
        *(w.t.number(one.value) for one in counts),
        absent,
        registered,
        _counted(each, w),
    ]


def _counted(each: LevelFigures, w: Words) -> str:
    """Delegates as counted, and at how many rooms where that was not at all of those that were there."""
    if each.counted is None:
        return w.t("report.not_counted")
    number, there = w.t.number(each.counted.value), each.connected.value + each.by_word.value
    if each.counted_points >= there:
        return number
    return f"{number} {w.t('report.counted_at', points=each.counted_points, of=there)}"


def item_row(each: ItemFigures, w: Words) -> list[str]:
    """The columns of ITEM; what was not played says so in place of its start."""
    run, item = each.run, each.run.item
    started = w.time(run.started_ms) if run.started_ms is not None else w.word("report.state", run.state)
    return [
        *(item.cue, item.title, item.speaker, w.time(run.planned_start_ms), started),
        *(w.minutes(each.drift_ms, signed=True), w.minutes(each.planned_s * 1000)),
        *(w.minutes(each.elapsed_ms), w.minutes(each.over_ms, signed=True)),
    ]


def air_row(each: ItemFigures, m: Material) -> list[str]:
    """The columns of AIR, for an item that was on air."""
    w, item = m.words, each.run.item
    return [
        *(item.cue, item.label, m.names.get(item.point, item.point) or "-"),
        *(w.share(each.own_availability), w.minutes(each.own_lost_ms)),
        *(w.t.number(each.points_lost), w.minutes(each.lost_ms)),
    ]


def sum_row(each: SumFigures, w: Words) -> list[str]:
    """The columns of `sum_columns`."""
    return [each.key, w.t.number(each.items), w.minutes(each.over_ms), w.minutes(each.under_ms)]


def cause_row(each: CauseFigures, w: Words) -> list[str]:
    """The columns of CAUSE."""
    said = "; ".join(w.word("cause", cause) for cause in each.causes) or w.t("report.no_cause")
    return [w.word("report.spent", each.kind), said, w.minutes(each.total.value)]


def severity(each: IncidentFigures, w: Words) -> str:
    """ "P3", or the way that it took, with the time of each turn."""
    first, *later = each.turns or ((each.severity, 0, 0),)
    turns = (w.t("report.grew", severity=grave, time=w.hour(at)) for grave, at, _row in later)
    return " ".join((first[0], *turns))


def subject(each: IncidentFigures, m: Material) -> str:
    """Where it happened, by name."""
    if each.scope == "source":
        return m.words.t("report.of_source", name=m.words.text(each.subject))
    name = m.names.get(each.subject)
    where = f"{name} ({each.subject})" if name else each.subject
    more = len(set(each.points) - {each.subject})
    return where + (" " + m.words.t("report.more_points", count=more) if more else "")


def incident_row(each: IncidentFigures, m: Material) -> list[str]:
    """The columns of INCIDENT."""
    w = m.words
    return [
        *(
            each.id,
            w.time(each.opened_ms),
            severity(each, w),
            subject(each, m),
            w.reason(each.reason),
        ),
        *(lasted(each, w), w.minutes(each.taken_ms), hands(each, w) or "-", str(each.calls)),
    ]


def hands(each: IncidentFigures, w: Words) -> str:
    """Who took it, and to whom it was given; "" where nobody did."""
    given = w.t("report.given_to", name=each.assigned) if each.assigned else ""
    return "; ".join(part for part in (each.handler, given) if part)


def lasted(each: IncidentFigures, w: Words) -> str:
    """Minutes from its opening to its end; what stood at the end of the conference says so."""
    if each.lasted_ms is None:
        return w.t("report.unresolved")
    if each.unresolved:
        return w.t("report.unresolved_at_end", minutes=w.minutes(each.lasted_ms))
    return w.minutes(each.lasted_ms)


def course_rows(incidents: Iterable[IncidentFigures], m: Material) -> Iterator[list[str]]:
    """The columns of COURSE: every row of the incidents that somebody handled, or that grew or came back."""
    w = m.words
    for each in incidents:
        for event in each.course if each.handled else ():
            told = w.sentence(m.told(event))
            yield [each.id, w.time(event.at.utc_ms), w.t.number(event.seq), told, by_whom(event, w)]


def by_whom(event: Event, w: Words) -> str:
    """The person who did it; the program where no person did, whoever sat at the keys."""
    return w.t("report.by_program") if event.body.by_program else event.actor


def rehearsed_row(each: Rehearsed, w: Words) -> list[str]:
    """The columns of REHEARSED."""
    spans = (w.minutes(each.rehearsed_ms), w.minutes(each.ran_ms), w.minutes(each.more_ms, signed=True))
    return [each.cue, each.title, *spans]


def point_row(each: PointFigures, m: Material) -> list[str]:
    """The columns of POINT."""
    point, w = each.point, m.words
    seat = m.report.presences.get(point.code, NOBODY)
    return [
        *(point.code, point.name, w.level(point.level), first_joined(each, seat, w)),
        *(w.t("report.yes" if each.on_time else "report.no"), str(each.times_lost)),
        *(w.minutes(each.lost_ms), w.minutes(each.unseen_ms), w.share(each.availability)),
        "-" if point.delegates is None else w.t.number(point.delegates),
        w.t("report.not_counted") if seat.delegates is None else w.t.number(seat.delegates),
        rows_text(each.rows, w),
    ]


def first_joined(each: PointFigures, seat: PresenceFigures, w: Words) -> str:
    """When it was first in the call; what is known of it where it never was."""
    if each.first_joined_ms is not None:
        return w.time(each.first_joined_ms)
    if seat.by_word:
        return w.t("report.by_word")
    if not each.rows.count and not seat.said_by:
        return w.t("report.unseen_one")
    return w.t("report.excused_one" if seat.excused else "report.absent_one")


def worst(measured: Iterable[PointQuality]) -> list[PointQuality]:
    """The rooms whose lines were poor for longest, the poorest first; only those that were ever poor."""
    poor = [each for each in measured if each.degraded_s + each.down_s > 0]
    return sorted(poor, key=lambda each: -(each.degraded_s + each.down_s))[:WORST]


def quality_row(each: PointQuality, m: Material) -> list[str]:
    """The columns of QUALITY."""
    w = m.words
    lived = (w.minutes(round(seconds * 1000)) for seconds in (each.seen_s, each.degraded_s, each.down_s))
    audio, video = each.spreads[:2]
    return [each.point, m.names.get(each.point, each.point), *lived, _mean(audio, w), _mean(video, w)]


def _mean(spread: Spread | None, w: Words) -> str:
    return "-" if spread is None else w.t.number(spread.mean, 1)


def rows_text(rows: Rows, w: Words) -> str:
    """ "12-1.749 (4)": from which row to which, and how many of them."""
    if not rows.count:
        return "-"
    if rows.count == 1:
        return w.t.number(rows.first)
    return f"{w.t.number(rows.first)}-{w.t.number(rows.last)} ({w.t.number(rows.count)})"


def event_row(event: Event, told: str, w: Words) -> list[str]:
    """The columns of EVENT."""
    said = w.sentence(told)
    return [w.t.number(event.seq), w.time(event.at.utc_ms), event.item or "", event.point or "", said]
