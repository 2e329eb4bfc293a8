"""The country on one screen: a cell a room, in its place for the whole day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from data.points.wall import Group
from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import Line, Piece, padded
from widgets.picture import Picture
from widgets.tone import Tone
from widgets.wall_lines import Wall, WallPainter
from widgets.wall_plan import plan
from widgets.wall_walk import Spot, Walk, worst_of

__all__ = ["PointWall", "Wall"]

LEAST_LINES = 3


class PointWall(Picture[Wall], can_focus=True):
    """Cells that the arrows walk. The selection means "this room" to the card and changes nothing.

    An arrow only says where it went: whoever hears `PointChosen` answers with `select`, together with
    what else shows that room, so that wall and card are one picture and not two in a row.

    Before the first `select`, an arrow begins at the first cell.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "beside(-1)", show=False),
        Binding("right", "beside(1)", show=False),
        Binding("up", "above(-1)", show=False),
        Binding("down", "above(1)", show=False),
        Binding("pageup", "region(-1)", show=False),
        Binding("pagedown", "region(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class PointChosen(Message):
        """The arrows or the mouse went to the point `code`."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class PointOpened(Message):
        """Enter on the point `code`: show more of it. Changes nothing."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(
        self, *, glyphs: GlyphSet = UNICODE, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._selected = self._marked = ""
        self._planned: tuple[tuple[Group, ...], tuple[str, ...], int, int] | None = None
        self._painter: WallPainter | None = None
        self._walk: Walk | None = None

    @property
    def selected(self) -> str:
        """The code under the selection; "" for none."""
        return self._selected

    def select(self, code: str) -> None:
        """Put the selection on `code`, without a message."""
        self._selected = code
        if code != self._marked:
            self.redraw()

    def draw(self, value: Wall, width: int, height: int) -> Sequence[Line]:
        """The wall in the best form that fits; a word when there is nobody."""
        if not value.groups:
            return [
                padded((), width),
                padded((Piece(f" {value.calm}", Tone.DIM),), width, more=self.glyphs.more),
            ]
        self._marked = self._selected
        return self._laid(value, width, height).paint(value, self._selected)

    def show(self, value: Wall) -> None:
        """Show `value` from now on; another roster may want another height."""
        another = self._value is None or self._value.groups is not value.groups
        super().show(value)
        if another:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the roster needs, within the `max-height` of the arrangement."""
        most = self.styles.max_height
        limit = int(most.value) if most is not None else container.height
        if self._value is None or not self._value.groups:
            return limit
        laid = plan(self._value.groups, self._value.headings, width, limit)
        return max(LEAST_LINES, laid.lines(len(self._value.legend)))

    def _laid(self, value: Wall, width: int, height: int) -> WallPainter:
        """The painter of this roster at this size; made anew only when one of them changed."""
        known = self._planned
        same = known is not None and known[0] is value.groups and known[1] is value.headings
        if self._painter is None or not same or known is None or known[2:] != (width, height):
            laid = plan(value.groups, value.headings, width, height)
            self._painter, self._walk = WallPainter(laid, self.glyphs), Walk(laid)
            self._planned = (value.groups, value.headings, width, height)
        return self._painter

    def _here(self) -> Spot | None:
        return self._walk.spot(self._selected) if self._walk is not None else None

    def _go(self, spot: Spot | None) -> None:
        if spot is None or self.value is None or spot == self._here():
            return
        self._selected = worst_of(spot, self.value.health)
        self.post_message(self.PointChosen(self._selected))

    def action_beside(self, by: int) -> None:
        """Along the line."""
        if self._walk is not None:
            here = self._here()
            self._go(self._walk.beside(here, by) if here else self._walk.edge(0))

    def action_above(self, by: int) -> None:
        """To the nearest cell of the next line."""
        if self._walk is not None:
            here = self._here()
            self._go(self._walk.above(here, by) if here else self._walk.edge(0))

    def action_region(self, by: int) -> None:
        """To the beginning of a region."""
        if self._walk is not None:
            here = self._here()
            self._go(self._walk.region(here, by) if here else self._walk.edge(0))

    def action_edge(self, at: int) -> None:
        """To the first (0) or the last (-1) cell."""
        if self._walk is not None:
            self._go(self._walk.edge(at))

    def action_open(self) -> None:
        """Ask the screen to show the selected point."""
        if self._selected:
            self.post_message(self.PointOpened(self._selected))

    def on_click(self, event: events.Click) -> None:
        """A click selects the nearest cell of its line."""
        if self._walk is not None:
            self._go(self._walk.nearest(event.x, event.y))
