"""A row of the record as one line for people: number, time, who, item, point, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from console.text.authors import author
from console.text.events.line import event_line, without_subject
from console.text.sentences import NOTHING, Text, local_date, local_time
from data.events import Event
from data.record.contract import Row
from data.record.page import event_of
from data.text import clean

WHO_CELLS, CODE_CELLS = 10, 12


def plain_line(path: Path, zone: str, names: Mapping[str, str], t: Text) -> Callable[[Row], str]:
    """How rows of the log at `path` are told in the local time of `zone`; `names` are those of the points."""

    def line(row: Row) -> str:
        event = event_of(row, path)
        when = f"{local_date(event.at.utc_ms, zone)} {local_time(event.at.utc_ms, zone)}"
        who = clean(author(event, t) or NOTHING, WHO_CELLS)
        item, point = (clean(code or NOTHING, CODE_CELLS) for code in (event.item, event.point))
        return f"{row.seq:>6}  {when}  {who:<10}  {item:<5} {point:<5}  {_sentence(event, names, t)}"

    return line


def _sentence(event: Event, names: Mapping[str, str], t: Text) -> str:
    """What happened; the columns have the codes already, so a point is called by its name here."""
    said = without_subject(event_line(event, t), event.item, event.point)
    name = names.get(event.point or "")
    return f"{clean(name)}: {said}" if name else said
