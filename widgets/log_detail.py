"""Everything about one event, as labels and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from rich.cells import cell_len, chop_cells

from widgets.line import Line, Piece, fit, padded, plain, wrap
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

_LABEL_CELLS = 12
_VALUE_ROWS = 6


class DetailField(msgspec.Struct, frozen=True):
    """A label and a value of any length."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """The event; the fields that matter most come first."""

    heading: str
    fields: tuple[DetailField, ...] = ()
    right: str = ""


class LogDetail(Picture[Detail]):
    """As many fields as there is room for."""

    def draw(self, value: Detail, width: int, height: int) -> Sequence[Line]:
        """Values are broken at spaces, or anywhere where they have none."""
        body = [line for field in value.fields for line in self._lines_of(field, width - 2)]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)

    def _lines_of(self, field: DetailField, width: int) -> Iterator[Line]:
        more = self.glyphs.more
        label = _LABEL_CELLS
        for text in _broken(field.value, max(1, width - label - 3), more):
            name = fit(field.label, label, more=more) if label else " " * _LABEL_CELLS
            yield padded(
                (Piece(f" {name} ", Tone.DIM), Piece(text, field.tone), Piece(" ")), width, more=more
            )
            label = 0


def _broken(text: str, width: int, more: str) -> list[str]:
    text = plain(text)
    longest = max((cell_len(word) for word in text.split(" ")), default=0)
    if longest > width:
        return chop_cells(text, width)[:_VALUE_ROWS]
    return wrap(text, width, _VALUE_ROWS, more) or [""]
