"""What every card over the desk does: it is as tall as its rows, and Enter confirms nothing on it."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.geometry import Size

from widgets.glyphs import UNICODE, GlyphSet
from widgets.picture import Picture

V = TypeVar("V")


class CardPicture(Picture[V], can_focus=True):
    """Subclasses say how many rows a value takes; `dense` is without the blank ones.

    Enter ends here: Esc followed at once by Enter arrives from a terminal as Enter alone.
    """

    DEFAULT_CSS: ClassVar[str] = """
    CardPicture { width: 76; max-width: 100%; height: auto; max-height: 100%; }
    """

    def __init__(
        self,
        value: V,
        *,
        glyphs: GlyphSet = UNICODE,
        dense: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._value = value
        self._dense = dense

    def rows_of(self, value: V, *, dense: bool) -> int:
        """Rows of the frame and everything in it."""
        raise NotImplementedError

    def press_together(self, dense: bool) -> None:
        """Without its blank rows, for a window that has none to spare."""
        if dense != self._dense:
            self._dense = dense
            self.redraw()
            self.refresh(layout=True)

    def show(self, value: V) -> None:
        """Show another value, which may take more rows."""
        before = self._value
        super().show(value)
        dense = self._dense
        if before is None or self.rows_of(before, dense=dense) != self.rows_of(value, dense=dense):
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the value takes."""
        return self.rows_of(self._value, dense=self._dense) if self._value else 0

    def on_key(self, event: events.Key) -> None:
        """Enter ends here."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
