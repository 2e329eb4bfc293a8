"""What a Textual app has on its screen, as plain rows."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App


def screen_segments(app: App[Any]) -> list[list[Segment]]:
    """The rows of the active screen as the compositor would send them, with what lies beneath a card."""
    visible_screen_stack.set(app._background_screens)
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def screen_lines(app: App[Any]) -> list[str]:
    """The characters of each row, trailing spaces kept."""
    return ["".join(segment.text for segment in row) for row in screen_segments(app)]


def screen_text(app: App[Any]) -> str:
    """All rows in one string, for `in`."""
    return "\n".join(screen_lines(app))
