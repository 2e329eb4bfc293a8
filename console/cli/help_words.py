"""Arguments and options of a command in the reader's words: click's own are English, and capitals.

The word of an argument is `cli.arg.<command>.<name>`, or `cli.arg.<name>` where it is the same everywhere;
`….help` explains it. The word for the value of an option is `cli.value.<metavar>`, by its type where it has
none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from click.formatting import join_options

from console.text.sentences import Text

UNBROKEN = chr(0xA0)


def usage_pieces(command: click.Command, ctx: click.Context, t: Text) -> list[str]:
    """What stands behind the name of the command in the line that says how it is called."""
    if isinstance(command, click.Group):
        return [_bracketed(t("cli.value.command")), t("cli.help.more")]
    arguments = [param for param in command.get_params(ctx) if isinstance(param, click.Argument)]
    pieces = [_placed(argument, command, t) for argument in arguments]
    return [*pieces, f"[{_whole(t('cli.value.options'))}]"]


def argument_rows(command: click.Command, ctx: click.Context, t: Text) -> list[tuple[str, str]]:
    """(the argument, what it is) of each."""
    return [
        (_bracketed(argument_word(param, command, t)), _with_choices(param, command, t))
        for param in command.get_params(ctx)
        if isinstance(param, click.Argument)
    ]


def option_rows(command: click.Command, ctx: click.Context, t: Text) -> Iterator[tuple[str, str]]:
    """(the option with its value, its sentence, what it may be and is without it) of each that is shown."""
    for param in command.get_params(ctx):
        if isinstance(param, click.Option) and not param.hidden:
            limits = [*_bounds(param.type, t), *_unsaid(param, t)]
            said = t(param.help or "")
            yield _option(param, t), f"{said} ({', '.join(limits)})" if limits else said


def argument_word(argument: click.Parameter, command: click.Command, t: Text) -> str:
    """The argument in a word or two, without brackets."""
    return t(_code(argument, command, t))


def argument_told(argument: click.Parameter, command: click.Command, t: Text) -> str:
    """The argument as it stands in usage, and what it is."""
    return f"{_bracketed(argument_word(argument, command, t))}: {t(f'{_code(argument, command, t)}.help')}"


def _code(argument: click.Parameter, command: click.Command, t: Text) -> str:
    of_command = f"cli.arg.{command.name}.{argument.name}"
    return of_command if t.has(of_command) else f"cli.arg.{argument.name}"


def _placed(argument: click.Argument, command: click.Command, t: Text) -> str:
    more = t("cli.help.more") if argument.nargs < 0 else ""
    word = f"{_bracketed(argument_word(argument, command, t))}{more}"
    return word if argument.required else f"[{word}]"


def _with_choices(argument: click.Argument, command: click.Command, t: Text) -> str:
    said, kind = t(f"{_code(argument, command, t)}.help"), argument.type
    return f"{', '.join(map(str, kind.choices))}: {said}" if isinstance(kind, click.Choice) else said


def _option(option: click.Option, t: Text) -> str:
    names, _slash = join_options(option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {_bracketed(t(f'cli.value.{_kind(option)}'))}"


def _kind(option: click.Option) -> str:
    """What the value is, as an id."""
    if option.metavar is not None:
        return option.metavar.lower().replace(":", "_").replace(" ", "_")
    numeric = isinstance(option.type, click.IntRange | click.FloatRange) or option.type in (
        click.INT,
        click.FLOAT,
    )
    return "number" if numeric else "text"


def _bounds(kind: click.ParamType[Any], t: Text) -> Iterator[str]:
    if isinstance(kind, click.IntRange | click.FloatRange) and kind.min is not None:
        bounds = "cli.help.from" if kind.max is None else "cli.help.between"
        yield t(bounds, low=_figure(kind.min, t), high=_figure(kind.max or 0, t))


def _unsaid(option: click.Option, t: Text) -> Iterator[str]:
    """What holds where a number or a choice is not given."""
    if isinstance(option.type, click.Choice) and isinstance(option.default, str):
        yield t("cli.help.default", value=option.default)
    elif isinstance(option.default, int | float) and not isinstance(option.default, bool):
        yield t("cli.help.default", value=_figure(option.default, t))


def _figure(value: float, t: Text) -> str:
    """`value` with as many decimals as it has."""
    return t.number(value, len(f"{value:g}".partition(".")[2]))


def _bracketed(word: str) -> str:
    return f"<{_whole(word)}>"


def _whole(word: str) -> str:
    """`word` with blanks at which no line is broken."""
    return word.replace(" ", UNBROKEN)
