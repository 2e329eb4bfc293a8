"""The base of every widget here: a value in, lines out, and only changed lines painted again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from widgets.ascii_signs import ascii_signs
from widgets.glyphs import ASCII, UNICODE, GlyphSet
from widgets.line import BLANK, Line
from widgets.paint import style_of
from widgets.tone import Tone

V = TypeVar("V")

_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What no row may carry, whoever forgot to clean it: controls, line ends, bidi and zero-width marks."""


class Picture(Widget, Generic[V]):
    """Shows a frozen value. Subclasses say how in `draw`; nothing else may change the lines.

    `show` may be called at any rate: a value equal to the last one costs one comparison, a changed
    one repaints only the rows that differ.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Picture { background: $panel-ground; color: $ink; }
    """

    def __init__(
        self, *, glyphs: GlyphSet = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.glyphs = glyphs
        self._value: V | None = None
        self._lines: tuple[Line, ...] = ()
        self._strips: dict[int, Strip] = {}
        self._rows: list[Strip] = []
        self._drawn = Size(0, 0)
        self._styles_of: dict[tuple[Tone, Tone], Style] = {}

    @property
    def value(self) -> V | None:
        """What is on show; None before the first `show`."""
        return self._value

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows as drawn at the present size."""
        return self._lines

    def draw(self, value: V, width: int, height: int) -> Sequence[Line]:
        """The picture of `value` in `width` x `height` cells; pure. Fewer rows leave blanks."""
        raise NotImplementedError

    def show(self, value: V) -> None:
        """Show `value` from now on."""
        if value == self._value:
            return
        self._value = value
        self.redraw()

    def redraw(self) -> None:
        """Draw the value again and mark the rows that came out different."""
        width, height = self._drawn = self.size
        if self._value is None or not width or not height:
            return
        before, after = self._lines, tuple(self.draw(self._value, width, height))
        self._lines = after
        changed = [y for y in range(height) if _row(before, y) != _row(after, y)]
        for y in changed:
            self._strips.pop(y, None)
        if changed:
            self._rows = []
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def on_resize(self, event: events.Resize) -> None:
        """Another size is another picture."""
        self._lines = ()
        self._strips.clear()
        self._rows = []
        self.redraw()

    def notify_style_update(self) -> None:
        """Another theme is another paint."""
        self._styles_of.clear()
        self._strips.clear()
        self._rows = []
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows in `crop`. A picture has no border, padding or opacity, so no box model is asked:
        at every repaint the compositor wants the rows of all widgets, changed or not.
        """
        rows = self._rows
        if len(rows) != self._drawn.height:
            rows = self._rows = [self.render_line(y) for y in range(self._drawn.height)]
        if (crop.x, crop.width) == (0, self._drawn.width):
            return rows if crop.height == len(rows) else rows[crop.y : crop.bottom]
        rows = rows[crop.y : crop.bottom]
        return [row.crop(crop.x, crop.right) for row in rows]

    def render_line(self, y: int) -> Strip:
        """Row `y` in colour, exactly as wide as the widget."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._paint(y)
        return strip

    def _paint(self, y: int) -> Strip:
        line, width = _row(self._lines, y), self._drawn.width
        drawn = ascii_signs if self.glyphs is ASCII else str
        segments = [
            Segment(drawn(_HARMFUL.sub("\ufffd", piece.text)), self._style(piece.tone, line.base))
            for piece in line.pieces
            if piece.text
        ]
        strip = Strip(segments, line.width)
        return strip.adjust_cell_length(width, self._style(Tone.PLAIN, line.base))

    def _style(self, tone: Tone, base: Tone) -> Style:
        style = self._styles_of.get((tone, base))
        if style is None:
            # A tinted row stays inside its frame.
            under = Tone.PLAIN if tone is Tone.FRAME else base
            style = self._filtered(self.rich_style + self._partial(under) + self._partial(tone))
            self._styles_of[tone, base] = style
        return style

    def _filtered(self, style: Style) -> Style:
        """`style` as NO_COLOR and its like leave it: asked once a style, not once a row."""
        segments = [Segment(" ", style)]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self.background_colors[1])
        return segments[0].style or style

    def _partial(self, tone: Tone) -> Style:
        return style_of(tone, self.app.theme_variables, bare=self.app.no_color)


def _row(lines: tuple[Line, ...], y: int) -> Line:
    return lines[y] if y < len(lines) else BLANK
