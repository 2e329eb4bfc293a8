"""`diemcau run`: the console on a folder, with a screen or without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.look import ASCII, THEME, settle_look
from console.cli.opening import FOLDER, load_conference
from console.cli.person import AS, actor_name
from console.cli.whole_screen import need_terminal
from console.folder import Folder
from console.text.which_log import which_log

if TYPE_CHECKING:
    from data.folder.model import Conference, Look

ROLES = ("operator", "technician", "viewer")


@click.command("run", cls=Command)
@FOLDER
@click.option("--rehearsal", is_flag=True, help="cli.run.opt.rehearsal")
@click.option("--again", is_flag=True, help="cli.run.opt.again")
@click.option("--role", type=click.Choice(ROLES), default="operator", help="cli.run.opt.role")
@click.option("--headless", is_flag=True, help="cli.run.opt.headless")
@THEME
@ASCII
@AS
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    rehearsal: bool,
    again: bool,
    role: str,
    headless: bool,
    theme: str | None,
    ascii_only: bool,
    actor: str | None,
) -> int:
    """Open the console; the exit code is 0 however it was left."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, keep=True)
    place = Folder(folder)
    if rehearsal or again:
        place = (place.last_rehearsal() if again else None) or place.rehearsal()
        talk.narrate(which_log(place, talk.t, begun=place.log_path.exists()))
    look = settle_look(conference.look, theme, ascii_only=ascii_only)
    return open_console(talk, place, conference, look=look, role=role, actor=actor, headless=headless)


def open_console(
    talk: Terminal,
    place: Folder,
    conference: Conference,
    *,
    look: Look,
    role: str = "operator",
    actor: str | None = None,
    headless: bool = False,
    seconds: float | None = None,
    hints: tuple[str, ...] = (),
) -> int:
    """Run a console until it is left, or without a screen for `seconds`. Raises LogError, Denied.

    A sealed record is replayed: nothing can be added to it, and nobody is asked any more.

    Without a screen nobody presses keys, so such a console never takes control of the programme.
    """
    if not headless:
        need_terminal(talk, "headless")
    from data.record.tape import is_sealed

    if is_sealed(place.log_path):
        if headless:
            raise Denied(talk.t("replay.sealed_headless"))
        from console.cli.replay import open_replay

        talk.say("replay.sealed", log=str(place.log_path))
        return open_replay(talk, place, conference, look=look)
    from console.desk import Identity
    from console.presence import console_name
    from console.running import run_headless, run_with_screen
    from console.session import Session
    from data.clock import make_clock

    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    identity = Identity(console=console_name(), actor=actor_name(actor), role="viewer" if headless else role)
    session = Session.open(place, conference, clock, identity)
    if not headless:
        return run_with_screen(session, talk.t, look=look, hints=hints)
    talk.say("cli.run.headless", log=str(place.log_path))
    code = run_headless(session, seconds)
    talk.say("cli.run.stopped")
    return code
