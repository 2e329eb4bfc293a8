"""The command line: one file per command, imported only when that command is called.

Every failure is a sentence on stderr and an exit code (0 done, 1 the answer is no, 2 wrong use),
never a traceback.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

import click

from console.cli.command import Command, Terminal, terminal, write_options
from console.cli.failures import failure_lines
from console.cli.wrong_use import WrongUse
from console.text.sentences import LANGUAGES

COMMANDS = (
    *("demo", "new", "reimport", "check", "run", "stage", "status"),
    *("advance", "hold", "resume", "note", "tick", "correct"),
    *("extend", "skip", "defer", "bring-back", "move", "swap", "insert"),
    *("edit", "split", "jump", "undo", "go-on"),
    *("agenda", "queue", "points", "quality", "names", "act", "incidents", "roll-call", "delegates"),
    *("readiness", "log"),
    *("export", "verify", "seal", "backup", "restore", "replay", "source", "simulate"),
)
"""In the order in which help lists them; `console.cli.<name>` holds each as `command`, - as _."""
COLLECTS_LATER = ("demo", "run", "replay")
"""They have garbage collected only when their first picture stands."""


class Root(Command, click.Group):
    """`diemcau` itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without importing anything."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is asked for."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"console.cli.{cmd_name.replace('-', '_')}").command
        if cmd_name not in COLLECTS_LATER:
            gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A name that is none of ours is wrong use, said in our words."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise WrongUse("cli.no_such_command", ctx, name=args[0])
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the commands with the first line of their help."""
        write_options(self, ctx, formatter)
        t = terminal(ctx).t
        with formatter.section(t("cli.commands").rstrip(":")):
            formatter.write_dl([(name, t(f"cli.{name}.short")) for name in COMMANDS])


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        terminal(ctx).out(f"diemcau {version('diemcau')}")
        ctx.exit(0)


root = Root(
    name="diemcau",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help="cli.opt.version",
        )
    ],
    no_args_is_help=True,
)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    _make_streams_safe()
    talk = Terminal(_asked_language(argv))
    try:
        with root.make_context("diemcau", list(argv), obj=talk) as ctx:
            result = root.invoke(ctx)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        _discard_stdout()
        return 0
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # whatever it is, a person reads a sentence
        if os.environ.get("DIEMCAU_TRACEBACK"):
            raise
        code, lines = failure_lines(error, talk.t)
        with contextlib.suppress(OSError):
            for line in lines:
                talk.narrate(line)
        return code


def _asked_language(argv: Sequence[str]) -> str | None:
    """By `--lang`, wherever it stands: help and wrong use are told before options have been read; else by
    the environment.
    """
    asked = os.environ.get("DIEMCAU_LANG", "")
    for at, word in enumerate(argv):
        if word == "--lang" or word.startswith("--lang="):
            asked = "".join(argv[at + 1 : at + 2]) if word == "--lang" else word.removeprefix("--lang=")
    return asked if asked in LANGUAGES else None


def _make_streams_safe() -> None:
    """A terminal that cannot show a letter shows a mark in its place; Windows pipes get UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            utf8 = os.name == "nt" and not stream.isatty()
            stream.reconfigure(errors="replace", encoding="utf-8" if utf8 else None)


def _discard_stdout() -> None:
    """The reader is gone; what the interpreter flushes at exit must not complain."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
