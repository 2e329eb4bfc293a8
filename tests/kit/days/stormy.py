"""Ten minutes in which every room comes and goes, on an injected clock: what is written, and what is kept."""

from __future__ import annotations

import gc
import tracemalloc

import msgspec
from kit.days.simulated import INTERVAL_S, OPENING_S, SimulatedDay
from kit.national import national
from kit.product import ROOT

from adapters.simulator.scenario import Do, Step
from adapters.simulator.world import World
from data import events as ev

CYCLE_S = 30.0
"""Each room leaves and comes back within so long: two changes a room and cycle."""
SETTLED_S = 150.0
"""From then on nothing new is to be remembered."""


class Storm(msgspec.Struct, frozen=True):
    """`moved` counts joins and leaves that the polls could see, `told` those in the record; `grown_bytes` is
    what is kept at the end over what was kept once the storm had settled.
    """

    polls: int
    changes_per_s: float
    moved: int
    told: int
    grown_bytes: int


def storm(count: int, seconds: float, *, every_s: float = INTERVAL_S, traced: bool = True) -> Storm:
    """`seconds` of it over `count` rooms."""
    points = national(count)
    steps = [
        Step(
            t=OPENING_S + CYCLE_S * at / count, do=Do.FLAP, points=(point.code,), value=CYCLE_S, for_s=seconds
        )
        for at, point in enumerate(points)
    ]
    day = SimulatedDay(points, steps, ["TC00"], seconds, every_s=every_s)
    here: dict[str, str] = {}
    polls = moved = told = settled = 0
    if traced:
        tracemalloc.start()
    for seen in day.polls(seconds):
        polls += seen.poll
        moved += _moves(day.world, seen.t, here)
        told += sum(isinstance(event.body, ev.PointJoined | ev.PointLeft) for event in seen.events)
        day.log.events.clear()
        if traced and not settled and seen.t >= SETTLED_S:
            settled = _kept()
    grown = _kept() - settled if traced else 0
    if traced:
        tracemalloc.stop()
    return Storm(polls, 2 * count / CYCLE_S, moved, told, grown)


def _kept() -> int:
    """Bytes that our own rooms hold: the simulated platform remembers everyone who ever was, and may."""
    gc.collect()
    ours = [
        tracemalloc.Filter(inclusive=True, filename_pattern=f"{ROOT}/{room}/*")
        for room in ("data", "console")
    ]
    return sum(each.size for each in tracemalloc.take_snapshot().filter_traces(ours).statistics("filename"))


def _moves(world: World, t: float, here: dict[str, str]) -> int:
    """Rooms whose leg is another than at the poll before, by the truth of the world at `t`."""
    present = world.present(t)
    halves = {leg.parent for leg in present}
    now = {leg.point: leg.ref for leg in present if leg.ref not in halves}
    moved = sum(now.get(code) != here.get(code) for code in now.keys() | here.keys())
    here.clear()
    here.update(now)
    return moved
