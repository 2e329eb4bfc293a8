"""The card of names: one after the other, decided with F8; it stays open until Esc.

Looking for points that are like a name takes a moment with thousands of points, so it is done beside the
screen; the card is there at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from console.names import Matter, matters, order
from console.screens.cards.card import LOOK_S, Card
from console.screens.cards.card_context import CardContext
from console.screens.cards.names_words import nothing, option_of, page
from data.commands import Command
from data.matching.suggestions import Suggester, Suggestion
from widgets.choice_card import Choice, ChoiceCard


class NamesScreen(Card[None]):
    """`decide` carries a decision out; the card follows what the record and the platforms say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self, context: CardContext, decide: Callable[[Command], None]) -> None:
        super().__init__()
        self._given = context
        self._decide = decide
        self._at = 0
        self._key: tuple[str, str, str] | None = None
        self._matters: list[Matter] = []
        self._suggester: Suggester | None = None
        self._guesses: dict[str, tuple[Suggestion, ...]] = {}
        self._guessing = ""
        self._renew()

    def compose(self) -> ComposeResult:
        """The one card."""
        with Vertical():
            yield ChoiceCard(self._choice(), glyphs=self._given.glyphs, dense=self.is_small)

    def on_mount(self) -> None:
        """Names come and go while somebody looks."""
        self.query_one(ChoiceCard).focus()
        self._show()
        self.set_interval(LOOK_S, self._look)

    def action_turn(self, by: int) -> None:
        """PgDn, PgUp: another name; the mark is on "stay" again."""
        if self._matters:
            self._at = min(max(0, self._at + by), len(self._matters) - 1)
            self._key = self._matters[self._at].key
            self._show()

    def action_do(self) -> None:
        """F8: what the mark stands on, once the key has been quiet; on "stay" it changes nothing."""
        chosen = option_of(self.query_one(ChoiceCard).chosen)
        if not self._matters:
            self.answer("card.no_names")
        elif not chosen:
            self._given.f8.press()
            self.answer("card.unmoved")
        elif not self.heeds(self._given.f8):
            return
        elif self._given.look().desktop.locked:
            self.answer("notice.locked", key=self._given.t("F8"))
        else:
            self._decide(order(self._matters[self._at], chosen))

    def _look(self) -> None:
        self._renew()
        self._show()

    def _renew(self) -> None:
        """The matters as they are now; the one that is looked at stays, or its place is taken by the next."""
        self._matters = matters(self._given.look())
        keys = [each.key for each in self._matters]
        self._at = keys.index(self._key) if self._key in keys else min(self._at, max(0, len(keys) - 1))
        self._key = keys[self._at] if keys else None

    def _show(self) -> None:
        self.query_one(ChoiceCard).show(self._choice())
        if self._matters and self._wants(self._matters[self._at]) and not self._guessing:
            self._guessing = self._matters[self._at].name
            self.run_worker(self._guess(self._guessing), group="names", exit_on_error=False)

    def _choice(self) -> Choice:
        if not self._matters:
            return nothing(self._given.t)
        matter, view = self._matters[self._at], self._given.look()
        guesses = self._guesses.get(matter.name)
        return page(view, matter, (self._at, len(self._matters)), guesses, self._given.t)

    def _wants(self, matter: Matter) -> bool:
        return matter.kind == "unmatched" and matter.name not in self._guesses

    async def _guess(self, name: str) -> None:
        points = self._given.look().conference.points

        def found() -> tuple[Suggestion, ...]:
            if self._suggester is None:
                self._suggester = Suggester(points)
            return self._suggester.suggest(name)

        try:
            self._guesses[name] = await asyncio.to_thread(found)
        finally:
            self._guessing = ""
        self._show()
