"""`diemcau new`: a conference folder from templates, or from a person's own files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from console.cli.command import Command, terminal
from console.cli.failures import problem_counts
from console.cli.import_report import report_lines, report_object
from console.cli.opening import JSON
from console.text.sentences import LONGEST_PARAM
from data.folder.making import Mapped
from data.folder.problem import ProblemError
from data.text import clean

_REFUSED = ("folder_not_empty", "not_a_folder")


def _day(ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """The day of the conference: 2024-06-16 or 16/06/2024; None when nobody says."""
    if value is None:
        return None
    day, slash, rest = value.strip().partition("/")
    month, _, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day)) if slash else date.fromisoformat(day)
    except ValueError:
        raise click.BadParameter(terminal(ctx).t("cli.new.bad_day", value=value)) from None


@click.command("new", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from", "agenda", type=click.Path(path_type=Path), metavar="FILE", default=None, help="cli.new.opt.from"
)
@click.option(
    "--points", type=click.Path(path_type=Path), metavar="FILE", default=None, help="cli.new.opt.points"
)
@click.option("--date", "day", callback=_day, metavar="DAY", default=None, help="cli.new.opt.date")
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    agenda: Path | None,
    points: Path | None,
    day: date | None,
    as_json: bool,
) -> int:
    """Make the folder; nothing that exists is overwritten. 1 when nothing could be written."""
    talk = terminal(ctx)
    mapped = _made(folder, agenda, points, day)
    errors, _ = problem_counts(mapped.problems)
    if as_json:
        import msgspec

        found = {"ok": bool(mapped.written), "written": [str(folder / name) for name in mapped.written]}
        report = report_object(mapped.columns, mapped.problems, talk.t)
        talk.out(msgspec.json.encode(found | report).decode())
    else:
        talk.out_all(report_lines(mapped.columns, mapped.problems, talk.t))
        talk.out_all(clean(str(folder / name), LONGEST_PARAM) for name in mapped.written)
    if not mapped.written:
        talk.say("import.nothing")
        return 1
    talk.say("cli.new.mend" if errors else "cli.new.next", folder=str(folder), errors=errors)
    return 0


def _made(folder: Path, agenda: Path | None, points: Path | None, given: date | None) -> Mapped:
    """Where nobody says the day, the programme may; else it is tomorrow."""
    from data.folder.making import from_files, new_folder

    day = given or date.today() + timedelta(days=1)
    if agenda is None and points is None:
        if problems := new_folder(folder, day=day):
            raise ProblemError(*problems)
        return Mapped((), (), ("conference.toml", "agenda.csv", "points.csv"))
    mapped = from_files(folder, agenda, points, day=day, given=given is not None)
    if any(problem.code in _REFUSED for problem in mapped.problems):
        raise ProblemError(*mapped.problems)
    return mapped
