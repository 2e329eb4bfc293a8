"""`diemcau readiness`: which rooms a rehearsal showed to be ready, which not and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.opening import FOLDER, JSON, load_conference, opened_log
from console.facts import nullable
from console.folder import Folder
from console.text.problems import word
from console.text.sentences import NOTHING, Text, local_time, stopwatch
from data.events import Event
from data.folder.model import Conference
from data.points.readiness import Against, Room, RoomVerdict, Tally, Wave, against, wave
from data.text import clean


@click.command("readiness", cls=Command)
@FOLDER
@click.option("--log", "log", metavar="LOG", default=None, help="cli.readiness.opt.log")
@click.option("--against", "then", metavar="LOG", default=None, help="cli.readiness.opt.against")
@click.option("--no-contacts", is_flag=True, help="cli.readiness.opt.no_contacts")
@JSON
@click.pass_context
def command(
    ctx: click.Context, *, folder: Path, log: str | None, then: str | None, no_contacts: bool, as_json: bool
) -> int:
    """Print the readiness by level and province, then every room that is not ready."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    place = _place(talk, folder, log)
    now = _read(place, conference)
    change = against(now, _read(_named(talk, folder, then), conference)) if then is not None else None
    if as_json:
        talk.out(msgspec.json.encode(_object(place, now, then, change)).decode())
    else:
        talk.out_all(_lines(place, now, conference, talk.t, contacts=not no_contacts))
        if change is not None:
            talk.out_all(_changes(then or "", change, talk.t))
    return 0


def _place(talk: Terminal, folder: Path, log: str | None) -> Folder:
    """The log that was named; else the newest rehearsal, else the record. Raises Denied."""
    if log is not None:
        return _named(talk, folder, log)
    return Folder(folder).last_rehearsal() or _named(talk, folder, Folder(folder).log_name)


def _named(talk: Terminal, folder: Path, log: str) -> Folder:
    """LOG is a file of the folder, or a path."""
    path = folder / log if (folder / log).is_file() else Path(log)
    if not path.is_file():
        raise Denied(talk.t("cli.readiness.no_log", log=clean(log), folder=str(folder)))
    return Folder(path.parent, path.name)


def _read(place: Folder, conference: Conference) -> Wave:
    """Raises LogError."""
    with opened_log(place, conference, read_only=True) as log:

        def events() -> Iterator[Event]:
            after = 0
            while page := log.read(after):
                yield from page
                after = page[-1].seq

        return wave(events(), conference.points)


def _lines(place: Folder, now: Wave, conference: Conference, t: Text, *, contacts: bool) -> Iterator[str]:
    zone = conference.timezone
    yield t(
        "cli.readiness.head",
        log=place.log_name,
        start=local_time(now.from_ms, zone),
        end=local_time(now.to_ms, zone),
        ready=now.total.ready,
        expected=now.total.expected,
    )
    names = {point.code: point.label for point in conference.points}
    yield from (_tally(each, word(t, "level", each.name), t) for each in now.levels)
    yield from (
        _tally(each, f"{each.name} {names.get(each.name, '')}", t)
        for each in now.provinces
        if each.ready < each.expected
    )
    for verdict in reversed(RoomVerdict):
        if verdict is not RoomVerdict.READY:
            yield from (
                _room(room, zone, t, contacts=contacts) for room in now.rooms if room.verdict is verdict
            )


def _tally(each: Tally, name: str, t: Text) -> str:
    rest = (f"{t(f'readiness.{verdict}')} {number}" for verdict, number in each.counts.items() if number)
    return t("cli.readiness.tally", name=clean(name), expected=each.expected, counts=", ".join(rest))


def _room(room: Room, zone: str, t: Text, *, contacts: bool) -> str:
    point = room.point
    said = [t(f"readiness.{room.verdict}")]
    if room.test and room.test != "passed":
        said.append(word(t, "test", room.test))
    if room.losses:
        said.append(t("cli.readiness.losses", count=room.losses, span=stopwatch(room.lost_ms / 1000)))
    if room.first_joined_ms is not None:
        said.append(t("cli.readiness.joined", time=local_time(room.first_joined_ms, zone)))
    whom = f"  {point.contact or NOTHING} {point.phone or NOTHING}" if contacts else ""
    return clean(f"{point.code:<6} {point.label}: {', '.join(said)}{whom}", 300)


def _changes(log: str, change: Against, t: Text) -> Iterator[str]:
    counts = {"gained": len(change.gained), "fell": len(change.fell), "both": change.both}
    yield t("cli.readiness.against", log=clean(log), **counts)
    if change.gained:
        yield t("cli.readiness.gained", codes=" ".join(change.gained))
    if change.fell:
        yield t("cli.readiness.fell", codes=" ".join(change.fell))


def _object(place: Folder, now: Wave, then: str | None, change: Against | None) -> dict[str, Any]:
    """Times are UTC ISO, null when unknown; `against` is null unless another log was named."""
    return {
        "log": place.log_name,
        "from": nullable.iso(now.from_ms),
        "to": nullable.iso(now.to_ms),
        "total": now.total,
        "levels": now.levels,
        "provinces": now.provinces,
        "points": [
            {
                "code": room.point.code,
                "verdict": room.verdict,
                "test": room.test or None,
                "tested_at": nullable.iso(room.tested_ms),
                "joined_at": nullable.iso(room.first_joined_ms),
                "losses": room.losses,
                "lost_s": room.lost_ms / 1000,
            }
            for room in now.rooms
        ],
        "against": None
        if change is None
        else {"log": then, "gained": change.gained, "fell": change.fell, "both": change.both},
    }
