"""What lies below the pictures: plain background, no border, no text."""

from __future__ import annotations

from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Blank(Widget):
    """A widget whose own rows are blank, made once a size.

    The compositor asks every visible widget for its rows at every repaint, and textual's own
    containers and screens answer through the whole box model.
    """

    _blank: tuple[tuple[int, int], list[Strip]] = ((0, 0), [])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blank rows, as many and as wide as asked for."""
        size = (crop.width, crop.height)
        if self._blank[0] != size:
            row = Strip.blank(crop.width, self.rich_style)
            for line_filter in self.get_line_filters():  # NO_COLOR and its like
                row = row.apply_filter(line_filter, self.background_colors[1])
            self._blank = (size, [row] * crop.height)
        return self._blank[1]

    def notify_style_update(self) -> None:
        """Another theme, another ground."""
        self._blank = ((0, 0), [])
        super().notify_style_update()


class Ground(Blank, Container):
    """Arranges its children."""
