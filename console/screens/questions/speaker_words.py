"""Whose turn it is, in words. Pure."""

from __future__ import annotations

from console.text.sentences import Text, clock
from console.view import View
from data.speaking.state import Asking, Turn
from data.units import NS_PER_S


def floor_words(view: View, turn: Turn, t: Text) -> str:
    """Who speaks, and how much of the turn is left: "+0:12" when it is over."""
    spoken_ns = turn.spoken_ns(view.state.run(turn.item), view.state.t_ns(view.now))
    left_s = turn.seconds - spoken_ns // NS_PER_S
    return t("speakers.floor", who=who(view, turn.asking), left=clock(left_s), span=clock(turn.seconds))


def who(view: View, asking: Asking) -> str:
    """The name, else the room's."""
    point = view.points.get(asking.point)
    return asking.name or (f"{asking.point} {point.label}" if point else asking.point)
