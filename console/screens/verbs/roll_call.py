"""The secretary's verbs: put down who is there, what a province reports, delegates; freeze. Pure.

They need no control token, for they change nothing on air.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.screens.questions.gate import GO, Answer, Question
from console.screens.roll_call import words as roll_call_words
from console.screens.verbs.points import looking_on
from console.screens.verbs.verb import Ask, Do, Open, Say, Situation, Verb
from console.text.roll_call import sentence, state_word
from data.commands import Command, CountDelegates, MarkPresence, ReportPresence
from data.folder.model import BridgePoint
from data.roll_call.roll import HeadRow, RollTaker, figures
from data.roll_call.rules import MOST_PEOPLE
from data.roll_call.standing import Standing, standing
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

if TYPE_CHECKING:
    from console.screens.cards.card_context import CardContext
    from console.screens.roll_call.cards import NumbersScreen

_BY_HAND = (Standing.CALLED, Standing.SPOKEN_FOR)
_MARKS = {
    "called": ("present", "called"),
    "spoken_for": ("present", "spoken_for"),
    "excused": ("excused", ""),
    "absent": ("absent", ""),
    "none": ("", ""),
}


def mark_present(at: Situation) -> Verb:
    """Space: the room answers the roll; once more, and it did not."""
    point = _chosen(at)
    if isinstance(point, Say):
        return point
    there = standing(at.view.state.point(point.code)) in _BY_HAND
    if there:
        return Do(MarkPresence(point=point.code, mark="absent"))
    return Do(MarkPresence(point=point.code, mark="present", how="called"))


def presence(at: Situation) -> Verb:
    """How the chosen room stands, in any of the ways, with a reason where one is due."""
    point = _chosen(at)
    if isinstance(point, Say):
        return point
    t = at.t
    roll = RollTaker(at.view.conference.points).take(at.view.state)
    choice = Choice(
        heading=t("roll.card.presence", point=point.code, name=point.label),
        lines=((Piece(state_word(point.code, roll, at.view, t)),),),
        options=(
            Option(STAY, t("card.stay")),
            *(Option(key, t(f"roll.card.mark.{key}")) for key in _MARKS),
        ),
        hint=t("card.keys"),
    )
    question = Question(choice, frozenset({"spoken_for", "excused"}), frozenset({"absent"}))

    def command(answer: Answer) -> Command:
        mark, how = _MARKS[answer.option]
        return MarkPresence(point=point.code, mark=mark, how=how, reason=answer.reason)

    return Ask(question, command, "roll.done.marked")


def report_districts(at: Situation) -> Verb:
    """Ctrl+O: the chosen province says how many of its rooms are there."""
    point = _chosen(at)
    if isinstance(point, Say):
        return point
    row = RollTaker(at.view.conference.points).take(at.view.state).row_of(point.code)
    if row is None or not row.below:
        return Say(at.t("roll.report.nothing_below", point=point.code))
    return _report_card(row, at)


def _report_card(row: HeadRow, at: Situation) -> Open:
    below, t = len(row.below), at.t

    def command(numbers: Sequence[int | None]) -> Command:
        return ReportPresence(point=row.head, present=numbers[0] or 0, expected=below)

    def card(context: CardContext) -> NumbersScreen:
        from console.screens.roll_call.cards import Number, NumbersScreen

        label = t("roll.card.report.label", expected=below)
        number = Number(label=label, value=below, most=below)
        title = t("roll.card.report", point=row.head, name=row.name)
        return NumbersScreen(title, t("roll.card.keys"), (number,), command, context.f8)

    return Open(card, "roll.done.reported")


def delegates(at: Situation) -> Verb:
    """How many delegates, and how many guests among them, sit in the chosen room."""
    point = _chosen(at)
    if isinstance(point, Say):
        return point
    known, t = at.view.state.point(point.code), at.t

    def command(numbers: Sequence[int | None]) -> Command:
        return CountDelegates(point=point.code, delegates=numbers[0] or 0, guests=numbers[1])

    def card(context: CardContext) -> NumbersScreen:
        from console.screens.roll_call.cards import Number, NumbersScreen

        planned = "-" if point.delegates is None else str(point.delegates)
        numbers = (
            Number(
                label=t("roll.card.delegates.label", planned=planned),
                value=known.delegates,  # never the registered ones: nobody would have counted
                most=MOST_PEOPLE,
            ),
            Number(label=t("roll.card.guests.label"), value=known.guests, most=MOST_PEOPLE, needed=False),
        )
        title = t("roll.card.delegates", point=point.code, name=point.label)
        return NumbersScreen(title, t("roll.card.keys"), numbers, command, context.f8)

    return Open(card, "roll.done.delegates")


def freeze_roll(at: Situation) -> Verb:
    """Keep the figures of this instant: the ones on the card are the ones that are written."""
    if no := looking_on(at):
        return no
    view, t = at.view, at.t
    roll = RollTaker(view.conference.points).take(view.state)
    lost = tuple(source.name for source in view.sources if not source.fresh)
    command = figures(roll, view.state.seq, lost)
    said = sentence(command, t)
    number = len(view.state.rolls) + 1
    lines = [(Piece(part),) for part in roll_call_words.in_lines(said)]
    if lost:
        lines.append((Piece(t("roll.card.freeze.lost", sources=", ".join(lost)), Tone.ASK),))
    choice = Choice(
        heading=t("roll.card.freeze", number=number),
        lines=tuple(lines),
        options=(
            Option(STAY, t("roll.card.freeze.stay")),
            Option(GO, t("roll.card.freeze.do", present=roll.total.present, expected=roll.total.expected)),
        ),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Ask(Question(choice), lambda _answer: command, "roll.done.frozen")


def _chosen(at: Situation) -> BridgePoint | Say:
    if no := looking_on(at):
        return no
    point = at.view.points.get(at.points[0]) if at.points else None
    return point or Say(at.t("point.none"))
