"""One event of the record in full: what it says, its hashes, every field of its body. Pure."""

from __future__ import annotations

from console.screens.log.body_words import body_lines
from console.text.authors import author
from console.text.events.line import event_line
from console.text.sentences import NOTHING, Text, local_date, local_time
from console.view import View
from data.events import Event
from data.instants import utc_iso
from data.record.authorship import PROGRAM
from data.record.contract import Row
from widgets.log_detail import Detail, DetailField
from widgets.tone import Tone

HASH_CHARS = 16


def detail(event: Event | None, stored: Row | None, view: View, t: Text, *, unwritten: bool) -> Detail:
    """One event in full. `stored` brings the hashes, once they are read."""
    heading = t("record.detail")
    if event is None:
        return Detail(heading=heading)
    fields = [
        *_what_fields(event, view, t, unwritten=unwritten),
        *_hash_fields(stored, t, unwritten=unwritten),
        *(DetailField(name, value) for name, value in body_lines(event, view.conference.timezone, t)),
        DetailField(t("record.field.raw"), event.raw, Tone.DIM),
    ]
    return Detail(heading=heading, fields=tuple(fields), right=t.number(event.seq))


def _what_fields(event: Event, view: View, t: Text, *, unwritten: bool) -> list[DetailField]:
    zone, at_ms = view.conference.timezone, event.at.utc_ms
    when = f"{local_date(at_ms, zone)} {local_time(at_ms, zone)},{at_ms % 1000:03}  ({utc_iso(at_ms)})"
    item, point = view.state.item(event.item or ""), view.points.get(event.point or "")
    fields = [
        DetailField(t("record.field.what"), event_line(event, t), Tone.STRONG),
        DetailField(t("record.field.when"), when),
        DetailField(t("record.field.who"), whose(event, t)),
        DetailField(t("record.field.kind"), f"{event.kind}  v{event.v}"),
    ]
    if event.item:
        fields.append(
            DetailField(t("record.field.item"), f"{event.item}  {item.title if item else ''}", Tone.KEY)
        )
    if event.point:
        fields.append(
            DetailField(t("record.field.point"), f"{event.point}  {point.name if point else ''}", Tone.KEY)
        )
    if unwritten:
        fields.insert(0, DetailField(t("strip.unwritten"), t("record.unwritten"), Tone.STOP))
    return fields


def whose(event: Event, t: Text) -> str:
    """Who did it and at which console; an older log has somebody's name on rows that nobody made."""
    who = f"{author(event, t) or NOTHING}  ({event.console or NOTHING})"
    if not event.body.by_program or event.actor == PROGRAM:
        return who
    told = "shown" if event.body.to_person else "stored"
    return f"{who}  {t(f'record.field.who.{told}', actor=event.actor or NOTHING)}"


def _hash_fields(stored: Row | None, t: Text, *, unwritten: bool) -> list[DetailField]:
    if unwritten:
        return []
    own, before = (mark.hex()[:HASH_CHARS] for mark in ((stored.hash, stored.prev) if stored else (b"", b"")))
    return [DetailField(t("record.field.hash"), t("record.hashes", own=own, before=before), Tone.DIM)]
