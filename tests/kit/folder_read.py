"""What the reading of a folder told."""

from __future__ import annotations

from pathlib import Path

from kit.folders import assert_declared

from data.folder.conference import load
from data.folder.model import Conference
from data.folder.problem import Problem


def one(folder: Path, code: str) -> Problem:
    conference, problems = load(folder)
    assert_declared(problems)
    assert conference is None or all(problem.warning for problem in problems)
    matching = [problem for problem in problems if problem.code == code]
    assert len(matching) == 1, problems
    return matching[0]


def loaded(folder: Path) -> Conference:
    conference, problems = load(folder)
    assert conference is not None, problems
    return conference
