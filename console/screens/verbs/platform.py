"""What is asked of a platform: mute, drop, dial or spotlight the selected room; lock the conference. Pure."""

from __future__ import annotations

from console.polling.asking import offered, request
from console.screens.questions import action as action_questions
from console.screens.verbs.points import looking_on
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from console.text.problems import refusal_line
from data.actions.action import ActionKind
from data.actions.rules import impossible, needs_control

DONE = "points.act.done"


def act(at: Situation) -> Verb:
    """Of the selected room."""
    point = at.view.points.get(at.points[0]) if at.points else None
    if point is None:
        return Say(at.t("point.none"))
    code = point.code
    if no := _cannot(at, code, ActionKind.DROP if _in_call(at, code) else ActionKind.DIAL):
        return no
    question = action_questions.of_room(at.view, point, at.t, at.glyphs)
    return Ask(
        question,
        lambda answer: request(at.view, ActionKind(answer.option), code, reason=answer.reason),
        DONE,
    )


def door(at: Situation) -> Verb:
    """Of the conference."""
    if no := _cannot(at, "", ActionKind.LOCK):
        return no
    return Ask(
        action_questions.of_call(at.view, at.t),
        lambda answer: request(at.view, ActionKind(answer.option), reason=answer.reason),
        DONE,
    )


def _in_call(at: Situation, code: str) -> bool:
    reading = at.view.readings.get(code)
    return reading is not None and reading.legs > 0


def _cannot(at: Situation, code: str, example: ActionKind) -> Say | None:
    """Said before anything is armed: by whom it may not be asked, and why it cannot."""
    if no := looking_on(at):
        return no
    control = at.view.state.control
    elsewhere = control is not None and control.console != at.view.desktop.console
    if control is not None and elsewhere and needs_control(at.view.state, example, code):
        return Say(at.t("f8.no_control", actor=control.actor), warning=True)
    refused = impossible(at.view.state, request(at.view, example, code))
    if refused is None or (refused.code == "action.unable" and offered(at.view, code)):
        return None
    return Say(refusal_line(refused, at.t), warning=True)
