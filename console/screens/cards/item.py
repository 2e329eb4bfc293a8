"""A small form over the desk. F8 does it, Esc changes nothing, Enter only goes to the next box."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label

from console.screens.cards.card import Card
from console.screens.cards.card_context import CardContext
from console.screens.cards.item_form import Form, Wrong
from data.commands import Command
from data.text import clean
from widgets.line import Piece
from widgets.sheet import Sheet, SheetContent, SheetRow
from widgets.tone import Tone
from widgets.viet_input import ReasonInput


class ItemCard(Card[Command | None]):
    """The boxes of `form`; what is wrong with them is said on the card and nothing is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("up", "box(-1)", show=False, priority=True),
        Binding("down", "box(1)", show=False, priority=True),
        Binding("tab", "box(1)", show=False, priority=True),
        Binding("shift+tab", "box(-1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ItemCard Horizontal { height: 1; background: $panel-ground; }
    ItemCard Label { width: 18; padding: 0 0 0 3; color: $ink; background: $panel-ground; }
    ItemCard ReasonInput { width: 1fr; border: none !important; height: 1; }
    ItemCard ReasonInput:focus { background: $selected-ground; }
    """

    def __init__(self, form: Form, context: CardContext) -> None:
        super().__init__()
        self._form = form
        self._given = context
        self._wrong: Wrong | None = None

    def compose(self) -> ComposeResult:
        """What it is about, then a box a line."""
        t = self._given.t
        with Vertical():
            yield Sheet(self._sheet(), glyphs=self._given.glyphs, dense=True)
            for field in self._form.fields:
                with Horizontal():
                    yield Label(Content(clean(t(f"form.{field.name}"))))
                    yield ReasonInput(field.value, compact=True, id=f"box-{field.name}")

    def on_mount(self) -> None:
        """Typing goes into the first box."""
        self.query(ReasonInput).first().focus()

    def _sheet(self) -> SheetContent:
        t, wrong = self._given.t, self._wrong
        title = t(self._form.title, cue=self._form.cue or t("form.on_air"))
        said = t(wrong.code, **wrong.params) if wrong else t("form.keys")
        row = SheetRow((Piece(said, Tone.STOP if wrong else Tone.DIM),))
        return SheetContent(heading=title, rows=(row,), tone=Tone.STOP if wrong else Tone.ASK)

    def _typed(self) -> dict[str, str]:
        return {box.id[4:]: box.value.strip() for box in self.query(ReasonInput) if box.id}

    def _say(self, wrong: Wrong | None) -> None:
        self._wrong = wrong
        self.query_one(Sheet).show(self._sheet())

    def on_input_changed(self, event: Input.Changed) -> None:
        """It may be right now."""
        if self._wrong is not None:
            self._say(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter does nothing here but go on."""
        self.action_box(1)

    def action_box(self, by: int) -> None:
        """The next box, or the one before."""
        boxes = list(self.query(ReasonInput))
        here = next((at for at, box in enumerate(boxes) if box.has_focus), 0)
        boxes[(here + by) % len(boxes)].focus()

    def action_do(self) -> None:
        """F8: do it, once the key has been quiet."""
        if not self.heeds(self._given.f8):
            return
        made = self._form.make(self._typed())
        if isinstance(made, Wrong):
            self._say(made)
            self.query_one(f"#box-{made.field}", ReasonInput).focus()
            self.app.bell()
        else:
            self.leave_with(made)
