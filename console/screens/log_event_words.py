"""One event of the record in full: what it says, its hashes, every field of its body. Pure."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from console.author_text import author
from console.event_text import event_line
from console.problem_text import word
from console.text import NOTHING, Text, clock, local_date, local_time, utc_iso
from console.view import View
from data.authorship import PROGRAM
from data.events import Event
from data.record import Row
from widgets.glyphs import CUT
from widgets.log_detail import Detail, DetailField
from widgets.tone import Tone

HASH_CHARS = 16
MS_PER_S = 1000
_BODY_FIELDS = 24
_LIST_ITEMS = 12
_INSTANTS = frozenset({"start_ms", "hard_end_ms", "planned_start_ms", "at_ms", "from_ms"})
_CODE = re.compile("[a-z][a-z_0-9]*")
_CODES = {
    **{"now": "health", "was": "health", "reason": "reason", "cause": "cause", "check": "preflight"},
    **{"mark": "roll.mark", "outcome": "call", "result": "test", "says": "overrule", "why": "gate"},
    **{"undone": "change.kind", "scope": "record.scope", "action": "act", "answer": "act_answer"},
}
"""Fields that hold codes, and the family of their words."""


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
    return f"{who}  {t('record.field.who.stored', actor=event.actor or NOTHING)}"


def _hash_fields(stored: Row | None, t: Text, *, unwritten: bool) -> list[DetailField]:
    if unwritten:
        return []
    own, before = (mark.hex()[:HASH_CHARS] for mark in ((stored.hash, stored.prev) if stored else (b"", b"")))
    return [DetailField(t("record.field.hash"), t("record.hashes", own=own, before=before), Tone.DIM)]


def body_lines(event: Event, timezone: str, t: Text) -> list[tuple[str, str]]:
    """The fields of the body as (name, value), read from the stored text, so none is left out.

    Names and codes are in words; the stored text itself stands below them on the card.
    """
    try:
        fields = msgspec.json.decode(event.raw)
    except ValueError:
        return []
    if not isinstance(fields, dict):
        return [("", _value(fields, t))]
    shown = list(fields.items())[:_BODY_FIELDS]
    return [
        (field_name(str(name), t), _field(str(name), value, timezone, t))
        for name, value in shown
        if value not in ("", {})
    ]


def field_name(name: str, t: Text) -> str:
    """What a field of the record is called; its own name where nobody gave it a word."""
    return word(t, "record.body", name)


def _field(name: str, value: Any, timezone: str, t: Text) -> str:
    if isinstance(value, str) and name in _CODES and _CODE.fullmatch(value):
        return word(t, _CODES[name], value)
    if isinstance(value, bool) or not isinstance(value, int):
        return _value(value, t)
    if name in _INSTANTS:
        return f"{local_date(value, timezone)} {local_time(value, timezone)}"
    if name.endswith("_ms"):
        return f"{clock(value / MS_PER_S)}  ({t.number(value)} ms)"
    return clock(value) if name.endswith("_s") or name == "seconds" else _value(value, t)


def _value(value: Any, t: Text) -> str:
    if isinstance(value, list):
        shown = "; ".join(_value(each, t) for each in value[:_LIST_ITEMS])
        return f"[{len(value)}] {shown}{f' {CUT}' if len(value) > _LIST_ITEMS else ''}"
    if isinstance(value, dict):
        return ", ".join(f"{field_name(str(name), t)}={_value(each, t)}" for name, each in value.items())
    if isinstance(value, bool):
        return t("record.yes" if value else "record.no")
    return NOTHING if value is None else str(value)
