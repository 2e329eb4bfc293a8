"""Days and times that a spreadsheet keeps as bare numbers: 0.583333 is 14:00, 45459 is 16/06/2024."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from data.importers.days import day_in
from data.importers.findings import Findings
from data.importers.headed import Row
from data.importers.import_words import DAY, END
from data.importers.times import parse_date

_NUMBER = re.compile(r"(\d{1,5})(?:[.,](\d{1,17}))?")
_EPOCH = datetime.date(1899, 12, 30)
_DAYS = range(36_526, 73_051)
"""Serial numbers of this century."""
_MINUTES = 24 * 60
_LONG = 4
"""A length with so many decimals was no number of minutes."""


def _parts(text: str) -> tuple[datetime.date | None, int] | None:
    """(day, minutes since midnight) of a serial number of whole minutes; the day None where it has none."""
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[2] or int(match[1]) in _DAYS):
        return None
    whole, minutes = int(match[1]), float(f"0.{match[2] or 0}") * _MINUTES
    if (whole and whole not in _DAYS) or abs(minutes - round(minutes)) > 0.01 or round(minutes) == _MINUTES:
        return None
    return (_EPOCH + datetime.timedelta(whole) if whole else None), round(minutes)


def read_serials(rows: Iterable[Row], header: dict[str, str], findings: Findings) -> None:
    """Starts, ends and lengths that are such numbers are written as people do; each is named."""
    for row in rows:
        for column in ("start", END, "duration"):
            written = row.get(column)
            found = _parts(written)
            if found is None:
                continue
            day, minutes = found
            if column == "duration" and (day or len(written.partition(".")[2]) < _LONG):
                continue
            time = f"{minutes // 60:02}:{minutes % 60:02}"
            row.cells[column] = f"{day} {time}" if day else time
            findings.warn(
                "number_as_time",
                row=row.number,
                column=header[column],
                value=written,
                time=row.cells[column],
            )


def read_days(rows: Iterable[Row], header: dict[str, str], findings: Findings) -> None:
    """A column of days is given to its rows; an empty cell, or one not understood, is of the day above."""
    day: datetime.date | None = None
    for row in rows:
        written = row.cells.pop(DAY, "")
        if written:
            serial = _parts(written)
            read = parse_date(written) or day_in(written) or (serial[0] if serial else None)
            day = read or day
            if read is None:
                findings.warn("day_not_read", row=row.number, column=header[DAY], value=written)
        row.day = day or row.day
