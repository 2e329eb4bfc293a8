"""What went wrong, as one line: where, what, and the mend."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.text.sentences import LONGEST_PARAM, Text, Translate
from data.folder.problem import Problem
from data.text import clean

if TYPE_CHECKING:
    from data.record.errors import LogError
    from data.record.signing_key import KeyProblem
    from data.ruling import Refusal


def problem_line(problem: Problem, t: Text) -> str:
    """`file:row:column: what, and the mend`; a warning says that it is one."""
    row = "" if problem.row is None else str(problem.row)
    where = [part for part in (problem.file, row, problem.column) if part]
    code = problem.code
    if not problem.params.get("suggestion", "-") and t.has(f"{code}.bare"):
        code = f"{code}.bare"
    params = dict(problem.params)
    if "reason" in params:
        params["reason"] = _reason(str(params["reason"]), t)
    sentence = t(code, **params)
    if problem.warning:
        sentence = f"{t('problem.warning')}: {sentence}"
    place = clean(":".join(where), LONGEST_PARAM)
    return f"{place}: {sentence}" if place else sentence


def log_error_line(error: LogError, t: Translate) -> str:
    """`file: what, and the mend` of a record that would not open, read or write."""
    params = dict(error.params)
    file = clean(str(params.pop("file", "")), LONGEST_PARAM)
    code = error.code
    if "why" in params:
        params["why"] = why_word(str(params["why"]), t)
    if code == "log_damaged" and not params.get("row"):
        code = "log_damaged.file"
    return f"{file}: {t(code, **params)}"


def os_error_reason(error: OSError, t: Text) -> str:
    """Why the machine refused, in our words where we have some."""
    code = f"errno.{errno.errorcode.get(error.errno or 0, '')}"
    return t(code) if t.has(code) else error.strerror or type(error).__name__


def why_word(why: str, t: Translate) -> str:
    """Why a record or a key could not be read or written: what is wrong with it, or what the system says by
    the name of an errno.
    """
    known = word(t, "log_why", why)
    return word(t, "errno", why) if known == why else known


def key_problem_line(problem: KeyProblem, t: Translate) -> str:
    """What keeps the signing key from being used, and the mend."""
    return t(problem.code, **{**problem.params, "why": why_word(problem.params["why"], t)})


_ERRNO = {
    "FileNotFoundError": "ENOENT",
    "PermissionError": "EACCES",
    "IsADirectoryError": "EISDIR",
    "NotADirectoryError": "ENOTDIR",
    "FileExistsError": "EEXIST",
}


def _reason(reason: str, t: Text) -> str:
    """The word for a kind of OSError, by its errno or its name."""
    code = f"errno.{_ERRNO.get(reason, reason)}"
    return t(code) if t.has(code) else reason


def refusal_line(refusal: Refusal, t: Translate) -> str:
    """Why a command was refused; an item that is not there reads "no item yet"."""
    params = {key: t("none") if value == "" else value for key, value in refusal.params.items()}
    return t(refusal.code, **params)


def word(t: Translate, family: str, code: str, params: Mapping[str, object] | None = None) -> str:
    """The word `family.code`, else the sentence `code`, else the code itself."""
    known = t(f"{family}.{code}", **(params or {}))
    return source_error(code, t) if known == f"{family}.{code}" else known


def source_error(code: str, t: Translate) -> str:
    """Why a source does not answer. Of settings that make no adapter the record keeps the code alone: what
    is wrong with which one is told by `diemcau source test`.
    """
    return t("source.settings" if code.startswith("source_") else code)
