"""A list that is walked: arrows, pages, the ends, Enter and the wheel, the same in every list here."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType

from widgets.picture import Picture

V = TypeVar("V")


class Walked(Picture[V], can_focus=True):
    """Which row a step means, and what Enter shows, is each list's own affair."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "select(-1)", show=False),
        Binding("down", "select(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("enter", "open", show=False),
    ]
    BESIDE_ROWS: ClassVar[int] = 3
    """Rows of the picture that are no rows of the list: its frame, and a line of headings or the like."""
    WHEEL_ROWS: ClassVar[int] = 1

    def action_select(self, by: int) -> None:
        """Move by rows; it does not wrap."""
        raise NotImplementedError

    def action_edge(self, at: int) -> None:
        """Go to the first (0) or the last (-1) row."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Ask the screen to show more of the selected row. Changes nothing."""
        raise NotImplementedError

    def action_page(self, by: int) -> None:
        """Move by what is in sight, but for one row that stays to find one's place by."""
        self.action_select(by * max(1, self.size.height - self.BESIDE_ROWS - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel walks, too."""
        event.stop()
        self.action_select(self.WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel walks, too."""
        event.stop()
        self.action_select(-self.WHEEL_ROWS)
