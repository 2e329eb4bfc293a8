"""`diemcau replay`: the whole console at any moment of a finished record; nothing is asked nor written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.look import ASCII, THEME, settle_look
from console.cli.opening import home_of, load_conference, log_path
from console.cli.person import actor_name
from console.cli.progress import progress_bar
from console.cli.since import instant_ms, plausible
from console.cli.whole_screen import need_terminal
from console.folder import Folder

if TYPE_CHECKING:
    from data.folder.model import Conference, Look
    from data.record.tape import Tape

LONG_WAY = 20_000
"""So many rows are folded in a moment; for more one is told how far it is."""


@click.command("replay", cls=Command)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--speed", type=click.FloatRange(0.125, 1024), default=None, help="cli.replay.opt.speed")
@click.option("--at", callback=plausible, metavar="T", help="cli.replay.opt.at")
@THEME
@ASCII
@click.pass_context
def command(
    ctx: click.Context,
    *,
    target: Path,
    speed: float | None,
    at: str | None,
    theme: str | None,
    ascii_only: bool,
) -> int:
    """Open it; the exit code is 0 however it was left."""
    talk = terminal(ctx)
    conference = load_conference(talk, home_of(target), warn=False)
    path = log_path(target)
    look = settle_look(conference.look, theme, ascii_only=ascii_only)
    return open_replay(talk, Folder(path.parent, path.name), conference, look=look, speed=speed, at=at)


def open_replay(
    talk: Terminal,
    place: Folder,
    conference: Conference,
    *,
    look: Look,
    speed: float | None = None,
    at: str | None = None,
) -> int:
    """Replay the log of `place` until it is left: from `at`, else from the opening; it stands there unless
    `speed` is given. Raises LogError, Denied.
    """
    need_terminal(talk, "lines")
    from console.past.replay import Replay
    from console.running import run_with_screen
    from data.record.tape import Tape

    tape = Tape.open(place.log_path)
    at_ms = None if at is None else instant_ms(at, conference.timezone, tape.day)
    if at_ms is not None:
        _wind(talk, tape, tape.row_at(at_ms))
    replay = Replay(place, conference, tape, actor_name(None))
    replay.stand_at(at_ms)
    if speed is not None:
        replay.play(speed)
    return run_with_screen(replay, talk.t, look=look)


def _wind(talk: Terminal, tape: Tape, row: int) -> None:
    if row < LONG_WAY:
        return
    with progress_bar(talk.t("cli.replay.winding")) as progress:
        while tape.wound < row and tape.wind_on():
            if progress is not None:
                progress(min(tape.wound, row), row)
