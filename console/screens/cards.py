"""Cards: a question over the desk. "Stay" is preselected, F8 does it, Esc or "stay" changes nothing.

Enter never confirms anything here: Esc and Enter close together arrive as Enter alone.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from console.quiet_key import QuietKey
from console.screens.overlay import Overlay
from console.screens.questions import Answer
from widgets.choice_card import STAY, Choice, ChoiceCard
from widgets.glyphs import GlyphSet
from widgets.viet_input import ReasonInput, VietInput


class ChoiceScreen(Overlay[Answer | None]):
    """Asks; the result is None for staying. Options in `needs_reason` want some words first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("escape", "stay", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; }
    ChoiceScreen > Vertical { width: 76; max-width: 100%; height: auto; }
    ChoiceScreen Input { display: none; }
    ChoiceScreen Input.-asked { display: block; }
    """

    def __init__(
        self,
        choice: Choice,
        key: QuietKey,
        *,
        glyphs: GlyphSet,
        needs_reason: frozenset[str] = frozenset(),
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self._choice = choice
        self._key = key
        self._glyphs = glyphs
        self._needs_reason = needs_reason
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The card, and a line for the reason below it."""
        with Vertical():
            yield ChoiceCard(self._choice, glyphs=self._glyphs)
            if self._needs_reason:
                yield ReasonInput(placeholder=self._placeholder)

    def on_mount(self) -> None:
        """The card has the keys."""
        self.query_one(ChoiceCard).focus()

    def on_choice_card_moved(self, event: ChoiceCard.Moved) -> None:
        """Ask for a reason where one is due."""
        for box in self.query(ReasonInput):
            asked = event.key in self._needs_reason
            box.set_class(asked, "-asked")
            (box if asked else self.query_one(ChoiceCard)).focus()

    def action_move(self, by: int) -> None:
        """Arrows move the mark, also while the reason is being typed."""
        self.query_one(ChoiceCard).action_move(by)

    def action_do(self) -> None:
        """F8: carry out the option under the mark, once the key has been quiet."""
        if not self._key.press():
            return
        chosen = self.query_one(ChoiceCard).chosen
        if chosen == STAY:
            self.leave_with(None)
            return
        reason = "".join(box.value.strip() for box in self.query(ReasonInput))
        if chosen in self._needs_reason and not reason:
            self.query_one(ReasonInput).focus()
            self.app.bell()
            return
        self.leave_with(Answer(chosen, reason))

    def action_stay(self) -> None:
        """Esc."""
        self.leave_with(None)


class NoteScreen(Overlay[str | None]):
    """One line for the record. Enter writes it: a note changes nothing on air."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    NoteScreen { align: center middle; }
    NoteScreen > Vertical { width: 76; max-width: 100%; height: auto; }
    """

    def __init__(self, title: str, keys: str, placeholder: str) -> None:
        super().__init__()
        self._title = title
        self._keys = keys
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The box; its frame names the item and the keys."""
        with Vertical():
            yield VietInput(placeholder=self._placeholder)

    def on_mount(self) -> None:
        """Typing goes into the box."""
        box = self.query_one(VietInput)
        box.border_title, box.border_subtitle = self._title, self._keys
        box.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        self.leave_with(event.value.strip() or None)

    def action_leave(self) -> None:
        """Esc: the note is dropped."""
        self.leave_with(None)


class HelpScreen(Overlay[None]):
    """The keys of a screen. Any key that closes or scrolls; changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,question_mark", "leave", show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen ChoiceCard { width: 100; max-width: 100%; }
    """

    def __init__(self, choice: Choice, *, glyphs: GlyphSet) -> None:
        super().__init__()
        self._choice = choice
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """The table."""
        yield ChoiceCard(self._choice, glyphs=self._glyphs)

    def action_leave(self) -> None:
        """Close."""
        self.leave_with(None)
