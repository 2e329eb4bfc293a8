"""The rows of the programme: columns, marks, one line for each item."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import msgspec

from data.health.reading import Health
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Line, Piece, cells_of, fit
from widgets.tone import Tone

LONG_TITLE_CELLS = 32
"""From this width of the title column on, full titles are shown instead of short ones."""
_TAIL_CELLS = 14


class Mark(StrEnum):
    """What stands before a row."""

    __hash__ = str.__hash__  # Enum's own is Python, and these are keys at every picture

    NONE = "none"
    DONE = "done"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    ON_AIR = "on-air"
    PROTOCOL = "protocol"


class AgendaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One item. `time`, `duration` and `deviation` are ready to read; `health` None draws nothing."""

    cue: str
    title: str
    short: str = ""
    mark: Mark = Mark.NONE
    time: str = ""
    point: str = ""
    health: Health | None = None
    duration: str = ""
    deviation: str = ""
    deviation_tone: Tone = Tone.PLAIN


class AgendaHeads(msgspec.Struct, frozen=True):
    """Column labels."""

    cue: str
    time: str
    title: str
    point: str
    duration: str
    deviation: str


class Columns(msgspec.Struct, frozen=True):
    """Widths in cells: the title takes what the others leave."""

    cue: int
    title: int
    point: int
    full_titles: bool

    @classmethod
    def of(cls, rows: tuple[AgendaRow, ...], width: int) -> Columns:
        """Wide enough for the longest cue and code, in `width` cells."""
        cue = min(6, _widest(tuple(row.cue for row in rows), 3))
        point = min(6, _widest(tuple(row.point for row in rows), 4))
        title = max(4, width - (2 + cue + 1 + 5 + 1) - (point + _TAIL_CELLS))
        return cls(cue, title, point, title >= LONG_TITLE_CELLS)

    def heads(self, heads: AgendaHeads) -> Line:
        """The labels, each over its column."""
        text = (
            f"  {fit(heads.cue, self.cue)} {fit(heads.time, 5)} {fit(heads.title, self.title)} "
            f"{fit(heads.point, self.point + 2)} {fit(heads.duration, 4, align='right')} "
            f"{fit(heads.deviation, 5, align='right')}"
        )
        return Line((Piece(text, Tone.DIM),))


@lru_cache(maxsize=8)
def _widest(texts: tuple[str, ...], least: int) -> int:
    return max((least, *(cells_of((Piece(text),)) for text in texts)))


@lru_cache(maxsize=512)
def agenda_line(columns: Columns, row: AgendaRow, glyphs: GlyphSet, selected: bool) -> Line:
    """One item; the row on air and the selected one lie on a ground of their own."""
    on_air = row.mark is Mark.ON_AIR
    over = row.mark in (Mark.DONE, Mark.DEFERRED, Mark.SKIPPED)
    tone = Tone.DIM if over else Tone.PLAIN
    title = row.title if columns.full_titles or not row.short else row.short
    head = f"{_mark(row.mark, glyphs)} {fit(row.cue, columns.cue, more=glyphs.more)}"
    health, health_tone = _health(row.health, glyphs)
    pieces = (
        Piece(head, _mark_tone(row.mark)),
        Piece(f" {fit(row.time, 5, align='center')} ", tone),
        Piece(fit(title, columns.title, more=glyphs.more), tone),
        Piece(f" {fit(row.point, columns.point, more=glyphs.more)} ", tone),
        Piece(health, health_tone),
        Piece(f" {fit(row.duration, 4, align='right')} ", tone),
        Piece(
            fit(row.deviation, 5, align="right"),
            Tone.STRONG if on_air and row.deviation_tone is Tone.PLAIN else row.deviation_tone,
        ),
    )
    base = Tone.ON_AIR_ROW if on_air else Tone.PLAIN
    return Line(pieces, Tone.SELECTED_ROW if selected else base)


def _mark(mark: Mark, glyphs: GlyphSet) -> str:
    return {
        Mark.NONE: " ",
        Mark.DONE: glyphs.done,
        Mark.DEFERRED: glyphs.later,
        Mark.SKIPPED: glyphs.skipped,
        Mark.ON_AIR: glyphs.on_air,
        Mark.PROTOCOL: glyphs.protocol,
    }[mark]


def _mark_tone(mark: Mark) -> Tone:
    return {
        Mark.NONE: Tone.PLAIN,
        Mark.DONE: Tone.DIM,
        Mark.DEFERRED: Tone.DEBT,
        Mark.SKIPPED: Tone.DIM,
        Mark.ON_AIR: Tone.ON_AIR,
        Mark.PROTOCOL: Tone.PROTOCOL,
    }[mark]


def _health(health: Health | None, glyphs: GlyphSet) -> tuple[str, Tone]:
    if health is None:
        return " ", Tone.PLAIN
    return glyphs.health(health), HEALTH_TONE[health]
