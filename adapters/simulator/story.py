"""The built-in day: what goes wrong when no scenario says otherwise, by seed alone."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from adapters.simulator.scenario import Do, Fault
from data.model import BridgePoint

SPEAKERS = frozenset({"TC00", "T31", "T48", "T79"})
"""Points of the sample programme: early, and well until the show is under way."""

LOST_PROVINCE = "T96"
PROVINCE_FROM_S, PROVINCE_FOR_S = 120.0, 180.0
OUTAGE = (600.0, 640.0)
HORIZON_S = 6 * 3600.0
QUIET_S = 25.0


def story(points: Sequence[BridgePoint], seed: int) -> list[Fault]:
    """About three per cent of the rooms are unwell at any moment of the first six hours."""
    faults = [
        Fault("", Do.PLATFORM_DOWN, *OUTAGE),
        Fault("T79", Do.LOSS, 300.0, 360.0, 6.0, "audio"),
    ]
    for point in points:
        rng = random.Random(f"{seed}:story:{point.code}")
        if LOST_PROVINCE in (point.code, point.parent):
            back = PROVINCE_FROM_S + PROVINCE_FOR_S + rng.uniform(0, 20)
            faults.append(Fault(point.code, Do.DROP, PROVINCE_FROM_S, back))
        if point.code not in SPEAKERS:
            faults += _misfortunes(point.code, rng)
    return faults


def _misfortunes(code: str, rng: random.Random) -> list[Fault]:
    faults = [
        Fault(code, Do.LOSS, start, start + rng.uniform(40, 150), rng.choice((4.0, 6.0, 12.0, 25.0)))
        for start in _arrivals(rng, every_s=9000)
    ]
    faults += [Fault(code, Do.DROP, t, t + rng.uniform(8, 90)) for t in _arrivals(rng, every_s=14000)]
    faults += [Fault(code, Do.DELAY, t, t + rng.uniform(20, 60), 70.0) for t in _arrivals(rng, every_s=30000)]
    faults += [
        Fault(code, Do.MUTE, t, t + rng.uniform(30, 200), "server") for t in _arrivals(rng, every_s=20000)
    ]
    faults += [Fault(code, Do.FREEZE, t, t + rng.uniform(10, 60)) for t in _arrivals(rng, every_s=60000)]
    if rng.random() < 0.004:
        faults.append(Fault(code, Do.FLAP, 60.0 + rng.uniform(0, 30), 420.0, 26.0))
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
