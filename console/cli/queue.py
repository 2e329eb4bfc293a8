"""`diemcau queue`: who asked to speak in a discussion, who has the floor, who had it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from console.cli.changing import REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.item_fields import point_code, seconds
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.person import AS, actor_name
from console.folder import Folder
from console.hands import hands
from console.status import read_status
from console.text.problems import word
from console.text.sentences import Text, clock, local_hour
from console.view import View
from data import commands as cmd
from data.folder.model import Speaking
from data.instants import utc_iso
from data.speaking.rules import WAYS
from data.speaking.state import Asking, Turn
from data.state import ConferenceState
from data.text import clean
from data.units import NS_PER_S

ACTS = ("add", "call", "move", "done", "drop")
LONGEST_ID = 40


class QueueOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind the act: whom, and the options of all acts."""

    who: str
    point: str
    organisation: str
    by: str
    turn: int | None
    after: str
    length_s: int | None
    reason: str
    speaking: Speaking


@click.command("queue", cls=Command)
@FOLDER
@click.argument("act", required=False, default=None)
@click.argument("who", required=False, default="")
@click.option("--point", default="", metavar="CODE", help="cli.queue.opt.point")
@click.option("--organisation", default="", metavar="TEXT", help="cli.item.organisation")
@click.option("--by", type=click.Choice(WAYS), default="hand", help="cli.queue.opt.by")
@click.option("--turn", type=click.IntRange(1, 2), default=None, help="cli.queue.opt.turn")
@click.option("--after", default="", metavar="ID", help="cli.queue.opt.after")
@click.option("--length", default=None, metavar="TIME", help="cli.queue.opt.length")
@REASON
@TAKE_CONTROL
@AS
@JSON
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    folder: Path,
    act: str | None,
    who: str,
    point: str,
    length: str | None,
    take_control: str | None,
    actor: str | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Print the queue, or change it first when an act is named; the act may also stand before the folder."""
    talk = terminal(ctx)
    if str(folder) in ACTS and act is not None:
        folder, act = Path(act), str(folder)
    if act is not None:
        if act not in ACTS:
            raise click.UsageError(talk.t("cli.queue.no_act", value=clean(act, LONGEST_ID)))
        asked = QueueOptions(
            who=who.strip(),
            point=point_code(talk, folder, point) if point else "",
            length_s=None if length is None else seconds(talk, length),
            speaking=_speaking(folder),
            **options,
        )
        order = _ORDERS[act]
        give(talk, folder, lambda s: order(s, asked), actor=actor_name(actor), take_control=take_control)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    if as_json:
        talk.out(msgspec.json.encode(_object(view)).decode())
    else:
        talk.out_all(_lines(view, talk.t))
        if not (view.state.speakers.waiting or view.state.speakers.turns or hands(view)):
            talk.say("cli.queue.empty")
    return 0


def _speaking(folder: Path) -> Speaking:
    """The lengths of turns, the usual ones where the folder cannot be read."""
    from data.folder.conference import load

    conference, _ = load(folder)
    return conference.speaking if conference is not None else Speaking()


def _known(state: ConferenceState, written: str) -> str:
    """The id that is meant: an id as it is, a bare number as a place in the queue."""
    waiting = state.speakers.waiting
    if written.isascii() and written.isdigit() and 0 < int(written[:6]) <= len(waiting):
        return waiting[int(written) - 1].id
    return clean(written.strip().lower(), LONGEST_ID)


def _add(state: ConferenceState, asked: QueueOptions) -> cmd.QueueSpeaker:
    return cmd.QueueSpeaker(
        name=asked.who, organisation=asked.organisation, point=asked.point, by=asked.by, turn=asked.turn
    )


def _call(state: ConferenceState, asked: QueueOptions) -> cmd.CallSpeaker:
    """Without a name the first in the queue."""
    waiting = state.speakers.waiting
    wanted = _known(state, asked.who) if asked.who else waiting[0].id if waiting else ""
    found = state.speakers.find(wanted)
    length_s = (
        asked.length_s if asked.length_s is not None else asked.speaking.seconds(found.turn if found else 1)
    )
    return cmd.CallSpeaker(id=wanted, seconds=length_s)


def _move(state: ConferenceState, asked: QueueOptions) -> cmd.MoveSpeaker:
    after = _known(state, asked.after) if asked.after else ""
    return cmd.MoveSpeaker(id=_known(state, asked.who), after=after, reason=asked.reason)


def _done(state: ConferenceState, asked: QueueOptions) -> cmd.FinishSpeaker:
    floor = state.speakers.floor(state.on_air)
    return cmd.FinishSpeaker(id=asked.who.lower() or (floor.asking.id if floor else ""))


def _drop(state: ConferenceState, asked: QueueOptions) -> cmd.WithdrawSpeaker:
    return cmd.WithdrawSpeaker(id=_known(state, asked.who), reason=asked.reason)


_ORDERS: dict[str, Callable[[ConferenceState, QueueOptions], cmd.Command]] = {
    "add": _add,
    "call": _call,
    "move": _move,
    "done": _done,
    "drop": _drop,
}


def _object(view: View) -> dict[str, Any]:
    speakers, floor = view.state.speakers, view.state.speakers.floor(view.state.on_air)
    return {
        "floor": _turn(view, floor) if floor else None,
        "waiting": [
            _asking(each) | {"seconds": view.conference.speaking.seconds(each.turn)}
            for each in speakers.waiting
        ],
        "spoken": [_turn(view, each) for each in speakers.turns if each is not floor],
        "hands": [
            {"point": each.point, "since": utc_iso(each.since_ms), "spoke": each.spoke}
            for each in hands(view)
        ],
    }


def _asking(each: Asking) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name or None,
        "organisation": each.organisation or None,
        "point": each.point or None,
        "by": each.by,
        "turn": each.turn,
        "asked_at": utc_iso(each.asked_ms),
    }


def _turn(view: View, turn: Turn) -> dict[str, Any]:
    return _asking(turn.asking) | {
        "item": turn.item,
        "called_at": utc_iso(turn.at_ms),
        "seconds": turn.seconds,
        "spoken_s": _spoken_s(view, turn),
    }


def _spoken_s(view: View, turn: Turn) -> float:
    run = view.state.run(turn.item)
    return round(turn.spoken_ns(run, view.state.t_ns(view.now)) / NS_PER_S, 1)


def _lines(view: View, t: Text) -> Iterator[str]:
    speakers, floor = view.state.speakers, view.state.speakers.floor(view.state.on_air)
    for turn in speakers.turns:
        code = "cli.queue.floor" if turn is floor else "cli.queue.spoken"
        spent = clock(int(_spoken_s(view, turn)))
        yield t(
            code,
            id=turn.asking.id,
            who=_who(view, turn.asking),
            item=turn.item,
            spent=spent,
            span=clock(turn.seconds),
        )
    for place, each in enumerate(speakers.waiting, 1):
        yield t(
            "cli.queue.line",
            place=place,
            id=each.id,
            who=_who(view, each),
            way=word(t, "speakers.by", each.by),
            turn=each.turn,
            span=clock(view.conference.speaking.seconds(each.turn)),
            time=local_hour(each.asked_ms, view.conference.timezone),
        )
    for raised in hands(view):
        yield t(
            "cli.queue.hand",
            point=raised.point,
            name=view.points[raised.point].label,
            time=local_hour(raised.since_ms, view.conference.timezone),
        )


def _who(view: View, each: Asking) -> str:
    """The name, or the room's; where a person speaks from goes with it."""
    point = view.points.get(each.point)
    place = f"{each.point} {point.label}" if point else each.point
    return clean(", ".join(part for part in (each.name, each.organisation, place) if part), 100)
