"""`diemcau stage`: the screen that faces the speaker, in this terminal or in browsers."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.failures import Denied
from console.cli.look import ASCII, THEME, settle_look
from console.cli.opening import FOLDER, load_conference
from console.cli.whole_screen import need_terminal
from console.folder import Folder
from console.text.problems import os_error_reason

LOOPBACK = "127.0.0.1"


@click.command("stage", cls=Command)
@FOLDER
@click.option("--rehearsal", is_flag=True, help="cli.stage.opt.rehearsal")
@click.option("--web", is_flag=True, help="cli.stage.opt.web")
@click.option("--host", default=LOOPBACK, metavar="HOST", help="cli.stage.opt.host")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="cli.stage.opt.port")
@THEME
@ASCII
@click.pass_context
def command(
    ctx: click.Context,
    *,
    folder: Path,
    rehearsal: bool,
    web: bool,
    host: str,
    port: int,
    theme: str | None,
    ascii_only: bool,
) -> int:
    """Show until it is left; nothing here changes anything."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    place = _place(talk, folder, rehearsal=rehearsal)
    look = settle_look(conference.look, theme, ascii_only=ascii_only)
    if web:
        again = ["stage", str(folder.absolute()), "--lang", talk.t.language, "--theme", look.theme]
        again += ["--rehearsal"] if rehearsal else []
        again += ["--ascii"] if look.glyphs == "ascii" and ascii_only else []
        return _serve(talk, again, conference.title, host, port)
    if not _in_browser():
        need_terminal(talk, "web")
    from console.running import run_stage
    from console.stage import StageReader
    from data.clock import make_clock
    from data.record.errors import LogBusy

    reader = StageReader(place, conference, make_clock(conference.speed, conference.speed_anchor_ms))
    with suppress(LogBusy):  # a writer is at it: the next look will see
        reader.look()
    return run_stage(reader, talk.t, look=look)


def _in_browser() -> bool:
    """Whether a server of ours has this process draw into a browser."""
    return "web_driver" in os.environ.get("TEXTUAL_DRIVER", "")


def _place(talk: Terminal, folder: Path, *, rehearsal: bool) -> Folder:

    if not rehearsal:
        return Folder(folder)
    found = Folder(folder).last_rehearsal()
    if found is None:
        raise Denied(talk.t("cli.stage.no_rehearsal", folder=str(folder)))
    return found


def _serve(talk: Terminal, command: list[str], title: str, host: str, port: int) -> int:
    from console.stage_web import WebMissing, is_loopback, serve_stage

    def ready(url: str) -> None:
        talk.out(url)
        talk.say("cli.stage.serving")
        if not is_loopback(host):
            talk.say("cli.stage.open_host", host=host)

    try:
        return serve_stage(command, title=title, host=host, port=port, ready=ready)
    except WebMissing:
        raise Denied(talk.t("cli.stage.no_web")) from None
    except OSError as error:
        why = os_error_reason(error, talk.t)
        raise Denied(talk.t("cli.stage.port_taken", host=host, port=port, why=why)) from None
