"""Reads the events of an iCalendar file (RFC 5545) as a table under the names of its properties.

Eight properties are all that an agenda needs; a calendar library would bring two more packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.importers.csv_grid import decoded
from data.importers.findings import Findings
from data.importers.grid import Grid
from data.instants import HOME_ZONE

HEADER = ("DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION")
_UNUSED = frozenset({"ORGANIZER", "ATTENDEE", "CATEGORIES", "URL", "CONFERENCE", "ATTACH"})
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)((?:;(?:[^\":;]|\"[^\"]*\")*)*):(.*)", re.DOTALL)
_MOMENT = re.compile(r"(\d{8})T(\d{6})(Z?)")
_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_ESCAPES = re.compile(r"\\([nN,;\\])")
_OUTLOOK = {"SE Asia Standard Time": "Asia/Bangkok"}


_Line: TypeAlias = tuple[int, str, str, str]
"""(line number, name, parameters, value)"""


class _Event(msgspec.Struct):
    """`day` is that of its start, "" when the start was not understood."""

    row: int
    cells: dict[str, str] = {}
    day: str = ""


def read_ics(path: Path, findings: Findings) -> tuple[Grid, ...] | None:
    """One table of the events in order of their start; times are those of Vietnam.

    A row's number is the line where its event begins. What is not kept (people, repeats, cancelled
    events, starts on a later day than the first) is named.
    """
    try:
        text = decoded(path.read_bytes(), findings)
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
        return None
    if text is None:
        return None
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        findings.error("ics_damaged")
        return None
    events = list(_events(text, findings))
    ordered = sorted(events, key=lambda event: (event.day or "~", event.cells.get("DTSTART", "")))
    if ordered != events:
        findings.warn("ics_sorted")
    several = any(event.day not in ("", ordered[0].day) for event in ordered)
    for event in ordered:
        if event.day and several:
            event.cells["DTSTART"] = f"{event.day} {event.cells['DTSTART']}"
    rows = [(event.row, tuple(event.cells.get(name, "") for name in HEADER)) for event in ordered]
    return (Grid(rows=((0, HEADER), *rows)),)


def _lines(text: str) -> Iterator[_Line]:
    """Folded lines joined."""
    kept, at = "", 0
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], 1):
        if line[:1] in (" ", "\t") and kept:
            kept += line[1:]
            continue
        if match := _PROPERTY.fullmatch(kept):
            yield at, match[1].upper(), match[2], match[3]
        kept, at = line, number


def _events(text: str, findings: Findings) -> Iterator[_Event]:
    inside: list[str] = []
    event = _Event(0)
    cancelled = False
    for row, name, params, value in _lines(text):
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                event, cancelled = _Event(row, {}), False
        elif name == "END" and inside:
            if inside.pop() == "VEVENT" and not cancelled:
                yield event
            elif cancelled and value.strip().upper() == "VEVENT":
                findings.warn("ics_cancelled", row=event.row, title=event.cells.get("SUMMARY", ""))
        elif inside[-1:] == ["VEVENT"]:
            cancelled |= name == "STATUS" and value.strip().upper() == "CANCELLED"
            _take(event, (row, name, params, value), findings)


def _take(event: _Event, line: _Line, findings: Findings) -> None:
    row, name, params, value = line
    if name in ("DTSTART", "DTEND"):
        moment = _moment(value.strip(), params)
        event.cells[name] = value.strip() if moment is None else f"{moment:%H:%M}"
        if moment is not None and name == "DTSTART":
            event.day = f"{moment:%Y-%m-%d}"
    elif name == "DURATION":
        seconds = _length(value.strip())
        event.cells[name] = value if seconds is None else _written(seconds)
    elif name in HEADER:
        event.cells[name] = _ESCAPES.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    elif name in ("RRULE", "RDATE", "RECURRENCE-ID"):
        findings.warn("ics_repeats", row=row, column=name, value=value)
    elif name in _UNUSED:
        findings.warn("ics_not_kept", row=row, column=name, value=value)


def _written(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}'{rest:02}\"" if rest else f"{minutes}'"


def _moment(value: str, params: str) -> datetime | None:
    """The moment on a clock in Vietnam; a time without zone is one already."""
    match = _MOMENT.fullmatch(value)
    if match is None:
        return None
    try:
        local = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    named = re.search(r";TZID=\"?([^\";:]+)", params, re.IGNORECASE)
    zone = UTC if match[3] else _zone(named[1]) if named else _zone(HOME_ZONE)
    home = _zone(HOME_ZONE)
    return None if zone is None or home is None else local.replace(tzinfo=zone).astimezone(home)


def _zone(name: str) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(_OUTLOOK.get(name, name))
    except (OSError, ValueError, KeyError):
        return None


def _length(value: str) -> int | None:
    match = _LENGTH.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return int(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds())
