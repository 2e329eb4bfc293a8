"""`diemcau new`: a conference folder from templates, or from a person's own files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.problem_text import problem_line
from console.text import LONGEST_PARAM
from data.problem import ProblemError
from data.text import clean


def _day(ctx: click.Context, _param: click.Parameter, value: str | None) -> date:
    """The day of the conference: 2024-06-16 or 16/06/2024; tomorrow when nobody says."""
    if value is None:
        return date.today() + timedelta(days=1)
    day, slash, rest = value.strip().partition("/")
    month, _, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day)) if slash else date.fromisoformat(day)
    except ValueError:
        raise click.BadParameter(terminal(ctx).t("cli.new.bad_day", value=value)) from None


@click.command("new", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "agenda", type=click.Path(path_type=Path), default=None, help="cli.new.opt.from")
@click.option("--points", type=click.Path(path_type=Path), default=None, help="cli.new.opt.points")
@click.option("--date", "day", callback=_day, metavar="DAY", default=None, help="cli.new.opt.date")
@click.pass_context
def command(ctx: click.Context, *, folder: Path, agenda: Path | None, points: Path | None, day: date) -> int:
    """Make the folder; nothing that exists is overwritten."""
    talk = terminal(ctx)
    if agenda is None and points is None:
        _from_templates(folder, day)
        written: tuple[str, ...] = ("conference.toml", "agenda.csv", "points.csv")
        failed = False
    else:
        written, failed = _from_files(talk, folder, agenda, points, day)
    if not written:
        return 1
    talk.out_all(clean(str(folder / name), LONGEST_PARAM) for name in written)
    talk.say("cli.new.mend" if failed else "cli.new.next", folder=str(folder))
    return 1 if failed else 0


def _from_templates(folder: Path, day: date) -> None:
    from data.folder import new_folder

    if problems := new_folder(folder, day=day):
        raise ProblemError(*problems)


def _from_files(
    talk: Terminal, folder: Path, agenda: Path | None, points: Path | None, day: date
) -> tuple[tuple[str, ...], bool]:
    """(files written, whether something must be mended first); the mapping is narrated."""
    from data.folder import from_files

    mapped = from_files(folder, agenda, points, day=day)
    for use in mapped.columns:
        code = "cli.new.column" if use.column else "cli.new.column_unused"
        talk.say(code, file=use.file, header=use.header, column=use.column)
    for problem in mapped.problems:
        talk.narrate(problem_line(problem, talk.t))
    return mapped.written, any(not problem.warning for problem in mapped.problems)
