"""`diemcau check`: everything that is wrong with a folder, in one pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.command import Command, terminal
from console.cli.failures import problem_counts
from console.cli.opening import FOLDER, JSON, glance
from console.folder import Folder
from console.text.problems import problem_line

if TYPE_CHECKING:
    from data.folder.model import Conference
    from data.folder.problem import Problem


@click.command("check", cls=Command)
@FOLDER
@JSON
@click.option("--clips", type=click.Path(path_type=Path), metavar="FOLDER", help="cli.check.clips")
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool, clips: Path | None) -> int:
    """Print every error and warning; 1 when there is an error."""
    from console.keys.keymap import checked
    from console.polling.source_trial import wrong_sources
    from data.clock import SystemClock
    from data.folder.conference import load

    talk = terminal(ctx)
    talk.adopt(glance(folder)[0])
    conference, problems = checked(*load(folder))
    if conference is not None:
        problems = (*problems, *_about_today(folder, conference), *wrong_sources(conference, SystemClock()))
    if conference is not None and clips is not None:
        from console.clip_check import clip_problems

        problems = (*problems, *clip_problems(conference, clips))
    errors, warnings = problem_counts(problems)
    if as_json:
        import msgspec

        found = [{**msgspec.structs.asdict(p), "message": problem_line(p, talk.t)} for p in problems]
        talk.out(msgspec.json.encode({"ok": not errors, "problems": found}).decode())
    else:
        talk.out_all(problem_line(problem, talk.t) for problem in problems)
    if conference is None or errors:
        talk.say("cli.check.errors", errors=errors, warnings=warnings)
        return 1
    talk.say("cli.check.ok", items=len(conference.items), points=len(conference.points), warnings=warnings)
    return 0


def _about_today(folder: Path, conference: Conference) -> tuple[Problem, ...]:
    """Doubts about the day; none of a demo, whose clock is its own, nor of what has been held."""
    from data.clock import SystemClock
    from data.folder.doubtful_day import doubtful_day
    from data.record.tape import has_run

    place = Folder(folder)
    if place.is_demo or has_run(place.log_path):
        return ()
    return doubtful_day(conference, SystemClock().now().utc_ms)
