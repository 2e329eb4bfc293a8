"""A conference of a few items and no source, written in a moment."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

QUIET_MS = 700
"""Quiet time: the product's own."""

PLAIN: Mapping[str, float] = {
    "quiet_time_ms": QUIET_MS,
    "min_take_ms": 0,
    "young_item_s": 0,
    "young_item_pct": 0,
}
"""Thresholds with which F8 goes without asking, except at the opening and at the end."""

ITEM = {"kind": "presentation", "duration": "10", "point": "TC00"}


def conference(
    folder: Path,
    items: Iterable[str | Mapping[str, str]] = "12345",
    *,
    points: Iterable[tuple[str, str]] = (("TC00", "Trung tâm"),),
    title: str = "Hội nghị thử",
    short_title: str = "",
    **thresholds: float,
) -> Path:
    """Write it. An item is its cue, or its columns; thresholds are those of PLAIN unless given."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"cue": each} if isinstance(each, str) else dict(each) for each in items]
    rows = [{"title": f"Tham luận {row['cue']}", **ITEM, **row} for row in rows]
    columns = ("cue", "title", "kind", "duration", "point", "speaker", "priority")
    _write_csv(folder / "agenda.csv", columns, [[row.get(name, "") for name in columns] for row in rows])
    _write_csv(folder / "points.csv", ("code", "name", "level"), [[*point, "central"] for point in points])
    opening = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(minutes=2)
    lines = [
        f"title = {json.dumps(title)}",
        f"short_title = {json.dumps(short_title)}",
        f"date = {opening.date()}",
        f'start = "{opening:%H:%M}"',
        "[thresholds]",
        *(f"{key} = {value}" for key, value in {**PLAIN, **thresholds}.items()),
    ]
    (folder / "conference.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
