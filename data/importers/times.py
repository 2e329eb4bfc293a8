"""Times as people write them in a Vietnamese programme.

Every function returns None for what it does not understand: a reader reports it, nobody guesses.
"""

from __future__ import annotations

import datetime
import re

from data.text import fold

DAY_S = 24 * 3600

_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "′": "'", "‘": "'"})
_DASHES |= str.maketrans({"“": '"', "”": '"', "″": '"', "\u00a0": " ", "\u202f": " "})

_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?")
_PARTS = re.compile(
    r"(?:(?P<h>\d{1,3})\s*(?:h|g|gio|tieng|hours?)\s*(?P<tail>\d{1,2}(?!\d|\s*(?:p|m|'|s|gi)))?)?\s*"
    r"(?:(?P<m>\d{1,5})\s*(?:'(?!')|phut|ph|p|minutes?|mins?|m)\s*(?P<rest>\d{1,2}(?=$))?)?\s*"
    r"(?:(?P<s>\d{1,5})\s*(?:\"|''|giay|s|secs?|seconds?))?"
)
_TIME = r"(\d{1,2})(?:\s*(?:h|gio|g|:)\s*(?:(\d{1,2})\s*(?:'|phut|p)?)?(?::(\d{2}))?)?"
_HAS_UNIT = re.compile(r"\d\s*(?:h|g|:)")
_HALF = r"(sang|trua|chieu|toi|am|pm)"
_SPAN = re.compile(
    rf"(?:(?:buoi\s*)?{_HALF}\s*:?\s*)?(?:tu\s*)?{_TIME}(?:\s*(?:-|den|toi)\s*{_TIME})?(?:\s*{_HALF})?"
)
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ t]00:00(?::00)?)?"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)


def _plain(text: str) -> str:
    return " ".join(fold(text.translate(_DASHES)).split())


def parse_duration(text: str) -> int | None:
    """Whole seconds. A bare number is minutes: 10 · 10' · 07 phút · 0:10 · 1h30 · 90 giây · 7,5.

    With one colon the left side is hours, as in a spreadsheet's time cell. Negative durations are
    not understood.
    """
    plain = _plain(text)
    if _NUMBER.fullmatch(plain):
        return round(float(plain.replace(",", ".")) * 60)
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds if minutes < 60 and seconds < 60 else None
    parts = _PARTS.fullmatch(plain)
    if parts is None or not any(parts.groups()):
        return None
    if parts["tail"] and parts["m"]:
        return None
    minutes = int(parts["m"] or parts["tail"] or 0)
    return int(parts["h"] or 0) * 3600 + minutes * 60 + int(parts["s"] or parts["rest"] or 0)


def _seconds(hour: str, minute: str | None, second: str | None, half: str | None) -> int | None:
    value = int(hour)
    if half in ("chieu", "toi", "pm") and value < 12:
        value += 12
    elif half == "am" and value == 12:
        value = 0
    if value > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return value * 3600 + int(minute or 0) * 60 + int(second or 0)


def parse_span(text: str) -> tuple[int, int | None] | None:
    """(start, end) in seconds since midnight: 8h00 · 14-15h30 · 17h30 – 19h · buổi chiều 2h.

    `end` is None when only a start is written. A lone number is not a time.
    """
    plain = _plain(text)
    match = _SPAN.fullmatch(plain)
    if match is None or not (_HAS_UNIT.search(plain) or match[1] or match[8]):
        return None
    half = match[1] or match[8]
    start = _seconds(match[2], match[3], match[4], half)
    if start is None:
        return None
    if match[5] is None:
        return start, None
    end = _seconds(match[5], match[6], match[7], half)
    return None if end is None or end <= start else (start, end)


def parse_time(text: str) -> int | None:
    """Seconds since midnight of one time of day; None for a span."""
    span = parse_span(text)
    return span[0] if span is not None and span[1] is None else None


def parse_date(text: str) -> datetime.date | None:
    """A day of this century: 2024-06-16 · 16/06/2024 · ngày 16 tháng 6 năm 2024."""
    plain = _plain(text)
    for pattern in _DATES:
        if match := pattern.fullmatch(plain):
            try:
                day = datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if 2000 <= day.year < 2100 else None
    return None
