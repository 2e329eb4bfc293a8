"""`diemcau delegates`: how many sit in each room, one by one or from a file of many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.status import read_status
from console.view import View
from data.commands import CountDelegates, CountMany
from data.folder.model import Conference
from data.roll_call.roll import RollTaker
from data.roll_call.tally import Tally
from data.text import clean


@click.command("delegates", cls=Command)
@FOLDER
@click.argument("point", required=False, default="", metavar="[POINT]")
@click.argument("count", required=False, default=None, type=int, metavar="[COUNT]")
@click.option("--guests", default=None, type=int, metavar="N", help="cli.delegates.opt.guests")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="cli.delegates.opt.from"
)
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    point: str,
    count: int | None,
    guests: int | None,
    source: Path | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Record COUNT delegates at POINT, or all counts of a file; then print registered and counted."""
    talk = terminal(ctx)
    if (count is None) != (not point) or (source is not None and point):
        raise click.UsageError(talk.t("cli.delegates.one_or_file"), ctx)
    conference = load_conference(talk, folder, warn=False)
    if point and count is not None:
        one = CountDelegates(point=_code(talk, conference, point), delegates=count, guests=guests)
        counts: tuple[CountDelegates, ...] = (one,)
    else:
        counts = () if source is None else _read(source, conference)
    if counts:
        give(talk, folder, lambda _state: CountMany(counts=counts), actor=actor_name(actor))
        talk.say("cli.delegates.counted", points=len(counts), sum=sum(each.delegates for each in counts))
    elif source is not None:
        talk.say("cli.delegates.nothing")
    view = read_status(Folder(folder), conference).view
    if as_json:
        _print_json(talk, view)
    else:
        talk.out_all(_lines(talk, view))
    return 0


def _read(source: Path, conference: Conference) -> tuple[CountDelegates, ...]:
    """The counts of a file; importers are not paid for by whoever counts one room."""
    from data.importers.counts import read_counts

    return read_counts(source, (each.code for each in conference.points))


def _code(talk: Terminal, conference: Conference, written: str) -> str:
    """The code of the roster however its case was typed."""
    known = {each.code.casefold(): each.code for each in conference.points}
    if (code := known.get(written.strip().casefold())) is None:
        raise Denied(talk.t("cli.delegates.no_point", point=clean(written, 40)))
    return code


def _print_json(talk: Terminal, view: View) -> None:
    import msgspec

    found = []
    for point in view.conference.points:
        room = view.state.point(point.code)
        seats = {"registered": point.delegates, "counted": room.delegates, "guests": room.guests}
        found.append({"code": point.code, "level": point.level, **seats})
    talk.out(msgspec.json.encode(found).decode())


def _lines(talk: Terminal, view: View) -> Iterator[str]:
    """A line a level, then all of them together."""
    roll, t = RollTaker(view.conference.points).take(view.state), talk.t
    for level, tally in roll.levels.items():
        known = f"report.level.{level}"
        yield _line(talk, t(known) if t.has(known) else clean(level, 40), tally)
    yield _line(talk, t("report.level.total"), roll.total)


def _line(talk: Terminal, level: str, tally: Tally) -> str:
    """What nobody counted is said in words, not as a nought."""
    t = talk.t
    planned = "-" if tally.delegates_expected is None else t.number(tally.delegates_expected)
    said = t("report.not_counted")
    if tally.counted:
        said = t.number(tally.delegates)
    if tally.guests_counted:
        seen = {"count": tally.delegates, "guests": tally.guests, "at": tally.guests_counted}
        everywhere = tally.guests_counted == tally.counted
        said = t("cli.delegates.seen" if everywhere else "cli.delegates.seen.some", **seen)
    of = {"points": tally.counted, "expected": tally.expected}
    return t("cli.delegates.line", level=level, planned=planned, said=said, **of)
