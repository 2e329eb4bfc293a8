"""What a process says when it opens the record of a running conference, and what a person answers."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class NoticeAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """When nobody was here for `limit_s` seconds, the programme waits for an answer; 0 never does."""

    limit_s: int


class AnswerAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """Go on. The time away `counts` as time of the item on air, or else as a pause of it."""

    counts: bool
    reason: str = ""


AbsenceCommand: TypeAlias = NoticeAbsence | AnswerAbsence
