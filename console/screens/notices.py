"""What the person in control was shown of alarms and gates goes to the record, in the words they saw."""

from __future__ import annotations

import re

from console.alarm import JUDGED_AFTER_S
from console.screens.alarm_words import alarm
from console.screens.questions.gate import Question
from console.seat import Seat
from console.text.sentences import Text
from console.view import View
from data.agenda.readiness import TESTED_FOR_MIN
from data.events import Event, NoticeShown
from data.folder.model import Thresholds
from data.health.telemetry import in_force
from widgets.alarm_line import AlarmLevel
from widgets.glyphs import UNICODE, GlyphSet

LOOK_S = 1.0
AGAIN_LOOKS = 5
"""A row that was not written, because the log was busy, is tried again after so many looks."""
LONGEST = 400

_GRAVE = (AlarmLevel.P1, AlarmLevel.FAULT, AlarmLevel.WARNING)
_OF_THE_WINDOW = ("alarm.focus", "alarm.locked", "alarm.busy", "alarm.rehearsal")
"""About this window and its keys, not about the conference."""
_FIGURES = re.compile(r"\d+")


class Notices:
    """Call `look` every LOOK_S. One row a change of the words on the alarm line, not one a second: ages
    and counts in them are no change. Only what stood from one look to the next is told.
    """

    def __init__(self, seat: Seat, t: Text, glyphs: GlyphSet = UNICODE) -> None:
        self._seat = seat
        self._t = t
        self._glyphs = glyphs
        self._seen = ""
        self._told = ""
        self._wait = 0
        seat.desk.subscribe(self._on_events)

    def look(self, view: View) -> None:
        """`view` is what is painted."""
        self._wait = max(0, self._wait - 1)
        control = view.state.control
        if control is None or control.console != view.desktop.console:
            self._seen = self._told = ""
            return
        text = self._alarm(view)
        key, before = _FIGURES.sub("", text), self._seen
        self._seen = key
        if key == before and key != self._told and not self._wait:
            self._wait = AGAIN_LOOKS
            self._tell(view, "alarm", view.alarm.code if text else "", text, _behind_alarm(view))

    def asked(self, view: View, question: Question) -> None:
        """The card of a gate was laid before an advance."""
        choice = question.choice
        lines = ("".join(piece.text for piece in line).strip() for line in choice.lines)
        text = _sentences(choice.heading, *lines)
        why = view.gate.why if view.gate.why and view.questions else ",".join(view.questions)
        self._tell(view, "gate", f"{view.gate.verdict}.{why}", text, _behind_gate(view))

    def _tell(self, view: View, surface: str, code: str, text: str, behind: dict[str, float]) -> None:
        worst = view.alarm.params.get("subject") if surface == "alarm" and text else None
        entering = view.entering
        point = str(worst) if worst in view.points else None
        if surface == "gate":
            point = (entering.point or None) if entering else None
        item = (entering.cue if entering else None) if surface == "gate" else view.state.on_air or None
        body = NoticeShown(surface=surface, code=code, text=text[:LONGEST], thresholds=behind)
        self._seat.shown(body, item=item, point=point)

    def _alarm(self, view: View) -> str:
        """The words on the line, "" while they are no alarm of the conference."""
        line = alarm(view, self._t, self._glyphs)
        return line.text if line.level in _GRAVE and view.alarm.code not in _OF_THE_WINDOW else ""

    def _on_events(self, events: tuple[Event, ...]) -> None:
        ours = self._seat.desk.identity.console
        for event in events:
            if (
                isinstance(event.body, NoticeShown)
                and event.console == ours
                and event.body.surface == "alarm"
            ):
                self._told, self._wait = _FIGURES.sub("", event.body.text), 0


def _behind_alarm(view: View) -> dict[str, float]:
    limits, code = view.conference.thresholds, view.alarm.code
    if code in ("alarm.source_lost", "alarm.platform"):
        return {"stale_after_polls": limits.stale_after_polls, "judged_after_s": JUDGED_AFTER_S}
    return in_force(str(view.alarm.params.get("reason", "")), limits)


def _behind_gate(view: View) -> dict[str, float]:
    limits: Thresholds = view.conference.thresholds
    behind: dict[str, float] = {"tested_for_min": TESTED_FOR_MIN}
    if "young" in view.questions:
        behind |= {"young_item_s": limits.young_item_s, "young_item_pct": limits.young_item_pct}
    if view.entering is not None and view.gate.verdict != "go":
        behind |= in_force(view.state.point(view.entering.point).reason, limits)
    return behind


def _sentences(*parts: str) -> str:
    """One after the other; what ends in a mark of its own gets no other."""
    said = [part if part.endswith(("?", "!", ".", ":")) else f"{part}." for part in parts if part]
    return " ".join(said).removesuffix(".")
