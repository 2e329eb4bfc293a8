"""Legs and snapshots of rooms, as a platform would tell of them."""

from __future__ import annotations

from data.health.reading import Participant, Snapshot, Stream
from data.units import NS_PER_S


def leg(code: str, ref: str = "", **fields: object) -> Participant:
    """A leg that names its room by the code at the head of its name; good unless told otherwise."""
    return Participant(**{"ref": ref or f"r-{code}", "name": f"{code} - phòng họp", "quality": 1, **fields})  # type: ignore[arg-type]


def rx(packets: int | None = None, loss: float | None = 0.0, kind: str = "audio", **fields: object) -> Stream:
    return Stream(kind=kind, direction="rx", packets_received=packets, loss_pct=loss, **fields)  # type: ignore[arg-type]


def snapshot(at_s: float, *legs: Participant, source: str = "s1") -> Snapshot:
    return Snapshot(source=source, observed_ns=round(at_s * NS_PER_S), participants=legs)
