"""conference.toml: title, day and hours, sources, thresholds."""

from __future__ import annotations

import contextlib
import datetime
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from data.importers.agenda import Day
from data.importers.findings import Findings
from data.importers.sources import read_sources
from data.importers.table import readable
from data.importers.times import parse_date, parse_dated, parse_time
from data.model import GLYPHS, THEMES, Backup, Document, KeyChoice, Look, Source, Speaking, Thresholds
from data.programme import LONGEST_S
from data.text import clean

_MAX_BYTES = 2**20
_KEYS = (
    *("title", "short_title", "date", "timezone", "language", "start", "hard_end"),
    *("source", "thresholds", "hotline", "document", "clock", "console", "keys", "speaking"),
    "backup",
)
_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All of conference.toml. Fields as in `data.model.Conference`; `day` knows the opening."""

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
    for key in sorted(table.keys() - set(_KEYS)):
        findings.warn("unknown_key", column=key, key=key, suggestion=findings.nearest(key, _KEYS))
    title = _text(table, "title", findings, needed=True)
    timezone = _text(table, "timezone", findings) or "Asia/Ho_Chi_Minh"
    day = _day(table, timezone, findings)
    speed, anchor_ms = _clock(table, findings)
    thresholds = _thresholds(table, findings)
    sources = read_sources(table.get("source", []), findings)
    language = _text(table, "language", findings) or "vi"
    if language not in ("vi", "en"):
        findings.error("bad_value", column="language", key="language", value=language)
    short_title = _text(table, "short_title", findings)
    keys = _keys(table, findings)
    hotline, document = _hotline(table, findings), _document(table, findings)
    look, speaking = _look(table, findings), _speaking(table, findings)
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
        backup=_backup(table, findings),
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


def _bad(findings: Findings, key: str, value: object) -> None:
    findings.error("bad_value", column=key, key=key, value=str(value))


def _text(table: dict[str, Any], key: str, findings: Findings, *, needed: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        _bad(findings, key, value)
        return ""
    if needed and not value.strip():
        findings.error("missing_key", column=key, key=key)
    return clean(value.strip(), 400)


def _section(table: dict[str, Any], key: str, findings: Findings) -> dict[str, Any]:
    value = table.get(key, {})
    if isinstance(value, dict):
        return value
    _bad(findings, key, value)
    return {}


def _seconds(table: dict[str, Any], key: str, findings: Findings) -> int | None:
    """Seconds since midnight of a TOML time or of text as people write it."""
    value = table.get(key)
    if isinstance(value, datetime.time):
        return value.hour * 3600 + value.minute * 60 + value.second
    seconds = parse_time(value) if isinstance(value, str) else None
    if seconds is None:
        _bad(findings, key, value)
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
        suggestion = findings.nearest(name, available_timezones()) or "Asia/Ho_Chi_Minh"
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


def _hotline(table: dict[str, Any], findings: Findings) -> str:
    value = table.get("hotline", "")
    if isinstance(value, str):
        return clean(value.strip())
    parts = [str(part) for part in _section(table, "hotline", findings).values()]
    return clean(" · ".join(part.strip() for part in parts if part.strip()))


def _document(table: dict[str, Any], findings: Findings) -> Document:
    section = _section(table, "document", findings)
    known = Document.__struct_fields__
    for key in sorted(section.keys() - set(known)):
        findings.warn(
            "unknown_key", column=key, key=f"document.{key}", suggestion=findings.nearest(key, known)
        )
    return Document(**{key: _text(section, key, findings) for key in known})


def _look(table: dict[str, Any], findings: Findings) -> Look:
    section = _section(table, "console", findings)
    known: dict[str, tuple[object, ...]] = {
        "theme": THEMES,
        "glyphs": GLYPHS,
        "bell_in_protocol": (True, False),
    }
    kept: dict[str, Any] = {}
    for key, value in section.items():
        if key not in known:
            near = findings.nearest(key, known)
            findings.warn("unknown_key", column=key, key=f"console.{key}", suggestion=near)
        elif value in known[key] and type(value) is type(known[key][0]):
            kept[key] = value
        else:
            _bad(findings, key, value)
    return Look(**kept)


def _speaking(table: dict[str, Any], findings: Findings) -> Speaking:
    section = _section(table, "speaking", findings)
    known = Speaking.__struct_fields__
    kept: dict[str, int] = {}
    for key, value in section.items():
        if key not in known:
            near = findings.nearest(key, known)
            findings.warn("unknown_key", column=key, key=f"speaking.{key}", suggestion=near)
        elif type(value) is int and 0 < value <= LONGEST_S:
            kept[key] = value
        else:
            _bad(findings, f"speaking.{key}", value)
    return Speaking(**kept)


LONGEST_BACKUP_MIN = 24 * 60


def _backup(table: dict[str, Any], findings: Findings) -> Backup:
    section = _section(table, "backup", findings)
    known = Backup.__struct_fields__
    for key in sorted(section.keys() - set(known)):
        findings.warn("unknown_key", column=key, key=f"backup.{key}", suggestion=findings.nearest(key, known))
    minutes = section.get("minutes", Backup().minutes)
    if type(minutes) is not int or not 0 < minutes <= LONGEST_BACKUP_MIN:
        _bad(findings, "backup.minutes", minutes)
        minutes = Backup().minutes
    return Backup(path=_text(section, "path", findings), minutes=minutes)


def _keys(table: dict[str, Any], findings: Findings) -> tuple[KeyChoice, ...]:
    """Each an action and its key, or a list of keys; which of them exist is the console's to know."""
    kept: list[KeyChoice] = []
    for action, value in _section(table, "keys", findings).items():
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
            _bad(findings, f"keys.{action}", value)
            continue
        kept.append(KeyChoice(clean(action), tuple(clean(key.strip().lower()) for key in keys)))
    return tuple(kept)


def _thresholds(table: dict[str, Any], findings: Findings) -> Thresholds:
    section = _section(table, "thresholds", findings)
    known = Thresholds.__struct_fields__
    kept: dict[str, Any] = {}
    for key, value in section.items():
        if key not in known:
            near = findings.nearest(key, known)
            findings.error("unknown_threshold", column=key, key=key, suggestion=near)
            continue
        try:
            msgspec.convert({key: value}, Thresholds)
            finite = math.isfinite(value) and value >= 0
        except (msgspec.ValidationError, OverflowError):
            finite = False
        if finite:
            kept[key] = value
        else:
            findings.error("bad_threshold", column=key, key=key, value=str(value))
    return msgspec.convert(kept, Thresholds)


def _clock(table: dict[str, Any], findings: Findings) -> tuple[float, int]:
    """Speed, and the wall instant that it counts from, of a demo's `[clock]`."""
    section = _section(table, "clock", findings)
    if not section:
        return 1.0, 0
    speed, anchor = section.get("speed", 1.0), section.get("anchor")
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 < speed <= 1000:
        _bad(findings, "speed", speed)
        speed = 1.0
    if isinstance(anchor, str):
        with contextlib.suppress(ValueError):
            anchor = datetime.datetime.fromisoformat(anchor)
    if isinstance(anchor, datetime.datetime) and anchor.tzinfo is not None and 2000 <= anchor.year < 2100:
        return float(speed), round(anchor.timestamp() * 1000)
    if speed != 1.0 or anchor is not None:
        _bad(findings, "anchor", anchor if anchor is not None else "")
    return float(speed), 0
