"""`diemcau quality`: what was measured, over the day or minute by minute; never from the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from console.cli.command import Command, terminal
from console.cli.opening import JSON, day_of, glance, home_of, point_names
from console.cli.quality_table import head, line, of_point
from console.cli.since import instant_ms, plausible
from console.folder import Folder
from console.text.sentences import local_time
from data.health.quality import FIGURES, QualityRow, Spread
from data.health.quality_past import PointQuality, by_point, last_minute, read
from data.instants import utc_iso
from data.text import sort_key
from data.units import MS_PER_MINUTE


@click.command("quality", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@JSON
@click.option("--point", default="", metavar="P", help="cli.quality.opt.point")
@click.option("--since", callback=plausible, metavar="T", help="cli.log.opt.since")
@click.pass_context
def command(ctx: click.Context, *, target: Path, as_json: bool, point: str, since: str | None) -> int:
    """Print a line a point, or of one point a line a minute; 1 when nothing was measured."""
    talk = terminal(ctx)
    language, zone = glance(home_of(target))
    talk.adopt(language)
    folder = Folder(target) if target.is_dir() else Folder(target.parent, target.name)
    minute = 0
    if since is not None:
        minute = instant_ms(since, zone, _day(folder)) // MS_PER_MINUTE
    rows: Iterator[tuple[dict[str, Any], tuple[str, ...], QualityRow | PointQuality]]
    if point:
        first: tuple[str, ...] = (f"{talk.t('cli.quality.head.minute'):<5}",)
        minutes = read(folder.quality_path, point=point, since_minute=minute)
        rows = ((_of_minute(row), (_local_minute(row, zone),), row) for row in minutes)
    else:
        names = {} if as_json else point_names(home_of(target))
        first = of_point(talk.t("cli.quality.head.point"), talk.t("cli.quality.head.name"))
        points = sorted(by_point(folder.quality_path, since_minute=minute).values(), key=_by_code)
        rows = ((_of_point(row), of_point(row.point, names.get(row.point, "")), row) for row in points)
    found = False
    for fields, columns, row in rows:
        if not as_json and not found:
            talk.out(head(first, talk.t))
        found = True
        talk.out(_json(fields) if as_json else line(columns, row, talk.t))
    if not found:
        talk.say("cli.quality.nothing", file=str(folder.quality_path))
    elif not as_json:
        talk.say("cli.quality.legend")
    return 0 if found else 1


def _day(folder: Folder) -> str:
    """A moment of the conference's day, by its record; without one, of the newest minute."""
    if folder.log_path.exists():
        return day_of(folder.log_path)
    return utc_iso(last_minute(folder.quality_path) * MS_PER_MINUTE)


def _by_code(each: PointQuality) -> tuple[Any, ...]:
    return (sort_key(each.point),)


def _spreads(spreads: tuple[Spread | None, ...]) -> dict[str, Any]:
    import msgspec

    named = zip(FIGURES, spreads, strict=True)
    return {name: None if each is None else msgspec.structs.asdict(each) for name, each in named}


def _json(fields: dict[str, Any]) -> str:
    import msgspec

    return msgspec.json.encode(fields).decode()


def _lived(row: QualityRow | PointQuality) -> dict[str, Any]:
    lived = {name: round(getattr(row, name), 3) for name in ("seen_s", "degraded_s", "down_s")}
    return {**lived, **_spreads(row.spreads)}


def _of_minute(row: QualityRow) -> dict[str, Any]:
    return {"minute": utc_iso(row.minute * MS_PER_MINUTE), "point": row.point, **_lived(row)}


def _of_point(row: PointQuality) -> dict[str, Any]:
    return {"point": row.point, "minutes": row.minutes, **_lived(row)}


def _local_minute(row: QualityRow, zone: str) -> str:
    return local_time(row.minute * MS_PER_MINUTE, zone)[:5]
