"""What may have to be said on the alarm line, gathered from everything a view is made of. Pure."""

from __future__ import annotations

from console.alarm import Alarm, AlarmSituation
from console.board import Board
from console.ranking import Ranked
from console.view import Desktop, SourceView
from data.clock import Moment
from data.health.reading import Health
from data.state import ConferenceState
from data.units import NS_PER_S

OPENING_NEAR_MS = 15 * 60_000
OPENING_PAST_MS = 6 * 3600 * 1000


def situation_of(
    state: ConferenceState,
    incidents: tuple[Ranked, ...],
    board: Board,
    *,
    desktop: Desktop,
    sources: tuple[SourceView, ...],
    now: Moment,
    manual: bool,
) -> AlarmSituation:
    """The situation at `now`; `manual` where no source is configured."""
    return AlarmSituation(
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
        has_sources=not manual,
        points_stale=board.total.counts[Health.STALE],
    )


def _rehearsed_opening_s(state: ConferenceState, desktop: Desktop, now: Moment) -> int | None:
    """Seconds to the real opening, when a rehearsal is open in its last quarter of an hour or after it."""
    left_ms = state.start_ms - now.utc_ms
    near = -OPENING_PAST_MS <= left_ms <= OPENING_NEAR_MS
    return left_ms // 1000 if desktop.log_name and near else None


def _lost(state: ConferenceState, sources: tuple[SourceView, ...], t_ns: int) -> list[tuple[str, int]]:
    """Sources with the seconds since they were last heard: said as soon as their figures are old."""
    lost = [(name, (t_ns - loss.since_ns) // NS_PER_S) for name, loss in state.lost.items()]
    silent = [
        (source.name, int(source.age_s))
        for source in sources
        if not source.fresh and source.age_s is not None and source.name not in state.lost
    ]
    return lost + silent


def standing(state: ConferenceState, now: Moment) -> Alarm:
    """The remark of the phase, when nothing is wrong."""
    if state.ended:
        return Alarm("standing.ended", {"at_ms": state.ended_ms or 0}, "info")
    if state.opened_ms is None:
        return Alarm("standing.before", {"left_ms": state.start_ms - now.utc_ms}, "info")
    return Alarm("standing.calm")
