"""The head of the record on the screen: to be noted, read with a phone, and compared later."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult

from console.screens.cards.head_words import head_sheet
from console.screens.cards.overlay import Overlay
from console.seat import Seat
from console.text.sentences import Text
from data.record.chain import Head
from data.record.signed_head import SignedHead, heads_path, last_head
from widgets.glyphs import ASCII, GlyphSet
from widgets.sheet import Sheet, SheetContent

LOOK_S = 2.0
SMALL = 24
"""Rows of a window that has none to spare."""


class HeadScreen(Overlay[None]):
    """Follows the record while it is open; changes nothing."""

    DEFAULT_CSS = """
    HeadScreen { align: center middle; }
    """

    def __init__(self, seat: Seat, t: Text, glyphs: GlyphSet) -> None:
        super().__init__()
        self._seat = seat
        self._t = t
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The one card."""
        yield Sheet(self._sheet(None, None), glyphs=self._glyphs, dense=self.app.size.height <= SMALL)

    def on_resize(self) -> None:
        """Another window, another number of rows to spare."""
        self.query_one(Sheet).press_together(self.app.size.height <= SMALL)

    def on_mount(self) -> None:
        """Read it, and again while it grows."""
        self.query_one(Sheet).focus()
        self._look_again()
        self.set_interval(LOOK_S, self._look_again)

    def _look_again(self) -> None:
        self._seat.spawn("head", self._look())

    async def _look(self) -> None:
        desk, path = self._seat.desk, heads_path(self._seat.folder.log_path)
        row = await desk.stored(desk.log_events) if desk.log_events else None
        signed = await asyncio.get_running_loop().run_in_executor(None, last_head, path)
        if self.is_mounted and row is not None:
            self.query_one(Sheet).show(self._sheet(Head(row.seq, row.hash), signed))

    def _sheet(self, head: Head | None, signed: SignedHead | None) -> SheetContent:
        return head_sheet(
            *(head, signed, self._seat.unsigned, self._t),
            light_ink=self.app.current_theme.dark,
            drawn=self._glyphs is not ASCII,
            zone=self._seat.conference.timezone,
        )
