"""Programmes of several days: which row belongs to which, as headings or the times themselves say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from data.importers.findings import Findings
from data.importers.headed import Row
from data.importers.times import parse_date, parse_dated

_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}")
_RANGE = re.compile(
    r"(?<![\w:])(?<!giờ )(\d{1,2})(?:[/.](\d{1,2}))?\s*(?:,|&|-|–|và|đến|tới)\s*(?:(?:hết\s+)?ngày\s*)?"
    r"\d{1,2}(?:\s+tháng\s+(\d{1,2})\s+năm\s+|[/.](\d{1,2})[/.])(\d{4})"
)
"""The first of several days that share a month or a year: 16-17/6/2024 · 16, 17 tháng 6 năm 2024."""


def days_in(text: str) -> frozenset[datetime.date]:
    """Every date that a line names; of a range its two ends."""
    lower = text.lower()
    written = _DATE.findall(lower)
    for day, month, shared, also_shared, year in _RANGE.findall(lower):
        written.append(f"{day}/{month or shared or also_shared}/{year}")
    return frozenset(day for each in written if (day := parse_date(each)) is not None)


def without_days(text: str) -> str:
    """What a line says beside its dates."""
    return _DATE.sub(" ", _RANGE.sub(" ", text.lower()))


def day_in(text: str) -> datetime.date | None:
    """The one date that a heading names ("Ngày 17/06/2024 (buổi sáng)"), None for none or several."""
    found = days_in(text)
    return next(iter(found)) if len(found) == 1 else None


def take_days(rows: Iterable[Row]) -> None:
    """A start that names its day leaves it with the row, and keeps the time."""
    for row in rows:
        if (dated := parse_dated(row.get("start"))) is not None:
            row.day, seconds = dated
            row.cells["start"] = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def by_day(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one day after those of the other; all together when there is only one."""
    several = len(_days(rows)) > 1
    for _, group in groupby(rows, key=lambda row: row.day if several else None):
        yield list(group)


def give_days(rows: Sequence[Row], findings: Findings) -> None:
    """Where there are several days, starts are written with theirs; the first of a later day waits for it."""
    days = _days(rows)
    if len(days) < 2:
        return
    begun = {min(days)}
    for row in rows:
        if row.day is None or not row.get("start"):
            continue
        row.cells["start"] = f"{row.day:%Y-%m-%d} {row.get('start')}"
        if row.day not in begun and not row.get("fixed"):
            row.cells["fixed"] = "x"
            findings.warn("day_begins", row=row.number, value=row.get("start"))
        begun.add(row.day)


def only_day(rows: Iterable[Row]) -> datetime.date | None:
    """The day of all rows that name any; None for several."""
    days = _days(rows)
    return days.pop() if len(days) == 1 else None


def _days(rows: Iterable[Row]) -> set[datetime.date]:
    return {row.day for row in rows if row.day is not None}
