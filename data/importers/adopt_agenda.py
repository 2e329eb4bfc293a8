"""A person's own programme, brought into our columns with a report of how each was understood."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from data.importers.adopted import (
    PROBLEMS,
    Adopted,
    bare,
    finished,
    guess,
    is_heading_number,
    is_total,
    only_text,
    opened,
)
from data.importers.agenda import Day, read_agenda
from data.importers.columns import AGENDA_VOCABULARY
from data.importers.days import by_day, day_in, give_days, only_day, take_days
from data.importers.findings import Findings
from data.importers.headed import Headed, Row, said
from data.importers.import_words import AGENDA_IMPORT, END
from data.importers.serials import read_days, read_serials
from data.importers.slots import settle
from data.importers.speaker import split_speaker
from data.importers.times import parse_dated, parse_duration, parse_span, parse_time
from data.text import fold

_KINDS = (
    ("break", r"giai lao|nghi trua|nghi giua"),
    ("live_feed", r"truc tiep.*phien toa|xem truc tiep"),
    ("video", r"\bclip\b|\bvideo\b|\bphim\b|phong su"),
    ("presentation", r"tham luan|thao luan|bao cao"),
    ("directing", r"chi dao"),
    ("closing", r"ket luan|be mac|ket thuc"),
    ("opening", r"khai mac|chao co|tuyen bo ly do|gioi thieu dai bieu|on dinh to chuc"),
)
_LISTED = ("candidates",)


def adopt_agenda(path: Path, names: Mapping[str, str]) -> Adopted:
    """The programme in `path`; `names` finds the codes of points that are written as names.

    Lengths that are missing follow from times, numbers from the order, kinds from the titles; each
    of these is named, as is every row that is a heading and every cell that was not understood.
    """
    findings = Findings(path.name, PROBLEMS)
    found = opened(path, AGENDA_IMPORT, findings)
    if found is None:
        return Adopted(problems=findings.all())
    rows = _items(found, findings)
    read_serials(rows, found.header, findings)
    read_days(rows, found.header, findings)
    take_days(rows)
    for day in by_day(rows):
        settle(day, found.header, findings)
    give_days(rows, findings)
    guessed = _number(rows, found, findings)
    for row in rows:
        _name_point(row, names)
        _split_speaker(row, found, findings)
        guessed |= _name_kind(row, findings)
    adopted = Adopted(
        columns=tuple(found.uses),
        rows=tuple((row.number, row.cells) for row in rows),
        guessed=frozenset(guessed),
        above=tuple(found.above),
        day=only_day(rows),
    )
    if rows:
        codes = {fold(code): code for code in names.values()}
        # From midnight on: the opening is not known yet, and no time is too early.
        read_agenda(adopted.table(AGENDA_VOCABULARY), Day(0, 0), codes, findings)
    return finished(adopted, found, findings)


def first_start(adopted: Adopted) -> int | None:
    """Seconds since midnight of the earliest understood start, None without one."""
    found = _first(adopted)
    return None if found is None else found[1]


def first_day(adopted: Adopted) -> datetime.date | None:
    """The day of that start, where the programme names its days."""
    found = _first(adopted)
    return adopted.day if found is None or found[0] == datetime.date.min else found[0]


def _first(adopted: Adopted) -> tuple[datetime.date, int] | None:
    unread = adopted.unread
    understood = (row.get("start", "") for number, row in adopted.rows if (number, "start") not in unread)
    starts = (parse_dated(start) or (datetime.date.min, parse_time(start)) for start in understood)
    return min(((day, seconds) for day, seconds in starts if seconds is not None), default=None)


def _items(found: Headed, findings: Findings) -> list[Row]:
    """The rows that are items; headings of parts are named and left out."""
    rows: list[Row] = []
    day: datetime.date | None = None
    for place, row in enumerate(found.rows):
        row.cells["cue"] = row.get("cue").rstrip(".")
        if "cue" in row.copies:
            row.cells["cue"] = ""
        if is_total(row, "title", "cue") or _is_foot(row):
            findings.warn("row_below", row=row.number, value=said(row.cells.values()))
        elif _is_heading(row, found.rows[place + 1 :]):
            words = said(row.cells.values())
            named = day_in(words)
            day = named or day
            findings.warn("heading_day" if named else "heading_row", row=row.number, value=words)
        else:
            row.day = day
            rows.append(row)
    return rows


def _is_foot(row: Row) -> bool:
    """Whether a row without a title, number or time only ends the table: who made it, who signs."""
    cue = row.get("cue")
    timeless = not row.get("start") and not row.get(END) and parse_duration(row.get("duration")) is None
    return (
        timeless
        and not row.get("title")
        and len(cue.split()) > 1
        and not any(map(str.isdigit, cue))
        and only_text(row) is None
    )


def _is_heading(row: Row, later: Sequence[Row]) -> bool:
    alone = only_text(row)
    if alone is not None and alone[0] != "title":
        return True
    cue = row.get("cue")
    if cue and later and later[0].get("cue").startswith(f"{cue}."):
        return True
    if not is_heading_number(cue):
        return False
    # Over cells that are joined a heading may begin in the column of times.
    beside = [(column, text) for column, text in row.cells.items() if text and column != "cue"]
    return all(column == "title" or _says_no_time(text) for column, text in beside) and len(beside) < 2


def _says_no_time(text: str) -> bool:
    return parse_span(text) is None and parse_duration(text) is None


def _number(rows: Sequence[Row], found: Headed, findings: Findings) -> set[tuple[int, str]]:
    """Numbers for rows without one: what follows the row before, as far as it is free."""
    taken = {fold(row.get("cue")) for row in rows}
    made: set[tuple[int, str]] = set()
    before = "0"
    for row in rows:
        if not row.get("cue"):
            cue = _next(before)
            while fold(cue) in taken:
                cue += "b"
            taken.add(fold(cue))
            row.cells["cue"] = cue
            made.add((row.number, "cue"))
            findings.warn("cue_made", row=row.number, column=found.header.get("cue", "cue"), cue=cue)
        before = row.get("cue")
    return made


def _next(cue: str) -> str:
    """The number after `cue`: 3 after 2 and after 2.4; one that does not count stays."""
    head = cue.partition(".")[0]
    return str(int(head) + 1) if head.isascii() and head.isdigit() else cue


def _name_point(row: Row, names: Mapping[str, str]) -> None:
    """Codes in place of names, where a name means one point only."""
    if point := names.get(bare(row.get("point"))):
        row.cells["point"] = point
    for column in _LISTED:
        entries = [entry.strip() for entry in row.get(column).split(";")]
        if any(entries):
            row.cells[column] = "; ".join(names.get(bare(entry), entry) for entry in entries)


def _split_speaker(row: Row, found: Headed, findings: Findings) -> None:
    written = row.get("speaker")
    if not written or row.get("speaker_title"):
        return
    person = split_speaker(written)
    column = found.header["speaker"]
    if person is None or (row.get("organisation") and row.get("organisation") != person.organisation):
        findings.warn("speaker_whole", row=row.number, column=column, value=written)
        return
    row.cells["speaker"], row.cells["speaker_title"] = person.name, person.title
    row.cells["organisation"] = person.organisation
    findings.warn(
        "speaker_split",
        row=row.number,
        column=column,
        name=person.name,
        title=person.title,
        organisation=person.organisation,
    )


def _name_kind(row: Row, findings: Findings) -> set[tuple[int, str]]:
    """What is written stays; an empty cell is filled by the title, and the guess is named."""
    title = row.get("title")
    if row.get("kind") or not title:
        return set()
    kind = guess(title, _KINDS) or "presentation"
    row.cells["kind"] = kind
    findings.warn("kind_guessed", row=row.number, column="kind", value=title, kind=kind)
    return {(row.number, "kind")}
