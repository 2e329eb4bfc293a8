"""`diemcau reimport`: a newer programme or roster, shown as a difference before it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from console.cli.changing import REASON, TAKE_CONTROL
from console.cli.command import Command, Terminal, terminal
from console.cli.commanding import give
from console.cli.failures import Denied
from console.cli.import_report import report_lines, report_object
from console.cli.opening import FOLDER, JSON, glance, opened_log
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.plan import Departure, departures, folder_digest, plan_of, replan_of
from console.text.problems import problem_line
from console.text.sentences import LONGEST_PARAM, Text
from data.folder.model import Conference
from data.text import clean

if TYPE_CHECKING:
    from data.folder.replan import Replan
    from data.importers.difference import Change, Difference
    from data.state import ConferenceState

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renumbered": "#", "moved": ">"}


class _Found(msgspec.Struct, frozen=True):
    """The difference of the files, and what the folder would change in the programme in force.

    `state` is the record's, None where there is none yet.
    """

    plan: Replan
    state: ConferenceState | None
    departures: tuple[Departure, ...]

    @property
    def opened(self) -> bool:
        """Whether the conference has begun."""
        return self.state is not None and self.state.opened_ms is not None

    @property
    def differs(self) -> bool:
        """Whether the folder, as it would be, says another programme than the record took from it last."""
        conference = self.plan.conference
        if self.state is None or conference is None:
            return False
        return self.state.folder_plan != folder_digest(conference)

    @property
    def changes(self) -> bool:
        """Whether there is anything to take."""
        return self.plan.changes or self.differs


@click.command("reimport", cls=Command)
@FOLDER
@click.option(
    "--from",
    "agenda",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default=None,
    help="cli.reimport.opt.from",
)
@click.option(
    "--points", type=click.Path(path_type=Path), metavar="FILE", default=None, help="cli.reimport.opt.points"
)
@click.option("--accept", is_flag=True, help="cli.reimport.opt.accept")
@REASON
@TAKE_CONTROL
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    agenda: Path | None,
    points: Path | None,
    accept: bool,
    reason: str,
    take_control: str | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Show the difference; take it with --accept. 1 when the newer files cannot be used."""
    from data.folder import replan

    talk = terminal(ctx)
    talk.adopt(glance(folder)[0])
    if agenda is None and points is None and not Folder(folder).log_path.exists():
        raise click.UsageError(talk.t("cli.reimport.nothing_given"))
    if not folder.is_dir():
        raise Denied(talk.t("missing_folder", folder=str(folder)))
    state = _recorded(folder)
    plan = replan.replan(folder, agenda, points, ran=frozenset(state.runs if state else ()))
    ahead = departures(plan.conference, state) if state and plan.conference else ()
    found = _Found(plan, state, tuple(ahead))
    written: list[str] = []
    taken = accept and found.changes and not plan.refusals
    if taken:
        who = actor_name(actor)
        _take(talk, folder, found, written, actor=who, take_control=take_control, reason=reason)
    if as_json:
        _print_json(talk, found, written, taken=taken)
    else:
        talk.out_all(_lines(found, talk.t))
        talk.out_all(clean(str(folder / name), LONGEST_PARAM) for name in written)
    _say_what_follows(talk, found, taken=taken)
    return 1 if plan.refusals else 0


def _take(
    talk: Terminal,
    folder: Path,
    found: _Found,
    written: list[str],
    *,
    actor: str,
    take_control: str | None,
    reason: str,
) -> None:
    """Files and record together: where a rule refuses, or the files cannot be written, neither changes."""
    from data.folder import replan

    def write() -> None:
        if found.plan.changes and not written:
            written.extend(replan.accept(found.plan))

    conference = found.plan.conference
    if found.state is None or conference is None:
        write()
        return
    if found.opened and found.differs:
        again = replan_of(conference, reason)
        give(
            talk,
            folder,
            lambda _s: again,
            actor=actor,
            take_control=take_control,
            borrow=True,
            alongside=write,
        )
    adopted = plan_of(conference)
    give(talk, folder, lambda _state: adopted, actor=actor, alongside=write)


def _recorded(folder: Path) -> ConferenceState | None:
    """What the record says, None where there is none."""
    home = Folder(folder)
    if not home.log_path.exists():
        return None
    # Only the record is asked; the folder may be in no state to be read.
    nobody = Conference(title="", timezone="UTC", start_ms=0, items=(), points=())
    with opened_log(home, nobody, read_only=True) as log:
        return log.state


def _lines(found: _Found, t: Text) -> Iterator[str]:
    plan = found.plan
    yield from report_lines(plan.columns, plan.problems, t)
    for name, table in (("agenda", plan.agenda), ("points", plan.points)):
        if table is not None:
            yield t(f"import.diff.{name}", count=len(table.changes))
            yield from (f"  {_change(change, t)}" for change in table.changes)
    if found.opened and found.differs:
        yield t("import.diff.in_force", count=len(found.departures))
        for each in found.departures:
            yield f"  {_SIGNS[each.what]} {clean(each.cue, 20)} {clean(each.title, 60)}"
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


def _print_json(talk: Terminal, found: _Found, written: list[str], *, taken: bool) -> None:
    plan = found.plan

    def changes(table: Difference | None) -> list[dict[str, Any]] | None:
        return None if table is None else [msgspec.structs.asdict(change) for change in table.changes]

    answer = {
        "ok": not plan.refusals,
        "opened": found.opened,
        "taken": taken,
        "written": written,
        "agenda": changes(plan.agenda),
        "points": changes(plan.points),
        "in_force": [msgspec.structs.asdict(each) for each in found.departures] if found.opened else None,
        "refusals": [problem_line(problem, talk.t) for problem in plan.refusals],
    }
    answer |= report_object(plan.columns, plan.problems, talk.t)
    talk.out(msgspec.json.encode(answer).decode())


def _say_what_follows(talk: Terminal, found: _Found, *, taken: bool) -> None:
    plan = found.plan
    if plan.refusals:
        talk.say("import.nothing")
    elif not found.changes:
        talk.say("import.same")
    elif not taken:
        talk.say("import.accept")
    else:
        talk.say("import.taken_after" if found.opened and found.differs else "import.taken_before")
        if found.state is not None and plan.points is not None and plan.points.changes:
            talk.say("import.points_later")
