"""`diemcau agenda`: the programme with planned, true and expected times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.cli.command import Command, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.status import read_status
from console.text import Text, clock, local_hour, minutes, utc_iso
from console.view import View
from data.agenda import ItemForecast
from data.model import AgendaItem
from data.text import clean


@click.command("agenda", cls=Command)
@FOLDER
@JSON
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool) -> int:
    """Print one row an item."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    rows = list(zip(view.state.items, view.forecast.items, strict=True))
    if as_json:
        import msgspec

        found = [_object(view, item, times) for item, times in rows]
        talk.out(msgspec.json.encode(found).decode())
    else:
        talk.out_all(_line(view, item, times, talk.t) for item, times in rows)
    return 0


def _object(view: View, item: AgendaItem, times: ItemForecast) -> dict[str, Any]:
    run = view.state.run(item.cue)
    return {
        "cue": item.cue,
        "title": item.title,
        "kind": str(item.kind),
        "point": item.point or None,
        "state": str(times.state),
        "planned_start": utc_iso(times.planned_start_ms),
        "planned_end": utc_iso(times.planned_end_ms),
        "planned_s": item.duration_s,
        "expected_start": utc_iso(times.expected_start_ms),
        "expected_end": utc_iso(times.expected_end_ms),
        "started_at": None if run.started_ms is None else utc_iso(run.started_ms),
        "ended_at": None if run.ended_ms is None else utc_iso(run.ended_ms),
        "elapsed_s": None if times.elapsed_ms is None else times.elapsed_ms / 1000,
        "latest_start": None if times.latest_start_ms is None else utc_iso(times.latest_start_ms),
    }


def _line(view: View, item: AgendaItem, times: ItemForecast, t: Text) -> str:
    zone = view.conference.timezone
    spent = "" if times.elapsed_ms is None else f"  {clock(times.elapsed_ms // 1000)}"
    start = f"{local_hour(times.planned_start_ms, zone)} {local_hour(times.expected_start_ms, zone)}"
    state = t(f"item_state.{times.state}")
    cue, point = clean(item.cue, 12), clean(item.point, 12) or "-"
    return (
        f"{cue:<5} {start}  {minutes(item.duration_s):>5}  {state:<14} {point:<6} {clean(item.label)}{spent}"
    )
