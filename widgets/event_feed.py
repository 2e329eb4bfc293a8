"""The log strip: newest on top. How often a line may come is the caller's affair."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from widgets.line import Line, Piece, fit, padded, plain
from widgets.panel import panel
from widgets.picture import Picture
from widgets.tone import Tone

SUBJECT_CELLS = 8
"""The widest that the column of codes gets."""


class FeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One happening: when, about what, and the sentence."""

    time: str
    subject: str
    text: str
    tone: Tone = Tone.PLAIN


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """The newest rows first."""

    heading: str
    rows: tuple[FeedRow, ...] = ()
    right: str = ""


class EventFeed(Picture[Feed]):
    """Never moves the focus and never scrolls."""

    def draw(self, value: Feed, width: int, height: int) -> Sequence[Line]:
        """As many rows as fit."""
        inner = width - 2
        rows = value.rows[: height - 2]
        subject = min(SUBJECT_CELLS, max((4, *(cell_len(plain(row.subject)) for row in rows))))
        body = [
            padded(
                (
                    Piece(f" {row.time}  ", Tone.DIM),
                    Piece(f"{fit(row.subject, subject, more=self.glyphs.more)}  ", Tone.KEY),
                    Piece(row.text, row.tone),
                    Piece(" "),
                ),
                inner,
                more=self.glyphs.more,
            )
            for row in rows
        ]
        return panel(body, width, height, self.glyphs, title=value.heading, right=value.right)
