"""The sentence on F8: what the big key will do now, in the colour of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec
from rich.cells import cell_len

from widgets.line import Line, Piece, fit, plain, set_cells
from widgets.picture import Picture
from widgets.tone import Tone


class F8Gate(StrEnum):
    """How F8 would answer: goes, asks, wants a reason, or is not this console's to press."""

    GO = "go"
    ASK = "ask"
    STOP = "stop"
    OFF = "off"


class F8Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """What F8 does. `leaving` may be empty (opening); `verdict` is mark and word.

    When room is short `leaving` is cut first, then `coming`; the verdict is always whole.
    """

    gate: F8Gate
    coming: str
    leaving: str = ""
    leaving_short: str = ""
    verdict: str = ""
    key: str = "F8"


_TONES = {
    F8Gate.GO: Tone.GO_BAR,
    F8Gate.ASK: Tone.ASK_BAR,
    F8Gate.STOP: Tone.STOP_BAR,
    F8Gate.OFF: Tone.OFF_BAR,
}


class F8Line(Picture[F8Sentence]):
    """One row, reversed from edge to edge."""

    def draw(self, value: F8Sentence, width: int, height: int) -> Sequence[Line]:
        """The whole sentence, or as much as keeps the verdict."""
        tone, more = _TONES[value.gate], self.glyphs.more
        head = f" {plain(value.key)} {self.glyphs.on_air}  "
        tail = f" {self.glyphs.dot} {plain(value.verdict)}" if value.verdict else ""
        room = width - cell_len(head) - cell_len(tail) - 1
        middle = _fitted(value, room, f"  {self.glyphs.arrow}  ", more)
        text = set_cells(f"{head}{middle}{tail} ", width, more=more)
        return [Line((Piece(text, tone),), tone)]


def _fitted(value: F8Sentence, room: int, arrow: str, more: str) -> str:
    coming = plain(value.coming)
    for leaving in (value.leaving, value.leaving_short):
        whole = f"{plain(leaving)}{arrow}{coming}" if leaving else coming
        if cell_len(whole) <= room:
            return whole
    least = f"{plain(value.leaving_short)}{arrow}" if value.leaving_short else ""
    return least + fit(coming, max(0, room - cell_len(least)), more=more).rstrip()
