"""Views, one at each instant. Staleness is decided here, by age: nothing a source no longer confirms is
shown as good or as down.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import msgspec

from console.alarm import choose
from console.board import BoardMaker
from console.ranking import ranked
from console.situation import situation_of, standing
from console.view import Desktop, Known, SourceView, View, readiness
from data.agenda.forecast import forecast
from data.agenda.readiness import READY, questions
from data.clock import Moment
from data.folder.model import BridgePoint, Conference, Thresholds
from data.health.reading import Reading, SourceStatus
from data.overrule.saying import Saying
from data.points.attention import COMING
from data.state import ConferenceState
from data.units import NS_PER_S


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
        manual = not self.conference.sources
        situation = situation_of(
            state, incidents, board, desktop=desktop, sources=strip, now=now, manual=manual
        )
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
            alarm=choose(situation, standing(state, now)),
        )

    def _with_plan(self, state: ConferenceState) -> ConferenceState:
        """Until the record has adopted a programme, the folder's is what there is to look at."""
        if state.plan_version:
            return state
        plan = self.conference
        return msgspec.structs.replace(
            state, items=plan.items, start_ms=plan.start_ms, hard_end_ms=plan.hard_end_ms
        )


def source_view(status: SourceStatus, boot: str, real_ns: int, limits: Thresholds) -> SourceView:
    """One source at this instant."""
    age_ns = status.age_ns(boot, real_ns)
    return SourceView(
        name=status.name,
        state=status.state,
        age_s=None if age_ns is None else age_ns / NS_PER_S,
        fresh=status.is_fresh(boot, real_ns, limits.stale_after_polls),
        error=status.error,
        acts=status.acts,
        unmatched=status.unmatched,
        doubles=status.doubles,
    )
