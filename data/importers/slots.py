"""When items begin and how long they take, from columns that mix times, spans and lengths."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from data.importers.findings import Findings
from data.importers.headed import Row
from data.importers.import_words import END
from data.importers.times import parse_duration, parse_span, parse_time

_NIGHT_S = 5 * 3600
_TIMES, _LENGTHS, _UNCLEAR = "times", "lengths", ""


class Slot(msgspec.Struct):
    """Seconds since midnight; `end` as it is written or follows from a length in the same cell."""

    start: int | None = None
    end: int | None = None


def settle(rows: Sequence[Row], header: dict[str, str], findings: Findings) -> None:
    """Bring start and duration of every row into our form.

    An item lasts until the next one begins, where that stands right below: of two that share a stretch nobody
    says how.
    """
    sense = _sense([row.get("start") for row in rows if "start" not in row.copies])
    _name_merged(rows, header, findings)
    slots = [_slot(row, sense, header, findings) for row in rows]
    for place, (row, slot) in enumerate(zip(rows, slots, strict=True)):
        following = slots[place + 1].start if place + 1 < len(slots) else None
        shared = any("start" in later.copies for later in rows[place + 1 : place + 2])
        if slot.start is None or shared:
            continue
        end = slot.end if slot.end is not None else following
        if end is None or end <= slot.start:
            continue
        written = parse_duration(row.get("duration"))
        if not row.get("duration"):
            row.cells["duration"] = str((end - slot.start) // 60)
            findings.warn(
                "duration_from_times",
                row=row.number,
                column=header.get("start", "duration"),
                minutes=(end - slot.start) // 60,
            )
        elif slot.end is not None and written not in (None, end - slot.start):
            findings.warn(
                "duration_disagrees",
                row=row.number,
                column=header.get("duration", "duration"),
                value=row.get("duration"),
                minutes=(end - slot.start) // 60,
            )


def _sense(cells: Sequence[str]) -> str:
    """What a column headed "Thời gian" holds where a cell alone could be either: 1h30, 0:10."""
    filled = [cell for cell in cells if cell]
    either = [
        time for cell in filled if (time := parse_time(cell)) is not None and parse_duration(cell) is not None
    ]
    times = sum(parse_span(cell) is not None and parse_duration(cell) is None for cell in filled)
    lengths = sum(parse_duration(cell) is not None and parse_span(cell) is None for cell in filled)
    if times and not lengths:
        return _TIMES
    if lengths and not times and all(time < _NIGHT_S for time in either):
        return _LENGTHS
    by_day = [time >= _NIGHT_S for time in either]
    # A programme that is read down the page gets later and later; lengths do not.
    later = all(first < second for first, second in pairwise(either))
    return _TIMES if either and all(by_day) and (later or times) else _UNCLEAR


def _slot(row: Row, sense: str, header: dict[str, str], findings: Findings) -> Slot:
    """The times of a row, taken out of its cells; a cell that is not understood stays as it is."""
    slot = Slot()
    written = row.get("start")
    span = parse_span(written) if written else None
    length = parse_duration(written) if written else None
    unclear = length is not None and (sense == _UNCLEAR and (span is None or span[0] < _NIGHT_S))
    if written and span is not None and length is not None and unclear:
        findings.error("time_or_length", row=row.number, column=header["start"], value=written)
        _put_aside(row, "start", header)
        return slot
    if span is not None and not (sense == _LENGTHS and length is not None):
        slot.start, slot.end = span
        row.cells["start"] = f"{span[0] // 3600:02}:{span[0] // 60 % 60:02}"
        if span[0] < _NIGHT_S:
            findings.warn("start_at_night", row=row.number, column=header["start"], value=written)
    elif length is not None and not row.get("duration"):
        # "Thời gian" means the time of day in some programmes and the length in others.
        row.cells["duration"], row.cells["start"] = written, ""
    elif length is not None:
        findings.error("bad_time", row=row.number, column=header["start"], value=written)
    _length_column(row, slot, header, findings)
    _end_column(row, slot, header, findings)
    return slot


def _length_column(row: Row, slot: Slot, header: dict[str, str], findings: Findings) -> None:
    """A span written in the column of lengths is understood as one."""
    written = row.get("duration")
    if not written or parse_duration(written) is not None or row.get("start"):
        return
    span = parse_span(written)
    if span is not None and span[1] is not None:
        slot.start, slot.end = span
        row.cells["start"] = f"{span[0] // 3600:02}:{span[0] // 60 % 60:02}"
        row.cells["duration"] = ""
        findings.warn("span_as_length", row=row.number, column=header["duration"], value=written)


def _end_column(row: Row, slot: Slot, header: dict[str, str], findings: Findings) -> None:
    written = row.get(END)
    end = parse_time(written) if written else None
    if written and (end is None or slot.start is None or end <= slot.start):
        findings.error("end_not_used", row=row.number, column=header[END], value=written)
        _put_aside(row, END, header)
    elif end is not None:
        slot.end = end
    row.cells.pop(END, None)


def _put_aside(row: Row, column: str, header: dict[str, str]) -> None:
    """Among the remarks, under the header's word: in its own column it would be read as understood."""
    remark = f"{header[column]}: {row.cells.pop(column)}"
    row.cells["note"] = "; ".join(filter(None, (row.get("note"), remark)))


def _name_merged(rows: Sequence[Row], header: dict[str, str], findings: Findings) -> None:
    """A merged cell of a time belongs to several rows together: nobody says how they share it."""
    for place, row in enumerate(rows):
        for column in ("start", "duration", END):
            if column not in row.copies:
                continue
            written, row.cells[column] = row.get(column), ""
            first = rows[place - 1] if place else row
            if column in first.copies or not written:
                continue
            last = row
            for later in rows[place:]:
                if column not in later.copies:
                    break
                last = later
            findings.warn(
                "merged_time",
                row=first.number,
                column=header.get(column, column),
                value=written,
                last_row=last.number,
            )
            if column == "duration":
                first.cells["duration"] = ""
