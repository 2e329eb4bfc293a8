"""The verbs of the speaker's screen: words to whoever speaks, and who is named as next. Pure."""

from __future__ import annotations

from console.screens.questions import stage as stage_questions
from console.screens.verbs.verb import Ask, Say, Situation, Verb, barred
from data.commands import ClearStage, Command, ReleaseNext, ShowOnStage

READY_S = 60
"""A ready sentence stands for a minute: "within one minute" is no longer true after it."""
FREE_S = 120


def message(at: Situation) -> Verb:
    """One of the ready sentences or one's own, up to the speaker; or take away what stands there."""
    if no := barred(at):
        return no
    view = at.view
    cue = view.state.on_air

    def command(answer: stage_questions.Answer) -> Command:
        if answer.option == stage_questions.CLEAR:
            return ClearStage()
        if answer.option == stage_questions.FREE:
            return ShowOnStage(text=answer.reason, item=cue, seconds=FREE_S)
        return ShowOnStage(text=at.t(f"card.stage.{answer.option}"), item=cue, seconds=READY_S)

    return Ask(stage_questions.message(view, at.t), command, "notice.stage.told")


def release_next(at: Situation) -> Verb:
    """Name the next item on the stage, whatever its gate says."""
    if no := barred(at):
        return no
    item, gate = at.view.entering, at.view.gate
    if item is None:
        return Say(at.t("notice.stage.none_next"))
    command = ReleaseNext(item=item.cue, verdict=gate.verdict, why=gate.why)
    return Ask(stage_questions.release_next(item, at.t), lambda _answer: command, "notice.stage.told")
