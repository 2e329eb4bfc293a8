"""`diemcau agenda`: the programme with planned, expected and true times, and why they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.cli.command import Command, Terminal, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.facts import nullable
from console.folder import Folder
from console.status import read_status
from console.text.problems import word
from console.text.sentences import Text, clock, local_hour, minutes
from console.view import View
from data.agenda.as_run import AsRun, as_run
from data.speaking.time import By, Share, speaking_time
from data.text import clean
from data.units import NS_PER_S


@click.command("agenda", cls=Command)
@FOLDER
@click.option("--by", type=click.Choice([str(each) for each in By]), default=None, help="cli.agenda.opt.by")
@JSON
@click.pass_context
def command(ctx: click.Context, *, folder: Path, by: str | None, as_json: bool) -> int:
    """Print one row an item; with `--by` one a speaker, an organisation or a delegation."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    view = read_status(Folder(folder), conference).view
    if by is not None:
        _print_shares(talk, view, By(by), as_json=as_json)
        return 0
    rows = as_run(view.state, view.forecast, view.now)
    if as_json:
        import msgspec

        talk.out(msgspec.json.encode([_object(row) for row in rows]).decode())
    else:
        talk.out(talk.t("cli.agenda.head"))
        talk.out_all(_line(row, view.conference.timezone, talk.t) for row in rows)
    return 0


def _print_shares(talk: Terminal, view: View, by: By, *, as_json: bool) -> None:
    shares = speaking_time(view.state, view.points, by, view.now)
    if as_json:
        import msgspec

        talk.out(msgspec.json.encode([_share_object(share) for share in shares]).decode())
    else:
        talk.out(talk.t("cli.agenda.by.head"))
        talk.out_all(_share_line(share, talk.t) for share in shares)


def _share_object(share: Share) -> dict[str, Any]:
    return {
        "name": share.name or None,
        "planned_s": share.planned_s,
        "spoken_s": share.spoken_ns / NS_PER_S,
        "over_s": share.over_ns / NS_PER_S,
    }


def _share_line(share: Share, t: Text) -> str:
    times = (share.planned_s, share.spoken_ns // NS_PER_S, share.over_ns // NS_PER_S)
    columns = " ".join(f"{clock(seconds) if seconds else '-':>9}" for seconds in times)
    return f"{columns}  {clean(share.name, 100) or t('cli.agenda.by.nobody')}"


def _object(row: AsRun) -> dict[str, Any]:
    item = row.item
    return {
        "cue": item.cue,
        "title": item.title,
        "kind": str(item.kind),
        "speaker": item.speaker or None,
        "organisation": item.organisation or None,
        "point": item.point or None,
        "duration_s": item.duration_s,
        "planned_start": nullable.iso(row.planned_start_ms),
        "expected_start": nullable.iso(row.expected_start_ms),
        "expected_end": nullable.iso(row.expected_end_ms),
        "state": str(row.state),
        "started_at": nullable.iso(row.started_ms),
        "ended_at": nullable.iso(row.ended_ms),
        "paused_s": nullable.seconds(row.paused_ms),
        "extended_s": row.extended_s,
        "overrun_s": nullable.seconds(row.overrun_ms),
        "cause": "; ".join(row.causes) or None,
    }


def _line(row: AsRun, zone: str, t: Text) -> str:
    item = row.item
    begins, ends = row.started_ms or row.expected_start_ms, row.ended_ms or row.expected_end_ms
    hours = " ".join(
        f"{'-' if ms is None else local_hour(ms, zone):>5}" for ms in (row.planned_start_ms, begins, ends)
    )
    apart = " ".join(f"{_span(ms):>6}" for ms in (row.paused_ms, row.extended_s * 1000, row.overrun_ms))
    state = t(f"item_state.{row.state}")
    cue, point = clean(item.cue, 12), clean(item.point, 12) or "-"
    causes = ", ".join(clean(word(t, "cause", cause), 60) for cause in row.causes)
    why = f"  ({causes})" if causes else ""
    length = minutes(item.duration_s)
    return f"{cue:<5} {hours} {length:>5} {apart}  {state:<14} {point:<6} {clean(item.label)}{why}"


def _span(ms: int | None) -> str:
    """Minutes and seconds with a sign for what was taken away; a dash for nothing."""
    if ms is None or abs(ms) < 1000:
        return "-"
    return f"{'-' if ms < 0 else ''}{clock(abs(ms) // 1000)}"
