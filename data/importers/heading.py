"""What stands above the table of a programme: the name of the conference, its day, hour and place. Pure.

Only what can mean one thing is read. In the papers of Vietnamese offices the day beside the place above the
title is the day of signing, and a bracket names the plan that a programme belongs to: neither is the day of
the conference. Below the title, or after "Thời gian", a day is meant.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from data.importers.days import day_in, days_in, without_days
from data.importers.times import parse_span
from data.text import fold, nfc

LONGEST_TITLE = 300
_MOST_TITLE_LINES = 4
_PROGRAMME = re.compile(
    r"(?:(?:dự thảo|khung)\s+)?(?:chương trình|kịch bản)(?:\s+(?:và|,)\s*(?:kịch bản|chương trình))?"
    r"(?:\s+(?:chi tiết|dự kiến|khung|điều hành|tổ chức|cụ thể|làm việc))*\s*:?\s*",
    re.IGNORECASE,
)
_MEETINGS = re.compile(
    r"(?:hội nghị|hội thảo|phiên họp|cuộc họp|buổi|tọa đàm|lễ|đại hội|kỳ họp|diễn đàn|giao ban|lớp tập huấn"
    r"|tập huấn)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[-+*•\d.)\s]*([^\W\d_][^:,;]{0,39}?)\s*:\s*(.*)")
_WHERE_TOO = re.compile(r"[;,.]?\s+(?=địa điểm\s*:)", re.IGNORECASE)
_DATE = (
    r"(?:ngày\s+)?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)
_DATES = re.compile(_DATE, re.IGNORECASE)
_PLACE_AND_DAY = re.compile(rf"\(?([^\W\d_][^\d,():]{{1,40}}),\s*({_DATE})\)?\.?", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|bắt đầu|khai mạc|dự kiến|vào|lúc|ngày|buổi)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:sáng|chiều|tối)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:[IVX]{1,5}|[A-E]|\d{1,2})[.)]\s")
_TO_FILL_IN = re.compile(r"ngày[\s.…]*tháng", re.IGNORECASE)
_NO_NAME = ("thoi gian", "dia diem", "chu tri", "thanh phan", "can cu", "thuc hien", "kinh ", "so:", "so ")
_RULE = re.compile(r"[\W_]*")
_MARKS = str.maketrans("(),;.", "     ")
_TIME = ("thời gian", "thời gian tổ chức", "thời gian họp", "thời gian khai mạc", "ngày")
_VENUE = ("địa điểm", "địa điểm tổ chức", "địa điểm họp", "nơi họp")


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read; "" or None where nothing was. `start_s` and `end_s` count from midnight of the day.

    `day_line` is the line that names the day, `time_line` the hour. `days` are lines that name different
    days: then none is taken. `issued` is a day that stands where papers have that of their signing.
    """

    title: str = ""
    day: datetime.date | None = None
    day_line: str = ""
    days: tuple[str, ...] = ()
    issued: datetime.date | None = None
    start_s: int | None = None
    end_s: int | None = None
    time_line: str = ""
    place: str = ""
    venue: str = ""


def read_heading(above: Iterable[str]) -> Heading:
    """What `above`, the lines over a table from the first to the last, says; "" parts two blocks."""
    lines = [" ".join(part.split()) for line in above for part in _WHERE_TOO.split(nfc(line))]
    first, behind, title = _title(lines)
    reader = _Reader()
    for at, line in enumerate(lines):
        if line and not first <= at < behind:
            reader.take(line, below_title=at >= behind)
    return reader.heading(title)


