"""The minutes of a conference: who was there, what was to happen, what happened, who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from data import events as ev
from data.agenda.plan_line import spans
from data.events import Event
from data.exporters import table_rows as tables
from data.exporters.decree_layout import head, received_by, signature, title, two_signatures
from data.exporters.docx_paper import BODY_KEPT, HEADING, LISTED, paragraph, save, section, shown_picture
from data.exporters.head_code import head_png
from data.exporters.material import Material
from data.exporters.minutes_course import Course
from data.folder.model import CENTRAL
from data.instants import utc_ms_of
from data.record.signed_head import heads_path, last_head
from data.reports.incidents import IncidentFigures
from data.reports.levels import LevelFigures
from data.reports.points import PointFigures
from data.reports.presence import NOBODY, PresenceFigures

CODE_MM = 30
GRAVE = "P2"
"""Incidents that came to this severity or a graver one are told one by one."""
MOST_NAMED = 200
"""So many absent points are named; the report's annex has them all."""


def write_minutes(material: Material, out: BinaryIO) -> None:
    """Write the paper to `out`. Raises what `out` raises."""
    about = material.words.t("report.minutes.about", title=material.conference.title)
    save(out, about, _Minutes(material).body(about), head_png(material.head))


class _Minutes:
    """The minutes, part by part."""

    def __init__(self, material: Material) -> None:
        self._m = material
        self._w, self._t, self._told = material.words, material.words.t, material.report

    def body(self, about: str) -> Iterator[str]:
        """Everything, from the head to the signatures."""
        document, t, w, told = self._m.conference.document, self._t, self._w, self._told
        yield head(document, t("report.minutes.kind"), told.to_ms, w)
        yield title(t("report.minutes.title"), about)
        yield self._say("start", time=w.prose_time(told.from_ms), date=w.prose_date(told.from_ms))
        yield self._say("place", place=self._hall())
        yield from self._present()
        yield self._say("chair", name=document.chair or "………………")
        yield self._say("secretary", name=document.secretary or "………………")
        yield paragraph(t("report.minutes.programme"), HEADING)
        yield from self._plan()
        yield paragraph(t("report.minutes.course"), HEADING)
        course = Course(self._m)
        if course.operator:
            yield self._say("operator", name=w.text(course.operator))
        yield from course.paragraphs()
        yield from self._incidents()
        yield from self._notes()
        ended = told.state.ended_ms
        when = {"time": w.prose_time(ended), "date": w.prose_date(ended)}
        yield self._say("end", **when) if ended else self._say("not_ended")
        yield from self._proof()
        left = signature(t("report.minutes.secretary_office"), document.secretary)
        right = signature(t("report.minutes.chair_office"), document.chair)
        yield two_signatures(left, right, received_by(document, w), w)
        yield section(across=False, last=True)

    def _proof(self) -> Iterator[str]:
        """What finds a record that was changed since; the last words of the paper end it as papers end."""
        w, t, tip = self._w, self._t, f"{self._m.head.seq}:{self._m.head.hash.hex()}"
        said = [t("report.minutes.say.head", head=tip, rows=self._m.head.seq)]
        signed = last_head(heads_path(self._m.log))
        if signed is not None:
            when = utc_ms_of(signed.at)
            at = f"{w.prose_time(when)}, {w.prose_date(when)}"
            said.append(t("report.minutes.say.signed", rows=signed.head.seq, at=at, key=signed.key))
        said[-1] += "/."
        yield from (paragraph(text, BODY_KEPT) for text in said)
        yield shown_picture(tip, CODE_MM)

    def _say(self, code: str, **params: object) -> str:
        return paragraph(self._t(f"report.minutes.say.{code}", **params))

    def _hall(self) -> str:
        document, points = self._m.conference.document, self._m.conference.points
        hall = next((point.name for point in points if point.level == CENTRAL), "")
        return self._w.text(document.venue or hall or document.place or "………………")

    def _present(self) -> Iterator[str]:
        w, told, t = self._w, self._told, self._t
        if not told.levels:
            return
        yield paragraph(t("report.minutes.present"), HEADING)
        for level in told.levels:
            yield self._say(
                "level",
                level=w.level(level.level),
                present=level.connected.value + level.by_word.value,
                expected=level.expected.value,
                delegates=self._delegates(level),
            )
        yield from self._missing([each for each in told.points if each.first_joined_ms is None])

    def _missing(self, rooms: list[PointFigures]) -> Iterator[str]:
        """The rooms that never were in the call, by what is known of them: each by its name."""
        by_word = [each for each in rooms if self._seat(each).by_word]
        unseen = [each for each in rooms if not each.rows.count and not self._seat(each).said_by]
        told_of = {each.point.code for each in (*by_word, *unseen)}
        absent = [each for each in rooms if each.point.code not in told_of]
        yield from self._listed("by_word", by_word, lambda each: each.point.name)
        yield from self._listed("absent", absent, self._absent)
        yield from self._listed("unseen", unseen, lambda each: each.point.name)

    def _listed(
        self, code: str, rooms: list[PointFigures], say: Callable[[PointFigures], str]
    ) -> Iterator[str]:
        if rooms:
            yield self._say(code, count=len(rooms))
        yield from self._list(self._w.text(say(each)) for each in rooms[:MOST_NAMED])
        if len(rooms) > MOST_NAMED:
            yield self._say("more", count=len(rooms) - MOST_NAMED)

    def _list(self, lines: Iterable[str]) -> Iterator[str]:
        """A line each, the last one with a full stop."""
        told = list(lines)
        for line in told[:-1]:
            yield paragraph(f"- {line};", LISTED)
        for line in told[-1:]:
            yield paragraph(f"- {line}.", LISTED)

    def _delegates(self, level: LevelFigures) -> str:
        """How many were counted, and where: what nobody counted is no nought."""
        t = self._t
        if level.counted is None:
            words = t("report.minutes.say.not_counted")
        else:
            found = {"count": level.counted.value, "points": level.counted_points}
            words = t("report.minutes.say.counted", **found)
        if level.registered is None:
            return words
        return words + t("report.minutes.say.registered", count=level.registered.value)

    def _seat(self, each: PointFigures) -> PresenceFigures:
        return self._told.presences.get(each.point.code, NOBODY)

    def _absent(self, each: PointFigures) -> str:
        """A person's reason, else what was seen of it."""
        seat, t = self._seat(each), self._t
        if seat.reason:
            why = t(
                "report.minutes.say.leave" if seat.excused else "report.minutes.say.why", reason=seat.reason
            )
        else:
            known = self._told.state.point(each.point.code)
            why = self._w.reason(known.reason) if known.reason else t("report.no_reason")
        return f"{each.point.name} ({why})"

    def _plan(self) -> Iterator[str]:
        """The programme as it stood at the opening."""
        state, w = self._told.state, self._w
        if not state.plan:
            for each in self._told.items:
                yield paragraph(w.text(f"{each.run.item.cue}. {each.run.item.title}"), LISTED)
            return
        for item, (start, _end) in zip(state.plan, spans(state.plan, state.start_ms), strict=True):
            yield paragraph(w.text(f"{w.hour(start)}: {item.cue}. {item.title}"), LISTED)

    def _incidents(self) -> Iterator[str]:
        """The grave ones, one by one; of the others how many there were."""
        told = self._told.incidents
        if not told:
            return
        yield paragraph(self._t("report.minutes.incidents"), HEADING)
        grave = [each for each in told if each.highest <= GRAVE]
        over = sum(each.resolved for each in told)
        code = "incidents" if grave else "incidents.none_grave"
        yield self._say(code, count=len(told), grave=len(grave), over=over)
        yield from self._list(map(self._incident, grave[:MOST_NAMED]))
        if len(grave) > MOST_NAMED:
            yield self._say("more_incidents", count=len(grave) - MOST_NAMED)

    def _incident(self, each: IncidentFigures) -> str:
        w = self._w
        said = {
            "time": w.prose_time(each.opened_ms),
            "severity": each.highest,
            "where": tables.subject(each, self._m),
            "what": w.reason(each.reason),
            "lasted": self._lasted(each),
        }
        hands = tables.hands(each, w)
        code = "incident" if hands else "incident.untaken"
        return w.text(self._t(f"report.minutes.say.{code}", **said, hands=hands))

    def _lasted(self, each: IncidentFigures) -> str:
        if each.lasted_ms is None:
            return self._t("report.minutes.say.lasting")
        code = "lasted_at_end" if each.unresolved else "lasted"
        return self._t(f"report.minutes.say.{code}", minutes=self._w.minutes(each.lasted_ms))

    def _notes(self) -> Iterator[str]:
        if self._told.notes:
            yield paragraph(self._t("report.minutes.notes"), HEADING)
        made = {event.seq: event for event in self._told.notes}
        for event in self._told.notes:
            told = self._w.text(self._note(event, made)).removesuffix(".")
            yield self._say("note", time=self._w.prose_time(event.at.utc_ms), text=told)

    def _note(self, event: Event, made: Mapping[int, Event]) -> str:
        """What was noted; of a correction, when the note was `made` that it corrects."""
        body = event.body
        if not isinstance(body, ev.Corrected) or (wrong := made.get(body.seq)) is None:
            return self._m.bare(event)
        when = self._w.prose_time(wrong.at.utc_ms)
        return self._t("report.minutes.say.corrected", actor=event.actor, time=when, text=body.text)
