"""What a person asks for: by key, by palette, or by the command line."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from data.absence.commands import AbsenceCommand, AnswerAbsence, NoticeAbsence
from data.actions.commands import RequestAction
from data.agenda.commands import (
    BringBack,
    CheckItem,
    Compress,
    Defer,
    Edit,
    ExplainHold,
    ExplainOverrun,
    Extend,
    Insert,
    Jump,
    LiveChange,
    Move,
    Replan,
    Skip,
    Split,
    SplitPart,
    Swap,
    UndoChange,
)
from data.folder.model import AgendaItem
from data.incidents.commands import IncidentCommand
from data.matching.commands import NameCommand
from data.overrule.commands import OverruleCommand
from data.record.commands import Correct
from data.roll_call.commands import CountDelegates, CountMany, FreezeRollCall, MarkPresence, ReportPresence
from data.speaking.commands import (
    CallSpeaker,
    FinishSpeaker,
    MoveSpeaker,
    QueueSpeaker,
    SpeakerCommand,
    WithdrawSpeaker,
)
from data.stage.commands import ClearStage, ReleaseNext, ShowOnStage, StageCommand

__all__ = [
    "AbsenceCommand",
    "AnswerAbsence",
    "BringBack",
    "CallSpeaker",
    "CheckItem",
    "ClearStage",
    "Compress",
    "Correct",
    "CountDelegates",
    "CountMany",
    "Defer",
    "Edit",
    "ExplainHold",
    "ExplainOverrun",
    "Extend",
    "FinishSpeaker",
    "FreezeRollCall",
    "Insert",
    "Jump",
    "LiveChange",
    "MarkPresence",
    "Move",
    "MoveSpeaker",
    "NoticeAbsence",
    "QueueSpeaker",
    "ReleaseNext",
    "Replan",
    "ReportPresence",
    "RequestAction",
    "ShowOnStage",
    "Skip",
    "SpeakerCommand",
    "Split",
    "SplitPart",
    "StageCommand",
    "Swap",
    "UndoChange",
    "WithdrawSpeaker",
]
"""What lives in a room of its own and is reached through here."""


class Advance(msgspec.Struct, frozen=True, kw_only=True):
    """Leave the item `leaves` ("" opens the conference) for the next one.

    `enters` and `plan_version` say what the screen had painted, None when the sender did not look:
    the command is refused when the next item is another by now. `verdict` is the readiness colour
    the sender saw ("go", "ask", "stop") and `why` its reason code; `reason` is the person's own.
    `cause` says why the item that is left ran over its time.
    """

    leaves: str
    enters: str | None = None
    plan_version: int | None = None
    verdict: str = "go"
    why: str = ""
    reason: str = ""
    cause: str = ""


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Stop the clock of the item on air. `item` is the one the sender saw, None if not looked."""

    item: str | None = None
    cause: str = ""


class Resume(msgspec.Struct, frozen=True, kw_only=True):
    """Let the item on air go on."""

    item: str | None = None
    cause: str = ""


class UndoAdvance(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the advance whose first row is `undone_seq`, with the pauses since then.

    It must be the last change of the programme otherwise. `UndoChange` takes back anything.
    """

    undone_seq: int
    reason: str = ""


class AddNote(msgspec.Struct, frozen=True, kw_only=True):
    """Words for the record, stamped with the `item` on air when they were begun ("" for none)."""

    text: str
    item: str = ""


class MarkCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A person ticks the `check` of the list before the opening, or takes the tick back."""

    check: str
    done: bool = True


class TakeControl(msgspec.Struct, frozen=True, kw_only=True):
    """Become the console that may change the programme. From a live holder only with a reason."""

    reason: str = ""


class ReleaseControl(msgspec.Struct, frozen=True, kw_only=True):
    """Let control go, if it is ours."""

    reason: str = ""


class Acknowledge(msgspec.Struct, frozen=True, kw_only=True):
    """Take incidents on. `incidents` maps the id of each to the severity that the sender saw.

    `expires_s`: after so many seconds it asks again; None for the rule's own time. `sticky`: never, until
    it is over or grows graver.
    """

    incidents: dict[str, str]
    expires_s: int | None = None
    sticky: bool = False


class RecordCall(msgspec.Struct, frozen=True, kw_only=True):
    """`point` was rung up; `outcome` as in `events.CallMade`. `item` is the one the call was about."""

    point: str
    who: str
    number: str
    outcome: str
    note: str = ""
    item: str = ""


class RecordTest(msgspec.Struct, frozen=True, kw_only=True):
    """`point` was tried both ways; `result` as in `events.PointTested`."""

    point: str
    result: str
    by: str = ""
    note: str = ""


class AdoptPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Make the folder's programme and roster the ones in force; before the opening only."""

    items: tuple[AgendaItem, ...]
    start_ms: int
    hard_end_ms: int | None
    roster_digest: str
    roster_levels: dict[str, int]


Command: TypeAlias = (
    Advance
    | Hold
    | Resume
    | UndoAdvance
    | UndoChange
    | LiveChange
    | ExplainOverrun
    | ExplainHold
    | AddNote
    | Correct
    | MarkCheck
    | CheckItem
    | TakeControl
    | ReleaseControl
    | AdoptPlan
    | StageCommand
    | AbsenceCommand
    | SpeakerCommand
    | NameCommand
    | IncidentCommand
    | OverruleCommand
    | RequestAction
    | Acknowledge
    | RecordCall
    | RecordTest
    | MarkPresence
    | ReportPresence
    | CountDelegates
    | CountMany
    | FreezeRollCall
)
