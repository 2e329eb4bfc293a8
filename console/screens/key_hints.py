"""The footer as the widget takes it: keys that do nothing now are dim."""

from __future__ import annotations

from console import actions
from console.actions import Scope
from console.keys.footer import Chip, footer
from console.text.sentences import Text
from console.view import View
from widgets.key_bar import KeyHint, Keys

KEPT = ("palette", "operator", "help")
"""From these one finds everything else, and the way back: they stay in the narrowest footer."""


def keys(here: Scope, view: View, t: Text, width: int) -> Keys:
    """What keys do on the screen `here`, from the one table of actions."""
    past = view.desktop.past
    held = view.state.held if past is None else past == 0
    shown = footer(t, here, width, held=held, past=past is not None)
    return Keys(hints(shown.left, here, view), hints(shown.right, here, view))


def hints(chips: tuple[Chip, ...], here: Scope, view: View) -> tuple[KeyHint, ...]:
    """The chips, those that change something alive only while they may."""
    live = not view.desktop.locked and (view.in_control or here is not Scope.OPERATOR)
    return tuple(
        KeyHint(c.key, c.label, live=live or not actions.find(c.action).changes, keep=c.action in KEPT)
        for c in chips
    )
