"""`diemcau source`: the platforms of a folder, listed, and tried before the day."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.command import Command, Terminal, terminal, write_options
from console.cli.failures import Denied
from console.cli.opening import FOLDER, JSON, load_conference
from console.cli.wrong_use import WrongUse
from console.text.sentences import Text
from data.text import clean

if TYPE_CHECKING:
    from console.polling.source_trial import SourceTrial
    from data.folder.model import Conference, Source

LINES = 20
NAME_CELLS = 60
PLACES = ("admin_url", "path", "hosts", "meeting")
"""Settings that say whom a source asks, where it has no `url`."""


class Group(Command, click.Group):
    """`source` itself."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name that is none of ours is wrong use, said in our words."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            code = "cli.source.which" if Path(args[0]).is_dir() else "cli.source.no_such"
            raise WrongUse(code, ctx, given=args[0], folder=shlex.quote(args[0]))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then what can be done with a source."""
        write_options(self, ctx, formatter)
        t = terminal(ctx).t
        with formatter.section(t("cli.commands").rstrip(":")):
            formatter.write_dl([(name, t(f"cli.{one.name}.short")) for name, one in self.commands.items()])


command = Group(name="source", no_args_is_help=True)


@click.command("source_list", cls=Command)
@FOLDER
@JSON
@click.pass_context
def list_command(ctx: click.Context, *, folder: Path, as_json: bool) -> int:
    """Print the sources of a folder; nobody is asked."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    rows = [
        {"name": one.name, "kind": one.kind, "url": one.url or None, "interval_s": one.interval_s}
        for one in conference.sources
    ]
    if as_json:
        _out_json(talk, rows)
    else:
        talk.out_all(_source_line(one, talk.t) for one in conference.sources)
    return 0


@click.command("source_test", cls=Command)
@FOLDER
@click.argument("name", required=False)
@JSON
@click.pass_context
def test_command(ctx: click.Context, *, folder: Path, name: str | None, as_json: bool) -> int:
    """Ask the sources of a folder and say what they can tell; 1 when one of them would not do."""
    talk = terminal(ctx)
    conference = load_conference(talk, folder, warn=False)
    trials = [_tried(source, conference, talk.t) for source in _chosen(conference, name, talk.t)]
    if as_json:
        _out_json(talk, [_object(trial, talk.t) for trial in trials])
    else:
        for trial in trials:
            talk.out_all(_lines(trial, talk.t))
    return 0 if all(trial.ok for trial in trials) else 1


command.add_command(test_command, "test")
command.add_command(list_command, "list")


def _chosen(conference: Conference, name: str | None, t: Text) -> Sequence[Source]:
    if not conference.sources:
        raise Denied(t("source_test.none"))
    if name is None:
        return conference.sources
    found = [source for source in conference.sources if source.name == name]
    if not found:
        known = ", ".join(source.name for source in conference.sources)
        raise Denied(t("source_test.no_such", name=clean(name), known=known))
    return found


def _tried(source: Source, conference: Conference, t: Text) -> SourceTrial:
    from console.cli.progress import progress_bar
    from console.polling.source_trial import try_source
    from data.clock import make_clock

    clock = make_clock(conference.speed, conference.speed_anchor_ms)
    with progress_bar(t("source_test.asking", source=source.name)) as progress:
        show = progress or (lambda _done, _total: None)
        return asyncio.run(try_source(source, conference, clock, show))


def _source_line(source: Source, t: Text) -> str:
    places = (str(source.settings[one]) for one in PLACES if one in source.settings)
    return t("source_test.source", name=source.name, kind=source.kind, url=source.url or next(places, ""))


