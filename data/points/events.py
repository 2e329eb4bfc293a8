"""What happened to sources and bridge points: seen by the platform, or done by hand."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from data.event_body import Body


class SourceLost(Body, frozen=True, kw_only=True):
    """A source stopped answering. One event, whatever the number of points behind it."""

    by_program: ClassVar[bool] = True
    source: str
    error: str
    detail: str
    points: int


class SourceRecovered(Body, frozen=True, kw_only=True):
    """A lost source answers again after `lost_ms`."""

    by_program: ClassVar[bool] = True
    source: str
    lost_ms: int


class PointJoined(Body, frozen=True, kw_only=True):
    """`point` is in the call. `ref` is the platform's id of this leg, new at every rejoin."""

    by_program: ClassVar[bool] = True
    source: str
    ref: str
    name: str
    rejoin: bool = False


class PointLeft(Body, frozen=True, kw_only=True):
    """`point` has no leg in the call any more, by the platform's positive answer."""

    by_program: ClassVar[bool] = True
    source: str
    ref: str


class HealthChanged(Body, frozen=True, kw_only=True):
    """`point` went from one health to another after hold-off; `reason` as in `Reading`.

    `values` are the measured figures that decided, `thresholds` those in force.
    """

    by_program: ClassVar[bool] = True
    was: str
    now: str
    reason: str
    source: str
    values: dict[str, float | int | str] = msgspec.field(default_factory=dict)
    thresholds: dict[str, float] = msgspec.field(default_factory=dict)


class CallMade(Body, frozen=True, kw_only=True):
    """`point` was rung up. `who` is the contact as the roster names it, `number` what was dialled.

    `outcome`: answered, no_answer, busy, wrong_number.
    """

    who: str
    number: str
    outcome: str
    note: str = ""


class PointTested(Body, frozen=True, kw_only=True):
    """Sound and picture of `point` were tried both ways. `by` is the tester, "" for the actor of the row.

    `result`: passed, no_sound (from the room), no_picture (from the room), no_return (the room does not
    hear or see the hall).
    """

    result: str
    by: str = ""
    note: str = ""
