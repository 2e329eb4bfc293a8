"""The cards that any screen may have laid over it. Each is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from console.actions import Scope
from console.quiet_key import QuietKey
from console.screens import questions
from console.screens.questions import Answer, Question
from console.text import Text
from data.text import clean
from widgets.glyphs import GlyphSet

LATER = ("console.screens.cards", "console.palette")
"""Imported behind the first picture, so that the first card need not wait."""

Push = Callable[[Screen[Any], Callable[[Any], None] | None], object]


class CardTable:
    """Opens cards with `push(card, done)`; nothing is told but what was confirmed."""

    def __init__(self, push: Push, t: Text, glyphs: GlyphSet, f8: QuietKey) -> None:
        self._push = push
        self._t = t
        self._glyphs = glyphs
        self._f8 = f8

    def ask(self, question: Question, confirmed: Callable[[Answer], None]) -> None:
        """A question; F8 confirms."""
        from console.screens.cards import ChoiceScreen

        card = ChoiceScreen(
            question.choice,
            self._f8,
            glyphs=self._glyphs,
            needs_reason=question.needs_reason,
            takes_note=question.takes_note,
            placeholder=self._t("card.remark" if question.takes_note else "card.reason.placeholder"),
        )
        self.lay(card, confirmed)

    def note(self, cue: str, write: Callable[[str], None]) -> None:
        """One line for the record, about the item that is on air now."""
        from console.screens.cards import NoteScreen

        title = self._t("card.note.title", cue=cue) if cue else self._t("card.note.title_before")
        card = NoteScreen(clean(title), self._t("card.note.keys"), self._t("card.note.placeholder"))
        self.lay(card, write)

    def leave(self, folder: str, *, demo: bool, go: Callable[[], None]) -> None:
        """Before the console is closed."""
        self.ask(questions.leave(clean(folder), self._t, demo=demo), lambda _answer: go())

    def help(self, here: Scope) -> None:
        """The keys of the screen `here`."""
        from console.screens.cards import HelpScreen

        self._push(HelpScreen(questions.help_card(self._t, here), glyphs=self._glyphs), None)

    def palette(self, run: Callable[[str], None]) -> None:
        """Every command by name; `run` gets an action's id."""
        from console.palette import PaletteScreen

        self.lay(PaletteScreen(self._t), run)

    def lay(self, card: Screen[Any], confirmed: Callable[[Any], None]) -> None:
        """Any card; `confirmed` hears what it gives back, unless that is nothing."""

        def done(result: Any) -> None:
            if result:
                confirmed(result)

        self._push(card, done)
