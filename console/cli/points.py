"""`diemcau points`: the health of every point, in the order of the roster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.cli.command import Command, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.problem_text import word
from console.status import read_status
from console.text import Text, local_time, utc_iso
from console.view import View
from data.model import BridgePoint
from data.text import clean


@click.command("points", cls=Command)
@FOLDER
@JSON
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool) -> int:
    """Print one row a point, in the order of the roster."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    if as_json:
        import msgspec

        found = [_object(view, point) for point in conference.points]
        talk.out(msgspec.json.encode(found).decode())
    else:
        talk.out_all(_line(view, point, talk.t) for point in conference.points)
    return 0


def _object(view: View, point: BridgePoint) -> dict[str, Any]:
    known, reading = view.state.point(point.code), view.readings.get(point.code)
    return {
        "code": point.code,
        "name": point.name,
        "level": point.level,
        "parent": point.parent or None,
        "health": str(view.board.health[point.code]),
        "reason": known.reason or None,
        "joined": known.joined,
        "since": utc_iso(known.since_ms) if known.since_ms else None,
        "source": reading.source if reading else None,
        "legs": reading.legs if reading else None,
        "audio_loss_pct": reading.audio_loss_pct if reading else None,
        "video_loss_pct": reading.video_loss_pct if reading else None,
        "jitter_ms": reading.jitter_ms if reading else None,
        "rtt_ms": reading.rtt_ms if reading else None,
        "bitrate_bps": reading.bitrate_bps if reading else None,
        "line": (reading.line or None) if reading else None,
        "told": {each.field: each.source for each in reading.told} if reading else {},
    }


def _line(view: View, point: BridgePoint, t: Text) -> str:
    known = view.state.point(point.code)
    health = t(f"health.{view.board.health[point.code]}")
    why = word(t, "reason", known.reason) if known.reason else ""
    since = local_time(known.since_ms or None, view.conference.timezone)
    return f"{clean(point.code, 12):<6} {health:<13} {since:<8}  {clean(point.label)}  {why}".rstrip()
