"""Collects what is wrong, in the order found and never without end."""

from __future__ import annotations

from collections.abc import Iterable

from data.folder.problem import Problem
from data.text import clean, fold

LIMIT = 200
"""Problems told one by one per file; the rest are counted."""

_SUGGESTIONS = 20


class Findings:
    """The problems of one file, the first `limit` of them one by one."""

    def __init__(self, file: str, limit: int = LIMIT) -> None:
        self.file = file
        self._limit = limit
        self._found: list[Problem] = []
        self._untold = 0
        self._untold_errors = False
        self._suggested = 0

    def error(
        self, code: str, *, row: int | None = None, column: str = "", **params: str | int | float
    ) -> None:
        """Something without which the file cannot be used."""
        self._add(code, row, column, params, False)

    def warn(
        self, code: str, *, row: int | None = None, column: str = "", **params: str | int | float
    ) -> None:
        """Something that a person should look at."""
        self._add(code, row, column, params, True)

    def _add(
        self, code: str, row: int | None, column: str, params: dict[str, str | int | float], warning: bool
    ) -> None:
        if len(self._found) >= self._limit:
            self._untold += 1
            self._untold_errors |= not warning
            return
        shown = {key: clean(value, 80) if isinstance(value, str) else value for key, value in params.items()}
        self._found.append(
            Problem(
                code=code, file=self.file, row=row, column=clean(column, 40), params=shown, warning=warning
            )
        )

    def nearest(self, wanted: str, known: Iterable[str]) -> str:
        """The known word most like `wanted`, "" when none is near; costly, so only a few times."""
        self._suggested += 1
        if self._suggested > _SUGGESTIONS:
            return ""
        from difflib import get_close_matches

        folded = {fold(word): word for word in known}
        near = get_close_matches(fold(wanted[:80]), folded, n=1, cutoff=0.5)
        return folded[near[0]] if near else ""

    @property
    def failed(self) -> bool:
        """Whether an error was found."""
        return self._untold_errors or any(not problem.warning for problem in self._found)

    def all(self) -> tuple[Problem, ...]:
        """What was found, and one line for what there was no room for."""
        if not self._untold:
            return tuple(self._found)
        rest = Problem(
            code="more_problems",
            file=self.file,
            params={"count": self._untold},
            warning=not self._untold_errors,
        )
        return (*self._found, rest)
