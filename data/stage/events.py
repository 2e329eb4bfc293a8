"""What was done with the screen that faces the speaker."""

from __future__ import annotations

from data.event_body import Body


class StageMessageShown(Body, frozen=True, kw_only=True):
    """The operator's words to whoever speaks. `item` of the row is what was on air, NULL for nothing.

    They stand for `seconds` of conference time, None for as long as that item is on air.
    """

    text: str
    seconds: int | None = None


class StageMessageCleared(Body, frozen=True, kw_only=True):
    """The operator took the words away."""


class StageNextReleased(Body, frozen=True, kw_only=True):
    """The next item, `item` of the row, may be named on the stage though its gate is not green."""

    verdict: str = ""
    why: str = ""
