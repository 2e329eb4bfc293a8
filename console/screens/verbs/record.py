"""The verbs of the record: what is right about a row that is wrong. Pure."""

from __future__ import annotations

from console.screens.questions.gate import GO, Question
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from data.record.commands import Correct
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece


def correct(at: Situation) -> Verb:
    """A new row about the chosen one, in words that are asked for; the row itself stays. Needs no control."""
    if not at.row:
        return Say(at.t("correct.nothing"))
    row, t = at.row, at.t
    choice = Choice(
        heading=t("correct.title", row=row),
        lines=((Piece(t("correct.stays")),),),
        options=(Option(STAY, t("card.stay")), Option(GO, t("correct.do", row=row))),
        hint=t("card.keys"),
    )
    question = Question(choice, needs_reason=frozenset({GO}), placeholder=t("correct.placeholder"))
    return Ask(question, lambda answer: Correct(seq=row, text=answer.reason), "correct.done")
