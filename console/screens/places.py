"""Which screen stands behind which key; imported behind the first picture."""

from __future__ import annotations

from collections.abc import Callable

from console.screens.desk_screen import DeskScreen
from console.seat import Seat
from console.text.sentences import Text
from widgets.glyphs import GlyphSet

PLACES = ("points", "roll_call", "log")
"""Each made behind the first picture, and shown when it is wanted."""
HOME = {"technician": "points"}
"""Where a role begins that does not begin on the operator's desk."""


def make_screen(
    place: str, t: Text, glyphs: GlyphSet, on_ready: Callable[[], None], session: Seat
) -> DeskScreen:
    """The screen of the action `place`. KeyError for an action that is no screen."""
    if place == "log":
        from console.screens.log.screen import LogScreen

        return LogScreen(t, glyphs, on_ready, session)
    if place == "points":
        from console.screens.technician.screen import TechnicianScreen

        return TechnicianScreen(t, glyphs, on_ready, session.history)
    if place == "roll_call":
        from console.screens.roll_call.screen import RollCallScreen

        return RollCallScreen(t, glyphs, on_ready, session)
    raise KeyError(place)
