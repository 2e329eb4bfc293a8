"""Wrong use of the command line, in words: click's own sentences are English whatever the language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from console.cli.help_words import argument_told, argument_word
from console.text.sentences import Text, Translate


class WrongUse(click.UsageError):
    """What click does not say in our words: `code` and its parameters."""

    def __init__(self, code: str, ctx: click.Context, **params: object) -> None:
        super().__init__(code, ctx)
        self.code = code
        self.params = params


def usage_lines(error: click.UsageError, t: Text) -> Iterable[str]:
    """What is wrong, and where help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        yield error.message
        return
    yield _what(error, t)
    command = error.ctx.command_path if error.ctx is not None else "diemcau"
    yield t("cli.see_help", command=f"{command} --help")


def _what(error: click.UsageError, t: Text) -> str:
    """Wrong use, by what click found."""
    match error:
        case WrongUse():
            return t(error.code, **error.params)
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            known = "cli.no_such_option.near" if near else "cli.no_such_option"
            return t(known, option=error.option_name, near=near)
        case click.MissingParameter():
            return _missing(error, t)
        case click.BadParameter():
            wanted = _wanted(error.param.type, t) if error.param is not None else ""
            return t("cli.bad_parameter", name=_name(error, t), why=wanted or error.message)
        case click.BadOptionUsage():
            return t("cli.bad_option", option=error.option_name)
    return t("cli.failed", why=error.format_message())


def _name(error: click.BadParameter, t: Text) -> str:
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option) or error.ctx is None:
        return error.param.opts[0]
    return f"<{argument_word(error.param, error.ctx.command, t)}>"


def _missing(error: click.BadParameter, t: Text) -> str:
    """What is missing; an argument is told what it is, since nobody typed its name."""
    if error.ctx is None or not isinstance(error.param, click.Argument):
        return t("cli.missing_parameter", name=_name(error, t))
    return t("cli.missing_argument", told=argument_told(error.param, error.ctx.command, t))


def _wanted(kind: click.ParamType[Any], t: Translate) -> str:
    """What a value must be; "" for kinds whose own check says it, in our words."""
    match kind:
        case click.IntRange() | click.FloatRange():
            sort = "whole" if isinstance(kind, click.IntRange) else "number"
            bounds = "from" if kind.max is None else "between"
            return t(f"cli.wanted.{sort}.{bounds}", low=_plain(kind.min), high=_plain(kind.max))
        case click.Choice():
            return t("cli.wanted.one_of", choices=", ".join(str(each) for each in kind.choices))
        case _ if kind is click.INT:
            return t("cli.wanted.whole")
        case _ if kind is click.FLOAT:
            return t("cli.wanted.number")
    return ""


def _plain(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"
