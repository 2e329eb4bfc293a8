"""Cards: a question over the desk. "Stay" is preselected; F8 there says how to go on, Esc closes.

Enter never confirms anything here: Esc and Enter close together arrive as Enter alone. A card stands
on the F8 line and grows upwards: that line, the alarm and the countdown are never covered. Where there are
too few rows, facts share one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from console.keys.quiet_key import QuietKey
from console.screens.cards.overlay import ROOMY, Overlay, T
from console.screens.questions.gate import Answer, Question
from data.text import clean
from widgets.choice_card import STAY, ChoiceCard
from widgets.glyphs import GlyphSet
from widgets.viet_input import ReasonInput, VietInput

LOOK_S = 0.5
LEAST_ROWS = 6
BOX_ROWS = 3


class Card(Overlay[T]):
    """Where cards stand."""

    DEFAULT_CSS = """
    Card > Vertical { width: 76; max-width: 100%; height: auto; }
    """

    def on_resize(self) -> None:
        """Another window, another number of rows to spare."""
        self.keep_low()

    def keep_low(self) -> None:
        """Leave the countdown in sight, also while a reason is asked for below the card."""
        below, cards = 0, self.query(ChoiceCard)
        for box in self.query(ReasonInput) if cards else ():  # the boxes of a form are a row each, always
            box.compact = self.is_small
            below += (1 if self.is_small else BOX_ROWS) if box.has_class("-asked") else 0
        for card in cards:
            card.press_together(self.is_small)
            card.styles.max_height = max(LEAST_ROWS, self.rows - below)

    @property
    def is_small(self) -> bool:
        """Whether there are no rows to spare."""
        return self.app.size.height < ROOMY[1]

    def heeds(self, key: QuietKey) -> bool:
        """F8 was pressed: whether it may act now; said when it may not."""
        heeded = key.press()
        if not heeded:
            self.answer("notice.focus" if key.just_focused else "notice.quiet")
        return heeded


class ChoiceScreen(Card[Answer | None]):
    """Asks; the result is None for staying. `again` gives the question as it is by now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ChoiceScreen Input { display: none; }
    ChoiceScreen Input.-asked { display: block; }
    """

    def __init__(
        self,
        question: Question,
        key: QuietKey,
        *,
        glyphs: GlyphSet,
        placeholder: str = "",
        again: Callable[[], Question] | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._key = key
        self._glyphs = glyphs
        self._placeholder = placeholder
        self._again = again

    def compose(self) -> ComposeResult:
        """The card, and a line for the reason below it."""
        with Vertical():
            yield ChoiceCard(self._question.choice, glyphs=self._glyphs, dense=self.is_small)
            yield ReasonInput(placeholder=clean(self._placeholder), compact=self.is_small)

    def on_mount(self) -> None:
        """The card has the keys. What it says may change while somebody reads."""
        self.query_one(ChoiceCard).focus()
        if self._again is not None:
            self.set_interval(LOOK_S, self._renew)

    def _renew(self) -> None:
        """The mark stays on an option only while that option says the same: F8 does what was read."""
        question = self._again() if self._again is not None else self._question
        if question == self._question or not self.is_active:
            return
        card, about = self.query_one(ChoiceCard), self._question.about
        self._question, before = question, card.marked
        card.show(question.choice)
        if card.marked != before or question.about != about:
            card.action_edge(0)
        self._ask_for_words(card.chosen)

    def on_choice_card_moved(self, event: ChoiceCard.Moved) -> None:
        """Ask for a reason where one is due."""
        self._ask_for_words(event.key)

    def _ask_for_words(self, option: str) -> None:
        box = self.query_one(ReasonInput)
        asked = option in self._question.needs_reason | self._question.takes_note
        if asked != box.has_class("-asked"):
            box.set_class(asked, "-asked")
            self.keep_low()
            (box if asked else self.query_one(ChoiceCard)).focus()

    def action_move(self, by: int) -> None:
        """Arrows move the mark, also while the reason is being typed."""
        self.query_one(ChoiceCard).action_move(by)

    def action_do(self) -> None:
        """F8: carry out the option under the mark, once the key has been quiet."""
        card = self.query_one(ChoiceCard)
        chosen = card.chosen
        if chosen == STAY and card.choices > 1:
            self._key.press()
            self.answer(self._question.unmoved, cue=self._question.left)
            return
        if not self.heeds(self._key):
            return
        if chosen == STAY:
            self.leave_with(None)
            return
        box = self.query_one(ReasonInput)
        reason = box.value.strip() if box.has_class("-asked") else ""
        if chosen in self._question.needs_reason and not reason:
            box.focus()
            self.app.bell()
            self.answer("card.no_reason")
            return
        self.leave_with(Answer(chosen, reason))


class NoteScreen(Card[str | None]):
    """One line for the record. Enter writes it: a note changes nothing on air."""

    def __init__(self, title: str, keys: str, placeholder: str) -> None:
        super().__init__()
        self._title = title
        self._keys = keys
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The box; its frame names the item and the keys."""
        with Vertical():
            yield VietInput(placeholder=clean(self._placeholder))

    def on_mount(self) -> None:
        """Typing goes into the box."""
        box = self.query_one(VietInput)
        box.border_title, box.border_subtitle = Content(clean(self._title)), Content(clean(self._keys))
        box.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        self.leave_with(event.value.strip() or None)
