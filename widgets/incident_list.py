"""Open incidents, gravest first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from widgets.glyphs import GlyphSet
from widgets.line import BLANK, Line, Piece, padded, spread
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone


class IncidentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One incident: `severity` 1 to 4, what it is, and what is being done about it.

    `brief` stands for `lines` on the one row that is left to it when there are many.
    """

    severity: int
    label: str
    subject: str
    lines: tuple[Piece, ...] = ()
    brief: str = ""


class Incidents(msgspec.Struct, frozen=True, kw_only=True):
    """The list; `calm` is said when it is empty."""

    heading: str
    rows: tuple[IncidentRow, ...] = ()
    right: str = ""
    calm: str = ""


class IncidentList(Picture[Incidents]):
    """A heading and its lines for each; what does not fit is counted on the lower edge."""

    def draw(self, value: Incidents, width: int, height: int) -> Sequence[Line]:
        """In full if all fit, else the later ones in brief; parted by blank rows while any are to spare."""
        inner, room = width - 2, height - 2
        heights = _heights(value.rows, room)
        spare = max(0, room - sum(heights))
        body: list[Line] = []
        shown = 0
        for row, rows in zip(value.rows, heights, strict=True):
            gap = [BLANK] if body and spare else []
            spare -= len(gap)
            if body and len(body) + len(gap) + rows > room:
                break
            body += [*gap, *_block(row, rows, inner, self.glyphs)]
            shown += 1
        if not value.rows and value.calm:
            body = [padded((Piece(f" {value.calm}", Tone.DIM),), inner, more=self.glyphs.more)]
        hidden = len(value.rows) - shown
        foot = f"+{hidden}" if hidden else ""
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right, foot=foot)


def _heights(rows: tuple[IncidentRow, ...], room: int) -> list[int]:
    """How many rows each incident has: the last ones give up their lines first."""
    heights = [1 + len(row.lines) for row in rows]
    wanted = sum(heights)
    for at in reversed(range(len(rows))):
        if wanted <= room:
            break
        if rows[at].brief:
            wanted -= heights[at] - 1
            heights[at] = 1
    return heights


def _head(row: IncidentRow) -> tuple[Piece, ...]:
    tone = {1: Tone.STOP, 2: Tone.ASK}.get(row.severity, Tone.PLAIN)
    return (Piece(" "), Piece(row.label, tone), Piece(f" {row.subject}"))


def _block(row: IncidentRow, rows: int, width: int, glyphs: GlyphSet) -> list[Line]:
    if rows == 1 and row.brief:
        right = (Piece(row.brief, Tone.DIM), Piece(" "))
        return [spread(_head(row), right, width, more=glyphs.more)]
    lines = [(Piece("    "), Piece(line.text, line.tone)) for line in row.lines]
    return [padded(pieces, width, more=glyphs.more) for pieces in (_head(row), *lines)]
