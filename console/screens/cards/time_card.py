"""F6: minutes more or fewer for an item, why, and who gives them back before the hard end.

Nothing is done until F8, and then all of it is one change.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from console.screens.cards.card import LOOK_S, Card
from console.screens.cards.card_context import CardContext
from console.screens.cards.time_draft import Draft, Trial, stepped, tried
from console.screens.cards.time_words import PRESETS, time_sheet
from console.view import View
from data.commands import Command
from data.text import clean
from widgets.sheet import Sheet, SheetContent
from widgets.viet_input import ReasonInput

ROWS_BESIDE_TABLE = {True: 11, False: 19}
"""Rows of the card beside its table, pressed together and not; the box for one's own words is among them."""
FEWEST_OFFERS = 2
AIRY = ROWS_BESIDE_TABLE[False] + 4
"""From so many rows on the card keeps its blank ones."""


class TimeCard(Card[Command | None]):
    """About the item `cue`. The arrows have the minutes; after Tab the rows of the table; then the words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("up", "vertical(1)", show=False, priority=True),
        Binding("down", "vertical(-1)", show=False, priority=True),
        Binding("pageup", "minutes(5)", show=False, priority=True),
        Binding("pagedown", "minutes(-5)", show=False, priority=True),
        Binding("left", "cause(-1)", show=False),
        Binding("right", "cause(1)", show=False),
        Binding("space", "accept", show=False),
        Binding("tab", "turn(1)", show=False, priority=True),
        Binding("shift+tab", "turn(-1)", show=False, priority=True),
    ]

    def __init__(self, cue: str, context: CardContext) -> None:
        super().__init__()
        self._given = context
        self._draft = Draft(cue=cue)
        self._at: int | None = None
        self._view = context.look()
        self._trial = self._try(self._view)

    def compose(self) -> ComposeResult:
        """The sheet, and a line for one's own words."""
        with Vertical():
            yield Sheet(self._sheet(), glyphs=self._given.glyphs, dense=self.is_small)
            yield ReasonInput(placeholder=clean(self._given.t("time.own_words")), compact=self.is_small)

    def on_mount(self) -> None:
        """The arrows belong to the minutes; time goes on meanwhile."""
        self.query_one(Sheet).focus()
        self.set_interval(LOOK_S, self._renew)

    @property
    def is_small(self) -> bool:
        """Whether there are no rows to spare for air: the table is worth more."""
        return self.rows < AIRY

    def on_resize(self) -> None:
        """Another window, another number of rows to spare."""
        self.query_one(Sheet).press_together(self.is_small)
        self.query_one(ReasonInput).compact = self.is_small
        self._renew()

    def _try(self, view: View) -> Trial:
        item = view.state.item(self._draft.cue)
        if item is None:  # undone elsewhere: what was on show stands, and the rules refuse it
            return self._trial
        return tried(view, item, self._draft)

    def _renew(self) -> None:
        self._view = self._given.look()
        self._change(self._draft)

    def _change(self, draft: Draft) -> None:
        self._draft = draft
        self._trial = self._try(self._view)
        self._draft = self._trial.draft
        rows = len(self._trial.offers)
        if self._at is not None:
            self._at = min(self._at, rows - 1) if rows and self._trial.asked_s else None
        self.query_one(Sheet).show(self._sheet())

    def _sheet(self) -> SheetContent:
        own = bool(self._draft.cause) and self._draft.cause not in PRESETS
        room = max(FEWEST_OFFERS, self.rows - ROWS_BESIDE_TABLE[self.is_small])
        if self.is_small and not self._trial.asked_s:
            room = 0
        t, glyphs = self._given.t, self._given.glyphs
        return time_sheet(self._view, self._trial, t, glyphs, at=self._at, room=room, own_words=own)

    def on_input_changed(self, event: Input.Changed) -> None:
        """One's own words stand instead of a ready one; wiped out they give it back."""
        words = event.value.strip()
        if words or self._draft.cause not in PRESETS:
            self._change(msgspec.structs.replace(self._draft, cause=words))

    def action_vertical(self, by: int) -> None:
        """A minute, or a row of the table: up is more."""
        if self._at is None:
            self.action_minutes(by)
        else:
            self._at = max(0, self._at - by)
            self._change(self._draft)

    def action_minutes(self, by: int) -> None:
        """So many minutes more or fewer."""
        self._change(stepped(self._trial, by))

    def action_cause(self, by: int) -> None:
        """The next of the ready causes."""
        cause = self._draft.cause
        at = PRESETS.index(cause) if cause in PRESETS else 0
        chosen = PRESETS[min(max(0, at + by), len(PRESETS) - 1)]
        self.query_one(ReasonInput).clear()
        self._change(msgspec.structs.replace(self._draft, cause=chosen))

    def action_accept(self) -> None:
        """Take the minutes of the row under the mark, or leave them; then the next row."""
        if self._at is None:
            return
        offer = self._trial.offers[self._at]
        if offer.gives_s:
            takes = self._draft.takes ^ {offer.cue}
            self._at = self._giving(self._at + 1, self._at)
            self._change(msgspec.structs.replace(self._draft, takes=takes))

    def _giving(self, start: int, otherwise: int) -> int:
        """The first row from `start` on that is asked to give something."""
        offers = self._trial.offers
        return next((at for at in range(start, len(offers)) if offers[at].gives_s), otherwise)

    def action_turn(self, by: int) -> None:
        """Minutes, table, words, and round again."""
        box, sheet = self.query_one(ReasonInput), self.query_one(Sheet)
        places = ["minutes", *(["table"] if self._trial.given or self._trial.asked_s else []), "words"]
        here = "words" if box.has_focus else "minutes" if self._at is None else "table"
        place = places[(places.index(here) + by) % len(places)]
        self._at = self._giving(0, 0) if place == "table" else None
        (box if place == "words" else sheet).focus()
        self._change(self._draft)

    def action_do(self) -> None:
        """F8: all of it at once, once the key has been quiet."""
        if not self.heeds(self._given.f8):
            return
        if self._draft.seconds <= self._trial.least_s:
            self._renew()
        if self._trial.needs_cause:
            self.query_one(ReasonInput).focus()
            self.app.bell()
            self.answer("card.no_reason")
            return
        command = self._trial.command()
        if command is None:
            self.answer("card.unmoved.time")
            return
        self.leave_with(command)
