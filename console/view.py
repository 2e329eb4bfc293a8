"""What the screens show: the state, the readings and the instant, put into one frozen value.

Built whole, so that now, next and offset are never of different revisions. Staleness is decided
here, by age: nothing a source no longer confirms is shown as good or as down.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

import msgspec

from console.alarm import Alarm, Situation, choose
from console.board import Board, BoardMaker
from console.keeping.kept import Kept
from console.machine import UNSEEN, Machine
from console.ranking import Ranked, ranked
from data.agenda.forecast import Forecast, forecast
from data.agenda.readiness import READY, Gate, item_gate, questions
from data.clock import NS, Moment
from data.folder.model import AgendaItem, BridgePoint, Conference, Thresholds
from data.health.reading import Health, Reading, Shown, SourceStatus
from data.overrule.saying import Saying
from data.points.attention import COMING
from data.state import ConferenceState


class SourceView(msgspec.Struct, frozen=True):
    """A source for the strip: `age_s` None when it never answered."""

    name: str
    state: str
    age_s: float | None
    fresh: bool
    error: str
    acts: tuple[str, ...] = ()
    unmatched: tuple[Shown, ...] = ()
    doubles: tuple[Shown, ...] = ()


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
    backup: Kept | None = None

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


class ViewMaker:
    """Makes views of one conference; keeps the roster's index."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.points: dict[str, BridgePoint] = {point.code: point for point in conference.points}
        self.boards = BoardMaker(conference)
        self._saying = Saying()

    def make(
        self,
        state: ConferenceState,
        readings: Mapping[str, Reading],
        sources: Mapping[str, SourceStatus],
        *,
        now: Moment,
        real_ns: int,
        desktop: Desktop,
    ) -> View:
        """The view at `now`. `real_ns` ages the sources."""
        limits = self.conference.thresholds
        state = self._saying.of(self._with_plan(state), state.t_ns(now))
        strip = tuple(source_view(status, now.boot, real_ns, limits) for status in sources.values())
        board = self.boards.by_source(state, readings, {source.name: source.fresh for source in strip})
        t_ns = state.t_ns(now)
        ahead = islice(state.pending(), COMING + 1)
        known = Known(self.conference, self.points, board, readings, state, t_ns)
        coming = tuple(readiness(item, known) for item in ahead)
        entering = coming[0].item if coming else None
        passed = coming[0].gate if coming else READY
        incidents = tuple(ranked(state, self.points, state.t_ns(now)))
        situation = self._situation(state, incidents, board, desktop=desktop, sources=strip, now=now)
        return View(
            conference=self.conference,
            state=state,
            now=now,
            desktop=desktop,
            forecast=forecast(state, now),
            board=board,
            sources=strip,
            readings=readings,
            points=self.points,
            on_air=state.item(state.on_air),
            entering=entering,
            coming=coming,
            gate=passed,
            questions=questions(state, entering, passed, limits, now),
            incidents=incidents,
            alarm=choose(situation, _standing(state, now)),
        )

    def _with_plan(self, state: ConferenceState) -> ConferenceState:
        """Until the record has adopted a programme, the folder's is what there is to look at."""
        if state.plan_version:
            return state
        plan = self.conference
        return msgspec.structs.replace(
            state, items=plan.items, start_ms=plan.start_ms, hard_end_ms=plan.hard_end_ms
        )

    def _situation(
        self,
        state: ConferenceState,
        incidents: tuple[Ranked, ...],
        board: Board,
        *,
        desktop: Desktop,
        sources: tuple[SourceView, ...],
        now: Moment,
    ) -> Situation:
        return Situation(
            # Rooms that go home after the end alarm nobody; their incidents stay in the lists.
            incidents=[each for each in incidents if each.incident.scope != "source" and not state.ended],
            lost=_lost(state, sources, state.t_ns(now)),
            failure=desktop.failure,
            unwritten=desktop.unwritten,
            waiting=desktop.waiting,
            absent=state.absence is not None,
            moved_ms=desktop.moved_ms,
            slept=desktop.slept,
            rehearsed_opening_s=_rehearsed_opening_s(state, desktop, now),
            focused=desktop.focused,
            locked=desktop.locked,
            trouble=desktop.trouble,
            backup=desktop.backup.code if desktop.backup else "",
            finding=desktop.finding,
            finding_row=desktop.finding_row,
            has_sources=bool(self.conference.sources),
            points_stale=board.total.counts[Health.STALE],
        )


OPENING_NEAR_MS = 15 * 60_000
OPENING_PAST_MS = 6 * 3600 * 1000


def _rehearsed_opening_s(state: ConferenceState, desktop: Desktop, now: Moment) -> int | None:
    """Seconds to the real opening, when a rehearsal is open in its last quarter of an hour or after it."""
    left_ms = state.start_ms - now.utc_ms
    near = -OPENING_PAST_MS <= left_ms <= OPENING_NEAR_MS
    return left_ms // 1000 if desktop.log_name and near else None


def _lost(state: ConferenceState, sources: tuple[SourceView, ...], t_ns: int) -> list[tuple[str, int]]:
    """Sources with the seconds since they were last heard: said as soon as their figures are old."""
    lost = [(name, (t_ns - loss.since_ns) // NS) for name, loss in state.lost.items()]
    silent = [
        (source.name, int(source.age_s))
        for source in sources
        if not source.fresh and source.age_s is not None and source.name not in state.lost
    ]
    return lost + silent


def source_view(status: SourceStatus, boot: str, real_ns: int, limits: Thresholds) -> SourceView:
    """One source at this instant."""
    age_ns = status.age_ns(boot, real_ns)
    return SourceView(
        name=status.name,
        state=status.state,
        age_s=None if age_ns is None else age_ns / NS,
        fresh=status.is_fresh(boot, real_ns, limits.stale_after_polls),
        error=status.error,
        acts=status.acts,
        unmatched=status.unmatched,
        doubles=status.doubles,
    )


def _standing(state: ConferenceState, now: Moment) -> Alarm:
    """The remark of the phase, when nothing is wrong."""
    if state.ended:
        return Alarm("standing.ended", {"at_ms": state.ended_ms or 0}, "info")
    if state.opened_ms is None:
        return Alarm("standing.before", {"left_ms": state.start_ms - now.utc_ms}, "info")
    return Alarm("standing.calm")
