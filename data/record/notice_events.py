"""What the person in control was shown: it answers, later, what they could have known."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from data.event_body import Body


class NoticeShown(Body, frozen=True, kw_only=True):
    """The console of this row showed `text` to its actor, in the words that stood there.

    `surface`: "alarm", the line of alarm, once it had stood for a moment ("" text: it was calm again); or
    "gate", the card that asked before an advance. `code` names the sentence or the verdict. `thresholds`
    are those in force that it rests on, by their names in `conference.toml`.
    """

    by_program: ClassVar[bool] = True
    to_person: ClassVar[bool] = True

    surface: str
    code: str
    text: str
    thresholds: dict[str, float] = msgspec.field(default_factory=dict)
