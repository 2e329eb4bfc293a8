"""The record as JSON lines: the chain can be verified from them alone."""

from __future__ import annotations

from pathlib import Path

from data.exporters.sink import Sink
from data.record.chain import EMPTY, Head
from data.record.json_line import row_json
from data.record.reading import Progress, log_pages


def write_ndjson(log: Path, out: Sink, progress: Progress | None = None) -> Head:
    """Write every row of the log at `log`, one object a line.

    Returns the head up to which rows were written. Raises LogError, and what `out` raises.
    """
    written = EMPTY
    for end, rows in log_pages(log, progress):
        out.write(b"".join([row_json(row) + b"\n" for row in rows]))
        written = end
    return written
