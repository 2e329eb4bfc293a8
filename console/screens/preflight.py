"""The checks before the opening: ticked by hand with Space, and seen by the console. It blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.screens.overlay import Overlay
from console.screens.preflight_words import preflight_card
from console.text import Text
from console.view import View
from data.commands import MarkCheck
from widgets.choice_card import ChoiceCard
from widgets.glyphs import GlyphSet

LOOK_S = 0.5


class PreflightScreen(Overlay[None]):
    """`look` gives the newest view, `mark` carries a tick out; the card follows what the record says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]
    DEFAULT_CSS = """
    PreflightScreen { align: center middle; }
    """

    def __init__(
        self, look: Callable[[], View], mark: Callable[[MarkCheck], None], t: Text, glyphs: GlyphSet
    ) -> None:
        super().__init__()
        self._look = look
        self._mark = mark
        self._t = t
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The one card."""
        yield ChoiceCard(preflight_card(self._look(), self._t, self._glyphs), glyphs=self._glyphs)

    def on_mount(self) -> None:
        """What is seen may change while somebody ticks."""
        self.query_one(ChoiceCard).focus()
        self.set_interval(LOOK_S, self._renew)

    def _renew(self) -> None:
        self.query_one(ChoiceCard).show(preflight_card(self._look(), self._t, self._glyphs))

    def action_mark(self) -> None:
        """Space: tick, or take the tick back; nothing while the keys are locked."""
        view, check = self._look(), self.query_one(ChoiceCard).chosen
        if not view.desktop.locked:
            self._mark(MarkCheck(check=check, done=check not in view.state.checks))

    def action_leave(self) -> None:
        """Esc."""
        self.leave_with(None)
