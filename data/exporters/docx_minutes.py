"""The minutes of a conference: who was there, what was to happen, what happened, who signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from data.exporters.decree_layout import head, signature, title, two_signatures
from data.exporters.docx_paper import BODY_KEPT, HEADING, LISTED, paragraph, save, section, shown_picture
from data.exporters.head_code import head_png
from data.exporters.material import Material
from data.log_page import at_ms
from data.report_points import PointFigures
from data.report_programme import ItemFigures
from data.signed_head import heads_path, last_head
from data.state import ItemState

CODE_MM = 30
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
        for each in told.items:
            yield paragraph(w.text(f"{each.run.item.cue}. {each.run.item.title}"))
        yield paragraph(t("report.minutes.course"), HEADING)
        for each in told.items:
            yield paragraph(w.text(self._ran(each)))
        yield from self._notes()
        ended = told.state.ended_ms
        yield self._say("end", time=w.prose_time(ended)) if ended else self._say("not_ended")
        tip = f"{self._m.head.seq}:{self._m.head.hash.hex()}"
        yield paragraph(t("report.minutes.say.head", head=tip, rows=self._m.head.seq), BODY_KEPT)
        signed = last_head(heads_path(self._m.log))
        if signed is not None:
            when = at_ms(signed.at)
            at = f"{w.prose_time(when)}, {w.prose_date(when)}"
            yield self._say("signed", rows=signed.head.seq, at=at, key=signed.key)
        yield shown_picture(tip, CODE_MM)
        left = signature(t("report.minutes.secretary_office"), document.secretary)
        yield two_signatures(left, signature(t("report.minutes.chair_office"), document.chair))
        yield section(across=False, last=True)

    def _say(self, code: str, **params: object) -> str:
        return paragraph(self._t(f"report.minutes.say.{code}", **params))

    def _hall(self) -> str:
        points = self._m.conference.points
        hall = next((point.name for point in points if point.level == "central"), "")
        return self._w.text(hall or self._m.conference.document.place or "………………")

    def _present(self) -> Iterator[str]:
        w, told = self._w, self._told
        if not told.levels:
            return
        yield paragraph(self._t("report.minutes.present"), HEADING)
        for level in told.levels:
            yield self._say(
                "level",
                level=w.word("level", level.level or "total"),
                connected=level.connected.value,
                expected=level.expected.value,
                delegates="-" if level.delegates is None else level.delegates,
            )
        absent = [each for each in told.points if each.first_joined_ms is None]
        if absent:
            yield self._say("absent", count=len(absent))
        for each in absent[:MOST_NAMED]:
            yield paragraph(f"- {self._absent(each)};", LISTED)
        if len(absent) > MOST_NAMED:
            yield self._say("absent_more", count=len(absent) - MOST_NAMED)

    def _absent(self, each: PointFigures) -> str:
        known = self._told.state.point(each.point.code)
        why = self._w.word("reason", known.reason) if known.reason else self._t("report.no_cause")
        return self._w.text(f"{each.point.name} ({why})")

    def _ran(self, each: ItemFigures) -> str:
        run, item, w, t = each.run, each.run.item, self._w, self._t
        who = ", ".join(part for part in (item.speaker, item.speaker_title, item.organisation) if part)
        what = f"{item.title} ({who})" if who else item.title
        if run.started_ms is None:
            return t("report.minutes.say.not_played", title=what, state=w.word("item_state", run.state))
        words = t("report.minutes.say.item", time=w.prose_time(run.started_ms), title=what)
        if run.state is ItemState.DONE:
            words += " " + t("report.minutes.say.item_end", time=w.prose_time(run.ended_ms))
        if run.causes:
            causes = "; ".join(w.word("cause", cause) for cause in run.causes)
            words += " " + t("report.minutes.say.causes", causes=causes)
        return words

    def _notes(self) -> Iterator[str]:
        if self._told.notes:
            yield paragraph(self._t("report.minutes.notes"), HEADING)
        for event in self._told.notes:
            told = self._w.text(self._m.tell(event))
            yield self._say("note", time=self._w.time(event.at.utc_ms), text=told)
