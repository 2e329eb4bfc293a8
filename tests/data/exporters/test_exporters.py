"""The record as csv and ndjson, read back by programs that know nothing of ours."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
from contextlib import closing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.product import SUBPROCESS_ENV
from kit.record.logs import filled, open_log, python, tampered

from data.events import Fact, NoteAdded
from data.exporters.csv_log import harmless, write_csv
from data.exporters.ndjson_log import write_ndjson
from data.record.chain import EMPTY, Head
from data.record.contract import Row
from data.record.errors import LogMissing
from data.record.event_log import verify
from data.record.json_line import row_json
from data.record.writing import sealed_rows

HEADER = list(Row.__struct_fields__)
FORMULAS = [
    *("=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\ufeff=1"),
    *("＝1", "＋1", "－1", "＠x"),
]


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.db"
    with closing(open_log(path)) as handle:
        for text in FORMULAS:
            handle.transact(
                lambda _s, _n, text=text: [Fact(NoteAdded(text=text), item=text, point=None)],
                actor=text,
                console='c,"1"\nx',
            )
    return path


def export(write, path) -> tuple[bytes, Head]:
    out = io.BytesIO()
    head = write(path, out)
    return out.getvalue(), head


def test_csv_as_a_spreadsheet_reads_it(log):
    data, head = export(write_csv, log)
    assert data.startswith(b"\xef\xbb\xbf") and head == verify(log).head
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    with closing(open_log(log)) as handle:
        rows = handle.rows()
    assert header == HEADER and len(lines) == len(rows) == len(FORMULAS)
    for line, row, text in zip(lines, rows, FORMULAS, strict=True):
        cells = dict(zip(header, line, strict=True))
        assert cells["actor"] == cells["item"] == f"'{text}"
        assert cells["console"] == 'c,"1"\nx' and cells["point"] == ""
        assert (cells["seq"], cells["at"], cells["body"]) == (str(row.seq), row.at, row.body)
        assert (cells["prev"], cells["hash"]) == (row.prev.hex(), row.hash.hex())


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_made_harmless(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Hà Nội", "a=b", "3-4", "12:30", "(=)", "'=1"])
def test_other_text_is_left_alone(text):
    assert harmless(text) == text


@given(st.text(), st.none() | st.text())
def test_any_csv_cell_is_read_back(actor, item):
    from data.exporters.csv_log import _line

    (row,) = sealed_rows(EMPTY, [Fact(NoteAdded(text=actor), item=item)], ManualClock().now(), actor, "c")
    ((*_, got_actor, _console, _kind, _v, got_item, _point, body, _prev, _hash),) = csv.reader(
        io.StringIO(_line(row), newline=""), strict=True
    )
    assert got_actor in (row.actor, f"'{row.actor}")
    assert got_item in (row.item or "", f"'{row.item}")
    assert json.loads(body) == json.loads(row.body)


def test_ndjson_is_verified_from_raw_alone(log):
    data, head = export(write_ndjson, log)
    lines = [json.loads(line) for line in data.splitlines()]
    order = [*HEADER[:4], "kind", "v", "actor", "console", "item", "point", "body", "raw", "prev", "hash"]
    tip = bytes(32)
    for line in lines:
        assert list(line) == order and line["prev"] == tip.hex()
        assert line["body"] == json.loads(line["raw"])
        data = b"\0" + tip
        for name in (*HEADER[:10], "raw"):
            value = line[name]
            text = b"" if value is None else str(value).encode()
            data += b"\0" if value is None else b"\1" + len(text).to_bytes(8, "big") + text
        tip = hashlib.sha256(data).digest()
        assert line["hash"] == tip.hex()
    assert head == Head(len(FORMULAS), tip)


@pytest.mark.parametrize(
    ("raw", "body"),
    [('{"a":1}', {"a": 1}), ('{\n "a": 1\n}', {"a": 1}), ("not json", None), ("", None), ('{"a":1}x', None)],
)
def test_a_line_stays_a_line_whatever_the_body(raw, body):
    (row,) = sealed_rows(EMPTY, [Fact(NoteAdded(text="x"))], ManualClock().now(), "a", "c")
    line = row_json(msgspec.structs.replace(row, body=raw))
    assert b"\n" not in line
    assert json.loads(line)["body"] == body and json.loads(line)["raw"] == raw


@pytest.mark.parametrize("write", [write_csv, write_ndjson])
def test_an_export_goes_by_pages_and_counts(tmp_path, write):
    path = filled(tmp_path / "log.db", 2500)
    seen, out = [], io.BytesIO()
    write(path, out, lambda done, total: seen.append((done, total)))
    assert seen == [(1000, 2500), (2000, 2500), (2500, 2500)]
    assert out.getvalue().count(b"\n") == 2500 + (write is write_csv)


@pytest.mark.parametrize("write", [write_csv, write_ndjson])
def test_nothing_to_export(tmp_path, write):
    with pytest.raises(LogMissing):
        write(tmp_path / "log.db", io.BytesIO())
    assert list(tmp_path.iterdir()) == []
    with closing(open_log(tmp_path / "log.db")):
        pass
    data, head = export(write, tmp_path / "log.db")
    assert head == EMPTY and data.count(b"\n") == (write is write_csv)


def test_an_unknown_kind_and_a_tampered_row_are_exported_as_they_stand(tmp_path):
    path = tampered(
        filled(tmp_path / "log.db", 2), "UPDATE event SET kind = 'RobotDanced', v = 9 WHERE seq = 1"
    )
    data, _head = export(write_ndjson, path)
    first = json.loads(data.splitlines()[0])
    assert (first["kind"], first["v"], first["body"]) == ("RobotDanced", 9, {"text": "note 1"})


MEMORY = """
import resource, sys, io
from pathlib import Path
from data.exporters.csv_log import write_csv
from data.exporters.ndjson_log import write_ndjson
class Nowhere(io.RawIOBase):
    def write(self, data): return len(data)
write = {"csv": write_csv, "ndjson": write_ndjson}[sys.argv[2]]
write(Path(sys.argv[3]), Nowhere())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write(Path(sys.argv[1]), Nowhere())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_memory_does_not_grow_with_the_log(tmp_path, kind):
    """From 3,000 rows to 40,000 (about 11 MB of csv): less than 4 MB more at the peak."""
    small, large = filled(tmp_path / "small.db", 3000), filled(tmp_path / "large.db", 40_000)
    command = python("-c", MEMORY, str(large), kind, str(small))
    done = subprocess.run(command, env=SUBPROCESS_ENV, capture_output=True, check=True)
    assert int(done.stdout) < 4096
