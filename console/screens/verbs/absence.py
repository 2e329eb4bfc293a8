"""The verb that a conference long left alone waits for: how the time away counts. Pure."""

from __future__ import annotations

from console.screens.questions import absence as asks
from console.screens.verbs.verb import Ask, Say, Verb
from console.text.sentences import Text
from console.view import View
from data.commands import AnswerAbsence


def go_on(view: View, t: Text) -> Verb:
    """Instead of every other change, until it is answered."""
    if view.state.absence is None:
        return Say(t("absence.none"))
    return Ask(
        asks.go_on(view, t),
        lambda answer: AnswerAbsence(counts=answer.option != asks.PAUSE, reason=answer.reason),
    )
