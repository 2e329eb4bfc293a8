"""How many points are well, by level: a table, or one line on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from data.health.reading import Health
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import BLANK, Line, Piece, cells_of, fit, plain, spread
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

_ORDER = (Health.OK, Health.DEGRADED, Health.DOWN, Health.STALE, Health.UNKNOWN)
_LEAST_CELLS = (4, 3, 3, 3, 2)
GAP = "  "


class LevelRow(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one level (or of all), by health. `brief` is the label where the counts need its room."""

    label: str
    brief: str = ""
    ok: int = 0
    degraded: int = 0
    down: int = 0
    stale: int = 0
    unknown: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of the columns."""
        return (self.ok, self.degraded, self.down, self.stale, self.unknown)


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The table. `right` is well/expected; `note` is shown below (a lost source and its age), and
    `below` that what else there is room for.

    `line` and `line_right` are the words of the one-line form, before and after the counts; where there is
    no room the last of `line` go, each whole.
    """

    heading: str
    ok_label: str
    rows: tuple[LevelRow, ...]
    total: LevelRow
    below: tuple[LevelRow, ...] = ()
    right: str = ""
    note: Piece = Piece("")
    line: tuple[str, ...] = ()
    line_right: Piece = Piece("")


class PointTotals(Picture[Totals]):
    """Levels by health; noughts are dim, so that sickness stands out."""

    def draw(self, value: Totals, width: int, height: int) -> Sequence[Line]:
        """A framed table, or one row when there is only one."""
        if height == 1:
            return [_one_line(value, width, self.glyphs)]
        inner, cells = width - 2, _cells(value)
        body = [_heads(value.ok_label, cells, inner, self.glyphs)]
        body += [_row(row, cells, inner, self.glyphs, Tone.PLAIN) for row in value.rows]
        body += [_row(value.total, cells, inner, self.glyphs, Tone.STRONG)]
        if value.note.text:
            body += [spread((Piece(" "), value.note), (), inner, more=self.glyphs.more)]
        if value.below:
            body += [BLANK, *(_row(row, cells, inner, self.glyphs, Tone.PLAIN) for row in value.below)]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)


def _cells(value: Totals) -> tuple[int, ...]:
    """Widths of the columns of counts: the largest number of each, and a blank before it."""
    columns = zip(*(row.counts for row in (*value.rows, value.total)), strict=True)
    return tuple(
        max(least, 1 + len(str(max(column)))) for least, column in zip(_LEAST_CELLS, columns, strict=True)
    )


def _heads(ok_label: str, widths: tuple[int, ...], width: int, glyphs: GlyphSet) -> Line:
    names = (ok_label, *(glyphs.health(health) for health in _ORDER[1:]))
    heads = tuple(
        Piece(fit(name, cells, align="right"), Tone.DIM) for name, cells in zip(names, widths, strict=True)
    )
    return spread((), heads, width)


def _row(row: LevelRow, widths: tuple[int, ...], width: int, glyphs: GlyphSet, tone: Tone) -> Line:
    counts = tuple(
        Piece(f"{count:>{cells}}", _count_tone(health, count, tone))
        for health, count, cells in zip(_ORDER, row.counts, widths, strict=True)
    )
    room = width - sum(cell_len(piece.text) for piece in counts)
    label = row.label if not row.brief or cell_len(plain(row.label)) <= room else row.brief
    return Line((Piece(fit(label, room, more=glyphs.more), tone), *counts))


def _count_tone(health: Health, count: int, tone: Tone) -> Tone:
    if not count:
        return Tone.DIM
    return tone if health is Health.OK else HEALTH_TONE[health]


def _one_line(value: Totals, width: int, glyphs: GlyphSet) -> Line:
    sick = [
        Piece(f"  {glyphs.health(health)} {count}", _count_tone(health, count, Tone.PLAIN))
        for health, count in list(zip(_ORDER, value.total.counts, strict=True))[1:]
    ]
    source = (value.line_right,) if value.line_right.text else ()
    # The words give way before the counts of the sick, and a count is never cut: "0/7" is not "0/700".
    right = (*sick, Piece(" "), *source, Piece(" "))
    room = width - cells_of(right)
    words = [plain(part) for part in value.line]
    while len(words) > 1 and cell_len(f" {GAP.join(words)} ") > room:
        words.pop()
    return spread((Piece(f" {GAP.join(words)}"),), right, width, more=glyphs.more)
