"""Verbs put into practice: words are said, cards laid, commands carried out away from the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.screens.cards.table import CardTable
from console.seat import Seat
from console.text.problems import refusal_line
from console.text.sentences import Text
from data.commands import AddNote, Command

if TYPE_CHECKING:
    from console.screens.questions.gate import Question
    from console.screens.verbs.verb import Verb

Tell = Callable[[str, str], None]
"""`tell(text, severity)`: a word to the person at the keys."""


class Performing:
    """Does what a verb says; `repaint` is called when a command has been answered, before any word, and
    `asked` when the card of a gate is laid.
    """

    def __init__(
        self,
        session: Seat,
        cards: CardTable,
        t: Text,
        *,
        tell: Tell,
        repaint: Callable[[], None],
        asked: Callable[[Question], None] = lambda _question: None,
    ) -> None:
        self._session = session
        self._cards = cards
        self._t = t
        self._tell = tell
        self._repaint = repaint
        self._asked = asked

    def perform(self, verb: Verb, again: Callable[[], Verb] | None = None) -> None:
        """Say, do, ask or open; `again` looks anew while a card asks."""
        from console.screens.verbs.asking import Asking
        from console.screens.verbs.verb import Ask, Do, Open, Say

        match verb:
            case Say():
                self._tell(verb.text, "warning" if verb.warning else "information")
            case Do():
                self.carry_out(verb.command, verb.done, what=verb.what)
            case Ask():
                if verb.gate:
                    self._asked(verb.question)
                asking = Asking(verb, again)
                self._cards.ask(
                    asking.question,
                    lambda answer: self.carry_out(asking.command(answer), asking.done),
                    again=asking.renew,
                )
            case Open():
                self._cards.open(verb.card, lambda command: self.carry_out(command, verb.done))

    def note(self) -> None:
        """A line for the record; it belongs to the item on air now, not when it is sent."""
        cue = self._session.state.on_air
        self._cards.note(cue, lambda text: self.carry_out(AddNote(text=text, item=cue), "notice.noted"))

    def item_checks(self, cue: str) -> None:
        """What is looked at before an item; it blocks nothing."""
        if not self._cards.item_checks(cue, self.carry_out):
            self._tell(self._t("checks.nothing", cue=cue or self._t("none")), "information")

    def carry_out(self, command: Command, done: str = "", *, what: str = "") -> None:
        """Away from the message loop: a log that is busy must not stop the screen."""
        self._session.spawn("command", self._command(command, done, what))

    async def _command(self, command: Command, done: str, what: str) -> None:
        refusal = await self._session.command(command)
        self._repaint()
        if refusal is not None:
            self._tell(refusal_line(refusal, self._t), "warning")
        elif done:
            self._tell(self._t(done, what=what), "information")
