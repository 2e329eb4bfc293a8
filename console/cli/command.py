"""How every command of `diemcau` is built: help by message id, `--lang` anywhere, one context."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click

from console.cli.harmless import harmless
from console.cli.help_words import argument_rows, option_rows, usage_pieces
from console.cli.wrong_use import WrongUse
from console.text.sentences import LANGUAGES, Text, translator


class Terminal:
    """What a command needs to speak: the language, and the two streams.

    stdout is data, stderr is narration. A language given by `--lang` or DIEMCAU_LANG stays; else
    the conference's own is adopted once it is known.
    """

    def __init__(self, language: str | None = None) -> None:
        self._chosen = language
        self._found: str | None = None

    @property
    def t(self) -> Text:
        """The sentences in the language in force."""
        return translator(self._chosen or self._found or "vi")

    def choose(self, language: str) -> None:
        """The person asked for it."""
        self._chosen = language

    def adopt(self, language: str) -> None:
        """The conference speaks it; a person's choice stands above."""
        self._found = language

    def out(self, line: str) -> None:
        """A line of data, sent at once: whoever reads a pipe sees it when it happened."""
        print(harmless(line), flush=True)

    def out_all(self, lines: Iterable[str]) -> None:
        """Many lines of data."""
        sys.stdout.writelines(f"{harmless(line)}\n" for line in lines)
        sys.stdout.flush()

    def say(self, code: str, **params: object) -> None:
        """A sentence to the person."""
        self.narrate(self.t(code, **params))

    def narrate(self, line: str) -> None:
        """A line to the person that is already a sentence."""
        print(harmless(line), file=sys.stderr, flush=True)


def terminal(ctx: click.Context) -> Terminal:
    """The Terminal of the running command."""
    found = ctx.find_object(Terminal)
    return found if found is not None else Terminal()


def _language_option() -> click.Option:
    def chosen(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value is not None:
            terminal(ctx).choose(value)

    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        callback=chosen,
        expose_value=False,
        is_eager=True,
        help="cli.opt.lang",
    )


class Command(click.Command):
    """A command whose help texts are message ids.

    `cli.<name>.help` says what it does (its first line stands in the list of commands),
    `cli.<name>.example` shows it; an option's `help` is an id too.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_language_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is left over is wrong use, said in our words. A group's own leftover is its command."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        left = super().parse_args(ctx, args)
        ctx.allow_extra_args = allowed
        if left and not allowed and not ctx.resilient_parsing:
            raise WrongUse("cli.too_much", ctx, given=" ".join(left))
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, in our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "cli.opt.help"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that begins with "Cách dùng"."""
        t = terminal(ctx).t
        pieces = " ".join(usage_pieces(self, ctx, t))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{t('cli.usage')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        _write_indented(formatter, terminal(ctx).t(f"cli.{self.name}.help"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every argument and option with its sentence."""
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """An example."""
        t = terminal(ctx).t
        if t.has(f"cli.{self.name}.example"):
            with formatter.section(t("cli.example").rstrip(":")):
                formatter.write("".join(f"  {line}\n" for line in t(f"cli.{self.name}.example").splitlines()))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its line in the list of commands: an id, for the group to translate."""
        return f"cli.{self.name}.help"


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The arguments, then the options, each with its sentence."""
    t = terminal(ctx).t
    parts = {
        "cli.arguments": argument_rows(command, ctx, t),
        "cli.options": list(option_rows(command, ctx, t)),
    }
    for title, rows in parts.items():
        if rows:
            with formatter.section(t(title).rstrip(":")):
                formatter.write_dl(rows)


def _write_indented(formatter: click.HelpFormatter, text: str) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)
