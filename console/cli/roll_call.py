"""`diemcau roll-call`: who is there, the frozen figures, whom to ring up; against a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.status import read_status
from console.text.roll_call import announcement, phones, state_word
from console.text.sentences import Text, local_hour, local_time
from console.view import View
from data.folder.model import Conference
from data.roll_call.comparison import Comparison, compare
from data.roll_call.roll import Roll, RollTaker
from data.roll_call.standing import Standing
from data.text import clean


@click.command("roll-call", cls=Command)
@FOLDER
@JSON
@click.option("--missing", is_flag=True, help="cli.roll-call.opt.missing")
@click.option("--against", "against", metavar="LOG", default=None, help="cli.roll-call.opt.against")
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool, missing: bool, against: str | None) -> int:
    """Print the roll call; with `--missing` only whoever is not there."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    roll = RollTaker(conference.points).take(view.state)
    if against is not None:
        return _against(talk, folder, against, view, roll, as_json=as_json)
    if as_json:
        _print_json(talk, view, roll, missing=missing)
    elif missing:
        talk.out_all(_room(code, view, roll, talk.t) for code in roll.missing)
    else:
        talk.out_all(_lines(view, roll, talk.t))
    return 0


def _print_json(talk: Terminal, view: View, roll: Roll, *, missing: bool) -> None:
    import msgspec

    from console.facts.roll_call import point_object, roll_object

    found: object = roll_object(view, roll)
    if missing:
        found = [point_object(view.points[code], view, roll) for code in roll.missing]
    talk.out(msgspec.json.encode(found).decode())


def _lines(view: View, roll: Roll, t: Text) -> Iterator[str]:
    """The sentence for the MC, the figures now, each freeze, then a line a province."""
    zone, total = view.conference.timezone, roll.total
    yield announcement(view, roll, t)
    now = local_time(view.now.utc_ms, zone)
    yield t("cli.roll-call.live", time=now, present=total.present, expected=total.expected)
    counts = (f"{t(f'roll.column.{each}.long')} {number}" for each, number in total.counts.items() if number)
    yield t("cli.roll-call.counts", counts=", ".join(counts), late=total.late)
    for each in view.state.rolls:
        time, figures = local_hour(each.at_ms, zone), (each.total_present, each.total_expected)
        yield t(
            "cli.roll-call.frozen",
            number=each.number,
            time=time,
            present=figures[0],
            expected=figures[1],
            row=each.seq,
        )
    for row in roll.rows:
        own = state_word(row.head, roll, view, t)
        tally = row.tally
        yield t(
            "cli.roll-call.row",
            code=row.head,
            name=view.points[row.head].label,
            present=tally.present,
            expected=tally.expected,
            own=own,
            excused=tally.counts[Standing.EXCUSED],
            missing=tally.missing,
        )


def _room(code: str, view: View, roll: Roll, t: Text) -> str:
    point = view.points[code]
    standing = state_word(code, roll, view, t)
    return f"{clean(code, 12):<6} {clean(point.label)}  {standing}  {clean(phones(point, t))}"


def _against(talk: Terminal, folder: Path, log: str, view: View, roll: Roll, *, as_json: bool) -> int:
    """Who was there in another record of this folder and is not now."""
    found = _compare(folder, log, view.conference, roll)
    if as_json:
        import msgspec

        told = {"against": log, "gone": found.gone, "new": found.new, "both": found.both}
        talk.out(msgspec.json.encode(told).decode())
    else:
        talk.out_all(_room(code, view, roll, talk.t) for code in found.gone)
        numbers = {"gone": len(found.gone), "new": len(found.new), "both": found.both}
        talk.say("cli.roll-call.against", log=log, **numbers)
    return 0


def _compare(folder: Path, log: str, conference: Conference, roll: Roll) -> Comparison:
    """LOG is a file of the folder, or a path. Raises LogError."""
    from console.cli.opening import opened_log

    path = folder / log if (folder / log).exists() else Path(log)
    place = Folder(path.parent, path.name)
    with opened_log(place, conference, read_only=True) as other:
        return compare(conference.points, roll, other.state)
