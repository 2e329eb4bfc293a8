"""The sample roster with as many district courts as a test wants."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import data
from data.folder.model import BridgePoint
from data.samples.roster import districts

_CSV = Path(data.__file__).parent / "samples" / "points.csv"


@cache
def national(count: int = 767, seed: int = 1) -> tuple[BridgePoint, ...]:
    """`count` points: the named ones of the sample, then districts."""
    with _CSV.open(encoding="utf-8-sig", newline="") as file:
        named = [
            BridgePoint(
                code=row["code"],
                name=row["name"],
                short=row["short"],
                level=row["level"],
                region=row["region"],
                parent=row["parent"],
                platform_id=row["platform_id"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple([*named, *districts(named, max(count - len(named), 0), seed)][:count])
