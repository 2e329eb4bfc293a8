"""What became of what people asked of a platform. Reached through `data.events`.

Each action is a row when it is asked for, when it is handed to the platform, when that answers, and when it
is known how it ended: confirmed by a poll, not to be verified, or failed.
"""

from __future__ import annotations

from typing import ClassVar

from data.event_body import Body


class ActionRequested(Body, frozen=True, kw_only=True):
    """The person of this row asks `source` for `action` (a `data.actions.action.ActionKind`).

    `id` is "a" and a count within this record; it and `action` stand in every row that follows. `point` of
    the row is the room, NULL for the conference. `ref` and `address` as in `data.actions.action.Action`;
    `name` is how the new call of a dialled room is to be shown.
    """

    id: str
    action: str
    source: str
    ref: str = ""
    address: str = ""
    name: str = ""
    reason: str = ""


class ActionSent(Body, frozen=True, kw_only=True):
    """The console of this row hands action `id` to the platform now. Nobody sends it a second time."""

    by_program: ClassVar[bool] = True
    id: str
    action: str


class ActionAnswered(Body, frozen=True, kw_only=True):
    """The platform's word on action `id`, which the next polls will show to be so or not.

    `answer`: accepted; doubtful (`error` is why no whole answer came, as in `adapters.errors`); interrupted
    (the console that sent it was gone before the answer). `ref` is the call that was made, "" if unnamed.
    """

    by_program: ClassVar[bool] = True
    id: str
    action: str
    answer: str
    error: str = ""
    detail: str = ""
    ref: str = ""


class ActionConfirmed(Body, frozen=True, kw_only=True):
    """A poll shows that action `id` was done, `after_ms` after it was asked for."""

    by_program: ClassVar[bool] = True
    id: str
    action: str
    after_ms: int


class ActionUnverified(Body, frozen=True, kw_only=True):
    """Nobody knows whether action `id` was done, or the platform shows otherwise than it said.

    `why`: unseen (the source does not show it), contrary (it shows the opposite), away (no answer to be
    read since).
    """

    by_program: ClassVar[bool] = True
    id: str
    action: str
    why: str
    after_ms: int


class ActionFailed(Body, frozen=True, kw_only=True):
    """Action `id` was certainly not done: `error` is a code of `adapters.errors`, or expired (nobody sent it
    in time) or unable (the source cannot). `detail` is the platform's word.
    """

    by_program: ClassVar[bool] = True
    id: str
    action: str
    error: str
    detail: str = ""
