"""Times as people write them in a Vietnamese programme.

Every function returns None for what it does not understand, and for what two readers could
understand differently ("8h00 - 10" ends at ten, or after ten minutes): a reader reports it, nobody
guesses.
"""

from __future__ import annotations

import datetime
import re

from data.text import fold, nfc

DAY_S = 24 * 3600

_SIGNS = str.maketrans(dict.fromkeys("–—−‐‑‒―÷~→", "-") | dict.fromkeys("’′‘`´", "'"))
_SIGNS |= str.maketrans({"“": '"', "”": '"', "″": '"'})

_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?")
_HOURS = r"(?:hours?|hrs?|h|gio|g|tieng(?: dong ho)?)"
_MINUTES = r"(?:'(?!')|phut|ph|p|minutes?|mins?|m)"
_PARTS = re.compile(
    rf"(?:(?P<h>\d{{1,3}})\s*{_HOURS}\s*(?P<tail>\d{{1,2}}(?!\d|\s*(?:p|m|'|s|gi)))?)?\s*"
    rf"(?:(?P<m>\d{{1,5}})\s*{_MINUTES}\s*(?P<rest>\d{{1,2}}(?=$))?)?\s*"
    r"(?:(?P<s>\d{1,5})\s*(?:\"|''|giay|s|secs?|seconds?))?"
)
_FRACTION = re.compile(rf"(\d{{1,3}})[.,](\d{{1,2}})\s*({_HOURS}|{_MINUTES})")
_HALF_MORE = re.compile(rf"(\d{{1,3}})\s*({_HOURS}|{_MINUTES})\s*ruoi")
_HALF_ONE = re.compile(rf"nua\s*({_HOURS})")
_IN_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
# With their accents: "sau giờ" (after hours) is not "sáu giờ" (six hours).
_WORD = re.compile(rf"^\s*({'|'.join(_IN_WORDS)})(?=\s+(?:tiếng|giờ|phút))")

_HALVES = "sang|trua|chieu|toi|dem|am|pm"
_HOUR_SIGN = r"(?:gio|h|g|:)"
_TIME = (
    rf"(?:(?P<half{{0}}>{_HALVES})\s*:?\s*)?(?P<hour{{0}}>\d{{{{1,2}}}})"
    rf"(?:\s*(?P<unit{{0}}>{_HOUR_SIGN})\s*"
    r"(?:(?P<less{0}>kem)\s*)?(?:(?P<minute{0}>\d{{1,2}}|ruoi)\s*(?:'|phut|ph|p(?!m))?)?(?::(?P<second{0}>\d{{2}}))?)?"
    rf"(?:\s*(?P<after{{0}}>{_HALVES})(?![a-z]))?"
)
_SPAN = re.compile(
    rf"(?:luc\s*|buoi\s*)?(?:(?P<whole>{_HALVES})\s*[:,]?\s*(?=tu))?(?:tu\s*)?{_TIME.format(1)}"
    rf"(?:\s*(?:-+>?|den|toi(?=\s*\d))\s*{_TIME.format(2)})?"
)
_LENGTH_BEHIND = re.compile(r"(.+?)\s*\(([^()]+)\)")
_HALF_HOURS: dict[str, dict[int, int]] = {
    "sang": {hour: hour for hour in range(3, 12)},
    "am": {0: 0, 12: 0} | {hour: hour for hour in range(1, 12)},
    "trua": {10: 10, 11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "chieu": {hour: hour + 12 for hour in range(1, 8)} | {hour: hour for hour in range(12, 20)},
    "toi": {hour: hour + 12 for hour in range(5, 12)} | {hour: hour for hour in range(17, 24)},
    "dem": {hour: hour + 12 for hour in range(9, 12)} | {hour: hour for hour in (0, 1, 2, 3, 21, 22, 23)},
    "pm": {hour: hour + 12 for hour in range(1, 12)} | {hour: hour for hour in range(12, 24)},
}
"""What the dial says -> the hour of the day; an hour that a half of the day lacks contradicts it."""

_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ t]00:00(?::00)?)?"),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)


def _plain(text: str) -> str:
    """Lower case, no accents, one kind of dash, quote and space; no mark at the end."""
    return " ".join(fold(text.translate(_SIGNS)).split()).rstrip(" .,;")


