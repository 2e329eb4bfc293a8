"""The verbs of the palette on the selected item: each asks with a card, and is one change. Pure."""

from __future__ import annotations

from functools import partial

from console.screens.cards.card_context import CardContext
from console.screens.cards.item_form import Form, editing, inserting, substituting
from console.screens.cards.overlay import Overlay
from console.screens.cards.split_form import splitting
from console.screens.questions import change as asks
from console.screens.questions.gate import GO, Answer
from console.screens.verbs.verb import Ask, Open, Say, Situation, Verb, barred
from console.text.problems import refusal_line
from data import commands as cmd
from data.agenda.item_rules import item_in
from data.agenda.programme import before
from data.agenda.readiness import STOP
from data.folder.model import AgendaItem
from data.ruling import Refusal
from data.state import ItemState
from widgets.choice_card import Option

_PENDING, _ON_AIR = ItemState.PENDING, ItemState.ON_AIR
_SET_ASIDE = (ItemState.DEFERRED, ItemState.SKIPPED)


def _selected(at: Situation, *states: ItemState) -> AgendaItem | Say:
    """The selected item, or why nothing can be done with it."""
    if no := barred(at):
        return no
    if at.view.state.ended:
        return Say(at.t("advance.ended"), warning=True)
    if not at.cue:
        return Say(at.t("changes.none_selected"))
    item = item_in(at.view.state, at.cue, *states)
    return Say(refusal_line(item, at.t), warning=True) if isinstance(item, Refusal) else item


def skip(at: Situation) -> Verb:
    """It will not be played; from the debt list it is dropped."""
    item = _selected(at, _PENDING, ItemState.DEFERRED)
    if isinstance(item, Say):
        return item
    question = asks.change(at.view, item, "skip", at.t, wants_reason=item.is_protocol)
    on_air = at.view.state.on_air
    return Ask(question, lambda answer: cmd.Skip(item=item.cue, reason=answer.reason, expect=on_air))


def defer(at: Situation) -> Verb:
    """Onto the debt list."""
    item = _selected(at, _PENDING)
    if isinstance(item, Say):
        return item
    question = asks.change(at.view, item, "defer", at.t, wants_reason=item.is_protocol)
    on_air = at.view.state.on_air
    return Ask(question, lambda answer: cmd.Defer(item=item.cue, reason=answer.reason, expect=on_air))


def bring_back(at: Situation) -> Verb:
    """Of what was set aside the selected item, or any: right after the one on air."""
    if no := barred(at):
        return no
    state = at.view.state
    aside = tuple(item for item in state.items if state.run(item.cue).state in _SET_ASIDE)
    chosen = tuple(item for item in aside if item.cue == at.cue) or aside
    if not chosen:
        return Say(at.t("changes.bring_back.none"))
    return Ask(
        asks.bring_back(at.view, chosen, at.t),
        lambda answer: cmd.BringBack(item=answer.option, after=_after_air(at), expect=state.on_air),
    )


def _after_air(at: Situation) -> str | None:
    """Before the opening the place right after the item on air is the very first."""
    return None if at.view.state.on_air else ""


def move_next(at: Situation) -> Verb:
    """Right after the item on air, so that F8 puts it there next."""
    return _move(at, "move_next", _after_air(at))


def move_up(at: Situation) -> Verb:
    """One place earlier among those to come."""
    return _beside(at, "move_up", -1)


def move_down(at: Situation) -> Verb:
    """One place later."""
    return _beside(at, "move_down", 1)


def swap_next(at: Situation) -> Verb:
    """It and the one behind it take each other's places."""
    return _beside(at, "swap_next", 1)


def _beside(at: Situation, verb: str, by: int) -> Verb:
    item = _selected(at, _PENDING)
    if isinstance(item, Say):
        return item
    state = at.view.state
    ahead = list(state.pending())
    place = ahead.index(item) + by
    if not 0 <= place < len(ahead):
        return Say(at.t(f"changes.{verb}.edge", cue=item.cue))
    other = ahead[place]
    if verb == "swap_next":
        question = asks.change(at.view, item, verb, at.t, other=other.cue)
        swap = cmd.Swap(item=item.cue, other=other.cue, expect=state.on_air)
        return Ask(question, lambda _answer: swap)
    return _move(at, verb, other.cue if by > 0 else before(state.items, other.cue), other=other.cue)


