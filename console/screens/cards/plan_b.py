"""F9: what can be done with the item on air and the next ones, by what is ready now.

It follows what is seen while it is open; F8 carries out what stands on it, in one change.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from console import plan_b
from console.screens.cards.card import LOOK_S, Card
from console.screens.cards.card_context import CardContext
from console.screens.cards.plan_b_words import plan_card
from console.view import View
from data.agenda.plan_b import Plan, Play, command
from data.commands import Command
from data.folder.model import AgendaItem
from data.text import clean
from widgets.choice_card import STAY, Choice, ChoiceCard
from widgets.viet_input import ReasonInput


class PlanBCard(Card[Command | None]):
    """Begins with `cue` when it is on air or to come. `by_itself` says that nobody asked for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "do", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("left", "item(-1)", show=False),
        Binding("right", "item(1)", show=False),
    ]
    DEFAULT_CSS = """
    PlanBCard ReasonInput { display: none; }
    PlanBCard ReasonInput.-asked { display: block; }
    """

    def __init__(self, context: CardContext, cue: str = "", *, by_itself: bool = False) -> None:
        super().__init__()
        self._given = context
        self._selected = cue
        self._by_itself = by_itself
        self._view: View = context.look()
        self._cue = plan_b.opens_on(self._view, cue)
        self._found: tuple[Plan, ...] = ()
        self._item: AgendaItem | None = None

    def compose(self) -> ComposeResult:
        """The card, and a line for the name of whoever reads."""
        with Vertical():
            yield ChoiceCard(self._choice(), glyphs=self._given.glyphs, dense=self.is_small)
            yield ReasonInput(placeholder=clean(self._given.t("plan.reader")), compact=self.is_small)

    def on_mount(self) -> None:
        """What is ready may change while somebody looks."""
        self.query_one(ChoiceCard).focus()
        self.set_interval(LOOK_S, self._renew)

    def _renew(self) -> None:
        self._view = self._given.look()
        if not plan_b.subjects(self._view, self._selected):  # the conference has ended meanwhile
            self.leave_with(None)
            return
        self.query_one(ChoiceCard).show(self._choice())
        self._ask_for_words()

    def _choice(self) -> Choice:
        view = self._view
        items = plan_b.subjects(view, self._selected)
        self._item = next((item for item in items if item.cue == self._cue), None)
        if self._item is None:
            self._cue = plan_b.opens_on(view, self._selected)
            self._item = next(item for item in items if item.cue == self._cue)
        self._found = plan_b.choices(view, self._item)
        t, glyphs = self._given.t, self._given.glyphs
        return plan_card(view, items, self._item, self._found, t=t, glyphs=glyphs, by_itself=self._by_itself)

    @property
    def _chosen(self) -> Plan | None:
        key = self.query_one(ChoiceCard).chosen
        return next((plan for plan in self._found if plan.key == key), None)

    def on_choice_card_moved(self, event: ChoiceCard.Moved) -> None:
        """Another play, perhaps one that wants a name."""
        self._ask_for_words()

    def _ask_for_words(self) -> None:
        plan, box = self._chosen, self.query_one(ReasonInput)
        asked = plan is not None and plan.play is Play.READ and plan.ready
        if asked != box.has_class("-asked"):
            box.set_class(asked, "-asked")
            self.keep_low()
            (box if asked else self.query_one(ChoiceCard)).focus()

    def action_move(self, by: int) -> None:
        """Another play."""
        self.query_one(ChoiceCard).action_move(by)

    def action_item(self, by: int) -> None:
        """Another item; the mark goes back to staying."""
        cues = [item.cue for item in plan_b.subjects(self._view, self._selected)]
        self._cue = cues[min(max(0, cues.index(self._cue) + by), len(cues) - 1)]
        self._renew()

    def action_do(self) -> None:
        """F8: the play under the mark, once the key has been quiet; what is not ready only says so."""
        if self.query_one(ChoiceCard).chosen == STAY:
            self._given.f8.press()
            self.answer("card.unmoved" if self._found else "card.nothing_to_choose")
            return
        if not self.heeds(self._given.f8):
            return
        plan, words = self._chosen, self.query_one(ReasonInput).value.strip()
        if plan is None or self._item is None or not plan.ready:
            self.app.bell()
            self.answer("card.play_not_ready")
        elif plan.play is Play.READ and not words:
            self.query_one(ReasonInput).focus()
            self.app.bell()
            self.answer("card.no_reader")
        else:
            said = words if plan.play is Play.READ else ""
            self.leave_with(command(plan, self._view.state, self._item, said))
