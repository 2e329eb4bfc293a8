"""The record in words: rows, the one event in full, filters and how a search fares. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from console import actions
from console.event_text import event_line
from console.log_search import LogSearch
from console.log_window import Sheet
from console.text import NOTHING, Text, local_date, local_time, utc_iso
from console.view import View
from data.events import Event, Unknown
from data.log_filter import Group, LogFilter, clock_s
from data.model import AgendaItem, BridgePoint
from data.record import Row
from data.text import fold
from widgets.glyphs import CUT
from widgets.key_bar import KeyHint, Keys
from widgets.line import Piece
from widgets.log_detail import Detail, DetailField
from widgets.log_table import LogRow, LogSheet
from widgets.tone import Tone

HASH_CHARS = 16
SEQ_CELLS = 4
_TOLD_AT_MOST = 8192
_BODY_FIELDS = 24
_LIST_ITEMS = 12


class Jump(msgspec.Struct, frozen=True):
    """Where one line of typing leads: to a time (seconds of the day), an item's cue or a point's code."""

    at_s: int | None = None
    cue: str = ""
    point: str = ""


def jump_of(text: str, items: tuple[AgendaItem, ...], points: Mapping[str, BridgePoint]) -> Jump | None:
    """The place that `text` names as a whole; None when it must be a filter."""
    asked = fold(text.strip())
    at_s = clock_s(asked)
    if at_s is not None:
        return Jump(at_s=at_s)
    cue = next((item.cue for item in items if fold(item.cue) == asked), "")
    if cue:
        return Jump(cue=cue)
    point = next((code for code in points if fold(code) == asked), "") if asked else ""
    return Jump(point=point) if point else None


def filter_of(jump: Jump) -> LogFilter:
    """The events that a jump to an item or a point looks for."""
    return LogFilter(
        items=(fold(jump.cue),) if jump.cue else (), points=(fold(jump.point),) if jump.point else ()
    )


def midnight_ms(utc_ms: int, timezone: str) -> int:
    """When the local day of `utc_ms` began, in UTC milliseconds."""
    local = datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone(ZoneInfo(timezone))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def teller(t: Text) -> Callable[[Event], str]:
    """The words of a row as one searches them. Most rows of a long day say what others said."""
    known: dict[tuple[Any, ...], str] = {}

    def told(event: Event) -> str:
        key = (event.kind, event.v, event.raw, event.item, event.point, event.actor)
        words = known.get(key)
        if words is None:
            if len(known) >= _TOLD_AT_MOST:
                known.clear()
            row = (event.actor, event.item or "", event.point or "", event_line(event, t))
            words = known[key] = fold(" ".join(row))
        return words

    return told


class RowMaker:
    """Rows of the table; a row is made once as long as it is looked at."""

    def __init__(self, timezone: str, t: Text) -> None:
        self._timezone = timezone
        self._t = t
        self._made: dict[int, tuple[Event, bool, LogRow]] = {}

    def row(self, seq: int, event: Event | None, *, unwritten: bool) -> LogRow:
        """The row `seq`; only its number while the event is being fetched."""
        if event is None:
            return LogRow(self._t.number(seq), text=NOTHING, tone=Tone.DIM)
        known = self._made.get(seq)
        if known is not None and known[0] is event and known[1] is unwritten:
            return known[2]
        if len(self._made) > 1000:
            self._made.clear()
        row = self._make(event, unwritten=unwritten)
        self._made[seq] = event, unwritten, row
        return row

    def _make(self, event: Event, *, unwritten: bool) -> LogRow:
        sentence = _without_subject(event_line(event, self._t), event.item, event.point)
        return LogRow(
            seq=self._t.number(event.seq),
            time=local_time(event.at.utc_ms, self._timezone),
            who=event.actor,
            where=event.console,
            item=event.item or "",
            point=event.point or "",
            text=f"{self._t('strip.unwritten')}  {sentence}" if unwritten else sentence,
            tone=Tone.STOP if unwritten else _tone(event),
        )


def _without_subject(sentence: str, item: str | None, point: str | None) -> str:
    """The columns name item and point already."""
    for code in (item, point):
        if code:
            sentence = sentence.removeprefix(f"{code}: ").removeprefix(f"{code} ")
    return sentence


_LOUD = {"P1": Tone.STOP, "P2": Tone.ASK}


def _tone(event: Event) -> Tone:
    if isinstance(event.body, Unknown):
        return Tone.UNKNOWN
    if event.kind in ("ItemStarted", "ConferenceOpened", "NoteAdded"):
        return Tone.STRONG
    return _LOUD.get(getattr(event.body, "severity", ""), Tone.PLAIN)


def table(sheet: Sheet, rows: RowMaker, t: Text, *, empty: str) -> LogSheet:
    """One screen of rows."""
    shown = tuple(
        rows.row(seq, event, unwritten=seq >= sheet.unwritten_from)
        for seq, event in zip(sheet.seqs, sheet.rows, strict=True)
    )
    place = Piece("")
    if sheet.count:
        share = 100 if sheet.count == 1 else 100 * sheet.cursor // (sheet.count - 1)
        place = Piece(
            t("record.place", row=t.number(sheet.cursor + 1), rows=t.number(sheet.count), pct=share), Tone.DIM
        )
    if sheet.news:
        place = Piece(t("record.news", rows=t.number(sheet.news)), Tone.ASK_BAR)
    whole = max(1, sheet.count)
    return LogSheet(
        heading=t("panel.log"),
        heads=heads(t),
        rows=shown,
        cursor=sheet.cursor - sheet.first if sheet.count else -1,
        right=place,
        foot=t("record.following" if sheet.following else "record.keys"),
        empty=empty,
        seq_cells=max(SEQ_CELLS, len(t.number(sheet.unwritten_from))),
        thumb=(sheet.first / whole, (sheet.first + len(shown)) / whole) if sheet.count else (0.0, 1.0),
    )


def heads(t: Text) -> LogRow:
    """The names of the columns."""
    return LogRow(
        seq=t("record.head.seq"),
        time=t("record.head.time"),
        who=t("record.head.who"),
        where=t("record.head.console"),
        item=t("record.head.item"),
        point=t("record.head.point"),
        text=t("record.head.what"),
    )


def detail(event: Event | None, stored: Row | None, view: View, t: Text, *, unwritten: bool) -> Detail:
    """One event in full. `stored` brings the hashes, once they are read."""
    heading = t("record.detail")
    if event is None:
        return Detail(heading=heading)
    fields = [
        *_what_fields(event, view, t, unwritten=unwritten),
        *_hash_fields(stored, t, unwritten=unwritten),
        *(DetailField(name, value) for name, value in body_lines(event, view.conference.timezone)),
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
        DetailField(t("record.field.who"), f"{event.actor or NOTHING}  ({event.console or NOTHING})"),
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


def _hash_fields(stored: Row | None, t: Text, *, unwritten: bool) -> list[DetailField]:
    if unwritten:
        return []
    own, before = (mark.hex()[:HASH_CHARS] for mark in ((stored.hash, stored.prev) if stored else (b"", b"")))
    return [DetailField(t("record.field.hash"), t("record.hashes", own=own, before=before), Tone.DIM)]


def body_lines(event: Event, timezone: str) -> list[tuple[str, str]]:
    """The fields of the body as (name, value), read from the stored text, so none is left out."""
    try:
        fields = msgspec.json.decode(event.raw)
    except ValueError:
        return []
    if not isinstance(fields, dict):
        return [("", _value(fields))]
    shown = list(fields.items())[:_BODY_FIELDS]
    return [(str(name), _field(str(name), value, timezone)) for name, value in shown if value not in ("", {})]


def _field(name: str, value: Any, timezone: str) -> str:
    written = _value(value)
    instant = name in ("start_ms", "hard_end_ms", "planned_start_ms", "at_ms")
    if instant and isinstance(value, int):
        return f"{written}  ({local_date(value, timezone)} {local_time(value, timezone)})"
    return written


def _value(value: Any) -> str:
    if isinstance(value, list):
        shown = "; ".join(_value(each) for each in value[:_LIST_ITEMS])
        return f"[{len(value)}] {shown}{f' {CUT}' if len(value) > _LIST_ITEMS else ''}"
    if isinstance(value, dict):
        return ", ".join(f"{name}={_value(each)}" for name, each in value.items())
    return NOTHING if value is None else str(value)


def groups(t: Text) -> tuple[str, ...]:
    """The quick filters, in words."""
    return tuple(t(f"record.group.{group}") for group in Group)


def enter_says(text: str, jump: Jump | None, t: Text) -> str:
    """What Enter will do with what was typed."""
    if not text.strip():
        return t("record.enter.all")
    if jump is None:
        return t("record.enter.filter", text=text.strip())
    if jump.at_s is not None:
        return t("record.enter.time", time=f"{jump.at_s // 3600:02d}:{jump.at_s // 60 % 60:02d}")
    return t("record.enter.item", cue=jump.cue) if jump.cue else t("record.enter.point", point=jump.point)


def search_says(search: LogSearch, rows: int, head: int, t: Text) -> str:
    """How far a filter has come."""
    params = {"found": t.number(rows), "seen": t.number(search.looked_at), "rows": t.number(head)}
    if search.stopped and search.looked_at < head:
        return t("record.search.stopped", **params)
    return t("record.search.running" if search.looked_at < head else "record.search.done", **params)


def keys(view: View, t: Text, width: int) -> Keys:
    """The footer of this screen."""
    footer = actions.footer(t, actions.Scope.LOG, width)

    def hints(chips: tuple[actions.Chip, ...]) -> tuple[KeyHint, ...]:
        return tuple(
            KeyHint(
                chip.key,
                chip.label,
                live=not (view.desktop.locked and actions.find(chip.action).changes),
            )
            for chip in chips
        )

    return Keys(hints(footer.left), hints(footer.right))
