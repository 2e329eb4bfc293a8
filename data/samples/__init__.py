"""The conference that comes with the program: programme and named points as files, districts made."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

import msgspec

from data.folder.making import write_new
from data.folder.model import CENTRAL, BridgePoint
from data.folder.problem import ProblemError
from data.importers.columns import POINTS_VOCABULARY
from data.importers.findings import Findings
from data.importers.points import read_points
from data.importers.table import read_table
from data.instants import HOME_ZONE
from data.samples.roster import districts
from data.text import clean

TITLE = "Hội nghị giới thiệu mô hình chuyển đổi số trong Tòa án nhân dân"
SHORT_TITLE = "Hội nghị giới thiệu mô hình chuyển đổi số trong TAND"
HARD_END_AFTER_S = 165 * 60
FULL_ROSTER = 767
"""The 67 named points and 700 districts."""

SPEAKING = ("TC00", "T31", "T48", "T79")
"""Points that the programme needs; no sample is smaller than these."""

_HERE = Path(__file__).parent
_NFD_EVERY = 37
_COLUMNS = (
    *("code", "name", "short", "level", "region", "parent", "aliases", "platform_id", "contact"),
    *("phone", "phone2", "line", "backup_line", "guests"),
)


def named_points() -> tuple[BridgePoint, ...]:
    """The central, high and provincial points of the sample, in the order of their codes."""
    findings = Findings("points.csv")
    table = read_table(_HERE / "points.csv", POINTS_VOCABULARY, findings)
    points = read_points(table, findings) if table else ()
    if findings.all():
        raise ProblemError(*findings.all())
    return points


def sample_points(count: int, seed: int = 1) -> tuple[BridgePoint, ...]:
    """`count` points: all named ones and generated districts, or the first of the named ones.

    Raises ValueError for a count that leaves no room for the speaking points.
    """
    if count < len(SPEAKING):
        raise ValueError(f"a sample has at least {len(SPEAKING)} points")
    named = named_points()
    if count >= len(named):
        return (*named, *districts(named, count - len(named), seed))
    others = [point for point in named if point.code not in SPEAKING]
    kept = {*SPEAKING, *(point.code for point in others[: count - len(SPEAKING)])}
    return tuple(_under(point, kept) for point in named if point.code in kept)


def _under(point: BridgePoint, kept: set[str]) -> BridgePoint:
    """The point under what there is: the centre, where its high court was left out."""
    if point.parent in kept or point.level == CENTRAL:
        return point
    return msgspec.structs.replace(point, parent=SPEAKING[0])


def write_sample(
    folder: Path,
    *,
    points: int = FULL_ROSTER,
    start_ms: int,
    source_url: str,
    seed: int = 1,
    speed: float = 1.0,
    anchor_ms: int | None = None,
    title: str = TITLE,
    short_title: str = SHORT_TITLE,
    language: str = "vi",
) -> None:
    """Write the sample as a conference folder that opens at `start_ms` (whole seconds are kept).

    At a `speed` other than 1 the show's clock counts from `anchor_ms`, by default `start_ms`.
    Raises ProblemError when a file of the folder exists already: nothing is written then.
    """
    opening = datetime.fromtimestamp(start_ms // 1000, ZoneInfo(HOME_ZONE))
    hard_end = datetime.fromtimestamp(start_ms // 1000 + HARD_END_AFTER_S, ZoneInfo(HOME_ZONE))
    settings = Template((_HERE / "conference.toml").read_text("utf-8")).substitute(
        title=_quoted(title),
        short_title=_quoted(short_title),
        date=opening.date().isoformat(),
        start=opening.strftime("%H:%M:%S"),
        hard_end=hard_end.strftime("%H:%M:%S"),
        language=_quoted(language),
        url=_quoted(source_url),
        clock="" if speed == 1.0 else _clock(speed, start_ms if anchor_ms is None else anchor_ms),
    )
    roster = _roster_csv(sample_points(points, seed))
    agenda = (_HERE / "agenda.csv").read_text("utf-8")
    write_new(folder, {"agenda.csv": agenda, "points.csv": roster, "conference.toml": settings})


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's too, once the text is clean."""
    return json.dumps(clean(text, 2000), ensure_ascii=False)


def _clock(speed: float, anchor_ms: int) -> str:
    anchor = datetime.fromtimestamp(anchor_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return f'\n[clock]\nspeed = {float(speed)}\nanchor = "{anchor.replace("+00:00", "Z")}"\n'


def _roster_csv(points: Sequence[BridgePoint]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(points))
    return text.getvalue()


def _rows(points: Iterable[BridgePoint]) -> Iterable[list[str]]:
    """Some names come decomposed, as files from some machines do."""
    for place, point in enumerate(points, 1):
        decomposed = unicodedata.normalize("NFD", point.name)
        name = decomposed if place % _NFD_EVERY == 0 else point.name
        guests = "có" if point.guests else ""
        values = {**msgspec.structs.asdict(point), "name": name, "guests": guests}
        yield [*(_cell(values[column]) for column in _COLUMNS)]


def _cell(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
