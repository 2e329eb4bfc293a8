"""`diemcau reimport`: a newer programme or roster, shown as a difference before it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.import_report import report_lines, report_object
from console.cli.opening import FOLDER, JSON, glance, opened_log
from console.folder import Folder
from console.problem_text import problem_line
from console.text import LONGEST_PARAM, Text
from data.model import Conference
from data.text import clean

if TYPE_CHECKING:
    from data.importers.difference import Change, Difference
    from data.replan import Replan

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renumbered": "#", "moved": ">"}


@click.command("reimport", cls=Command)
@FOLDER
@click.option("--from", "agenda", type=click.Path(path_type=Path), default=None, help="cli.reimport.opt.from")
@click.option("--points", type=click.Path(path_type=Path), default=None, help="cli.reimport.opt.points")
@click.option("--accept", is_flag=True, help="cli.reimport.opt.accept")
@JSON
@click.pass_context
def command(
    ctx: click.Context, *, folder: Path, agenda: Path | None, points: Path | None, accept: bool, as_json: bool
) -> int:
    """Show the difference; write it with --accept. 1 when the newer files cannot be used."""
    from data import replan

    talk = terminal(ctx)
    talk.adopt(glance(folder)[0])
    if agenda is None and points is None:
        raise click.UsageError(talk.t("cli.reimport.nothing_given"))
    if not folder.is_dir():
        raise Denied(talk.t("missing_folder", folder=str(folder)))
    opened, ran = _ran(folder)
    plan = replan.replan(folder, agenda, points, ran=ran)
    written: tuple[str, ...] = ()
    if accept and plan.changes and not plan.refusals:
        written = replan.accept(plan)
    if as_json:
        _print_json(talk, plan, written, opened=opened)
    else:
        talk.out_all(_lines(plan, talk.t))
        talk.out_all(clean(str(folder / name), LONGEST_PARAM) for name in written)
    _say_what_follows(talk, plan, written, opened=opened)
    return 1 if plan.refusals else 0


def _ran(folder: Path) -> tuple[bool, frozenset[str]]:
    """Whether the conference was opened, and which items are no longer simply pending."""
    home = Folder(folder)
    if not home.log_path.exists():
        return False, frozenset()
    # Only the record is asked; the folder may be in no state to be read.
    nobody = Conference(title="", timezone="UTC", start_ms=0, items=(), points=())
    with opened_log(home, nobody, read_only=True) as log:
        return log.state.opened_ms is not None, frozenset(log.state.runs)


def _lines(plan: Replan, t: Text) -> Iterator[str]:
    yield from report_lines(plan.columns, plan.problems, t)
    for name, found in (("agenda", plan.agenda), ("points", plan.points)):
        if found is not None:
            yield t(f"import.diff.{name}", count=len(found.changes))
            yield from (f"  {_change(change, t)}" for change in found.changes)
    if plan.refusals:
        yield t("import.refused", count=len(plan.refusals))
        yield from (f"  {problem_line(problem, t)}" for problem in plan.refusals)


def _change(change: Change, t: Text) -> str:
    sign = _SIGNS.get(change.what, "=")
    code = f"import.diff.{change.what}"
    if change.what == "kept" and not change.column:
        code = "import.diff.kept_row"
    said = t(
        code,
        key=change.key,
        name=clean(change.name, 60),
        meaning=t(f"import.means.{change.column}"),
        old=change.old or t("import.empty"),
        new=change.new,
    )
    return f"{sign} {said}"


def _print_json(talk: Terminal, plan: Replan, written: tuple[str, ...], *, opened: bool) -> None:
    import msgspec

    def changes(found: Difference | None) -> list[dict[str, Any]] | None:
        return None if found is None else [msgspec.structs.asdict(change) for change in found.changes]

    answer = {
        "ok": not plan.refusals,
        "opened": opened,
        "written": list(written),
        "agenda": changes(plan.agenda),
        "points": changes(plan.points),
        "refusals": [problem_line(problem, talk.t) for problem in plan.refusals],
    }
    answer |= report_object(plan.columns, plan.problems, talk.t)
    talk.out(msgspec.json.encode(answer).decode())


def _say_what_follows(talk: Terminal, plan: Replan, written: tuple[str, ...], *, opened: bool) -> None:
    if plan.refusals:
        talk.say("import.nothing")
    elif not plan.changes:
        talk.say("import.same")
    elif not written:
        talk.say("import.accept")
    else:
        talk.say("import.taken_after" if opened else "import.taken_before")
