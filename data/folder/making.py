"""Makes a conference folder: an empty one to fill in, or one from a person's own files."""

from __future__ import annotations

import contextlib
import csv
import datetime
import errno
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template

import msgspec

from data.folder.beginning import Beginning, beginning
from data.folder.problem import Problem, ProblemError
from data.importers.adopt_agenda import adopt_agenda
from data.importers.adopt_points import adopt_points
from data.importers.adopted import Adopted
from data.importers.columns import AGENDA_VOCABULARY, POINTS_VOCABULARY, Vocabulary
from data.importers.headed import ColumnUse
from data.importers.point_names import point_names
from data.importers.settings import TEMPLATE_TITLE
from data.text import clean

_TEMPLATES = Path(__file__).parents[1] / "samples" / "new"
_TEMPLATE_NAMES = {"tc00": "TC00", "diem cau trung tam": "TC00", "trung tam": "TC00"}
"""What the one point of the template roster may be called: any other would be a stranger there."""


class Mapped(msgspec.Struct, frozen=True):
    """What became of a person's files: how each column was understood, and what was not."""

    columns: tuple[ColumnUse, ...]
    problems: tuple[Problem, ...]
    written: tuple[str, ...]


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Write `files` (name -> text, UTF-8) into `folder`, which is made when it is missing.

    Raises ProblemError when one of them exists or cannot be written; then none of them is left.
    """
    present = [name for name in files if (folder / name).exists()]
    if present:
        raise ProblemError(*(Problem(code="file_exists", file=name) for name in present))
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            # "x": a file that somebody made since we looked is not ours to replace.
            with (folder / name).open("x", encoding="utf-8", newline="") as file:
                written.append(folder / name)
                file.write(text)
    except OSError as error:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        raise ProblemError(
            Problem(
                code="unwritable_folder", file=folder.name, params={"folder": str(folder), "reason": reason}
            )
        ) from error


def _refusal(folder: Path) -> Problem | None:
    """Why nothing may be written to `folder`: it holds something already."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        return Problem(code="not_a_folder", file=folder.name)
    found = next(folder.iterdir(), None)
    if found is None:
        return None
    return Problem(
        code="folder_not_empty", file=folder.name, params={"folder": str(folder), "found": found.name}
    )


def _template(name: str, **words: str) -> str:
    return Template((_TEMPLATES / f"{name}.in").read_text("utf-8")).substitute(words)


def _settings(begins: Beginning) -> str:
    return _template(
        "conference.toml",
        title=_toml_text(begins.title or TEMPLATE_TITLE),
        date=begins.day.isoformat(),
        start=begins.start,
        place=_toml_text(begins.place),
        venue=_toml_text(begins.venue),
    )


def _toml_text(text: str) -> str:
    """As a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(clean(text, 400), ensure_ascii=False)


def csv_text(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> str:
    """With a BOM: a spreadsheet then shows the accents when it opens the file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return "\ufeff" + text.getvalue()


def _csv(adopted: Adopted, vocabulary: Vocabulary) -> str:
    return csv_text((row for _, row in adopted.rows), vocabulary.columns)


def new_folder(folder: Path, *, day: datetime.date) -> tuple[Problem, ...]:
    """Fill the new or empty `folder` with templates for a conference on `day`.

    Returns problems, and has written nothing, when there is something in the folder.
    """
    if refusal := _refusal(folder):
        return (refusal,)
    files = {"conference.toml": _settings(Beginning(day=day))}
    files |= {"agenda.csv": _template("agenda.csv", point="TC00"), "points.csv": _template("points.csv")}
    try:
        write_new(folder, files)
    except ProblemError as error:
        return error.problems
    return ()


def from_files(
    folder: Path, agenda: Path | None, points: Path | None, *, day: datetime.date, given: bool = True
) -> Mapped:
    """A new folder whose agenda.csv and points.csv come from the given csv, xlsx, docx or ics files.

    `day` is a person's own when it was `given`, else a stand-in for the day that the programme may name.

    Column headers may be Vietnamese. What was guessed is a warning, what could not be understood an
    error; rows with errors are written as they are, so that they can be mended in the new file. A
    file without a recognisable table leaves nothing written at all.
    """
    if refusal := _refusal(folder):
        return Mapped((), (refusal,), ())
    roster = adopt_points(points) if points else None
    programme = (
        adopt_agenda(agenda, point_names(row for _, row in roster.rows) if roster else _TEMPLATE_NAMES)
        if agenda
        else None
    )
    files_read = [adopted for adopted in (programme, roster) if adopted is not None]
    columns = tuple(use for adopted in files_read for use in adopted.columns)
    problems = tuple(problem for adopted in files_read for problem in adopted.problems)
    if not all(adopted.rows for adopted in files_read):
        return Mapped(columns, problems, ())
    begins = beginning(agenda.name, programme, day=day, given=given) if agenda and programme else None
    problems += begins.told if begins else ()
    files = {"conference.toml": _settings(begins or Beginning(day=day))}
    # Of an example row, the point would be a stranger in somebody's own roster.
    files["agenda.csv"] = (
        _csv(programme, AGENDA_VOCABULARY)
        if programme
        else _template("agenda.csv", point="" if roster else "TC00")
    )
    files["points.csv"] = _csv(roster, POINTS_VOCABULARY) if roster else _template("points.csv")
    try:
        write_new(folder, files)
    except ProblemError as error:
        return Mapped(columns, problems + error.problems, ())
    return Mapped(columns, problems, tuple(files))
