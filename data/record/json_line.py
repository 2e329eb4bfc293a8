"""A row of the log as one line of JSON, from which the chain can be verified."""

from __future__ import annotations

import msgspec

from data.record.contract import Row


class LogLine(msgspec.Struct, frozen=True):
    """One line. `body` is the object, `raw` its stored text, which is what was hashed."""

    seq: int
    at: str
    mono_ns: int
    boot: str
    kind: str
    v: int
    actor: str
    console: str
    item: str | None
    point: str | None
    body: msgspec.Raw
    raw: str
    prev: str
    hash: str


_NULL = msgspec.Raw(b"null")
_encode = msgspec.json.Encoder().encode
_valid = msgspec.json.Decoder(msgspec.Raw).decode


def row_json(row: Row) -> bytes:
    """One stored row as a JSON object on one line; `body` is null where `raw` is no JSON."""
    return _encode(
        LogLine(
            row.seq,
            row.at,
            row.mono_ns,
            row.boot,
            row.kind,
            row.v,
            row.actor,
            row.console,
            row.item,
            row.point,
            _object(row.body),
            row.body,
            row.prev.hex(),
            row.hash.hex(),
        )
    )


def _object(raw: str) -> msgspec.Raw:
    try:
        found = _valid(raw)
        return msgspec.Raw(msgspec.json.format(raw, indent=-1).encode()) if "\n" in raw else found
    except msgspec.DecodeError:
        return _NULL