def _move(at: Situation, verb: str, after: str | None, other: str = "") -> Verb:
    item = _selected(at, _PENDING)
    if isinstance(item, Say):
        return item
    question = asks.change(at.view, item, verb, at.t, other=other)
    order = cmd.Move(item=item.cue, after=after, expect=at.view.state.on_air)
    return Ask(question, lambda _answer: order)


def jump(at: Situation) -> Verb:
    """On air at once, wherever it stands; what it jumps over comes after it, or is put off."""
    item = _selected(at, _PENDING, ItemState.DEFERRED)
    if isinstance(item, Say):
        return item
    state, gate = at.view.state, at.view.readiness(item).gate
    ahead = list(state.pending())
    passed = ahead[: ahead.index(item)] if item in ahead else []
    options = [Option(GO, at.t("changes.jump.do", cue=item.cue, title=item.label))]
    if passed:
        cues = ", ".join(each.cue for each in passed)
        options.append(Option("defer", at.t("changes.jump.defer", cue=item.cue, passed=cues)))
    needs = {option.key for option in options} if gate.verdict == STOP else set[str]()
    needs |= {"defer"} if any(each.is_protocol for each in passed) else set()
    heading = at.t("changes.jump.title", cue=item.cue)
    lines = (asks.item_line(at.view, item, at.t),)
    question = asks.asked(heading, lines, tuple(options), at.t, frozenset(needs))
    return Ask(question, lambda answer: _jumping(state.on_air, item.cue, gate.verdict, gate.why, answer))


def _jumping(leaves: str, to: str, verdict: str, why: str, answer: Answer) -> cmd.Jump:
    passed = "defer" if answer.option == "defer" else "keep"
    return cmd.Jump(leaves=leaves, to=to, passed=passed, verdict=verdict, why=why, reason=answer.reason)


def insert(at: Situation) -> Verb:
    """A new item right after the selected one, else after the one on air."""
    if no := barred(at):
        return no
    if at.view.state.ended:
        return Say(at.t("advance.ended"), warning=True)
    state = at.view.state
    ahead = state.run(at.cue).state is _PENDING and state.item(at.cue) is not None
    return _form(inserting(at.view, at.cue if ahead else state.on_air))


def edit_item(at: Situation) -> Verb:
    """Title, speaker, point, length of the selected item, else of the one on air."""
    item = _selected_or_on_air(at)
    return item if isinstance(item, Say) else _form(editing(at.view, item))


def split(at: Situation) -> Verb:
    """The selected item, else the one on air, in parts from several points."""
    item = _selected_or_on_air(at)
    if isinstance(item, Say):
        return item
    if at.view.state.run(item.cue).state is ItemState.DEFERRED:
        return Say(refusal_line(Refusal("change.set_aside", {"item": item.cue}), at.t), warning=True)
    return _form(splitting(at.view, item))


def substitute(at: Situation) -> Verb:
    """Another speaker for the selected item, else for the one on air."""
    item = _selected_or_on_air(at)
    return item if isinstance(item, Say) else _form(substituting(at.view, item))


def _selected_or_on_air(at: Situation) -> AgendaItem | Say:
    if at.cue or at.view.on_air is None:
        return _selected(at, _PENDING, _ON_AIR, ItemState.DEFERRED)
    return barred(at) or at.view.on_air


def _form(form: Form) -> Open:
    def card(context: CardContext) -> Overlay[cmd.Command | None]:
        from console.screens.cards.item import ItemCard

        return ItemCard(form, context)

    return Open(card)


def hold_cause(at: Situation) -> Verb:
    """Why the item on air stands still, or the last one that did; the hold itself never waits for it."""
    if no := barred(at):
        return no
    state = at.view.state
    held = [item.cue for item in state.items if state.run(item.cue).was_held]
    held.sort(key=lambda cue: (cue == state.on_air, state.run(cue).started_ns or 0))
    if not held:
        return Say(at.t("changes.hold_cause.none"))
    return Ask(asks.hold_cause(held[-1], at.t), partial(_explaining, held[-1]))


def _explaining(cue: str, answer: Answer) -> cmd.ExplainHold:
    return cmd.ExplainHold(item=cue, cause=answer.reason if answer.option == asks.OTHER else answer.option)
