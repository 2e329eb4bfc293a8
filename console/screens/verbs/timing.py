"""F6 and F9: the time card and plan B, each a card of its own. Pure."""

from __future__ import annotations

from console import plan_b as plans
from console.screens.cards.card_context import CardContext
from console.screens.cards.overlay import Overlay
from console.screens.verbs.verb import Open, Say, Situation, Verb, barred
from console.text.problems import refusal_line
from data.agenda.item_rules import item_in
from data.commands import Command
from data.ruling import Refusal
from data.state import ItemState


def time(at: Situation) -> Verb:
    """F6: minutes for the item on air, whatever is selected."""
    return _time(at, at.view.state.on_air)


def extend(at: Situation) -> Verb:
    """From the palette: minutes for the selected item, else for the one on air."""
    return _time(at, at.cue or at.view.state.on_air)


def _time(at: Situation, cue: str) -> Verb:
    if no := barred(at):
        return no
    if at.view.state.ended:
        return Say(at.t("advance.ended"), warning=True)
    if not cue:
        return Say(at.t("time.nothing_on_air"))
    item = item_in(at.view.state, cue, ItemState.PENDING, ItemState.ON_AIR)
    if isinstance(item, Refusal):
        return Say(refusal_line(item, at.t), warning=True)

    def card(context: CardContext) -> Overlay[Command | None]:
        from console.screens.cards.time_card import TimeCard

        return TimeCard(cue, context)

    return Open(card)


def plan_b(at: Situation) -> Verb:
    """F9: what can be done with the item on air and the next ones; it begins with the selected one."""
    if no := barred(at):
        return no
    if not plans.subjects(at.view, at.cue):
        return Say(at.t("advance.ended" if at.view.state.ended else "advance.no_plan"), warning=True)
    return plan_b_card(at.cue)


def plan_b_card(cue: str = "", *, by_itself: bool = False) -> Open:
    """The card, opened by a key or by itself."""

    def card(context: CardContext) -> Overlay[Command | None]:
        from console.screens.cards.plan_b import PlanBCard

        return PlanBCard(context, cue, by_itself=by_itself)

    return Open(card)
