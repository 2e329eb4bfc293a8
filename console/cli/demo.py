"""`diemcau demo`: the sample conference against a simulated platform, over real HTTP."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.demo_folder import DemoFolder, make_demo, read_demo
from console.cli.look import ASCII, THEME, settle_look
from console.cli.opening import load_conference
from console.cli.platform import simulated_platform
from console.cli.run import open_console
from console.cli.simulate import FEWEST, MOST
from console.cli.whole_screen import need_terminal
from console.folder import SCRATCH, Folder
from data.folder.model import Look
from data.units import NS_PER_MS


@click.command("demo", cls=Command)
@click.option("--points", type=click.IntRange(FEWEST, MOST), default=767, help="cli.demo.opt.points")
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1.0, help="cli.demo.opt.speed")
@click.option("--seed", type=int, default=1, help="cli.opt.seed")
@click.option(
    "--scenario", type=click.Path(path_type=Path), metavar="FILE", default=None, help="cli.opt.scenario"
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=None,
    help="cli.demo.opt.dir",
)
@click.option("--headless", is_flag=True, help="cli.demo.opt.headless")
@click.option("--seconds", type=click.FloatRange(0.1), default=None, help="cli.demo.opt.seconds")
@THEME
@ASCII
@click.pass_context
def command(
    ctx: click.Context,
    *,
    points: int,
    speed: float,
    seed: int,
    scenario: Path | None,
    folder: Path | None,
    headless: bool,
    seconds: float | None,
    theme: str | None,
    ascii_only: bool,
) -> int:
    """Open the demo, and go on with one that --dir holds already."""
    talk = terminal(ctx)
    if not headless:
        need_terminal(talk, "headless")
    scratch = Path(tempfile.mkdtemp(prefix=SCRATCH)) if folder is None else None
    try:
        place = scratch or folder or Path()
        demo = read_demo(place)
        hints = _hints(scenario) if demo is None else ()
        if demo is None:
            demo = make_demo(
                place,
                points=points,
                speed=speed,
                seed=seed,
                scenario=scenario,
                language=talk.t.language,
                now_ms=time.time_ns() // NS_PER_MS,
            )
        look = partial(settle_look, theme=theme, ascii_only=ascii_only)
        return _play(talk, demo, look, headless=headless, seconds=seconds, hints=hints)
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _hints(scenario: Path | None) -> tuple[str, ...]:
    """What a newcomer is told; our own story only when it is the one that is played."""
    from console.screens.cards.welcome import AGAIN, HINTS, STORY

    return (*HINTS, *(STORY if scenario is None else ()), AGAIN)


def _play(
    talk: Terminal,
    demo: DemoFolder,
    look: Callable[[Look], Look],
    *,
    headless: bool,
    seconds: float | None,
    hints: tuple[str, ...],
) -> int:
    conference = load_conference(talk, demo.path)
    with simulated_platform(demo):
        place = Folder(demo.path)
        return open_console(
            talk,
            place,
            conference,
            look=look(conference.look),
            headless=headless,
            seconds=seconds,
            hints=hints,
        )
