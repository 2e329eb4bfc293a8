"""The plan as a calendar (RFC 5545): one event an item, times in UTC."""

from __future__ import annotations

from collections.abc import Iterator

from data.agenda.plan_line import spans
from data.exporters.material import Material
from data.exporters.sink import Sink
from data.exporters.wording import Words
from data.folder.model import AgendaItem
from data.instants import utc_datetime

_LINE_BYTES = 73
"""75 with the blank that goes on with a line; a letter is never cut."""


def write_ics(material: Material, out: Sink) -> None:
    """The programme of the opening, before it the one in force, without a record the folder's."""
    state, conference = material.report.state, material.conference
    items, start_ms = (state.plan, state.start_ms) if state.items else (conference.items, conference.start_ms)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//diemcau//diemcau//VI", "CALSCALE:GREGORIAN"),
        f"X-WR-CALNAME:{_text(conference.title, material.words)}",
    ]
    names = {point.code: point.label for point in conference.points}
    for item, (start, end) in zip(items, spans(items, start_ms), strict=True):
        place = names.get(item.point, item.point)
        lines += [
            *("BEGIN:VEVENT", f"UID:{item.cue.encode().hex()}.{conference.start_ms}@diemcau"),
            f"DTSTAMP:{_utc(start_ms)}",  # the plan's own, so that the same plan makes the same file
            *(f"DTSTART:{_utc(start)}", f"DTEND:{_utc(max(start, end))}"),
            *(*_described(item, place, material.words), "END:VEVENT"),
        ]
    lines.append("END:VCALENDAR")
    out.write("".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode())


def _described(item: AgendaItem, place: str, words: Words) -> Iterator[str]:
    who = ", ".join(part for part in (item.speaker, item.speaker_title, item.organisation) if part)
    yield f"SUMMARY:{_text(f'{item.cue}. {item.title}', words)}"
    if who:
        yield f"DESCRIPTION:{_text(who, words)}"
    if place:
        yield f"LOCATION:{_text(place, words)}"


def _utc(utc_ms: int) -> str:
    return f"{utc_datetime(utc_ms):%Y%m%dT%H%M%SZ}"


def _text(text: str, words: Words) -> str:
    harmless = words.text(text)
    for char in "\\;,":
        harmless = harmless.replace(char, f"\\{char}")
    return harmless


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, each after the first behind a blank."""
    piece, size, lead = "", 0, ""
    for char in line:
        width = len(char.encode())
        if size + width > _LINE_BYTES:
            yield lead + piece
            piece, size, lead = "", 0, " "
        piece, size = piece + char, size + width
    yield lead + piece
