"""Rows of the programme become agenda items."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from data.folder.model import AgendaItem, ItemKind
from data.importers.cells import Cells
from data.importers.findings import Findings
from data.importers.table import Table
from data.importers.times import DAY_S, parse_dated
from data.text import fold

KIND_WORDS: dict[str, str] = {kind.value: kind.value for kind in ItemKind} | {
    "khai mac": "opening",
    "clip": "video",
    "video clip": "video",
    "phim": "video",
    "truc tiep": "live_feed",
    "xem truc tiep": "live_feed",
    "live feed": "live_feed",
    "tham luan": "presentation",
    "bao cao": "presentation",
    "phat bieu": "presentation",
    "chi dao": "directing",
    "phat bieu chi dao": "directing",
    "ket luan": "closing",
    "be mac": "closing",
    "nghi": "break",
    "giai lao": "break",
    "nghi giai lao": "break",
}
"""Folded spelling of a kind, in either language -> `ItemKind` value."""

_PRIORITY_WORDS = {
    "": "",
    "normal": "",
    "thuong": "",
    "protocol": "protocol",
    "nghi le": "protocol",
    "#": "protocol",
}
_DATE_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}.*")


class Day:
    """The conference's day: turns times of day into moments.

    `opening_s` is the planned opening in seconds since midnight of `date`, `opening_ms` the same moment.
    Without a date every day is counted from one and the same midnight.
    """

    def __init__(self, opening_ms: int, opening_s: int, date: datetime.date | None = None) -> None:
        self.opening_ms = opening_ms
        self.opening_s = opening_s
        self._first = date.toordinal() if date else 0

    @property
    def opening(self) -> str:
        """The opening as HH:MM."""
        return f"{self.opening_s // 3600:02}:{self.opening_s // 60 % 60:02}"

    def moment(self, seconds: int, on: datetime.date | None = None) -> int | None:
        """Milliseconds since the epoch of a time of day, None for one before the opening.

        Where the day is not told, a time more than half a day earlier on the dial is the morning after.
        """
        after = seconds - self.opening_s
        if on is not None:
            after += (on.toordinal() - self._first) * DAY_S
        elif after < -DAY_S // 2:
            after += DAY_S
        return self.opening_ms + after * 1000 if after >= 0 else None


def read_agenda(
    table: Table, day: Day, codes: Mapping[str, str], findings: Findings
) -> tuple[AgendaItem, ...]:
    """Every row that could be read; the rest is in `findings`.

    `codes` maps the folded code of each bridge point to the code itself; when it is empty (there is
    no roster to compare with) references are taken as they are.
    """
    cells = Cells(table, findings)
    items: list[AgendaItem] = []
    first_rows: dict[str, int] = {}
    for row, values in table.rows:
        cells.at(row, values)
        item = _item(cells, day, codes)
        if item is None:
            continue
        if first_rows.setdefault(fold(item.cue), row) != row:
            cells.error("duplicate_cue", "cue", value=item.cue, first_row=first_rows[fold(item.cue)])
        if items:
            _check_order(cells, items[-1], item)
        items.append(item)
    return tuple(items)


def _check_order(cells: Cells, before: AgendaItem, item: AgendaItem) -> None:
    if item.start_ms is not None and before.start_ms is not None and item.start_ms < before.start_ms:
        cells.warn("start_out_of_order", "start", value=cells.text("start"))


def _item(cells: Cells, day: Day, codes: Mapping[str, str]) -> AgendaItem | None:
    cue, title = cells.needed("cue", 16), cells.needed("title")
    if _DATE_LIKE.fullmatch(cue):
        cells.error("cue_became_date", "cue", value=cue)
    kind = _kind(cells)
    duration = cells.duration("duration") if cells.needed("duration") else None
    start = _moment(cells, "start", day)
    fixed = cells.flag("fixed") or False
    if fixed and not cells.text("start"):
        cells.error("fixed_without_start", "fixed")
    minimum = cells.duration("min_duration")
    if minimum is not None and duration is not None and minimum > duration:
        cells.error("min_exceeds_duration", "min_duration", minimum_s=minimum, duration_s=duration)
    priority = cells.one_of("priority", _PRIORITY_WORDS)
    if priority is None:
        cells.error("bad_priority", "priority", value=cells.text("priority"))
    if not cue or kind is None or duration is None:
        return None
    return AgendaItem(
        cue=cue,
        title=title,
        kind=kind,
        duration_s=duration,
        short=cells.text("short", 120),
        speaker=cells.text("speaker"),
        speaker_title=cells.text("speaker_title"),
        organisation=cells.text("organisation"),
        point=_point(cells, "point", cells.text("point", 40), codes),
        min_duration_s=minimum,
        start_ms=start,
        fixed=fixed,
        priority=priority or "",
        media=cells.text("media"),
        media_length_s=cells.duration("media_length"),
        fallback=cells.text("fallback"),
        candidates=tuple(_point(cells, "candidates", code, codes) for code in cells.words("candidates")),
        consent=cells.flag("consent"),
        return_by_ms=_moment(cells, "return_by", day),
        record=cells.flag("record") is not False,
        checklist=cells.words("checklist"),
        note=cells.text("note", 1000),
    )


def _kind(cells: Cells) -> ItemKind | None:
    value = cells.needed("kind")
    kind = KIND_WORDS.get(fold(value))
    if kind is None and value:
        cells.error("bad_kind", "kind", value=value, suggestion=cells.findings.nearest(value, ItemKind))
    return None if kind is None else ItemKind(kind)


def _moment(cells: Cells, column: str, day: Day) -> int | None:
    on, seconds = parse_dated(cells.text(column)) or (None, cells.time(column))
    if seconds is None:
        return None
    moment = day.moment(seconds, on)
    if moment is None:
        cells.error("start_before_opening", column, value=cells.text(column), opening=day.opening)
    return moment


def _point(cells: Cells, column: str, value: str, codes: Mapping[str, str]) -> str:
    code = codes.get(fold(value))
    if code is None and value and codes:
        suggestion = cells.findings.nearest(value, codes.values())
        cells.error("unknown_point", column, value=value, suggestion=suggestion)
    return code or value
