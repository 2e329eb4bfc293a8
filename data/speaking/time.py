"""Who spoke for how long: by speaker, by organisation, by delegation. Pure.

- planned = the durations of the plan frozen at the opening, each under the speaker it names there.
- spoken = the running time of the items, without pauses, under whoever is their speaker now; of it the
  turns of a discussion belong to those who were called. Nothing is counted twice and nothing left out:
  the parts sum to the whole.
- over = time past one's own allowance: an item's overrun (`data.agenda.as_run`) for its speaker, a turn's for
  whoever had it. A turn may run over within an item that does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import msgspec

from data.agenda.as_run import as_run
from data.agenda.forecast import forecast
from data.clock import Moment
from data.folder.model import DISTRICT, AgendaItem, BridgePoint
from data.speaking.state import Asking, Turn
from data.state import ConferenceState
from data.text import fold
from data.units import NS_PER_MS, NS_PER_S


class By(StrEnum):
    """What the time is counted by. A delegation is a province's own room with the districts below it."""

    SPEAKER = "speaker"
    ORGANISATION = "organisation"
    DELEGATION = "delegation"


class Share(msgspec.Struct, frozen=True):
    """The part of `name` ("" for what names nobody): planned seconds, spoken and over in nanoseconds."""

    name: str
    planned_s: int
    spoken_ns: int
    over_ns: int


class _Part(msgspec.Struct, frozen=True):
    """A stretch of time and whose it is."""

    whose: AgendaItem | Asking
    planned_s: int = 0
    spoken_ns: int = 0
    over_ns: int = 0


def speaking_time(
    state: ConferenceState, points: Mapping[str, BridgePoint], by: By, now: Moment
) -> tuple[Share, ...]:
    """A share each, who spoke longest first; what names nobody comes last."""
    name_of = _naming(points, by)
    found: dict[str, Share] = {}
    for part in _parts(state, now):
        name = name_of(part.whose)
        known = found.get(fold(name)) or Share(name, 0, 0, 0)
        found[fold(name)] = Share(
            known.name,
            known.planned_s + part.planned_s,
            known.spoken_ns + part.spoken_ns,
            known.over_ns + part.over_ns,
        )
    rank = {name: at for at, name in enumerate(found)}
    order = sorted(found, key=lambda name: (not name, -found[name].spoken_ns, rank[name]))
    return tuple(found[name] for name in order)


def _parts(state: ConferenceState, now: Moment) -> Iterable[_Part]:
    for item in state.plan:
        yield _Part(item, planned_s=item.duration_s)
    t_ns = state.t_ns(now)
    for row in as_run(state, forecast(state, now), now):
        run = state.run(row.item.cue)
        left_ns = run.elapsed_ns(t_ns)
        for turn in state.speakers.turns:
            if turn.item == row.item.cue:
                spoken_ns = turn.spoken_ns(run, t_ns)
                left_ns -= spoken_ns
                yield _Part(turn.asking, spoken_ns=spoken_ns, over_ns=_over_ns(turn, spoken_ns))
        yield _Part(row.item, spoken_ns=left_ns, over_ns=(row.overrun_ms or 0) * NS_PER_MS)


def _over_ns(turn: Turn, spoken_ns: int) -> int:
    return max(0, spoken_ns - turn.seconds * NS_PER_S)


def _naming(points: Mapping[str, BridgePoint], by: By) -> Callable[[AgendaItem | Asking], str]:
    def speaker(whose: AgendaItem | Asking) -> str:
        if isinstance(whose, AgendaItem):
            return whose.speaker
        return whose.name or _label(points, whose.point)

    def delegation(whose: AgendaItem | Asking) -> str:
        point = points.get(whose.point)
        head = point.parent if point is not None and point.level == DISTRICT else whose.point
        return _label(points, head or whose.point)

    if by is By.DELEGATION:
        return delegation
    return speaker if by is By.SPEAKER else lambda whose: whose.organisation


def _label(points: Mapping[str, BridgePoint], code: str) -> str:
    point = points.get(code)
    return point.label if point is not None else code
