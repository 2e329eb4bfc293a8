"""The tables of conference.toml: how each section is read, and what is wrong with it."""

from __future__ import annotations

import contextlib
import datetime
import math
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from data.agenda.programme import LONGEST_S
from data.folder.model import GLYPHS, THEMES, Backup, Document, KeyChoice, Look, Speaking, Thresholds
from data.folder.second_path import lies_within
from data.importers.findings import Findings
from data.text import clean

LONGEST_BACKUP_MIN = 24 * 60


def bad_value(findings: Findings, key: str, value: object) -> None:
    """The value of `key` is of no use; it is named."""
    findings.error("bad_value", column=key, key=key, value=str(value))


def text_of(table: dict[str, Any], key: str, findings: Findings, *, needed: bool = False) -> str:
    """The text of `key`, cleaned; "" where there is none, which is an error when it is `needed`."""
    value = table.get(key, "")
    if not isinstance(value, str):
        bad_value(findings, key, value)
        return ""
    if needed and not value.strip():
        findings.error("missing_key", column=key, key=key)
    return clean(value.strip(), 400)


def warn_unknown(findings: Findings, keys: Iterable[str], known: Collection[str], within: str = "") -> None:
    """Keys nobody reads, each with the known one that is nearest; `within` is their table and a dot."""
    for key in sorted(set(keys) - set(known)):
        near = findings.nearest(key, known)
        findings.warn("unknown_key", column=key, key=f"{within}{key}", suggestion=near)


def section(table: dict[str, Any], key: str, findings: Findings) -> dict[str, Any]:
    """The table `key`; empty where there is none, or something else."""
    value = table.get(key, {})
    if isinstance(value, dict):
        return value
    bad_value(findings, key, value)
    return {}


def read_hotline(table: dict[str, Any], findings: Findings) -> str:
    """`hotline`: text, or a table of texts."""
    value = table.get("hotline", "")
    if isinstance(value, str):
        return clean(value.strip())
    parts = [str(part) for part in section(table, "hotline", findings).values()]
    return clean(" · ".join(part.strip() for part in parts if part.strip()))


def read_document(table: dict[str, Any], findings: Findings) -> Document:
    """`[document]`."""
    found = section(table, "document", findings)
    known = Document.__struct_fields__
    warn_unknown(findings, found, known, "document.")
    return Document(**{key: text_of(found, key, findings) for key in known})


def read_look(table: dict[str, Any], findings: Findings) -> Look:
    """`[console]`."""
    found = section(table, "console", findings)
    known: dict[str, tuple[object, ...]] = {
        "theme": THEMES,
        "glyphs": GLYPHS,
        "bell_in_protocol": (True, False),
    }
    warn_unknown(findings, found, known, "console.")
    kept: dict[str, Any] = {}
    for key, allowed in known.items():
        if key not in found:
            continue
        value = found[key]
        if value in allowed and type(value) is type(allowed[0]):
            kept[key] = value
        else:
            bad_value(findings, f"console.{key}", value)
    return Look(**kept)


def read_speaking(table: dict[str, Any], findings: Findings) -> Speaking:
    """`[speaking]`."""
    found = section(table, "speaking", findings)
    known = Speaking.__struct_fields__
    warn_unknown(findings, found, known, "speaking.")
    kept: dict[str, int] = {}
    for key in known:
        value = found.get(key, getattr(Speaking(), key))
        if type(value) is int and 0 < value <= LONGEST_S:
            kept[key] = value
        else:
            bad_value(findings, f"speaking.{key}", value)
    return Speaking(**kept)


def read_backup(table: dict[str, Any], folder: Path, findings: Findings) -> Backup:
    """`[backup]` of the conference in `folder`."""
    found = section(table, "backup", findings)
    known = Backup.__struct_fields__
    warn_unknown(findings, found, known, "backup.")
    minutes = found.get("minutes", Backup().minutes)
    if type(minutes) is not int or not 0 < minutes <= LONGEST_BACKUP_MIN:
        bad_value(findings, "backup.minutes", minutes)
        minutes = Backup().minutes
    path = text_of(found, "path", findings)
    if path and lies_within(Path(path), folder):
        findings.warn("backup_inside", column="path", value=path)
    return Backup(path=path, minutes=minutes)


def read_keys(table: dict[str, Any], findings: Findings) -> tuple[KeyChoice, ...]:
    """Each an action and its key, or a list of keys; which of them exist is the console's to know."""
    kept: list[KeyChoice] = []
    for action, value in section(table, "keys", findings).items():
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
            bad_value(findings, f"keys.{action}", value)
            continue
        kept.append(KeyChoice(clean(action), tuple(clean(key.strip().lower()) for key in keys)))
    return tuple(kept)


def read_thresholds(table: dict[str, Any], findings: Findings) -> Thresholds:
    """`[thresholds]`: only those that were given differ from their defaults."""
    found = section(table, "thresholds", findings)
    known = Thresholds.__struct_fields__
    kept: dict[str, Any] = {}
    for key, value in found.items():
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


def read_clock(table: dict[str, Any], findings: Findings) -> tuple[float, int]:
    """Speed, and the wall instant that it counts from, of a demo's `[clock]`."""
    found = section(table, "clock", findings)
    if not found:
        return 1.0, 0
    speed, anchor = found.get("speed", 1.0), found.get("anchor")
    if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 < speed <= 1000:
        bad_value(findings, "speed", speed)
        speed = 1.0
    if isinstance(anchor, str):
        with contextlib.suppress(ValueError):
            anchor = datetime.datetime.fromisoformat(anchor)
    if isinstance(anchor, datetime.datetime) and anchor.tzinfo is not None and 2000 <= anchor.year < 2100:
        return float(speed), round(anchor.timestamp() * 1000)
    if speed != 1.0 or anchor is not None:
        bad_value(findings, "anchor", anchor if anchor is not None else "")
    return float(speed), 0
