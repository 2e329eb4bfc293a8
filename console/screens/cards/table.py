"""The cards that any screen may have laid over it. Each is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from console.actions import ACTIONS, Scope, Table
from console.folder import Folder
from console.screens.cards.card_context import CardContext
from console.view import View
from data.commands import CheckItem, Command
from data.folder.model import AgendaItem
from data.text import clean

if TYPE_CHECKING:
    from console.screens.cards.find_words import Find, Finder
    from console.screens.questions.gate import Answer, Question
    from console.seat import Seat

LATER = tuple(
    f"console.{name}"
    for name in (
        "palette",
        *("screens.cards.card", "screens.cards.find", "screens.cards.help"),
        *("screens.cards.time_card", "screens.cards.plan_b", "screens.cards.item", "screens.verbs.table"),
    )
)
"""Imported behind the first picture, so that the first card need not wait."""

Push = Callable[[Screen[Any], Callable[[Any], None] | None], object]


class CardTable:
    """Opens cards with `push(card, done)`; nothing is told but what was confirmed."""

    def __init__(self, push: Push, context: CardContext, table: Table = ACTIONS) -> None:
        self._push = push
        self._given = context
        self._t = context.t
        self._glyphs = context.glyphs
        self._f8 = context.f8
        self._table = table

    def ask(
        self,
        question: Question,
        confirmed: Callable[[Answer], None],
        again: Callable[[], Question] | None = None,
    ) -> None:
        """A question; F8 confirms. `again` gives it as it is by now, while the card is open."""
        from console.screens.cards.card import ChoiceScreen

        card = ChoiceScreen(
            question,
            self._f8,
            glyphs=self._glyphs,
            placeholder=question.placeholder
            or self._t("card.remark" if question.takes_note else "card.reason.placeholder"),
            again=again,
        )
        self.lay(card, confirmed)

    def open(self, card: Callable[[CardContext], Screen[Any]], confirmed: Callable[[Any], None]) -> None:
        """Lay a card that wants more than its question: the newest view, F8, the words."""
        self.lay(card(self._given), confirmed)

    def note(self, cue: str, write: Callable[[str], None]) -> None:
        """One line for the record, about the item that is on air now."""
        from console.screens.cards.card import NoteScreen

        title = self._t("card.note.title", cue=cue) if cue else self._t("card.note.title_before")
        card = NoteScreen(clean(title), self._t("card.note.keys"), self._t("card.note.placeholder"))
        self.lay(card, write)

    def moment(self, go: Callable[[str], None]) -> None:
        """The time of day that a replay is to show."""
        from console.screens.cards.card import NoteScreen

        words = (self._t(f"replay.at.{part}") for part in ("title", "keys", "placeholder"))
        self.lay(NoteScreen(*words), go)

    def leave(self, folder: Folder, go: Callable[[], None]) -> None:
        """Before the console is closed."""
        from console.screens.questions import gate as questions

        self.ask(questions.leave(folder, self._t), lambda _answer: go())

    def help(self, here: Scope) -> None:
        """The keys of the screen `here`."""
        from console.screens.cards.help import HelpScreen

        self._push(HelpScreen(self._t, here, self._table), None)

    def preflight(self, look: Callable[[], View], mark: Callable[[Command], None]) -> None:
        """The checks before the opening."""
        from console.screens.cards.preflight_words import preflight_card, tick
        from console.screens.cards.tick import TickScreen

        card = TickScreen(
            look, lambda view: preflight_card(view, self._t, self._glyphs), tick, mark, self._glyphs
        )
        self._push(card, None)

    def head(self, seat: Seat) -> None:
        """The head of the record, as text and as a code to read with a phone."""
        from console.screens.cards.head import HeadScreen

        self._push(HeadScreen(seat, self._t, self._glyphs), None)

    def item_checks(self, cue: str, carry_out: Callable[[Command], None]) -> bool:
        """What is looked at before the item `cue`, else the next one. False when there is nothing."""
        from console.screens.cards.item_check_words import checks_card
        from console.screens.cards.tick import TickScreen
        from data.agenda.item_checks import checks_of

        look = self._given.look
        entering = look().entering
        item = look().state.item(cue) or entering
        if item is None or not checks_of(item):
            return False
        wanted = item

        def current(view: View) -> AgendaItem:
            return view.state.item(wanted.cue) or wanted

        def tick(view: View, check: str) -> Command:
            ticked = any(each.check == check for each in view.state.ticks.get(wanted.cue, ()))
            return CheckItem(item=wanted.cue, check=check, done=not ticked)

        card = TickScreen(
            look,
            lambda view: checks_card(view, current(view), self._t, self._glyphs),
            tick,
            carry_out,
            self._glyphs,
        )
        self._push(card, None)
        return True

    def names(self, decide: Callable[[Command], None]) -> None:
        """Names that nobody knows, and what was decided about others."""
        from console.screens.cards.names import NamesScreen

        self._push(NamesScreen(self._given, decide), None)

    def palette(self, run: Callable[[str], None]) -> None:
        """Every command by name; `run` gets an action's id."""
        from console.palette import PaletteScreen

        self.lay(PaletteScreen(self._t, self._table), run)

    def find(self, finder: Finder, go: Callable[[Find], None]) -> None:
        """Points, items, people, lines of the record; `go` gets what was chosen."""
        from console.screens.cards.find import FindScreen

        self.lay(FindScreen(finder, self._t), go)

    def lay(self, card: Screen[Any], confirmed: Callable[[Any], None]) -> None:
        """Any card; `confirmed` hears what it gives back, unless that is nothing."""

        def done(result: Any) -> None:
            if result:
                confirmed(result)

        self._push(card, done)
