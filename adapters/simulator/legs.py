"""When each room is in the call: arrivals by rank, absences from faults, one leg per stay."""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from adapters.simulator.names import HOSTILE, second_device, shown_name
from adapters.simulator.scenario import Do, Fault
from adapters.simulator.story import HORIZON_S, SPEAKERS
from data.folder.model import CENTRAL, BridgePoint

PROMPT_SHARE, LATE_SHARE = 0.962, 0.028
PROMPT_S, LATE_S = (0.4, 7.6), (15.0, 240.0)
LISTED_SHARE = 0.85
"""Rooms that dial from the account on the list; the rest can be told by name only."""
_SHAPING = frozenset({Do.LOSS, Do.DELAY, Do.MUTE, Do.FREEZE, Do.RENAME})


class Leg(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One stay in the call, `since` until before `until`; its `ref` is never used again.

    `signalling` legs carry no media: a silent room, or the API half of a user whose media half
    names it as `parent`. `faults` are those that shape what is seen of it, in order of time.
    """

    ref: str
    point: str
    name: str
    alias: str
    address: str
    since: float
    until: float
    talk: str
    role: str = "guest"
    parent: str = ""
    signalling: bool = False
    room_muted: bool = True
    base_loss_pct: float = 0.1
    base_jitter_ms: float = 6.0
    phase: float = 0.0
    faults: tuple[Fault, ...] = ()


def legs_of(points: Sequence[BridgePoint], seed: int, faults: Sequence[Fault], *, calm: bool) -> list[Leg]:
    """Every leg of every room, ever. On a calm day all come at once and all send media."""
    by_point: dict[str, list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: fault.start):
        by_point.setdefault(fault.point, []).append(fault)
    by_code = {point.code: point for point in points}
    arrivals = _arrivals(points, seed, calm=calm)
    legs: list[Leg] = []
    for point in points:
        own = by_point.get(point.code, [])
        legs += _Room(point, by_code.get(point.parent), seed, calm=calm).legs(arrivals[point.code], own)
    return legs if calm else legs + _guests(seed)


def _arrivals(points: Sequence[BridgePoint], seed: int, *, calm: bool) -> dict[str, float]:
    """Seconds at which each room first joins; inf for those that never do.

    By rank and not by chance: the shares hold for every seed and every number of points.
    """
    rng = random.Random(f"{seed}:arrivals")
    codes = [point.code for point in points if point.code not in SPEAKERS]
    rng.shuffle(codes)
    prompt = len(codes) if calm else round(len(codes) * PROMPT_SHARE)
    late = prompt + round(len(codes) * LATE_SHARE)
    times = {code: rng.uniform(*PROMPT_S) for code in codes[:prompt]}
    times |= {code: rng.uniform(*LATE_S) for code in codes[prompt:late]}
    times |= dict.fromkeys(codes[late:], math.inf)
    return times | {code: rng.uniform(0.2, 2.0) for code in sorted(SPEAKERS)}


class _Room:
    """The fixed traits of one room, drawn from the seed and its code."""

    def __init__(self, point: BridgePoint, parent: BridgePoint | None, seed: int, *, calm: bool) -> None:
        rng = random.Random(f"{seed}:room:{point.code}")
        speaks = point.code in SPEAKERS
        self._seed, self._point = seed, point
        self._name = shown_name(point, parent, rng)
        listed = point.platform_id if rng.random() < LISTED_SHARE else ""
        self._alias = listed or f"{point.code.lower()}@phong-hop.example"
        self._address = f"10.{rng.randrange(16, 240)}.{rng.randrange(256)}.{rng.randrange(2, 255)}"
        self._muted = rng.random() < 0.9 and not speaks
        self._silent = rng.random() < 0.006 and not speaks and not calm
        self._by_browser = rng.random() < 0.06
        self._loss, self._jitter = rng.uniform(0.0, 0.35), rng.uniform(2.0, 14.0)
        self._phase = rng.uniform(0.0, 6.28)

    def legs(self, arrival: float, faults: Sequence[Fault]) -> list[Leg]:
        legs: list[Leg] = []
        stays = _stays(arrival, faults)
        for number, (since, until) in enumerate(stays):
            legs += self._stay(f"a{number}", since, until, faults, spare=False)
        spares = [fault for fault in faults if fault.do is Do.DUPLICATE]
        for number, fault in enumerate(spares):
            for part, (since, until) in enumerate(_within(stays, fault)):
                legs += self._stay(f"b{number}.{part}", since, until, faults, spare=True)
        return legs

    def _stay(
        self, which: str, since: float, until: float, faults: Sequence[Fault], *, spare: bool
    ) -> list[Leg]:
        key = f"{self._seed}:{self._point.code}:{which}"
        media = Leg(
            ref=_uuid(key),
            point=self._point.code,
            name=second_device(self._name) if spare else self._name,
            alias=self._alias,
            address=self._address,
            since=since,
            until=until,
            talk=_uuid(f"{key}:talk"),
            role="chair" if self._point.level == CENTRAL and not spare else "guest",
            signalling=self._silent,
            room_muted=self._muted or spare,
            base_loss_pct=self._loss,
            base_jitter_ms=self._jitter,
            phase=self._phase,
            faults=tuple(f for f in faults if f.do in _SHAPING and f.start < until and f.end > since),
        )
        if not self._by_browser or spare:
            return [media]
        api = msgspec.structs.replace(media, ref=_uuid(f"{key}:api"), signalling=True, faults=())
        return [api, msgspec.structs.replace(media, parent=api.ref)]


def _stays(arrival: float, faults: Sequence[Fault]) -> list[tuple[float, float]]:
    """From the arrival on, less every absence."""
    stays: list[tuple[float, float]] = []
    here = arrival
    for start, end in sorted(_absences(faults)):
        if start > here:
            stays.append((here, start))
        here = max(here, end)
    return [*stays, (here, math.inf)] if here < math.inf else stays


def _absences(faults: Sequence[Fault]) -> list[tuple[float, float]]:
    absences: list[tuple[float, float]] = []
    for fault in faults:
        if fault.do is Do.DROP:
            absences.append((fault.start, fault.end))
        elif fault.do is Do.FLAP:
            cycle = float(fault.value or 20.0)
            count = math.ceil((min(fault.end, fault.start + HORIZON_S) - fault.start) / cycle)
            starts = (fault.start + index * cycle for index in range(count))
            absences += [(start, min(start + cycle / 2, fault.end)) for start in starts]
    return absences


def _within(stays: Sequence[tuple[float, float]], fault: Fault) -> list[tuple[float, float]]:
    cut = ((max(since, fault.start), min(until, fault.end)) for since, until in stays)
    return [(since, until) for since, until in cut if since < until]


def _guests(seed: int) -> list[Leg]:
    rng = random.Random(f"{seed}:guests")
    return [
        Leg(
            ref=_uuid(f"{seed}:guest:{index}"),
            point="",
            name=name,
            alias=f"khach-{index}@ngoai.example",
            address=f"10.250.0.{index + 2}",
            since=rng.uniform(2.0, 40.0),
            until=math.inf,
            talk=_uuid(f"{seed}:guest:{index}:talk"),
        )
        for index, name in enumerate(HOSTILE)
    ]


def _uuid(key: str) -> str:
    return str(uuid.UUID(bytes=blake2b(key.encode(), digest_size=16).digest(), version=4))
