"""The packets of one medium of one leg: rates, losses and their integrals over time."""

from __future__ import annotations

import math
from itertools import pairwise

import msgspec

from adapters.simulator.legs import Leg
from adapters.simulator.scenario import Do

WINDOW_S = 20.0
PACKETS_PER_S = {"audio": 50.0, "video": 180.0}
KBIT_PER_S = {"audio": 48.0, "video": 1600.0}


class Flow(msgspec.Struct, frozen=True):
    """One medium at an instant. `received`, `lost` and `sent` are packets since the leg began.

    rx is from the room: `received` of what the room sent arrived, `lost` did not. tx is to the
    room and well. `start` is the second of the world at which the leg began.
    """

    kind: str
    start: float
    rx_kbit: int
    rx_loss_pct: float
    window_loss_pct: float
    jitter_ms: float
    received: int
    lost: int
    tx_kbit: int
    sent: int
    tx_jitter_ms: float


def flow(leg: Leg, kind: str, t: float) -> Flow:
    """The flow of `kind` ("audio" or "video") at `t`, which is in the leg's stay."""
    rate, age = PACKETS_PER_S[kind], max(t - leg.since, 0.0)
    arrived_s, lost_s = _shares(leg, kind, leg.since, t)
    now_loss = _loss(leg, kind, t)
    alive = 0.0 if now_loss is None else 1.0 - now_loss
    wobble = math.sin(t / 7 + leg.phase)
    return Flow(
        kind=kind,
        start=leg.since,
        rx_kbit=round(KBIT_PER_S[kind] * alive * (1 + 0.05 * wobble)),
        rx_loss_pct=_pct(arrived_s, lost_s),
        window_loss_pct=window_loss_pct(leg, kind, t),
        jitter_ms=jitter_ms(leg, t),
        received=math.floor(arrived_s * rate),
        lost=math.floor(lost_s * rate),
        tx_kbit=round(KBIT_PER_S[kind] * (1 - 0.05 * wobble)),
        sent=math.floor(age * rate),
        tx_jitter_ms=round(leg.base_jitter_ms, 2),
    )


def window_loss_pct(leg: Leg, kind: str, t: float) -> float:
    """Per cent lost from the room in the 20 s before `t`."""
    return _pct(*_shares(leg, kind, max(t - WINDOW_S, leg.since), t))


def jitter_ms(leg: Leg, t: float) -> float:
    """Jitter of what comes from the room."""
    late = sum(float(fault.value or 0.0) for fault in leg.faults if fault.do is Do.DELAY and fault.at(t))
    return round(leg.base_jitter_ms * (1 + 0.2 * math.sin(t / 7 + leg.phase)) + late, 2)


def _shares(leg: Leg, kind: str, start: float, end: float) -> tuple[float, float]:
    """(seconds' worth of packets arrived, seconds' worth lost) between two instants.

    Loss is constant between the edges of faults, so the sum over those pieces is the integral.
    """
    if not leg.faults:
        length, share = max(end - start, 0.0), leg.base_loss_pct / 100
        return length * (1 - share), length * share
    edges = {edge for fault in leg.faults for edge in (fault.start, fault.end) if start < edge < end}
    arrived = lost = 0.0
    for left, right in pairwise(sorted({start, *edges, max(start, end)})):
        share_lost = _loss(leg, kind, left)
        if share_lost is not None:
            arrived += (right - left) * (1 - share_lost)
            lost += (right - left) * share_lost
    return arrived, lost


def _loss(leg: Leg, kind: str, t: float) -> float | None:
    """Share of the packets lost at `t`; None while nothing is sent at all."""
    percent = leg.base_loss_pct
    for fault in leg.faults:
        if not fault.at(t):
            continue
        if fault.do is Do.FREEZE:
            return None
        if fault.do is Do.LOSS and fault.stream in ("", kind):
            percent += float(fault.value or 0.0)
    return min(percent, 100.0) / 100


def _pct(arrived: float, lost: float) -> float:
    total = arrived + lost
    return round(100 * lost / total, 2) if total > 0 else 0.0
