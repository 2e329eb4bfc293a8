"""The record in words: rows, the one event in full, filters and how a search fares. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from console.faults import About, Faults
from console.reading.jump import Jump
from console.reading.search import LogSearch
from console.reading.window import Sheet
from console.text.authors import author
from console.text.events.line import event_line, without_subject
from console.text.events.named import OF_INCIDENTS, told_by_name
from console.text.sentences import NOTHING, Text, local_time
from data.events import Event, Unknown
from data.folder.model import BridgePoint
from data.record.filter import Group
from data.text import fold
from widgets.glyphs import PART
from widgets.line import Piece, cells_of
from widgets.log_table import LogRow, LogSheet
from widgets.tone import Tone

SEQ_CELLS = 4
_TOLD_AT_MOST = 8192


def teller(t: Text) -> Callable[[Event], str]:
    """The words of a row as one searches them. Most rows of a long day say what others said."""
    known: dict[tuple[Any, ...], str] = {}

    def told(event: Event) -> str:
        key = (event.kind, event.v, event.raw, event.item, event.point, event.actor)
        words = known.get(key)
        if words is None:
            if len(known) >= _TOLD_AT_MOST:
                known.clear()
            row = (author(event, t), event.item or "", event.point or "", event_line(event, t))
            words = known[key] = fold(" ".join(row))
        return words

    return told


class RowMaker:
    """Rows of the table; a row is made once as long as it is looked at."""

    def __init__(
        self,
        timezone: str,
        t: Text,
        on_air: Callable[[int], str] = lambda _seq: "",
        points: Mapping[str, BridgePoint] | None = None,
        faults: Faults | None = None,
    ) -> None:
        """`on_air` tells which item was on air when a row was written, "" for none."""
        self._timezone = timezone
        self._t = t
        self._on_air = on_air
        self._points, self._faults = points or {}, faults or Faults()
        self._made: dict[int, tuple[Event, bool, str, About | None, LogRow]] = {}

    def row(self, seq: int, event: Event | None, *, unwritten: bool) -> LogRow:
        """The row `seq`; only its number while the event is being fetched."""
        if event is None:
            return LogRow(self._t.number(seq), text=NOTHING, tone=Tone.DIM)
        during = "" if event.item else self._on_air(seq)
        about = self._faults.of(event.body.id) if isinstance(event.body, OF_INCIDENTS) else None
        known = self._made.get(seq)
        if known is not None and known[0] is event and known[1:4] == (unwritten, during, about):
            return known[4]
        if len(self._made) > 1000:
            self._made.clear()
        row = self._make(event, during, unwritten=unwritten)
        self._made[seq] = event, unwritten, during, about, row
        return row

    def _make(self, event: Event, during: str, *, unwritten: bool) -> LogRow:
        sentence = self._sentence(event)
        return LogRow(
            seq=self._t.number(event.seq),
            time=local_time(event.at.utc_ms, self._timezone),
            who=author(event, self._t),
            where=event.console,
            item=event.item or "",
            during=during,
            point=event.point or "",
            text=f"{self._t('strip.unwritten')}  {sentence}" if unwritten else sentence,
            tone=Tone.STOP if unwritten else _tone(event),
        )

    def _sentence(self, event: Event) -> str:
        if isinstance(event.body, OF_INCIDENTS):
            return told_by_name(event, self._t, self._points, self._faults)[1]
        return without_subject(event_line(event, self._t), event.item, event.point)


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
    whole = max(1, sheet.count)
    return LogSheet(
        heading=t("panel.log"),
        heads=heads(t),
        rows=shown,
        cursor=sheet.cursor - sheet.first if sheet.count else -1,
        right=_place(sheet, t),
        foot=t("record.following" if sheet.following else "record.keys"),
        empty=empty,
        seq_cells=max(SEQ_CELLS, len(t.number(sheet.unwritten_from))),
        thumb=(sheet.first / whole, (sheet.first + len(shown)) / whole) if sheet.count else (0.0, 1.0),
    )


def _place(sheet: Sheet, t: Text) -> Piece:
    """Where the reader stands; when rows came meanwhile, how many, and how to get there."""
    if not sheet.count:
        return Piece("")
    row = t.number(sheet.cursor + 1)
    if sheet.news:
        return Piece(t("record.news", row=row, rows=t.number(sheet.news)), Tone.ASK_BAR)
    share = 100 if sheet.count == 1 else 100 * sheet.cursor // (sheet.count - 1)
    return Piece(t("record.place", row=row, rows=t.number(sheet.count), pct=share), Tone.DIM)


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


def empty(search: LogSearch | None, t: Text) -> str:
    """What a table without rows says."""
    if search is None:
        return t("record.empty")
    return t("record.empty.searching" if search.behind else "record.empty.none")


def groups(t: Text) -> tuple[str, ...]:
    """The quick filters, in words."""
    return tuple(t(f"record.group.{group}") for group in Group)


def box_hint(width: int, t: Text) -> str:
    """What one may type into the box: as many whole examples as fit `width` cells."""
    examples = t("record.box").split(PART)
    while len(examples) > 1 and cells_of((Piece(PART.join(examples)),)) > width:
        examples.pop()
    return PART.join(examples)


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
