"""Figures as platforms write them: bare numbers in a unit of theirs, or text with the unit in it.

What cannot be read whole is None: never a number without its unit, never zero for nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from data.health.reading import FIRST_MS, LAST_MS

_figure = re.compile(r"\s*([0-9]{1,18}(?:[.,][0-9]{1,9})?)\s*([A-Za-z%/]{0,8})\s*").fullmatch
_K = 1000
BITRATES: Mapping[str, float] = {
    **{"bit": 1, "bps": 1, "bit/s": 1, "bits/s": 1},
    **{"kbit": _K, "kbps": _K, "kbit/s": _K, "kb/s": _K},
    **{"mbit": _K**2, "mbps": _K**2, "mbit/s": _K**2, "mb/s": _K**2},
    **{"byte": 8, "byte/s": 8, "bytes/s": 8},
}
RATIOS: Mapping[str, float] = {"percent": 1, "%": 1, "pct": 1, "fraction": 100}
SPANS: Mapping[str, float] = {"ms": 1, "s": 1000, "sec": 1000, "us": 0.001}
_MAX_BPS = 10**11
_MAX_MS = 10**6
_MAX_COUNT = 2**53 - 1
_MS_FROM = 10**11
"""An epoch above this counts milliseconds: in seconds it would be the year 5138."""


def bps(value: object, unit: float) -> int | None:
    """Bit/s; `unit` is what a bare number counts."""
    found = _amount(value, unit, BITRATES)
    return round(found) if found is not None and found <= _MAX_BPS else None


def percent(value: object, unit: float) -> float | None:
    """Per cent, 0 to 100."""
    found = _amount(value, unit, RATIOS)
    return found if found is not None and found <= 100 else None


def milliseconds(value: object, unit: float) -> float | None:
    """Milliseconds of a delay."""
    found = _amount(value, unit, SPANS)
    return found if found is not None and found <= _MAX_MS else None


def figure(value: object) -> float | None:
    """A bare number, none below zero."""
    return _amount(value, 1, {})


def count(value: object) -> int | None:
    """A number of packets."""
    found = _amount(value, 1, {})
    return int(found) if found is not None and found == int(found) and found <= _MAX_COUNT else None


def utc_ms(value: object) -> int | None:
    """Milliseconds since 1970: of an ISO time (UTC unless it says other), or an epoch in s or ms."""
    number = _amount(value, 1, {})
    if number is not None:
        found: float = number if number >= _MS_FROM else number * 1000
    elif isinstance(value, str):
        found = _iso_ms(value.strip()[:40])
    else:
        return None
    return int(found) if FIRST_MS <= found <= LAST_MS else None


def _iso_ms(text: str) -> float:
    """NaN for what is no time."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.timestamp() * 1000
    except (ValueError, OverflowError):
        return math.nan


def _amount(value: object, unit: float, units: Mapping[str, float]) -> float | None:
    """A number in our unit. A bare one counts `unit`, text may name another."""
    if isinstance(value, str):
        found = _figure(value)
        if found is None:
            return None
        named = found[2].lower()
        factor = units.get(named) if named else unit
        return None if factor is None else float(found[1].replace(",", ".")) * factor
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) * unit if 0 <= value <= _MAX_COUNT else None
