"""What happened: past-tense facts, one struct a kind, and their versioned codec.

The name of the struct is the `kind` of the row. Bodies are JSON with keys in declared order.
A field is added with a default and the same `v`; any other change raises `v` and adds an upcast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import msgspec

from data.absence.events import AbsenceAnswered, AbsenceNoticed
from data.actions.events import (
    ActionAnswered,
    ActionConfirmed,
    ActionFailed,
    ActionRequested,
    ActionSent,
    ActionUnverified,
)
from data.agenda.events import (
    AdvanceUndone,
    ChangeUndone,
    HoldExplained,
    ItemBroughtBack,
    ItemChecked,
    ItemDeferred,
    ItemEdited,
    ItemEnded,
    ItemExtended,
    ItemHeld,
    ItemInserted,
    ItemMoved,
    ItemResumed,
    ItemSkipped,
    ItemStarted,
    OverrunExplained,
)
from data.agenda.plan_events import ConferenceOpened, GateOverridden, PhaseChanged, PlanAdopted, RosterAdopted
from data.clock import Moment
from data.control_events import ControlHanded, ControlTaken, PollingTaken
from data.event_body import Body
from data.incidents.events import (
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentChanged,
    IncidentMerged,
    IncidentMuted,
    IncidentNoted,
    IncidentOpened,
    IncidentReopened,
    IncidentResolved,
)
from data.matching.events import MatchUndone, NameDismissed, PointMatched
from data.overrule.events import PointOverruled, PointOverruleEnded
from data.points.events import (
    CallMade,
    HealthChanged,
    PointJoined,
    PointLeft,
    PointTested,
    SourceLost,
    SourceRecovered,
)
from data.record.events import (
    ChecklistMarked,
    ClockStepped,
    Corrected,
    Exported,
    NoteAdded,
    RecordRestored,
    RecordSealed,
    Unknown,
)
from data.record.notice_events import NoticeShown
from data.roll_call.events import (
    DelegatesCounted,
    PresenceMarked,
    PresenceReported,
    RollCallFrozen,
    counted_1,
)
from data.speaking.events import (
    SpeakerCalled,
    SpeakerFinished,
    SpeakerQueued,
    SpeakerReordered,
    SpeakerWithdrawn,
)
from data.stage.events import StageMessageCleared, StageMessageShown, StageNextReleased

__all__ = [
    "KINDS",
    "UPCASTS",
    "AbsenceAnswered",
    "AbsenceNoticed",
    "ActionAnswered",
    "ActionConfirmed",
    "ActionFailed",
    "ActionRequested",
    "ActionSent",
    "ActionUnverified",
    "AdvanceUndone",
    "Body",
    "CallMade",
    "ChangeUndone",
    "ChecklistMarked",
    "ClockStepped",
    "ConferenceOpened",
    "ControlHanded",
    "ControlTaken",
    "Corrected",
    "DelegatesCounted",
    "Event",
    "Exported",
    "Fact",
    "GateOverridden",
    "HealthChanged",
    "HoldExplained",
    "IncidentAcknowledged",
    "IncidentAssigned",
    "IncidentChanged",
    "IncidentMerged",
    "IncidentMuted",
    "IncidentNoted",
    "IncidentOpened",
    "IncidentReopened",
    "IncidentResolved",
    "ItemBroughtBack",
    "ItemChecked",
    "ItemDeferred",
    "ItemEdited",
    "ItemEnded",
    "ItemExtended",
    "ItemHeld",
    "ItemInserted",
    "ItemMoved",
    "ItemResumed",
    "ItemSkipped",
    "ItemStarted",
    "MatchUndone",
    "NameDismissed",
    "NoteAdded",
    "NoticeShown",
    "OverrunExplained",
    "PhaseChanged",
    "PlanAdopted",
    "PointJoined",
    "PointLeft",
    "PointMatched",
    "PointOverruleEnded",
    "PointOverruled",
    "PointTested",
    "PollingTaken",
    "PresenceMarked",
    "PresenceReported",
    "RecordRestored",
    "RecordSealed",
    "RollCallFrozen",
    "RosterAdopted",
    "SourceLost",
    "SourceRecovered",
    "SpeakerCalled",
    "SpeakerFinished",
    "SpeakerQueued",
    "SpeakerReordered",
    "SpeakerWithdrawn",
    "StageMessageCleared",
    "StageMessageShown",
    "StageNextReleased",
    "Unknown",
    "Upcast",
    "decode_body",
    "encode_body",
]
"""Every kind of event lives in a room of its own and is reached through here."""

KINDS: dict[str, type[Body]] = {cls.__name__: cls for cls in Body.__subclasses__() if cls is not Unknown}
"""Every kind this program writes and understands."""

Upcast: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: dict[tuple[str, int], Upcast] = {("DelegatesCounted", 1): counted_1}
"""(kind, v) -> how its body becomes v + 1. Old rows are read through these, never rewritten."""


@cache
def _decode(kind: str) -> Callable[[str], Body]:
    """The decoder of a kind, made when it is first needed: two dozen at once would delay every start."""
    return msgspec.json.Decoder(KINDS[kind]).decode


_encode = msgspec.json.Encoder().encode


class Fact(msgspec.Struct, frozen=True):
    """What a rule decided, before the log stamps it. Actor and console come from the log.

    `at` is None for "now"; it is set only for a fact that happened while nothing could be written.
    """

    body: Body
    item: str | None = None
    point: str | None = None
    at: Moment | None = None


class Event(msgspec.Struct, frozen=True):
    """A row of the log, read back: who, when, what. `raw` is the stored text of the body."""

    seq: int
    at: Moment
    actor: str
    console: str
    kind: str
    v: int
    item: str | None
    point: str | None
    body: Body
    raw: str


def encode_body(body: Body) -> str:
    """JSON text, keys in declared order."""
    return _encode(body).decode()


def decode_body(kind: str, v: int, raw: str) -> Body:
    """The body of a stored row; `Unknown` when this program is too old to read it.

    Raises ValueError when the text is not JSON of the declared shape.
    """
    cls = KINDS.get(kind)
    if cls is None or v > cls.v:
        return Unknown(raw=raw)
    if v == cls.v:
        return _decode(kind)(raw)
    fields = msgspec.json.decode(raw)
    for version in range(v, cls.v):
        fields = UPCASTS[kind, version](fields)
    return msgspec.convert(fields, cls)
