"""What a person asks for at the roll call. Reached through `data.commands`."""

from __future__ import annotations

import msgspec


class MarkPresence(msgspec.Struct, frozen=True, kw_only=True):
    """Put down whether `point` is there; the fields as in `events.PresenceMarked`."""

    point: str
    mark: str
    how: str = ""
    reason: str = ""


class ReportPresence(msgspec.Struct, frozen=True, kw_only=True):
    """The head room `point` says that `present` of the `expected` rooms below it are there."""

    point: str
    present: int
    expected: int


class CountDelegates(msgspec.Struct, frozen=True, kw_only=True):
    """So many delegates sit at `point`, so many `guests` among them; None: nobody counted these again."""

    point: str
    delegates: int
    guests: int | None = None


class CountMany(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of several rooms at once: all of them, or none when one of them may not be."""

    counts: tuple[CountDelegates, ...]


class FreezeRollCall(msgspec.Struct, frozen=True, kw_only=True):
    """Keep the figures that the sender saw, as of row `as_of`; the fields as in `events.RollCallFrozen`."""

    expected: dict[str, int]
    present: dict[str, int]
    standings: dict[str, int]
    delegates: int
    counted: int
    as_of: int
    lost: tuple[str, ...] = ()
