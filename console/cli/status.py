"""`diemcau status`: the state now, for a person, a screen reader or a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from console.absence import figures as absence_figures
from console.cli.command import Command, terminal
from console.cli.opening import FOLDER, JSON, load_conference
from console.folder import Folder
from console.keeping.backup_status import BackupStatus
from console.keeping.backup_words import backup_fault
from console.status import Status, read_status, status_object
from console.text.sentences import Text, clock, local_hour
from data.units import MS_PER_MINUTE


@click.command("status", cls=Command)
@FOLDER
@JSON
@click.pass_context
def command(ctx: click.Context, *, folder: Path, as_json: bool) -> int:
    """Print where the conference is."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    status = read_status(Folder(folder), conference)
    if as_json:
        import msgspec

        talk.out(msgspec.json.encode(status_object(status)).decode())
    else:
        talk.out_all(status_lines(status, talk.t))
    return 0


def status_lines(status: Status, t: Text) -> Iterator[str]:
    """One thing a line, no drawing: a screen reader says it as it stands."""
    view, state = status.view, status.view.state
    zone = view.conference.timezone
    yield t("cli.status.title", title=view.conference.title)
    on_time_unbegun = state.opened_ms is None and view.forecast.offset_ms < MS_PER_MINUTE
    yield t(
        "cli.status.stage.before" if on_time_unbegun else "cli.status.stage",
        stage=t(f"stage.{state.stage}"),
        offset=t.offset(view.forecast.offset_ms / 1000),
        end=local_hour(view.forecast.expected_end_ms, zone),
    )
    if state.absence is not None:
        yield t("cli.status.absence", **absence_figures(view, t))
    yield _on_air(status, t)
    yield _next(status, t)
    counts = view.board.total.counts
    yield t("cli.status.points", expected=view.board.total.expected, **counts)
    if not status.live:
        yield t("cli.status.not_live", as_of=local_hour(status.as_of_ms, zone))
    p1 = sum(each.severity == "P1" for each in view.incidents)
    yield t("cli.status.incidents", open=len(view.incidents), p1=p1)
    for source in view.sources:
        word = t(f"source.{source.state}") if source.fresh or source.state != "ok" else t("health.stale")
        yield t("cli.status.source", name=source.name, state=word, age=t.age(source.age_s))
    control = state.control
    if control is None:
        yield t("cli.status.no_control")
    else:
        yield t("cli.status.control", actor=control.actor, console=control.console)
    yield t("cli.status.log", events=status.head.seq if status.head else 0)
    if status.backup is not None:
        yield _backup(status.backup, zone, t)


def _backup(kept: BackupStatus, zone: str, t: Text) -> str:
    if fault := backup_fault(kept, t):
        return t("cli.status.backup.failing", path=kept.path, why=fault)
    time = local_hour(kept.copied_ms, zone)
    return t("cli.status.backup", path=kept.path, rows=kept.lines, copied=kept.copied, time=time)


def _on_air(status: Status, t: Text) -> str:
    view = status.view
    item, times = view.on_air, view.forecast.of(view.state.on_air)
    if item is None or times is None:
        return t("cli.status.nothing_on_air")
    return t(
        "cli.status.item",
        cue=item.cue,
        title=item.title,
        state=t("item_state.held" if view.state.held else "item_state.on_air"),
        elapsed=clock((times.elapsed_ms or 0) // 1000),
        remaining=clock((times.remaining_ms or 0) / 1000),
    )


def _next(status: Status, t: Text) -> str:
    view = status.view
    entering = view.state.next_item
    times = view.forecast.of(entering.cue) if entering else None
    if entering is None or times is None:
        return t("cli.status.no_next")
    time = local_hour(times.expected_start_ms, view.conference.timezone)
    return t("cli.status.next", cue=entering.cue, title=entering.title, time=time)
