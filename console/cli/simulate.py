"""`diemcau simulate`: the simulated platform alone, as a real HTTP server."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from console.cli.command import Command, terminal
from data.instants import utc_iso
from data.units import NS_PER_MS

FEWEST, MOST = 4, 20_000
LOOPBACK = "127.0.0.1"


def _instant(ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """An ISO instant as UTC milliseconds; one that names no offset is UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(terminal(ctx).t("cli.simulate.bad_instant", value=value)) from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


@click.command("simulate", cls=Command)
@click.option("--points", type=click.IntRange(FEWEST, MOST), default=767, help="cli.simulate.opt.points")
@click.option("--seed", type=int, default=1, help="cli.opt.seed")
@click.option(
    "--scenario", type=click.Path(path_type=Path), metavar="FILE", default=None, help="cli.opt.scenario"
)
@click.option("--host", default=LOOPBACK, metavar="HOST", help="cli.simulate.opt.host")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="cli.simulate.opt.port")
@click.option("--opened-at", callback=_instant, metavar="ISO", help="cli.simulate.opt.opened_at")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    default=None,
    help="cli.simulate.opt.folder",
)
@click.option("--until-stdin-ends", is_flag=True, hidden=True)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    points: int,
    seed: int,
    scenario: Path | None,
    host: str,
    port: int,
    opened_at: int | None,
    folder: Path | None,
    until_stdin_ends: bool,
) -> int:
    """Serve until Ctrl-C. The URL goes to stdout as soon as it listens."""
    from adapters.simulator.runner import run_simulator
    from adapters.simulator.scenario import load_scenario
    from adapters.simulator.server import CONFERENCE
    from console.cli.opening import load_conference
    from data.clock import SystemClock, make_clock
    from data.samples import sample_points

    talk = terminal(ctx)
    conference = load_conference(talk, folder) if folder is not None else None
    clock = make_clock(conference.speed, conference.speed_anchor_ms) if conference else SystemClock()
    opened_ms = opened_at if opened_at is not None else time.time_ns() // NS_PER_MS

    def ready(url: str) -> None:
        talk.out(url)
        talk.say("cli.simulate.source", name="pexip", kind="pexip", url=url, conference=CONFERENCE)
        again = (
            f"diemcau simulate --seed {seed} --port {url.rsplit(':', 1)[-1]} --opened-at {utc_iso(opened_ms)}"
        )
        again += f" --folder {folder}" if folder is not None else f" --points {points}"
        again += f" --scenario {scenario}" if scenario is not None else ""
        again += f" --host {host}" if host != LOOPBACK else ""
        talk.say("cli.simulate.again", command=again)

    rooms = conference.points if conference else sample_points(points, seed)
    run_simulator(
        rooms,
        seed,
        scenario=load_scenario(scenario, rooms) if scenario is not None else (),
        pace=conference.speed if conference else 1.0,
        clock=clock,
        opened_ms=opened_ms,
        host=host,
        port=port,
        ready=ready,
        stop_when_stdin_closes=until_stdin_ends,
    )
    return 0
