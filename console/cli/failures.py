"""From an exception to sentences and an exit code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from console.cli.wrong_use import usage_lines
from console.text.problems import key_problem_line, log_error_line, os_error_reason, problem_line
from console.text.sentences import Text
from data.folder.problem import Problem, ProblemError
from data.record.errors import LogError
from data.record.signing_key import KeyProblem
from data.record.time_stamp import StampProblem


class Denied(Exception):
    """The answer is no; `sentence` says why, on one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoTarget(Exception):
    """There is neither a folder nor a log at `target`."""

    def __init__(self, target: Path) -> None:
        super().__init__(str(target))
        self.target = target


def failure_lines(error: Exception, t: Text) -> tuple[int, list[str]]:
    """(exit code, lines for stderr) of whatever ended a command."""
    code, lines = 1, []
    match error:
        case Denied():
            lines = [error.sentence]
        case NoTarget():
            lines = [t("cli.no_target", target=str(error.target))]
        case ProblemError():
            lines = [problem_line(problem, t) for problem in error.problems]
        case KeyProblem():
            lines = [key_problem_line(error, t)]
        case StampProblem():
            lines = [t(error.code, **error.params)]
        case LogError():
            lines = [log_error_line(error, t)]
        case click.UsageError():
            code, lines = 2, [*usage_lines(error, t)]
        case click.ClickException():
            code, lines = 2, [t("cli.failed", why=error.format_message())]
        case OSError():
            where = str(error.filename or "diemcau")
            lines = [t("cli.os_error", where=where, why=os_error_reason(error, t))]
        case MemoryError():
            lines = [t("cli.no_memory")]
        case _:
            lines = [t("cli.unforeseen", kind=type(error).__name__, why=str(error))]
    return code, lines


def problem_counts(problems: Iterable[Problem]) -> tuple[int, int]:
    """(errors, warnings)."""
    found = list(problems)
    warnings = sum(problem.warning for problem in found)
    return len(found) - warnings, warnings
