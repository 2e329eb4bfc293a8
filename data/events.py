"""What happened: past-tense facts, one struct a kind, and their versioned codec.

The name of the struct is the `kind` of the row. Bodies are JSON with keys in declared order.
A field is added with a default and the same `v`; any other change raises `v` and adds an upcast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import msgspec

from data.agenda_events import (
    AdvanceUndone,
    ChangeUndone,
    HoldExplained,
    ItemBroughtBack,
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
from data.clock import Moment
from data.event_body import Body
from data.incident_events import IncidentChanged, IncidentReopened
from data.matching_events import MatchUndone, NameDismissed, PointMatched
from data.model import AgendaItem
from data.roll_call_events import DelegatesCounted, PresenceMarked, PresenceReported, RollCallFrozen
from data.speaking_events import (
    SpeakerCalled,
    SpeakerFinished,
    SpeakerQueued,
    SpeakerReordered,
    SpeakerWithdrawn,
)
from data.stage_events import StageMessageCleared, StageMessageShown, StageNextReleased

__all__ = [
    "AdvanceUndone",
    "Body",
    "ChangeUndone",
    "DelegatesCounted",
    "HoldExplained",
    "IncidentChanged",
    "IncidentReopened",
    "ItemBroughtBack",
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
    "OverrunExplained",
    "PointMatched",
    "PresenceMarked",
    "PresenceReported",
    "RollCallFrozen",
    "SpeakerCalled",
    "SpeakerFinished",
    "SpeakerQueued",
    "SpeakerReordered",
    "SpeakerWithdrawn",
    "StageMessageCleared",
    "StageMessageShown",
    "StageNextReleased",
]
"""What lives in a room of its own and is reached through here."""


class PlanAdopted(Body, frozen=True, kw_only=True):
    """The programme as it stands from now on; `version` counts from 1.

    `folder` is the `plan_digest` of the folder's programme, where `items` are not simply that.
    """

    version: int
    items: tuple[AgendaItem, ...]
    start_ms: int
    hard_end_ms: int | None = None
    reason: str = ""
    folder: str = ""


class RosterAdopted(Body, frozen=True, kw_only=True):
    """The list of points in force: how many by level, and the SHA-256 of the list (hex)."""

    count: int
    levels: dict[str, int]
    digest: str


class PhaseChanged(Body, frozen=True, kw_only=True):
    """The stage of the day moved on. `to` is a `data.state.Stage` value."""

    to: str
    reason: str = ""


class ConferenceOpened(Body, frozen=True, kw_only=True):
    """The first advance: the true opening, and what the plan had said."""

    planned_start_ms: int


class NoteAdded(Body, frozen=True, kw_only=True):
    """Somebody's words. `item` of the row is what was on air when the note was begun."""

    text: str


class ChecklistMarked(Body, frozen=True, kw_only=True):
    """A person looked at `check` before the opening: it is `done`, or no longer so."""

    check: str
    done: bool


class ControlTaken(Body, frozen=True, kw_only=True):
    """The console of this row holds control now; `previous` held it before ("" if nobody)."""

    previous: str = ""
    reason: str = ""


class ControlHanded(Body, frozen=True, kw_only=True):
    """The console of this row let control go, to `to` or to nobody ("")."""

    to: str = ""
    reason: str = ""


class PollingTaken(Body, frozen=True, kw_only=True):
    """The console of this row polls the sources from now on, under `epoch`."""

    epoch: int
    previous: str = ""


class SourceLost(Body, frozen=True, kw_only=True):
    """A source stopped answering. One event, whatever the number of points behind it."""

    source: str
    error: str
    detail: str
    points: int


class SourceRecovered(Body, frozen=True, kw_only=True):
    """A lost source answers again after `lost_ms`."""

    source: str
    lost_ms: int


class PointJoined(Body, frozen=True, kw_only=True):
    """`point` is in the call. `ref` is the platform's id of this leg, new at every rejoin."""

    source: str
    ref: str
    name: str
    rejoin: bool = False


class PointLeft(Body, frozen=True, kw_only=True):
    """`point` has no leg in the call any more, by the platform's positive answer."""

    source: str
    ref: str


class HealthChanged(Body, frozen=True, kw_only=True):
    """`point` went from one health to another after hold-off; `reason` as in `Reading`.

    `values` are the measured figures that decided, `thresholds` those in force.
    """

    was: str
    now: str
    reason: str
    source: str
    values: dict[str, float | int | str] = msgspec.field(default_factory=dict)
    thresholds: dict[str, float] = msgspec.field(default_factory=dict)


class IncidentOpened(Body, frozen=True, kw_only=True):
    """A fault that somebody must see. `id` is "i" and a count within this record.

    `scope` is point, province, region or source; `severity` P1..P4; `points` the codes it covers.
    """

    id: str
    scope: str
    subject: str
    severity: str
    reason: str
    points: tuple[str, ...] = ()


class IncidentAcknowledged(Body, frozen=True, kw_only=True):
    """The person of this row has taken incident `id` on. `severity` is the one it was taken at: a graver
    one asks again, and so do `expires_s` seconds (None: never).
    """

    id: str
    severity: str
    expires_s: int | None = None


class IncidentResolved(Body, frozen=True, kw_only=True):
    """Incident `id` is over after `open_ms`."""

    id: str
    open_ms: int


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


class ClockStepped(Body, frozen=True, kw_only=True):
    """The wall clock moved by `by_ms` against the monotonic one. `cause`: step or sleep."""

    by_ms: int
    cause: str


class GateOverridden(Body, frozen=True, kw_only=True):
    """The operator went on to `item` though it was not green."""

    verdict: str
    why: str
    reason: str = ""


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


KINDS: dict[str, type[Body]] = {cls.__name__: cls for cls in Body.__subclasses__() if cls is not Unknown}
"""Every kind this program writes and understands."""

Upcast: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: dict[tuple[str, int], Upcast] = {}
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
