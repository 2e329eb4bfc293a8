"""conference.toml as a whole: title, day and hours; its tables are read in `data.importers.sections`."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from data.folder.model import Backup, Document, KeyChoice, Look, Source, Speaking, Thresholds
from data.importers.agenda import Day
from data.importers.findings import Findings
from data.importers.sections import (
    bad_value,
    read_backup,
    read_clock,
    read_document,
    read_hotline,
    read_keys,
    read_look,
    read_speaking,
    read_thresholds,
    text_of,
    warn_unknown,
)
from data.importers.sources import read_sources
from data.importers.table import readable
from data.importers.times import parse_date, parse_dated, parse_time
from data.instants import HOME_ZONE

_MAX_BYTES = 2**20
TEMPLATE_TITLE = "Tên hội nghị"
"""What stands in a new folder until somebody writes the title."""
_KEYS = (
    *("title", "short_title", "date", "timezone", "language", "start", "hard_end"),
    *("source", "thresholds", "hotline", "document", "clock", "console", "keys", "speaking"),
    "backup",
)
_CALLED = (
    "Asia/Hanoi",
    "Asia/Ha_Noi",
    "Asia/Da_Nang",
    "Viet Nam",
    "Ha Noi",
    "+07",
    "+07:00",
    "UTC+7",
    "GMT+7",
)
"""What people call the one zone of the country, and the list of zones does not."""
_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All of conference.toml. Fields as in `data.folder.model.Conference`; `day` knows the opening."""

    title: str
    short_title: str
    timezone: str
    language: str
    day: Day
    hard_end_ms: int | None
    hotline: str
    sources: tuple[Source, ...]
    thresholds: Thresholds
    document: Document
    look: Look
    speaking: Speaking
    speed: float
    speed_anchor_ms: int
    keys: tuple[KeyChoice, ...]
    backup: Backup


def read_settings(path: Path, findings: Findings) -> Settings | None:
    """The settings, or None when title, date, start or timezone could not be read."""
    table = _toml(path, findings)
    if table is None:
        return None
    warn_unknown(findings, table, _KEYS)
    title = text_of(table, "title", findings, needed=True)
    if title == TEMPLATE_TITLE:
        findings.warn("title_of_template", column="title", value=title)
    timezone = text_of(table, "timezone", findings) or HOME_ZONE
    day = _day(table, timezone, findings)
    speed, anchor_ms = read_clock(table, findings)
    thresholds = read_thresholds(table, findings)
    sources = read_sources(table.get("source", []), findings)
    language = text_of(table, "language", findings) or "vi"
    if language not in ("vi", "en"):
        findings.error("bad_value", column="language", key="language", value=language)
    short_title = text_of(table, "short_title", findings)
    keys = read_keys(table, findings)
    hotline, document = read_hotline(table, findings), read_document(table, findings)
    look, speaking = read_look(table, findings), read_speaking(table, findings)
    if day is None:
        return None
    return Settings(
        title=title,
        short_title=short_title,
        timezone=timezone,
        language=language,
        day=day,
        hard_end_ms=_hard_end(table, day, findings),
        sources=sources,
        thresholds=thresholds,
        speed=speed,
        speed_anchor_ms=anchor_ms,
        hotline=hotline,
        document=document,
        keys=keys,
        look=look,
        speaking=speaking,
        backup=read_backup(table, path.parent, findings),
    )


def _toml(path: Path, findings: Findings) -> dict[str, Any] | None:
    if not readable(path, findings, _MAX_BYTES):
        return None
    from data.importers.csv_table import decode

    try:
        text = decode(path.read_bytes(), findings)
        return None if text is None else tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        row = int(at[1]) if at and at[1] else None
        findings.error("bad_toml", row=row, detail=_LINE.sub("", str(error)))
    except OSError as error:
        findings.error("unreadable_file", reason=type(error).__name__)
    except (RecursionError, ValueError):
        findings.error("bad_toml", detail="too deep or too large a value")
    return None


def _seconds(table: dict[str, Any], key: str, findings: Findings) -> int | None:
    """Seconds since midnight of a TOML time or of text as people write it."""
    value = table.get(key)
    if isinstance(value, datetime.time):
        return value.hour * 3600 + value.minute * 60 + value.second
    seconds = parse_time(value) if isinstance(value, str) else None
    if seconds is None:
        bad_value(findings, key, value)
    return seconds


def _day(table: dict[str, Any], timezone: str, findings: Findings) -> Day | None:
    for key in ("date", "start"):
        if table.get(key) in (None, ""):
            findings.error("missing_key", column=key, key=key)
    written = table.get("date")
    day = written if type(written) is datetime.date else parse_date(str(written))
    if day is None and written not in (None, ""):
        findings.error("bad_date", column="date", value=str(written))
    seconds = _seconds(table, "start", findings) if table.get("start") not in (None, "") else None
    zone = _zone(timezone, findings)
    if day is None or seconds is None or zone is None:
        return None
    if not 2000 <= day.year < 2100:
        findings.error("bad_date", column="date", value=str(written))
        return None
    opening = datetime.datetime.combine(day, datetime.time(), zone) + datetime.timedelta(seconds=seconds)
    return Day(round(opening.timestamp() * 1000), seconds, day)


def _zone(name: str, findings: Findings) -> datetime.tzinfo | None:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        known = {**{zone: zone for zone in available_timezones()}, **dict.fromkeys(_CALLED, HOME_ZONE)}
        suggestion = known.get(findings.nearest(name, known), HOME_ZONE)
        findings.error("bad_timezone", column="timezone", value=name, suggestion=suggestion)
        return None


def _hard_end(table: dict[str, Any], day: Day, findings: Findings) -> int | None:
    if table.get("hard_end") in (None, ""):
        return None
    on, seconds = parse_dated(str(table["hard_end"])) or (None, _seconds(table, "hard_end", findings))
    if seconds is None:
        return None
    moment = day.moment(seconds, on)
    if moment is None or moment == day.opening_ms:
        value = str(table["hard_end"])
        findings.error("hard_end_before_start", column="hard_end", value=value, opening=day.opening)
        return None
    return moment
