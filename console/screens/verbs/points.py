"""The technician's verbs: take incidents on, put calls and two-way tests on record. Pure.

They need no control token, for they change nothing on air.
"""

from __future__ import annotations

from console.point_role import speaking
from console.ranking import Ranked
from console.screens.incident_words import subject_name
from console.screens.questions import point as point_questions
from console.screens.questions.gate import Answer
from console.screens.verbs.verb import Ask, Do, Say, Situation, Verb
from console.view import View
from data.commands import Acknowledge, RecordCall, RecordTest
from data.folder.model import CENTRAL, BridgePoint
from data.points.attention import Role

NAMED = 2
CALL_BEFORE_MIN = 10
"""So long before its turn a remote room is rung up; the first of the three calls."""


def acknowledge(at: Situation) -> Verb:
    """Ctrl+O: take on the incidents of the selected points, else the one on the alarm line."""
    if no := looking_on(at):
        return no
    asked = concerned(at)
    if not asked:
        return Say(at.t("points.acknowledge.none"))
    free = [each for each in asked if not each.taken]
    if not free:
        return Say(at.t("points.acknowledge.already", by=asked[0].taken))
    incidents = {each.incident.id: each.severity for each in free}
    return Do(Acknowledge(incidents=incidents), "points.acknowledge.done", _named(free, at))


def _named(incidents: list[Ranked], at: Situation) -> str:
    """What was taken on: the first few by name, the others counted."""
    names = [
        subject_name(at.view.points, each.incident.subject, len(each.incident.points)) for each in incidents
    ]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" +{more}" if more > 0 else "")


def call(at: Situation) -> Verb:
    """Ctrl+G: how a call to the selected point ended; without a selection, the call that is due."""
    if no := looking_on(at):
        return no
    point = at.view.points.get(at.points[0]) if at.points else _to_be_called(at.view)
    return call_card(at, point) if point is not None else Say(at.t("points.call.none"))


def call_card(at: Situation, point: BridgePoint, *, by_itself: bool = False) -> Ask:
    """The card of a room to ring up, opened by a key or by itself."""
    role = speaking(at.view).get(point.code)

    def command(answer: Answer) -> RecordCall:
        second = answer.option == point_questions.SECOND
        return RecordCall(
            point=point.code,
            who=point.contact,
            number=point.phone2 if second else point.phone,
            outcome="answered" if second else answer.option,
            note=answer.reason,
            item=role.cue if role else "",
        )

    question = point_questions.call(at.view, point, at.t, at.glyphs, by_itself=by_itself)
    return Ask(question, command, "points.call.done")


def test(at: Situation) -> Verb:
    """Ctrl+T: how a two-way test with the selected point went."""
    if no := looking_on(at):
        return no
    point = at.view.points.get(at.points[0]) if at.points else None
    if point is None:
        return Say(at.t("point.none"))
    question = point_questions.test(at.view, point, at.t, at.glyphs)
    code = point.code
    return Ask(
        question,
        lambda answer: RecordTest(point=code, result=answer.option, note=answer.reason),
        "points.test.done",
    )


def looking_on(at: Situation) -> Say | None:
    """The refusal of a console that only watches."""
    return Say(at.t("role.viewer"), warning=True) if at.view.desktop.role == "viewer" else None


def concerned(at: Situation) -> list[Ranked]:
    """The incidents of the selected points, else the one on the alarm line; the gravest first."""
    return _of_points(at.view, at.points) if at.points else _on_the_line(at.view)


def _of_points(view: View, codes: tuple[str, ...]) -> list[Ranked]:
    """Open incidents about any of `codes`, or over them."""
    wanted = set(codes)
    return [
        each
        for each in view.incidents
        if each.incident.scope != "source"
        and (each.incident.subject in wanted or wanted & set(each.incident.points))
    ]


def _on_the_line(view: View) -> list[Ranked]:
    """The incident that the alarm line tells of, if it tells of one."""
    params = view.alarm.params
    subject = params.get("subject") or params.get("source")
    return [each for each in view.incidents if each.incident.subject == subject][:1]


def _to_be_called(view: View) -> BridgePoint | None:
    """The remote room whose turn is near; else the one on the alarm line; else the next to speak."""
    rooms = [
        (role, point)
        for code, role in speaking(view).items()
        if role.role is not Role.ON_AIR and (point := view.points.get(code)) and point.level != CENTRAL
    ]
    for role, point in rooms:
        if role.minutes is not None and role.minutes <= CALL_BEFORE_MIN:
            return point
    for each in _on_the_line(view):
        if each.incident.subject in view.points:
            return view.points[each.incident.subject]
    return rooms[0][1] if rooms else None
