"""Things somebody should do now or soon: calls, retests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from widgets.glyphs import GlyphSet
from widgets.line import Line, Piece, padded
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do at `time`; `detail` opens a second row."""

    time: str
    text: str
    late: bool = False
    detail: str = ""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """The list, soonest first; `calm` is said when it is empty."""

    heading: str
    rows: tuple[DueRow, ...] = ()
    right: str = ""
    calm: str = ""


class DueList(Picture[Due]):
    """Late ones are marked and amber."""

    def draw(self, value: Due, width: int, height: int) -> Sequence[Line]:
        """As many as fit."""
        body = [line for row in value.rows for line in _rows(row, width - 2, self.glyphs)]
        if not body and value.calm:
            body = [padded((Piece(f" {value.calm}", Tone.DIM),), width - 2, more=self.glyphs.more)]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)


def _rows(row: DueRow, width: int, glyphs: GlyphSet) -> Iterator[Line]:
    tone = Tone.ASK if row.late else Tone.PLAIN
    mark = glyphs.degraded if row.late else " "
    yield padded((Piece(f" {mark} {row.time} {row.text}", tone),), width, more=glyphs.more)
    if row.detail:
        yield padded((Piece(f"   {row.detail}", Tone.DIM),), width, more=glyphs.more)
