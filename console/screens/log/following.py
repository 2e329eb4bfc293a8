"""The one event in full beside the log's table: it follows the cursor when the cursor comes to rest."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from console.reading.reader import LogReader
from console.reading.window import Sheet
from console.screens.log import event_words as log_event_words
from console.text.sentences import Text
from console.view import View
from data.record.contract import Row
from widgets.log_detail import LogDetail

FOLLOW_S = 0.01
SETTLED_S = 0.1
"""Hashes are read for the event that the reader stops at."""

Later = Callable[[float, Callable[[], None]], Timer]
Look = Callable[[], tuple[View, Sheet, LogDetail] | None]


class LogFollowing:
    """`later` is the screen's timer; `look` gives what is on the screen now, None while it is not shown."""

    def __init__(
        self,
        reader: LogReader,
        t: Text,
        later: Later,
        look: Callable[[], tuple[View, Sheet, LogDetail] | None],
    ) -> None:
        self._reader = reader
        self._t = t
        self._later = later
        self._look = look
        self._stored: Row | None = None
        self._coming: Timer | None = None
        self._settling: Timer | None = None
        self._settling_at = 0

    def follow(self) -> None:
        """A frame after the row: whoever holds an arrow looks at the rows."""
        if self._coming is None:
            self._coming = self._later(FOLLOW_S, self._show)

    def _show(self) -> None:
        self._coming = None
        seen = self._look()
        if seen is None:
            return
        view, sheet, panel = seen
        at = sheet.cursor - sheet.first
        event = sheet.rows[at] if 0 <= at < len(sheet.rows) else None
        stored = self._stored if event and self._stored and self._stored.seq == event.seq else None
        unwritten = event is not None and event.seq >= sheet.unwritten_from
        panel.show(log_event_words.detail(event, stored, view, self._t, unwritten=unwritten))
        if event is not None and stored is None and not unwritten:
            self._settle(event.seq)

    def _settle(self, seq: int) -> None:
        if seq == self._settling_at:
            return
        if self._settling is not None:
            self._settling.stop()
        self._settling_at = seq
        self._settling = self._later(SETTLED_S, lambda: self._read_hashes(seq))

    def _read_hashes(self, seq: int) -> None:
        self._settling_at = 0
        self._reader.read_stored(seq, self._keep)

    def _keep(self, stored: Row) -> None:
        if stored.seq == self._reader.window.selected:
            self._stored = stored
            self.follow()
