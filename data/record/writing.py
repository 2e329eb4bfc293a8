"""Facts become rows: stamped, made canonical, chained."""

from __future__ import annotations

from collections.abc import Sequence

from data.clock import Moment
from data.events import KINDS, Body, Fact, decode_body
from data.instants import utc_iso
from data.record.authorship import actor_of
from data.record.canonical import body_text, stored_text
from data.record.chain import Head, row_hash
from data.record.contract import Row


def sealed_rows(head: Head, facts: Sequence[Fact], now: Moment, actor: str, console: str) -> list[Row]:
    """The rows that record `facts` behind `head`, at the moment `now` unless a fact brings its own.

    `actor` is the person; what no person does is the program's. Raises ValueError for a body that could
    not be read back: not of a kind we know, or holding NaN, infinity or an integer of 2^53 or more.
    """
    rows: list[Row] = []
    at_console = stored_text(console)
    for seq, fact in enumerate(facts, start=head.seq + 1):
        at, prev = fact.at or now, rows[-1].hash if rows else head.hash
        kind, body = type(fact.body).__name__, _readable(fact.body)
        when = (utc_iso(at.utc_ms), at.mono_ns, stored_text(at.boot))
        who = (stored_text(actor_of(fact.body, actor)), at_console)
        where = (_or_none(fact.item), _or_none(fact.point))
        fields = (seq, *when, *who, kind, fact.body.v, *where, body)
        rows.append(Row(*fields, prev, row_hash(prev, *fields)))
    return rows


def _readable(body: Body) -> str:
    """The text of `body`, proved by reading it back."""
    kind = type(body).__name__
    if KINDS.get(kind) is not type(body):
        raise ValueError(f"not a kind of event: {kind}")
    text = body_text(body)
    decode_body(kind, body.v, text)
    return text


def _or_none(text: str | None) -> str | None:
    return None if text is None else stored_text(text)
