"""The verbs of the control token: who may change the programme. Pure."""

from __future__ import annotations

from console.screens.questions import gate as questions
from console.screens.verbs.verb import Ask, Situation, Verb, barred
from data.commands import ReleaseControl, TakeControl


def take_control(at: Situation) -> Verb:
    """Become the console that may change the programme; from a living holder with a reason."""
    question = questions.take_control(at.view, at.t)
    return Ask(question, lambda answer: TakeControl(reason=answer.reason), "notice.control_taken")


def hand_control(at: Situation) -> Verb:
    """Let control go. Asks, for the palette's Enter must not."""
    if no := barred(at):
        return no
    question = questions.hand_control(at.t)
    return Ask(question, lambda _answer: ReleaseControl(), "notice.control_handed")