class _Reader:
    """Takes one line after the other, none of them the title."""

    def __init__(self) -> None:
        self._days: dict[datetime.date, str] = {}
        self._fields: dict[str, Any] = {}

    def heading(self, title: str) -> Heading:
        """All of it."""
        days = self._days
        if len(days) > 1:
            return Heading(title=title, days=tuple(dict.fromkeys(days.values())), **self._fields)
        day, line = next(iter(days.items()), (None, ""))
        return Heading(title=title, day=day, day_line=line, **self._fields)

    def take(self, line: str, *, below_title: bool) -> None:
        """One line."""
        label, said = _labelled(line)
        if label in _VENUE:
            self._keep(venue=said.rstrip(" .;"))
        elif label in _TIME:
            self._time(said, line)
        elif _is_reference(line):
            return
        elif below_title and not label and _says_when(line):
            self._time(said, line)
        elif town := _PLACE_AND_DAY.fullmatch(line):
            self._keep(place=town[1])
            if below_title:
                self._time(town[2], line)
            else:
                self._keep(issued=day_in(line))

    def _time(self, said: str, line: str) -> None:
        for day in days_in(said):
            self._days.setdefault(day, line)
        span = parse_span(_hours(said))
        if span is not None:
            self._keep(start_s=span[0], end_s=span[1], time_line=line)

    def _keep(self, **fields: object) -> None:
        """What was read first stays."""
        self._fields = fields | self._fields


def _title(lines: Sequence[str]) -> tuple[int, int, str]:
    """(first line, the one behind the last, the name); the name is "" where none is certain.

    A bare "CHƯƠNG TRÌNH LÀM VIỆC" has no name, and stands in its place all the same.
    """
    bare = (len(lines), len(lines), "")
    for at, line in enumerate(lines):
        lead = _PROGRAMME.match(line)
        rest = line[lead.end() :].strip() if lead else ""
        # "Chương trình Hội nghị được bố trí như sau:" is a sentence, and no title.
        if lead is None or (rest and not (_MEETINGS.match(rest) and lead[0].isupper())):
            continue
        name, until = _name(lines, at + 1, [rest] if rest else [])
        if name and not _MEETINGS.fullmatch(name):
            return at, until, name if len(name) <= LONGEST_TITLE else ""
        bare = min(bare, (at, until, ""))
    alone = [at for at, line in enumerate(lines) if _MEETINGS.match(line) and line.isupper()]
    if len(alone) != 1:
        return bare
    name, until = _name(lines, alone[0] + 1, [lines[alone[0]]])
    return (alone[0], until, name) if len(name) <= LONGEST_TITLE else bare


def _name(lines: Sequence[str], at: int, begun: list[str]) -> tuple[str, int]:
    """The name that has `begun` and goes on, or begins, at line `at`; and the line behind it."""
    parts = list(begun)
    while at < len(lines) and len(parts) < _MOST_TITLE_LINES and _goes_on(lines[at], parts):
        parts.append(lines[at])
        at += 1
    return " ".join(parts).rstrip(" .;:"), at


def _goes_on(line: str, parts: Sequence[str]) -> bool:
    """Whether the name that has `parts` goes on, or begins, in `line`."""
    if not line or line.startswith("(") or _RULE.fullmatch(line) or _NUMBERED.match(line):
        return False
    if _DATES.search(line) or _TO_FILL_IN.search(line) or _LABEL.fullmatch(line):
        return False
    if fold(line).startswith(_NO_NAME) or line.endswith((".", ";", ":")):
        return False
    begun = " ".join(parts)
    if not begun:
        return _MEETINGS.match(line) is not None
    return line.isupper() or not begun.isupper() or _MEETINGS.fullmatch(begun) is not None


def _is_reference(line: str) -> bool:
    """ "(Kèm theo Kế hoạch số … ngày …)": the day of another paper."""
    folded = fold(line)
    return (
        "kem theo" in folded or "ban hanh" in folded or re.search(r"\bso\s*:?\s*[\d./…]", folded) is not None
    )


def _labelled(line: str) -> tuple[str, str]:
    """("thời gian", what it says), ("", line) where the line has no label."""
    match = _LABEL.fullmatch(line)
    # "14:00" is no label.
    if match is None or match[1][-1:].isdigit():
        return "", line
    return match[1].lower(), match[2]


def _hours(said: str) -> str:
    """The hours alone, as they are written."""
    rest = _BESIDE.sub(" ", without_days(said)).translate(_MARKS)
    return " ".join(rest.split()).strip(" -–")


def _says_when(line: str) -> bool:
    """Whether a line has a day, and nothing but it, its hours and the half of the day."""
    rest = _hours(line)
    return bool(days_in(line)) and (not _HALF.sub("", rest).strip() or parse_span(rest) is not None)
