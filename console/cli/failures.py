"""From an exception to sentences and an exit code."""

from __future__ import annotations

from collections.abc import Iterable

import click

from console.problem_text import log_error_line, problem_line
from console.text import Text, Translate
from data.log_errors import LogError
from data.problem import Problem, ProblemError


class Denied(Exception):
    """The answer is no; `sentence` says why, on one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownCommand(click.UsageError):
    """There is no command of this name."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(name, ctx)


def failure_lines(error: Exception, t: Text) -> tuple[int, list[str]]:
    """(exit code, lines for stderr) of whatever ended a command."""
    code, lines = 1, []
    match error:
        case Denied():
            lines = [error.sentence]
        case ProblemError():
            lines = [problem_line(problem, t) for problem in error.problems]
        case LogError():
            lines = [log_error_line(error, t)]
        case click.UsageError():
            code, lines = 2, [*_usage(error, t)]
        case click.ClickException():
            code, lines = 2, [t("cli.failed", why=error.format_message())]
        case OSError():
            where = str(error.filename or "diemcau")
            lines = [t("cli.os_error", where=where, why=error.strerror or type(error).__name__)]
        case MemoryError():
            lines = [t("cli.no_memory")]
        case _:
            lines = [t("cli.unforeseen", kind=type(error).__name__, why=str(error))]
    return code, lines


def _usage(error: click.UsageError, t: Text) -> Iterable[str]:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        yield error.message
        return
    yield _what(error, t)
    command = error.ctx.command_path if error.ctx is not None else "diemcau"
    yield t("cli.see_help", command=f"{command} --help")


def _what(error: click.UsageError, t: Translate) -> str:
    """Wrong use, by what click found."""
    match error:
        case UnknownCommand():
            return t("cli.no_such_command", name=error.message)
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            known = "cli.no_such_option.near" if near else "cli.no_such_option"
            return t(known, option=error.option_name, near=near)
        case click.MissingParameter():
            return t("cli.missing_parameter", name=_name(error))
        case click.BadParameter():
            return t("cli.bad_parameter", name=_name(error), why=error.message)
        case click.BadOptionUsage():
            return t("cli.bad_option", option=error.option_name)
    return t("cli.failed", why=error.format_message())


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    return error.param.opts[0] if isinstance(error.param, click.Option) else (error.param.human_readable_name)


def problem_counts(problems: Iterable[Problem]) -> tuple[int, int]:
    """(errors, warnings)."""
    found = list(problems)
    warnings = sum(problem.warning for problem in found)
    return len(found) - warnings, warnings