def _lines(trial: SourceTrial, t: Text) -> list[str]:
    lines = [_source_line(trial.source, t)]
    if trial.took_ms:
        took = sorted(trial.took_ms)
        low, middle, high = took[0], took[len(took) // 2], took[-1]
        lines.append(t("source_test.took", count=len(took), low=low, middle=middle, high=high))
        lines.append(
            t(
                "source_test.roster",
                roster=trial.roster,
                matched=trial.matched,
                points=trial.points,
                strays=len(trial.strays),
                doubled=trial.doubled,
            )
        )
    for code, found in (("can", trial.can), ("cannot", trial.cannot)):
        words = ", ".join(t(f"capability.{one}") for one in found)
        lines.append(t(f"source_test.{code}", fields=words or t("none")))
    acts = ", ".join(t(f"act.{one}") for one in trial.acts)
    lines.append(t("source_test.acts", acts=acts or t("none")))
    if trial.per_minute is not None:
        code = "source_test.cost" if trial.limit is None else "source_test.cost_of"
        lines.append(t(code, count=trial.per_minute, limit=trial.limit, interval=trial.source.interval_s))
    if trial.over:
        lines.append(t("source_test.over"))
    if trial.old_s is not None:
        lines.append(t("source_test.old", age=trial.old_s, interval=trial.source.interval_s))
    more = (_stray_lines, _missing_lines, _silent_lines, _error_lines)
    return [*lines, *(line for each in more for line in each(trial, t))]


def _stray_lines(trial: SourceTrial, t: Text) -> list[str]:
    rows = [
        t(
            f"source_test.stray.{one.reason}",
            name=clean(one.name or one.alias, NAME_CELLS),
            points=", ".join(one.points),
        )
        for one in trial.strays
    ]
    return _at_most(rows, t)


def _missing_lines(trial: SourceTrial, t: Text) -> list[str]:
    if trial.roster is None:
        return []
    rows = [
        t(f"source_test.missing.{one.reason}", point=f"{one.point} {one.name}".strip())
        + (f"   {t('phone', phone=one.phone)}" if one.phone and one.reason == "absent" else "")
        for one in trial.missing
    ]
    return _at_most(rows, t)


def _silent_lines(trial: SourceTrial, t: Text) -> list[str]:
    rows = [
        t("source_test.silent", device=clean(one.name), why=t(one.code if t.has(one.code) else "adapter"))
        for one in trial.silent
    ]
    return _at_most(rows, t)


def _at_most(rows: list[str], t: Text) -> list[str]:
    more = len(rows) - LINES
    return rows if more <= 0 else [*rows[:LINES], t("source_test.more", count=more)]


def _error_lines(trial: SourceTrial, t: Text) -> list[str]:
    if trial.error is None:
        return [t("source_test.ok")] if trial.ok else []
    why, mend = _sentence(trial, t)
    return [t("source_test.failed", why=why, detail=trial.error.detail or t("none")), f"  {mend}"]


def _sentence(trial: SourceTrial, t: Text) -> tuple[str, str]:
    error = trial.error
    assert error is not None
    code = error.code if t.has(f"mend.{error.code}") else "adapter"
    params = {"source": trial.source.name, "variable": error.detail}
    return t(error.code if t.has(error.code) else "adapter"), t(f"mend.{code}", **params)


def _object(trial: SourceTrial, t: Text) -> dict[str, Any]:
    import msgspec

    error: dict[str, Any] | None = None
    if trial.error is not None:
        why, mend = _sentence(trial, t)
        error = {"code": trial.error.code, "detail": trial.error.detail, "message": why, "mend": mend}
    return {
        "name": trial.source.name,
        "kind": trial.source.kind,
        "ok": trial.ok,
        "took_ms": [round(took, 1) for took in trial.took_ms],
        "roster": trial.roster,
        "can": trial.can,
        "cannot": trial.cannot,
        "acts": trial.acts,
        "matched": trial.matched,
        "doubled": trial.doubled,
        "old_s": None if trial.old_s is None else round(trial.old_s, 1),
        "unmatched": [msgspec.structs.asdict(one) for one in trial.strays],
        "silent": [msgspec.structs.asdict(one) for one in trial.silent],
        "missing": [msgspec.structs.asdict(one) for one in trial.missing],
        "requests_per_minute": trial.per_minute,
        "limit_per_minute": trial.limit,
        "error": error,
    }


def _out_json(talk: Terminal, value: object) -> None:
    import msgspec

    talk.out(msgspec.json.encode(value).decode())
