"""How a person's files were understood, as a clerk reads it and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from console.text.problems import problem_line
from console.text.sentences import LONGEST_PARAM, Text
from data.folder.problem import Problem
from data.importers.headed import ColumnUse
from data.text import clean

_MANY = 3
"""From more warnings of one kind on, one line names all their rows."""


def report_lines(columns: Sequence[ColumnUse], problems: Sequence[Problem], t: Text) -> Iterator[str]:
    """Columns by file, then what was not understood, then what somebody should look at."""
    for file, uses in groupby(columns, key=lambda use: use.file):
        yield t("import.file", file=file)
        for use in uses:
            code = "import.column" if use.column else "import.column_unused"
            yield "  " + t(
                code,
                place=use.place,
                header=use.header,
                column=use.column,
                meaning=t(f"import.means.{use.column}"),
            )
    errors = [problem for problem in problems if not problem.warning]
    warnings = [problem for problem in problems if problem.warning]
    if errors:
        yield t("import.not_understood", count=len(errors))
        yield from (f"  {problem_line(problem, t)}" for problem in errors)
    if warnings:
        yield t("import.look_at", count=len(warnings))
        yield from (f"  {line}" for line in _warnings(warnings, t))


def _warnings(warnings: Sequence[Problem], t: Text) -> Iterator[str]:
    """One line each, in the order found; many of one kind in one column share a line."""
    kinds: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in warnings:
        kinds.setdefault((problem.code, problem.file, problem.column), []).append(problem)
    for (code, file, column), found in kinds.items():
        if len(found) > _MANY and t.has(f"import.many.{code}"):
            rows = _ranges(problem.row for problem in found if problem.row is not None)
            where = [clean(file, LONGEST_PARAM), rows, clean(column, LONGEST_PARAM)]
            yield f"{':'.join(filter(None, where))}: {t(f'import.many.{code}', count=len(found))}"
        else:
            plain = t("problem.warning")
            for problem in found:
                yield problem_line(problem, t).replace(f"{plain}: ", "", 1)


def _ranges(numbers: Iterable[int]) -> str:
    """3-9,12."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def report_object(columns: Sequence[ColumnUse], problems: Sequence[Problem], t: Text) -> dict[str, Any]:
    """The same, every cell by itself."""
    import msgspec

    return {
        "columns": [msgspec.structs.asdict(use) for use in columns],
        "problems": [
            {**msgspec.structs.asdict(problem), "message": problem_line(problem, t)} for problem in problems
        ],
    }
