"""Counted delegates of many rooms from a csv or a workbook: columns code, delegates, and perhaps guests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.folder.problem import ProblemError
from data.importers.cells import Cells
from data.importers.columns import Vocabulary
from data.importers.findings import Findings
from data.importers.table import Table, demand_columns, read_table
from data.roll_call.commands import CountDelegates

COUNTS_VOCABULARY = Vocabulary(
    ("code", "delegates", "guests", "name"),
    ("code", "delegates"),
    {
        "code": "mã · mã điểm cầu · mã đơn vị · ký hiệu · điểm cầu · point",
        "delegates": "đại biểu · số đại biểu · đại biểu có mặt · số đại biểu có mặt · có mặt · đã đếm"
        " · counted",
        "guests": "khách mời · số khách mời",
        "name": "tên · tên điểm cầu · tên đơn vị · đơn vị",
    },
)
"""`name` is for whoever fills the sheet in; it is not read."""


def read_counts(path: Path, codes: Iterable[str]) -> tuple[CountDelegates, ...]:
    """The counts of the rooms `codes`, in the order of the file. A row without a number says nothing: nobody
    counted there. Raises ProblemError with everything that is wrong, and then nothing of it counts.
    """
    findings = Findings(path.name)
    table = read_table(path, COUNTS_VOCABULARY, findings)
    usable = table is not None and demand_columns(table, COUNTS_VOCABULARY, findings)
    found = _counts(table, dict.fromkeys(codes), findings) if table is not None and usable else ()
    if findings.failed:
        raise ProblemError(*findings.all())
    return found


def _counts(table: Table, codes: dict[str, None], findings: Findings) -> tuple[CountDelegates, ...]:
    cells, known = Cells(table, findings), {code.casefold(): code for code in codes}
    first: dict[str, int] = {}
    counts = []
    for row, texts in table.rows:
        cells.at(row, texts)
        written = cells.needed("code", 40)
        delegates, guests = cells.count("delegates"), cells.count("guests")
        code = known.get(written.casefold(), "")
        if not code:
            if written:
                near = findings.nearest(written, codes)
                cells.error("unknown_point", "code", value=written, suggestion=near)
        elif code in first:
            cells.error("duplicate_code", "code", value=written, first_row=first[code])
        elif delegates is not None:
            counts.append(CountDelegates(point=code, delegates=delegates, guests=guests))
        first.setdefault(code, row)
    return tuple(counts)
