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
        blocks = _blocks(value.rows, inner, room, self.glyphs)
        spare = max(0, room - sum(map(len, blocks)))
        body: list[Line] = []
        shown = 0
        for block in blocks:
            gap = [BLANK] if body and spare else []
            spare -= len(gap)
            if body and len(body) + len(gap) + len(block) > room:
                break
            body += [*gap, *block]
            shown += 1
        if not blocks and value.calm:
            body = [padded((Piece(f" {value.calm}", Tone.DIM),), inner, more=self.glyphs.more)]
        hidden = len(blocks) - shown
        foot = f"+{hidden}" if hidden else ""
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right, foot=foot)


def _blocks(rows: tuple[IncidentRow, ...], width: int, room: int, glyphs: GlyphSet) -> list[list[Line]]:
    """The rows of each incident; the last ones give up their lines first."""
    blocks = [_block(row, width, glyphs) for row in rows]
    for at in reversed(range(len(rows))):
        if sum(map(len, blocks)) <= room:
            break
        if rows[at].brief:
            blocks[at] = [_brief(rows[at], width, glyphs)]
    return blocks


def _head(row: IncidentRow) -> tuple[Piece, ...]:
    tone = {1: Tone.STOP, 2: Tone.ASK}.get(row.severity, Tone.PLAIN)
    return (Piece(" "), Piece(row.label, tone), Piece(f" {row.subject}"))


def _brief(row: IncidentRow, width: int, glyphs: GlyphSet) -> Line:
    return spread(_head(row), (Piece(row.brief, Tone.DIM), Piece(" ")), width, more=glyphs.more)


def _block(row: IncidentRow, width: int, glyphs: GlyphSet) -> list[Line]:
    rows = [padded(_head(row), width, more=glyphs.more)]
    return rows + [
        padded((Piece("    "), Piece(line.text, line.tone)), width, more=glyphs.more) for line in row.lines
    ]
