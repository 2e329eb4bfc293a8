"""The base of the full screens: one screen for one audience, and a View the only way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import msgspec
from textual.geometry import Size

from console.actions import Scope
from console.screens.layer import Layer
from console.screens.strip import Strip
from console.text.sentences import Text
from console.view import View
from widgets.alarm_line import AlarmLevel, AlarmLine, AlarmSentence
from widgets.glyphs import GlyphSet
from widgets.ground import Blank


class Selection(msgspec.Struct, frozen=True):
    """What the arrows have chosen: an item's cue, "" for none, points by code, a row of the record, 0 for
    none.
    """

    cue: str = ""
    points: tuple[str, ...] = ()
    row: int = 0


NOTHING = Selection()

NEXT_FRAME_S = 0.005
"""Long enough for the bytes of the frame before to leave: another thread writes them."""


class DeskScreen(Blank, Layer[None]):
    """Shows a View; every widget repaints only what changed. Intent goes up as messages and keys."""

    scope: ClassVar[Scope]
    HORIZONTAL_BREAKPOINTS = [(0, "-too-narrow"), (80, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        *((0, "-too-low"), (24, "-low"), (30, "-middling"), (38, "-tall"), (50, "-high")),
    ]

    def __init__(self, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None]) -> None:
        """`on_ready` is called once the widgets are there and before they are first painted."""
        super().__init__()
        self._t = t
        self._glyphs = glyphs
        self._told_when_ready = on_ready
        self._is_made = False

    @property
    def selection(self) -> Selection:
        """What a verb acts on."""
        return NOTHING

    @property
    def is_ready(self) -> bool:
        """Whether there are widgets to show anything on: not before all are made, nor while they go."""
        return self._is_made and self.is_attached and self.app.is_running and bool(self.children)

    def _on_ready(self) -> None:
        """Every widget is there, those inside others too: each screen says so when it is mounted. A window
        that loses the keyboard at the very start has something painted before that.
        """
        self._is_made = True
        self._told_when_ready()

    def _say_too_small(self) -> None:
        """What stands alone on a window that has no room for the desk."""
        too_small = AlarmSentence(level=AlarmLevel.WARNING, text=self._t("line.too_small"))
        self.query_one("#too-small", AlarmLine).show(too_small)

    def present(self, view: View, strip: Strip, *, waiting: bool) -> None:
        """Show `view`; `waiting` while F8 has not been quiet. Writes nothing, reads no clock."""
        raise NotImplementedError

    def try_key(self, action: str) -> bool:
        """A key of the table was pressed here. True when the screen dealt with it by itself."""
        return False

    def show_point(self, code: str) -> bool:
        """Select the point `code` here, open its card and keep it in sight: somebody looked for it.

        Called after the first `present`, possibly while a card is just closing over this screen.
        False when this screen has no place for points, or not for this one.
        """
        return False

    def show_item(self, cue: str) -> bool:
        """Select the agenda item `cue` here and keep it in sight; as `show_point`. Starts nothing."""
        return False

    def _pop_result_callback(self) -> None:
        """An app's first screen was never pushed: it has nothing to give up when another takes its place."""
        if self._result_callbacks:
            super()._pop_result_callback()

    def wear(self, size: Size) -> None:
        """Put on the classes of this size before anything is styled: they would cost a second layout."""
        for cells, breakpoints in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max(each for each in breakpoints if cells >= each[0])[1])
