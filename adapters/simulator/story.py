"""The built-in day: what goes wrong when no scenario says otherwise, by seed and pace alone.

Whoever watches has hold-offs and time-outs in real seconds, so in a day that runs `pace` times as fast as
life a fault still lasts as long as it does in life (`docs/adr/`): it begins at its minute of the
conference and takes more of them, and there are as many fewer.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import msgspec

from adapters.simulator.scenario import Do, Fault
from data.folder.model import BridgePoint

SPEAKERS = frozenset({"TC00", "T31", "T48", "T79"})
"""Points of the sample programme: early, and well until the show is under way."""

LOST_PROVINCE = "T96"
PROVINCE_FROM_S, PROVINCE_FOR_S, STRAGGLING_S = 120.0, 180.0, 20.0
OUTAGE_FROM_S, OUTAGE_FOR_S = 600.0, 40.0
HORIZON_S = 6 * 3600.0
QUIET_S = 25.0

GATHERED_S = 10.0
"""Real seconds before anything happens at the least: whom nobody saw come, nobody sees go."""
PROVINCE_SEEN_S = 45.0
"""Real seconds that the province is away at the least: hold-off, two polls, and time to look at it."""
OUTAGE_SEEN_S = 25.0
"""Real seconds of silence at the least: two requests that time out, their pauses, and time to look."""
APART_S = 10.0
"""Real seconds between the two: two good polls that end the first."""


class Beats(msgspec.Struct, frozen=True):
    """The two faults that everybody is shown: seconds of the conference, from and until before."""

    province: tuple[float, float]
    outage: tuple[float, float]


def beats(pace: float = 1.0) -> Beats:
    """When they happen, at `pace` conference seconds a real second."""
    lost = max(PROVINCE_FROM_S, GATHERED_S * pace)
    lost_until = lost + max(PROVINCE_FOR_S, PROVINCE_SEEN_S * pace)
    silent = max(OUTAGE_FROM_S, lost_until + STRAGGLING_S + APART_S * pace)
    return Beats((lost, lost_until), (silent, silent + max(OUTAGE_FOR_S, OUTAGE_SEEN_S * pace)))


def story(points: Sequence[BridgePoint], seed: int, pace: float = 1.0) -> list[Fault]:
    """About three per cent of the rooms are unwell at any moment of the first six hours."""
    told, slow = beats(pace), max(1.0, pace)
    faults = [
        Fault("", Do.PLATFORM_DOWN, *told.outage),
        Fault("T79", Do.LOSS, 300.0, 300.0 + 60.0 * slow, 6.0, "audio"),
    ]
    for point in points:
        rng = random.Random(f"{seed}:story:{point.code}")
        if LOST_PROVINCE in (point.code, point.parent):
            since, until = told.province
            faults.append(Fault(point.code, Do.DROP, since, until + rng.uniform(0, STRAGGLING_S)))
        if point.code not in SPEAKERS:
            faults += _misfortunes(point.code, rng, slow)
    return faults


def _misfortunes(code: str, rng: random.Random, slow: float) -> list[Fault]:
    def until(start: float, shortest_s: float, longest_s: float) -> float:
        return start + slow * rng.uniform(shortest_s, longest_s)

    def arrivals(every_s: float) -> list[float]:
        return _arrivals(rng, every_s * slow)

    faults = [
        Fault(code, Do.LOSS, t, until(t, 40, 150), rng.choice((4.0, 6.0, 12.0, 25.0))) for t in arrivals(9000)
    ]
    faults += [Fault(code, Do.DROP, t, until(t, 8, 90)) for t in arrivals(14000)]
    faults += [Fault(code, Do.DELAY, t, until(t, 20, 60), 70.0) for t in arrivals(30000)]
    faults += [Fault(code, Do.MUTE, t, until(t, 30, 200), "server") for t in arrivals(20000)]
    faults += [Fault(code, Do.FREEZE, t, until(t, 10, 60)) for t in arrivals(60000)]
    if rng.random() < 0.004:
        start = 60.0 + rng.uniform(0, 30)
        faults.append(Fault(code, Do.FLAP, start, start + (420.0 - start) * slow, 26.0 * slow))
    if rng.random() < 0.02:
        faults.append(Fault(code, Do.DUPLICATE, rng.uniform(3, 400), math.inf))
    return faults


def _arrivals(rng: random.Random, every_s: float) -> list[float]:
    """Moments of a Poisson process, from `QUIET_S` to the horizon."""
    times: list[float] = []
    t = QUIET_S + rng.expovariate(1 / every_s)
    while t < HORIZON_S:
        times.append(t)
        t += rng.expovariate(1 / every_s)
    return times
