"""What ran, as minutes tell it: an item a paragraph, and under it what was changed while it ran."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data import events as ev
from data.events import Event
from data.exporters.docx_paper import LISTED, paragraph
from data.exporters.material import Material
from data.folder.model import CENTRAL
from data.reports.programme import ItemFigures
from data.state import ItemState


class Course:
    """The course of one day; `operator` is who made most of its changes, and is named once for all."""

    def __init__(self, material: Material) -> None:
        self._m = material
        self._w, self._t, self._told = material.words, material.words.t, material.report
        points = material.conference.points
        self._central = {point.code for point in points if point.level == CENTRAL}
        hands = Counter(event.actor for event in self._told.changes if not event.body.by_program)
        self.operator = max(hands, key=lambda name: hands[name], default="")

    def paragraphs(self) -> Iterator[str]:
        """What ran, in the order in which it ran, each with what was changed while it did or about it."""
        changes: dict[str, list[Event]] = {}
        for event in self._told.changes:
            changes.setdefault(event.item or "", []).append(event)
        far = float("inf")
        for each in sorted(self._told.items, key=lambda item: item.run.started_ms or far):
            yield paragraph(self._w.text(self._ran(each)))
            cue = each.run.item.cue
            yield from (self._line(event, cue) for event in changes.pop(cue, ()))
        left = sorted((event for events in changes.values() for event in events), key=lambda event: event.seq)
        yield from map(self._line, left)

    def _ran(self, each: ItemFigures) -> str:
        run, item, w, t = each.run, each.run.item, self._w, self._t
        words = t("report.minutes.say.item", cue=item.cue, title=item.title)
        if run.started_ms is not None:
            words = f"{w.prose_time(run.started_ms)}: {words}"
        who = ", ".join(part for part in (item.speaker, item.speaker_title, item.organisation) if part)
        if who:
            words += " " + t("report.minutes.say.speaker", who=who)
        point = self._m.names.get(item.point)
        if point and item.point not in self._central:
            words += " " + t("report.minutes.say.at_point", point=point)
        if run.started_ms is None:
            return f"{words} {t('report.minutes.say.not_played', state=w.word('report.state', run.state))}"
        if run.state is ItemState.DONE:
            spans_told = {"ran": w.minutes(each.elapsed_ms), "planned": w.minutes(each.planned_s * 1000)}
            words += " " + t("report.minutes.say.item_end", time=w.prose_time(run.ended_ms), **spans_told)
        if run.overrun_cause:  # of holds and extensions the lines below tell
            words += " " + t("report.minutes.say.overrun", cause=w.word("cause", run.overrun_cause))
        return words

    def _line(self, event: Event, under: str = "") -> str:
        """A row of the record, without the cue of the item that it stands `under`."""
        said = self._w.text(self._said(event)).removeprefix(f"{under} " if under else "")
        return paragraph(f"- {self._w.prose_time(event.at.utc_ms)}, {said}.", LISTED)

    def _said(self, event: Event) -> str:
        """What a row says; whoever had the floor is named, for on paper nobody knows a number."""
        body = event.body
        if isinstance(body, ev.SpeakerCalled | ev.SpeakerFinished) and body.id in self._told.asked:
            called = isinstance(body, ev.SpeakerCalled)
            code = "report.minutes.say.floor" if called else "report.minutes.say.floor_back"
            return self._t(code, who=self._who(self._told.asked[body.id]))
        return self._m.told(event, by=event.actor != self.operator)

    def _who(self, asked: Event) -> str:
        """The person, the house and the room that asked to speak, as far as they were put down."""
        point = self._m.names.get(asked.point or "", asked.point or "")
        body = asked.body
        named = (body.name, body.organisation) if isinstance(body, ev.SpeakerQueued) else ()
        parts = (*named, point)
        return self._w.text(", ".join(part for part in dict.fromkeys(parts) if part))
