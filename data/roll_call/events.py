"""What happened at the roll call. Reached through `data.events`."""

from __future__ import annotations

from typing import Any, ClassVar

from data.event_body import Body


class PresenceMarked(Body, frozen=True, kw_only=True):
    """A person put down whether `point` is there. A later one stands for it; nothing is taken away.

    `mark`: present, absent, excused (with the `reason`), or "" to let the join list speak again.
    `how` a presence came to be known: called (the room answered), spoken_for (by somebody else: `reason`).
    """

    mark: str
    how: str = ""
    reason: str = ""


class PresenceReported(Body, frozen=True, kw_only=True):
    """The head room `point` says that `present` of the `expected` rooms below it are there."""

    present: int
    expected: int


class DelegatesCounted(Body, frozen=True, kw_only=True):
    """So many delegates sit at `point`, so many `guests` among them (None: nobody knows). A later count
    stands for it.
    """

    v: ClassVar[int] = 2
    delegates: int
    guests: int | None = None


def counted_1(fields: dict[str, Any]) -> dict[str, Any]:
    """`DelegatesCounted` of version 1 as 2: where nobody said how many guests, 1 wrote a nought."""
    return {**fields, "guests": fields.get("guests") or None}


class RollCallFrozen(Body, frozen=True, kw_only=True):
    """The figures that may be announced, as they stood after row `as_of`; `number` counts from 1.

    `expected` and `present` by level, `standings` how many rooms are in each `data.roll_call.roll.Standing`.
    `delegates` are those of the `counted` rooms where somebody counted (None: older records do not say at how
    many). `lost` names the sources that could not be seen then.
    """

    number: int
    expected: dict[str, int]
    present: dict[str, int]
    standings: dict[str, int]
    delegates: int
    as_of: int
    lost: tuple[str, ...] = ()
    counted: int | None = None
