"""Every form in which the record and the day leave the house, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from data.exporters.material import Tell, gather
from data.exporters.sink import Sink
from data.exporters.wording import Translate
from data.folder.model import Conference
from data.record.chain import Head
from data.record.reading import Progress
from data.whole_file import Draft

ROWS = ("csv", "ndjson")
"""The record alone, row by row: these need no conference and may go down a pipe."""
FORMATS = (*ROWS, "xlsx", "html", "ics", "frab", "docx", "minutes")
"""`docx` is the technical report, `minutes` are another docx, `frab` is the plan as JSON."""
UNALTERED = ("ndjson",)
"""Verified from its bytes, so nothing can be left out of it."""
_SUFFIXES = {"minutes": "docx", "frab": "json"}


class ExportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written. `conference` is read only when the form is none of `ROWS`."""

    form: str
    log: Path
    conference: Callable[[], Conference]
    t: Translate
    tell: Tell
    contacts: bool = True


def suffix(form: str) -> str:
    """What the name of a file of this form ends in, without the dot."""
    return _SUFFIXES.get(form, form)


def form_of(path: Path | None) -> str | None:
    """The form that the name of a file asks for; csv where it says nothing, None for one unknown here."""
    ending = path.suffix.removeprefix(".").lower() if path else ""
    named = {"json": "frab"}.get(ending, ending)
    return named if named in FORMATS else (None if named else "csv")


def write_rows(request: ExportRequest, out: Sink, progress: Progress | None = None) -> Head:
    """One of `ROWS` to `out`. Returns the head of what was written. Raises LogError."""
    from data.exporters.csv_log import write_csv
    from data.exporters.ndjson_log import write_ndjson

    if request.form == "csv":
        return write_csv(request.log, out, progress, contacts=request.contacts)
    return write_ndjson(request.log, out, progress)


def write(request: ExportRequest, draft: Draft, progress: Progress | None = None) -> Head:
    """Any form into `draft`. Returns the head of what was written. Raises LogError, ProblemError."""
    if request.form in ROWS:
        return write_rows(request, draft, progress)
    material = gather(
        request.log,
        request.conference(),
        request.t,
        request.tell,
        contacts=request.contacts,
        progress=progress,
    )
    match request.form:
        case "xlsx":
            from data.exporters.xlsx_book import write_xlsx

            write_xlsx(material, draft.raw, progress)
        case "docx":
            from data.exporters.docx_report import write_report

            write_report(material, draft.raw, progress)
        case "minutes":
            from data.exporters.docx_minutes import write_minutes

            write_minutes(material, draft.raw)
        case "frab":
            from data.exporters.frab_plan import write_frab

            write_frab(material, draft)
        case "html":
            from data.exporters.html_page import write_html

            write_html(material, draft, progress)
        case _:
            from data.exporters.ics_plan import write_ics

            write_ics(material, draft)
    return material.head
