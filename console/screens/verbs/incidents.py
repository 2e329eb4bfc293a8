"""What a technician does with incidents besides taking them on, and with rooms nobody sees right. Pure."""

from __future__ import annotations

from console.ranking import Ranked
from console.screens.questions import incident as incident_questions
from console.screens.questions.gate import Answer
from console.screens.verbs.points import concerned, looking_on
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from data.commands import Acknowledge, Command
from data.incidents.commands import AssignIncidents, MergeIncidents, MuteIncidents, NoteIncidents
from data.overrule.commands import EndOverrule, OverrulePoint


def handle(at: Situation) -> Verb:
    """Give incidents to somebody, note, silence, merge them, take them on for good."""
    if no := looking_on(at):
        return no
    asked = concerned(at)
    if not asked:
        return Say(at.t("points.acknowledge.none"))
    merged = incident_questions.merged_into(at.view, asked)
    question = incident_questions.handle(at.view, asked, at.t)
    return Ask(question, lambda answer: _command(asked, merged, answer), "points.handle.done")


def _command(asked: list[Ranked], merged: tuple[str, ...], answer: Answer) -> Command:
    graded = {each.incident.id: each.severity for each in asked}
    words, option = answer.reason, answer.option
    match option:
        case "sticky":
            return Acknowledge(incidents=graded, sticky=True)
        case "assign":
            return AssignIncidents(incidents=graded, to=words)
        case "note":
            return NoteIncidents(incidents=tuple(graded), text=words)
        case "merge":
            return MergeIncidents(incidents=tuple(graded)[1:], into=next(iter(graded)), reason=words)
        case "split":
            return MergeIncidents(incidents=merged, into="", reason=words)
    minutes = int(option.partition(".")[2] or 0)
    return MuteIncidents(incidents=graded, for_s=60 * minutes, reason=words)


def overrule(at: Situation) -> Verb:
    """Say how the selected or marked rooms are, whatever is measured."""
    if no := looking_on(at):
        return no
    points = [point for code in at.points if (point := at.view.points.get(code)) is not None]
    if not points:
        return Say(at.t("point.none"))
    codes = tuple(point.code for point in points)

    def command(answer: Answer) -> Command:
        if answer.option == "unsay":
            return EndOverrule(points=codes, reason=answer.reason)
        says, _, minutes = answer.option.partition(".")
        return OverrulePoint(points=codes, says=says, for_s=60 * int(minutes), reason=answer.reason)

    question = incident_questions.overrule(at.view, points, at.t, at.glyphs)
    return Ask(question, command, "points.overrule.done")
