"""A card of things to look at, ticked with Space; it follows what the record says and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from console import actions
from console.screens.cards.card import LOOK_S, Card
from console.view import View
from data.commands import Command
from widgets.choice_card import Choice, ChoiceCard
from widgets.glyphs import GlyphSet


class TickScreen(Card[None]):
    """`look` gives the newest view, `card` what it says of the checks, `tick` the command for one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False, priority=True),
    ]

    def __init__(
        self,
        look: Callable[[], View],
        card: Callable[[View], Choice],
        tick: Callable[[View, str], Command],
        carry_out: Callable[[Command], None],
        glyphs: GlyphSet,
    ) -> None:
        super().__init__()
        self._look = look
        self._card = card
        self._tick = tick
        self._carry_out = carry_out
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The one card."""
        with Vertical():
            yield ChoiceCard(self._card(self._look()), glyphs=self._glyphs, dense=self.is_small)

    def on_mount(self) -> None:
        """What is seen may change while somebody ticks."""
        self.query_one(ChoiceCard).focus()
        self.set_interval(LOOK_S, self._renew)

    def _renew(self) -> None:
        self.query_one(ChoiceCard).show(self._card(self._look()))

    def action_mark(self) -> None:
        """Space: tick, or take the tick back; nothing while the keys are locked."""
        view, check = self._look(), self.query_one(ChoiceCard).chosen
        if view.desktop.locked:
            self.answer("notice.locked", key=actions.key_name("space"))
        elif check:
            self._carry_out(self._tick(view, check))
