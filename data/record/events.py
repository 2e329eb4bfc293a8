"""Rows about the record itself and the desk: notes, ticks, the clock, copies, corrections, the end."""

from __future__ import annotations

from typing import ClassVar

from data.event_body import Body


class NoteAdded(Body, frozen=True, kw_only=True):
    """Somebody's words. `item` of the row is what was on air when the note was begun."""

    text: str


class ChecklistMarked(Body, frozen=True, kw_only=True):
    """A person looked at `check` before the opening: it is `done`, or no longer so."""

    check: str
    done: bool


class ClockStepped(Body, frozen=True, kw_only=True):
    """The wall clock moved by `by_ms` against the monotonic one. `cause`: step or sleep."""

    by_program: ClassVar[bool] = True
    by_ms: int
    cause: str


class Exported(Body, frozen=True, kw_only=True):
    """A file was written from rows 1..`upto_seq`; `sha256` of its bytes (hex)."""

    format: str
    name: str
    sha256: str
    upto_seq: int


class Corrected(Body, frozen=True, kw_only=True):
    """Row `seq` was wrong; `text` says what is right. The row itself stays."""

    seq: int
    text: str


class RecordSealed(Body, frozen=True, kw_only=True):
    """The end of the record: nothing may follow."""

    reason: str = ""


class Unknown(Body, frozen=True, kw_only=True):
    """A kind, or a newer version of one, that this program does not know; kept as it stands."""

    raw: str


class RecordRestored(Body, frozen=True, kw_only=True):
    """The log was built anew from `source` (a file name), rows 1 to `upto_seq`.

    `kept` is the name under which what stood there before lies beside it now, "" if there was nothing.
    """

    source: str
    upto_seq: int
    kept: str = ""
