"""What is true now: the fold of the log. Frozen; dicts inside are never changed in place."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from data.actions.state import AskedAction
from data.agenda.run_state import PENDING, Absence, Change, ItemRun, ItemState, Stage, Tick
from data.clock import Moment
from data.folder.model import AgendaItem
from data.health.reading import Health
from data.incidents.state import Closed, Incident, Taken
from data.matching.state import Named
from data.overrule.state import Overruled
from data.roll_call.state import Frozen, Marked, Reported
from data.speaking.state import NOBODY, Speakers
from data.timeline import Timeline

__all__ = [
    "ABSENT",
    "EMPTY",
    "PENDING",
    "Absence",
    "Called",
    "Change",
    "Closed",
    "ConferenceState",
    "Control",
    "Incident",
    "ItemRun",
    "ItemState",
    "Loss",
    "PointState",
    "Stage",
    "StageMessage",
    "Taken",
    "Tested",
    "Tick",
]
"""With how the items ran and what incidents are, which have rooms of their own."""


class Control(msgspec.Struct, frozen=True):
    """Who may change the programme, since row `seq`."""

    console: str
    actor: str
    seq: int


class Tested(msgspec.Struct, frozen=True):
    """The last two-way test of a point: how it went (`events.PointTested`), when, by whom."""

    result: str
    at_ms: int
    at_ns: int
    by: str


class Called(msgspec.Struct, frozen=True):
    """The last call to a point: how it ended (`events.CallMade`), when, whom, by whom."""

    outcome: str
    at_ms: int
    at_ns: int
    who: str
    by: str


class PointState(msgspec.Struct, frozen=True, kw_only=True):
    """A bridge point as the record has it. `source` told of its last coming, by the leg `ref`.

    `joined_ms`, `left_ms`: when it last came into the call and last went; `first_ms`: when it was first
    known to be there, by whatever way. `left_ns` is conference time. `said` is a person's word that holds
    now: only `overrule.saying` sets it. The rest is the roll call's.
    """

    joined: bool = False
    seen: bool = False
    ref: str = ""
    source: str = ""
    health: Health = Health.UNKNOWN
    reason: str = ""
    since_ms: int = 0
    tested: Tested | None = None
    called: Called | None = None
    joined_ms: int = 0
    first_ms: int = 0
    left_ms: int = 0
    left_ns: int = 0
    marked: Marked | None = None
    reported: Reported | None = None
    delegates: int | None = None
    guests: int | None = None
    said: Overruled | None = None


ABSENT = PointState()


class Loss(msgspec.Struct, frozen=True):
    """A source that does not answer: why, and since when (wall clock, conference time). `asked`: somebody
    went on to an item that nobody could see, when it had been away for long.
    """

    error: str
    since_ms: int
    since_ns: int
    asked: bool = False


class StageMessage(msgspec.Struct, frozen=True):
    """The operator's words to the speaker of `item`, up to conference time `until_ns` (None: to its end)."""

    text: str
    item: str
    until_ns: int | None


class ConferenceState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the log says, after row `seq`.

    `items` is the programme now, `frozen` as it was at the opening (() before), `folder_plan` the
    `plan_digest` of the folder's when it was last taken. `runs` has a key for each item that is not
    simply pending; `points` for each point ever seen;
    `tests` counts two-way tests; `lost` has each source that is lost now; `incidents` each open one,
    `closed` those that were over a moment ago.
    `changes` is the undo history of the programme, newest last. `checks` has the wall time of each
    check that a person has ticked, `rolls` each freeze of the roll call, oldest first; `ticks`
    what was looked at for an item, by cue.
    `stage_message` is what the speaker was told last, `stage_next` the cue released for the stage.
    `speakers` are those who asked to speak and those who did. `names` are decisions about names by
    `matching_state.name_key`, `overruled` the words of people on rooms, those that ran out included.
    `heard_ns` (conference time) and `heard_ms` (wall time) are those of the last row that is no export;
    `absence` is one that nobody has answered yet. `actions` are what was asked of platforms, by id:
    all that are open, and the last ones that are over; `actions_asked` counts them.
    `too_new` is set by a row this program cannot read: it must not write.
    """

    seq: int = 0
    timeline: Timeline = Timeline()
    stage: Stage = Stage.CONNECTING
    plan_version: int = 0
    items: tuple[AgendaItem, ...] = ()
    folder_plan: str = ""
    frozen: tuple[AgendaItem, ...] = ()
    start_ms: int = 0
    hard_end_ms: int | None = None
    runs: dict[str, ItemRun] = {}
    on_air: str = ""
    opened_ms: int | None = None
    ended_ms: int | None = None
    changes: tuple[Change, ...] = ()
    last_take_ns: int | None = None
    control: Control | None = None
    epoch: int = 0
    poller: str = ""
    roster_digest: str = ""
    points: dict[str, PointState] = {}
    lost: dict[str, Loss] = {}
    incidents: dict[str, Incident] = {}
    closed: dict[str, Closed] = {}
    incidents_opened: int = 0
    tests: int = 0
    checks: dict[str, int] = {}
    rolls: tuple[Frozen, ...] = ()
    ticks: dict[str, tuple[Tick, ...]] = {}
    stage_message: StageMessage | None = None
    stage_next: str = ""
    speakers: Speakers = NOBODY
    names: dict[str, Named] = {}
    overruled: dict[str, Overruled] = {}
    heard_ns: int = 0
    heard_ms: int = 0
    absence: Absence | None = None
    actions: dict[str, AskedAction] = {}
    actions_asked: int = 0
    too_new: bool = False

    @property
    def ended(self) -> bool:
        """The last item is over; nothing follows."""
        return self.stage in (Stage.ENDED, Stage.SEALED)

    @property
    def phase(self) -> str:
        """The three phases of `status --json`."""
        if self.ended:
            return "ended"
        return "running" if self.opened_ms is not None else "pre"

    @property
    def held(self) -> bool:
        """Whether the item on air stands still."""
        return self.run(self.on_air).held_since_ns is not None

    @property
    def last_change(self) -> Change | None:
        """What an undo takes back."""
        return self.changes[-1] if self.changes else None

    @property
    def plan(self) -> tuple[AgendaItem, ...]:
        """What planned times are measured by: the programme of the opening, before it the one now."""
        return self.items if self.opened_ms is None else self.frozen

    def run(self, cue: str) -> ItemRun:
        """How `cue` ran so far."""
        return self.runs.get(cue, PENDING)

    def item(self, cue: str) -> AgendaItem | None:
        """The item called `cue`, or None."""
        return next((item for item in self.items if item.cue == cue), None)

    def pending(self) -> Iterator[AgendaItem]:
        """Items still to come, in running order."""
        return (item for item in self.items if self.run(item.cue).state is ItemState.PENDING)

    @property
    def next_item(self) -> AgendaItem | None:
        """The first pending item: what an advance puts on air."""
        return None if self.ended else next(self.pending(), None)

    def point(self, code: str) -> PointState:
        """The record's word on `code`."""
        return self.points.get(code, ABSENT)

    def stage_words(self, now: Moment) -> str:
        """What the speaker on air is told at `now`, "" for nothing."""
        told = self.stage_message
        if told is None or told.item != self.on_air:
            return ""
        return "" if told.until_ns is not None and self.t_ns(now) >= told.until_ns else told.text

    def t_ns(self, now: Moment) -> int:
        """Conference time of `now`."""
        return self.timeline.place(now)


EMPTY = ConferenceState()
