"""Where every number of the papers comes from: each with the kinds and the range of its rows."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from data.exporters import table_rows as tables
from data.exporters.material import Material
from data.reports.figure import Figure, Rows, all_rows
from data.reports.incidents import SeverityFigures
from data.reports.levels import LevelFigures

JOIN, LEAVE, HEALTH = "PointJoined", "PointLeft", "HealthChanged"
MARKS = ("PresenceMarked", "PresenceReported")
LOSS = (HEALTH, LEAVE)
ITEMS = ("ItemStarted", "ItemEnded", "Item*")
INCIDENT = ("Incident*", "CallMade")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A number: the message `report.figure.<what>` of the thing `of`, as written. `rows` of those `kinds` it
    was made from; `log` is the file of another record than the day's.
    """

    what: str
    of: str
    value: str
    rows: Rows
    kinds: tuple[str, ...]
    log: str = ""


COLUMNS = ("figure", "value", "kinds", "rows")


def source_row(each: Source, m: Material) -> list[str]:
    """The columns of COLUMNS."""
    w = m.words
    named = w.t(f"report.figure.{each.what}", of=w.text(each.of))
    rows = tables.rows_text(each.rows, w)
    return [named, each.value, ", ".join(each.kinds), f"{each.log}: {rows}" if each.log else rows]


def sources(m: Material) -> Iterator[Source]:
    """Every number but those of single points, whose rows stand beside them."""
    told, w = m.report, m.words
    for level in told.levels:
        yield from _level(level, m)
    yield _counted("tests", told.tests, m, "PointTested")
    yield _counted("calls", told.calls, m, "CallMade")
    for each in told.items:
        name = f"{each.run.item.cue}. {each.run.item.title}"
        spent = w.minutes(each.elapsed_ms)
        yield Source(what="item", of=name, value=spent, rows=each.rows, kinds=ITEMS)
        if each.points_lost:
            lost = w.minutes(each.lost_ms)
            yield Source(what="item_lost", of=name, value=lost, rows=each.lost_rows, kinds=LOSS)
    for what, sums in (("speaker", told.speakers), ("organisation", told.organisations)):
        for one in sums:
            over = f"+{w.minutes(one.over_ms)} / -{w.minutes(one.under_ms)}"
            yield Source(what=what, of=one.key, value=over, rows=one.rows, kinds=ITEMS)
    for cause in told.causes:
        spent_as, _words, minutes = tables.cause_row(cause, w)
        yield Source(what="cause", of=spent_as, value=minutes, rows=cause.total.rows, kinds=ITEMS)
    for incident in told.incidents:
        lasted = tables.lasted(incident, w)
        yield Source(what="incident", of=incident.id, value=lasted, rows=incident.rows, kinds=INCIDENT)
    for severity in told.severities:
        yield from _severity(severity, m)
    yield from _rehearsed(m)
    yield _lost(m)


def _level(level: LevelFigures, m: Material) -> Iterator[Source]:
    name = m.words.level(level.level)
    figures: tuple[tuple[str, Figure | None, tuple[str, ...]], ...] = (
        ("expected", level.expected, ("RosterAdopted",)),
        ("connected", level.connected, (JOIN,)),
        ("on_time", level.on_time, (JOIN,)),
        ("lost_once", level.lost_once, LOSS),
        ("by_word", level.by_word, MARKS),
        ("absent", level.absent, (HEALTH, *MARKS)),
        ("excused", level.excused, MARKS),
        ("unseen", level.unseen if level.unseen.value else None, ()),
        ("registered", level.registered, ("RosterAdopted",)),
        ("counted", level.counted, ("DelegatesCounted",)),
    )
    for what, figure, kinds in figures:
        if figure is not None:
            value = m.words.t.number(figure.value)
            yield Source(what=what, of=name, value=value, rows=figure.rows, kinds=kinds)


def _counted(what: str, figure: Figure, m: Material, kind: str) -> Source:
    return Source(what=what, of="", value=m.words.t.number(figure.value), rows=figure.rows, kinds=(kind,))


def _severity(each: SeverityFigures, m: Material) -> Iterator[Source]:
    w = m.words
    for what, figure in (("opened", each.opened), ("taken", each.taken), ("resolved", each.resolved)):
        value = w.t.number(figure.value)
        yield Source(what=what, of=each.severity, value=value, rows=figure.rows, kinds=INCIDENT)


def _rehearsed(m: Material) -> Iterator[Source]:
    before = m.rehearsal
    if before is None:
        return
    figures = (
        ("rehearsal_connected", before.connected, (JOIN,)),
        ("rehearsal_lost", before.lost_once, LOSS),
        ("rehearsal_incidents", before.incidents, INCIDENT),
    )
    for what, figure, kinds in figures:
        value = m.words.t.number(figure.value)
        yield Source(what=what, of="", value=value, rows=figure.rows, kinds=kinds, log=before.log)
    for each in before.items:
        if each.rehearsed_ms is not None:
            spent = m.words.minutes(each.rehearsed_ms)
            name, rows = f"{each.cue}. {each.title}", each.rehearsal_rows
            yield Source(what="item", of=name, value=spent, rows=rows, kinds=ITEMS, log=before.log)


def _lost(m: Material) -> Source:
    lost = [each for each in m.report.points if each.times_lost]
    minutes = m.words.minutes(sum(each.lost_ms for each in lost))
    rows = all_rows(each.lost_rows for each in lost)
    return Source(what="lost_in_all", of="", value=minutes, rows=rows, kinds=LOSS)