def parse_duration(text: str) -> int | None:
    """Whole seconds. A bare number is minutes: 10 · 10' · 07 phút · 0:10 · 1h30 · 90 giây · 7,5.

    With one colon the left side is hours, as in a spreadsheet's time cell; "1 tiếng rưỡi" and "nửa
    giờ" are lengths too. Ranges ("10-15 phút"), estimates and negative lengths are not understood.
    """
    plain = _plain(_WORD.sub(lambda word: str(_IN_WORDS[word[1]]), nfc(text).lower()))
    if _NUMBER.fullmatch(plain):
        return round(float(plain.replace(",", ".")) * 60)
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 3600 + minutes * 60 + seconds if minutes < 60 and seconds < 60 else None
    if (part := _in_parts(plain)) is not None:
        return part
    parts = _PARTS.fullmatch(plain)
    if parts is None or not any(parts.groups()) or (parts["tail"] and parts["m"]):
        return None
    minutes = int(parts["m"] or parts["tail"] or 0)
    return int(parts["h"] or 0) * 3600 + minutes * 60 + int(parts["s"] or parts["rest"] or 0)


def _in_parts(plain: str) -> int | None:
    """Halves and decimals of an hour or a minute: 1 tiếng rưỡi · nửa giờ · 1,5 giờ."""
    if _HALF_ONE.fullmatch(plain):
        return 1800
    if half := _HALF_MORE.fullmatch(plain):
        return int(half[1]) * _unit(half[2]) + _unit(half[2]) // 2
    if fraction := _FRACTION.fullmatch(plain):
        return round(float(f"{fraction[1]}.{fraction[2]}") * _unit(fraction[3]))
    return None


def _unit(word: str) -> int:
    return 3600 if word[0] in "hgt" else 60


def _seconds(match: re.Match[str], side: str, half: str) -> int | None:
    """One side of a span, an hour without unit included."""
    hour: int | None = int(match[f"hour{side}"])
    if half:
        # "Buổi sáng từ 8 - 12h": noon ends a morning and begins none.
        noon = half == "sang" and side == "2" and hour == 12
        hour = 12 if noon else _HALF_HOURS[half].get(int(match[f"hour{side}"]))
    written = match[f"minute{side}"]
    minute = 30 if written == "ruoi" else int(written or 0)
    second = int(match[f"second{side}"] or 0)
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    if match[f"less{side}"]:
        return None if written in (None, "ruoi", "0", "00") or not hour else hour * 3600 - minute * 60
    return hour * 3600 + minute * 60 + second


def parse_span(text: str) -> tuple[int, int | None] | None:
    """(start, end) in seconds since midnight: 8h00 · 14-15h30 · 17h30 – 19h · buổi chiều 2h.

    `end` is None when only a start is written; a length in brackets behind it makes one, or must
    agree with the one there is. A lone number is not a time.
    """
    plain = _plain(text)
    if behind := _LENGTH_BEHIND.fullmatch(plain):
        return _with_length(parse_span(behind[1]), parse_duration(behind[2]))
    match = _SPAN.fullmatch(plain)
    if match is None:
        return None
    halves = _halves(match)
    if halves is None or not (match["unit1"] or match["unit2"] or any(halves)):
        return None
    start = _seconds(match, "1", halves[0])
    if start is None or match["hour2"] is None:
        return None if start is None else (start, None)
    if match["unit1"] and not match["unit2"]:
        return None
    end = _seconds(match, "2", halves[1])
    return None if end is None or end <= start else (start, end)


def _halves(match: re.Match[str]) -> tuple[str, str] | None:
    """The half of the day on each side; one that is written once holds for both. None: two on one side."""
    first = [half for half in (match["whole"], match["half1"], match["after1"]) if half]
    second = [half for half in (match["half2"], match["after2"]) if half]
    if len(first) > 1 or len(second) > 1:
        return None
    start, end = (first or second or [""])[0], (second or first or [""])[0]
    return start, end


def _with_length(span: tuple[int, int | None] | None, length: int | None) -> tuple[int, int | None] | None:
    if span is None or not length:
        return None
    start, end = span
    return (start, start + length) if end in (None, start + length) and start + length <= DAY_S else None


def parse_time(text: str) -> int | None:
    """Seconds since midnight of one time of day; None for a span."""
    span = parse_span(text)
    return span[0] if span is not None and span[1] is None else None


def parse_dated(text: str) -> tuple[datetime.date, int] | None:
    """A day and a time of it, in seconds since midnight: 2024-06-17 07:30 · 7h30 ngày 17/06/2024."""
    words = _plain(text).replace(",", " ").split()
    for cut in range(1, len(words)):
        for day, time in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            date, seconds = parse_date(" ".join(day)), parse_time(" ".join(time))
            if date is not None and seconds is not None:
                return date, seconds
    return None


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
