"""`diemcau log`: the record as lines, for people or as JSON; `--follow` goes on as it grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.log_line import plain_line
from console.cli.opening import JSON, day_of, glance, home_of, log_path, point_names
from console.cli.since import instant_ms, plausible
from data.agenda.air_times import TURNS, on_air_after
from data.instants import utc_iso
from data.record.contract import Row
from data.record.errors import LogBusy
from data.record.file import check_access, connect, version_of
from data.record.page import PAGE, rows_after

FOLLOW_S = 0.25
Filter = Callable[[Row], bool]


@click.command("log", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--follow", "-f", is_flag=True, help="cli.log.opt.follow")
@JSON
@click.option("--since", callback=plausible, metavar="T", help="cli.log.opt.since")
@click.option("--point", multiple=True, metavar="P", help="cli.log.opt.point")
@click.option("--kind", multiple=True, metavar="K", help="cli.log.opt.kind")
@click.option("--item", multiple=True, metavar="C", help="cli.log.opt.item")
@click.option("--during", multiple=True, metavar="C", help="cli.log.opt.during")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    target: Path,
    follow: bool,
    as_json: bool,
    since: str | None,
    point: tuple[str, ...],
    kind: tuple[str, ...],
    item: tuple[str, ...],
    during: tuple[str, ...],
) -> int:
    """Print rows, oldest first."""
    talk = terminal(ctx)
    language, zone = glance(home_of(target))
    talk.adopt(language)
    path, told = log_path(target), False
    write = _json_line if as_json else plain_line(path, zone, point_names(home_of(target)), talk.t)
    with closing(_Reader(path)) as reader:
        since_at = "" if since is None else utc_iso(instant_ms(since, zone, day_of(path)))
        wanted = _filter(since_at, point, kind, item)
        wanted = _during(during, wanted) if during else wanted
        try:
            for rows in reader.pages(follow=follow):
                lines = [write(row) for row in rows if wanted(row)]
                told = told or bool(lines)
                talk.out_all(lines)
        except KeyboardInterrupt:
            if not follow:
                raise
    if not told:
        talk.say("cli.log.nothing")
    return 0


class _Reader:
    """Pages of a log on a connection of its own; no statement stays open between two of them."""

    def __init__(self, path: Path) -> None:
        check_access(path, writing=False)
        self._path = path
        self._connection = connect(path, writing=False, busy_timeout_ms=5000)
        version_of(self._connection, path)

    def pages(self, *, follow: bool) -> Iterator[list[Row]]:
        """All rows there are; with `follow` for ever. A busy log is asked again later."""
        after = 0
        while True:
            try:
                rows = rows_after(self._connection, self._path, after)
            except LogBusy:
                if not follow:
                    raise
                rows = []
            if rows:
                yield rows
                after = rows[-1].seq
            if len(rows) < PAGE:
                if not follow:
                    return
                time.sleep(FOLLOW_S)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _filter(since_at: str, points: tuple[str, ...], kinds: tuple[str, ...], items: tuple[str, ...]) -> Filter:
    """Rows from `since_at` on that are of these points, kinds and items, where any were named."""
    wanted_points = {code.casefold() for code in points}
    wanted_kinds = {kind.casefold() for kind in kinds}
    wanted_items = {cue.casefold() for cue in items}

    def wanted(row: Row) -> bool:
        return (
            row.at >= since_at
            and (not wanted_points or (row.point or "").casefold() in wanted_points)
            and (not wanted_kinds or row.kind.casefold() in wanted_kinds)
            and (not wanted_items or (row.item or "").casefold() in wanted_items)
        )

    return wanted


def _during(cues: tuple[str, ...], wanted: Filter) -> Filter:
    """Of the rows `wanted` those that were written while one of `cues` was on air, its start and end too."""
    asked, on_air = {cue.casefold() for cue in cues}, ""

    def within(row: Row) -> bool:
        nonlocal on_air
        before = on_air
        if row.kind in TURNS:
            on_air = on_air_after(row.kind, row.item)
        return bool({before.casefold(), on_air.casefold()} & asked) and wanted(row)

    return within


def _json_line(row: Row) -> str:
    from data.record.json_line import row_json

    return row_json(row).decode()
