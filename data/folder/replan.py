"""Brings a conference folder up to newer versions of the programme and the roster."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from data.folder.beginning import moved
from data.folder.conference import SETTINGS, load
from data.folder.making import csv_text
from data.folder.model import Conference
from data.folder.problem import Problem, ProblemError
from data.importers.adopt_agenda import adopt_agenda
from data.importers.adopt_points import adopt_points
from data.importers.columns import AGENDA_VOCABULARY, POINTS_VOCABULARY, Vocabulary
from data.importers.difference import Difference, Line, difference
from data.importers.findings import Findings
from data.importers.headed import ColumnUse
from data.importers.point_names import point_names
from data.importers.table import read_table

_STEMS = {"agenda": AGENDA_VOCABULARY, "points": POINTS_VOCABULARY}


class Replan(msgspec.Struct, frozen=True, kw_only=True):
    """What newer files would change in `folder`.

    `problems` are those of the files, `refusals` what would make the folder unusable: with any of
    them nothing is written. `conference` is the folder as it would be.
    """

    folder: Path
    columns: tuple[ColumnUse, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusals: tuple[Problem, ...] = ()
    conference: Conference | None = None
    agenda: Difference | None = None
    points: Difference | None = None

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        return any(found is not None and found.changes for found in (self.agenda, self.points))

    def files(self) -> dict[str, str]:
        """The text of every table that newer files were given for, by its stem."""
        given = (("agenda", self.agenda), ("points", self.points))
        return {
            stem: csv_text(found.rows, _STEMS[stem].columns) for stem, found in given if found is not None
        }


def replan(folder: Path, agenda: Path | None, points: Path | None, *, ran: frozenset[str]) -> Replan:
    """Compare; nothing is written. `ran` are the cues of items that are no longer simply pending.

    Raises ProblemError when the folder's own tables cannot be read.
    """
    roster = adopt_points(points) if points else None
    standing = _standing(folder, "points")
    new_points = (
        difference(standing, roster, key="code", name="name", references=("parent", "cascade_of"))
        if roster is not None and roster.rows
        else None
    )
    names = point_names(new_points.rows if new_points else standing)
    programme = adopt_agenda(agenda, names) if agenda else None
    new_agenda = (
        difference(_standing(folder, "agenda"), programme, key="cue", name="title", ran=ran, running=True)
        if programme is not None and programme.rows
        else None
    )
    given = [adopted for adopted in (programme, roster) if adopted is not None]
    found = Replan(
        folder=folder,
        columns=tuple(use for adopted in given for use in adopted.columns),
        problems=tuple(problem for adopted in given for problem in adopted.problems),
        agenda=new_agenda,
        points=new_points,
    )
    if not all(adopted.rows for adopted in given):
        unusable = tuple(problem for problem in found.problems if not problem.warning)
        return msgspec.structs.replace(found, refusals=unusable, agenda=None, points=None)
    conference, refusals = _read(found)
    problems = found.problems
    if agenda is not None and programme is not None and conference is not None:
        problems += moved(agenda.name, programme, conference)
    return msgspec.structs.replace(found, conference=conference, refusals=refusals, problems=problems)


def accept(plan: Replan) -> tuple[str, ...]:
    """Write the tables, each in one step; the earlier ones stay beside them as `*.before.*`.

    Returns the names written. Raises ProblemError, and the tables not yet replaced stand as before.
    """
    if plan.refusals:
        raise ProblemError(*plan.refusals)
    written: list[str] = []
    try:
        for stem, text in plan.files().items():
            _replace(plan.folder, stem, text)
            written.append(f"{stem}.csv")
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        params: dict[str, str | int | float] = {"folder": str(plan.folder), "reason": reason}
        raise ProblemError(Problem(code="unwritable_folder", file=plan.folder.name, params=params)) from error
    return tuple(written)


def _replace(folder: Path, stem: str, text: str) -> None:
    target, part = folder / f"{stem}.csv", folder / f"{stem}.csv.{os.getpid()}"
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sheet = folder / f"{stem}.xlsx"
    if sheet.exists():
        # Two tables of one name would leave nobody knowing which is meant.
        sheet.replace(folder / f"{stem}.before.xlsx")
    elif target.exists():
        shutil.copyfile(target, folder / f"{stem}.before.csv")
    part.replace(target)


def _standing(folder: Path, stem: str) -> Sequence[Line]:
    """The rows that the folder has now, as they are written there."""
    path = next(
        (path for path in (folder / f"{stem}.csv", folder / f"{stem}.xlsx") if path.exists()),
        folder / f"{stem}.csv",
    )
    findings = Findings(path.name)
    vocabulary: Vocabulary = _STEMS[stem]
    table = read_table(path, vocabulary, findings)
    if table is None or findings.failed:
        raise ProblemError(*(problem for problem in findings.all() if not problem.warning))
    return [
        {
            name: cells[table.columns[name]].strip() if name in table.columns else ""
            for name in vocabulary.columns
        }
        for _, cells in table.rows
    ]


def _read(found: Replan) -> tuple[Conference | None, tuple[Problem, ...]]:
    """The folder as it would be, read in a copy of it, or its errors."""
    with tempfile.TemporaryDirectory(prefix="diemcau-") as scratch:
        copy = Path(scratch)
        texts = found.files()
        for name in (SETTINGS, "agenda.csv", "agenda.xlsx", "points.csv", "points.xlsx"):
            if (found.folder / name).exists() and name.partition(".")[0] not in texts:
                shutil.copyfile(found.folder / name, copy / name)
        for stem, text in texts.items():
            (copy / f"{stem}.csv").write_text(text, "utf-8")
        conference, problems = load(copy)
    errors = tuple(problem for problem in problems if not problem.warning)
    return conference, () if conference is not None else errors
