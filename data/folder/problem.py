"""A fault in what a person wrote: where it is and, by its code, what mends it."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One error or warning. `console.text.sentences` turns `code` and `params` into a sentence.

    `row` counts from 1 with the header as row 1, as a spreadsheet shows it; `column` is the
    header word. Both are empty when the fault is in the file as a whole.
    """

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    params: dict[str, str | int | float] = {}
    warning: bool = False


class ProblemError(Exception):
    """Carries problems up from where nothing sensible can be returned."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
