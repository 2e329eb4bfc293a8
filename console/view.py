"""What the screens show: the state, the readings and the instant, put into one frozen value.

`console.view_maker` builds it whole, so that now, next and offset are never of different revisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from console.alarm import Alarm
from console.board import Board
from console.keeping.backup_status import BackupStatus
from console.machine import UNSEEN, Machine
from console.ranking import Ranked
from data.agenda.forecast import Forecast
from data.agenda.readiness import Gate, item_gate
from data.clock import Moment
from data.folder.model import AgendaItem, BridgePoint, Conference
from data.health.reading import Health, Reading, ShownCall
from data.state import ConferenceState


class SourceView(msgspec.Struct, frozen=True):
    """A source for the strip: `age_s` None when it never answered."""

    name: str
    state: str
    age_s: float | None
    fresh: bool
    error: str
    acts: tuple[str, ...] = ()
    unmatched: tuple[ShownCall, ...] = ()
    doubles: tuple[ShownCall, ...] = ()


class Readiness(msgspec.Struct, frozen=True):
    """A coming item with its gate."""

    item: AgendaItem
    gate: Gate
    health: Health | None


class Desktop(msgspec.Struct, frozen=True, kw_only=True):
    """What the view needs besides state and readings; see `View` and `alarm.Situation`.

    `backup` is how the second path fares, None where there is none. `log_name` is the rehearsal's log, ""
    for the record and for a demo. `moved_*` tell of a fresh step of the clock: by how much, where it stands
    since, which row says so. `keys_seen` are actions whose keys have arrived at this console, `machine` what
    was last seen of the computer itself. `past` is the speed of a replay, 0 while it stands; None for a
    conference under way.
    """

    console: str
    actor: str
    role: str = "operator"
    rehearsal: bool = False
    polling: bool = False
    log_events: int = 0
    written_ms: int | None = None
    unwritten: int = 0
    failure: str = ""
    waiting: bool = False
    moved_ms: int | None = None
    moved_at_ms: int | None = None
    moved_row: int | None = None
    slept: bool = False
    log_name: str = ""
    keys_seen: frozenset[str] = frozenset()
    machine: Machine = UNSEEN
    focused: bool | None = None
    locked: bool = False
    folder_differs: bool = False
    trouble: str = ""
    finding: str = ""
    finding_row: int | None = None
    past: float | None = None
    backup: BackupStatus | None = None

    @property
    def framed(self) -> bool:
        """Whether everything stands in an amber frame: nothing that is done here counts."""
        return self.rehearsal or self.past is not None


class View(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One instant of the desk. `entering` is what F8 would put on air, None for the end."""

    conference: Conference
    state: ConferenceState
    now: Moment
    desktop: Desktop
    forecast: Forecast
    board: Board
    sources: tuple[SourceView, ...]
    readings: Mapping[str, Reading]
    points: Mapping[str, BridgePoint]
    on_air: AgendaItem | None
    entering: AgendaItem | None
    coming: tuple[Readiness, ...]
    gate: Gate
    questions: tuple[str, ...]
    incidents: tuple[Ranked, ...]
    alarm: Alarm

    @property
    def in_control(self) -> bool:
        """Whether this console's F8 acts: it holds the token, or nobody does."""
        control = self.state.control
        ours = control is None or control.console == self.desktop.console
        return self.desktop.role == "operator" and ours

    def readiness(self, item: AgendaItem) -> Readiness:
        """`item` with its gate, be it in the programme or only thought of."""
        t_ns = self.state.t_ns(self.now)
        return readiness(
            item, Known(self.conference, self.points, self.board, self.readings, self.state, t_ns)
        )

    @property
    def inside(self) -> frozenset[str]:
        """The points in the call: those that the record knows in it, and any that is well. There are never
        fewer in the call than the totals call well, be it that a source tells nothing of joining, or that a
        room left a moment ago.
        """
        well = {code for code, health in self.board.health.items() if health is Health.OK}
        return frozenset(well | {code for code, point in self.state.points.items() if point.joined})

    @property
    def joined(self) -> int:
        """How many points are in the call."""
        return len(self.inside)


class Known(NamedTuple):
    """What readiness is judged by."""

    conference: Conference
    points: Mapping[str, BridgePoint]
    board: Board
    readings: Mapping[str, Reading]
    state: ConferenceState
    t_ns: int


def readiness(item: AgendaItem, known: Known) -> Readiness:
    """`item` with its gate, be it in the programme or only thought of."""
    health, reading = None, known.readings.get(item.point)
    if known.conference.sources and item.point:
        health = known.board.health.get(item.point, Health.UNKNOWN)
    found = item_gate(
        known.state,
        item,
        known.points.get(item.point),
        health,
        t_ns=known.t_ns,
        muted_by_server=bool(reading is not None and reading.mute_server),
    )
    return Readiness(item, found, health)
