"""Second copies of a log, as a log and as lines: always a verified prefix, never another record's rows."""

from __future__ import annotations

import json
import os
import runpy
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kit.product import ROOT
from kit.record.logs import WHO, filled, open_log, tampered

from data.events import Fact, NoteAdded
from data.record.chain import Head
from data.record.copying import copy_onward
from data.record.errors import LogDamaged, LogDiverged, LogFailed, LogReadOnly, LogRemote
from data.record.event_log import verify
from data.record.lines import append_lines, read_lines

Copier = Callable[[Path, Path], Head]
COPIERS = pytest.mark.parametrize("copier", [copy_onward, append_lines], ids=["log", "lines"])
outside = runpy.run_path(str(ROOT / "docs" / "verify.py"))


def head_of(copy: Path) -> tuple[int, bytes]:
    """What the verifier outside makes of a copy; whatever is wrong fails here."""
    is_log = copy.read_bytes()[:6] == b"SQLite"
    seq, tip, fault = outside["verify"](outside["rows_of_log" if is_log else "rows_of_ndjson"](copy))
    assert fault == ""
    return seq, tip


@COPIERS
def test_a_copy_grows_with_the_log_and_verifies_outside(tmp_path: Path, copier: Copier) -> None:
    log, copy = filled(tmp_path / "log.db", 2300), tmp_path / "copy"
    for rows in (2300, 2300, 2307):
        filled(log, rows - verify(log).rows)
        head = copier(log, copy)
        assert head == verify(log).head and head.seq == rows
        assert head_of(copy) == (head.seq, head.hash)


@COPIERS
def test_an_empty_log_has_an_empty_copy(tmp_path: Path, copier: Copier) -> None:
    log, copy = filled(tmp_path / "log.db", 0), tmp_path / "copy"
    assert copier(log, copy).seq == 0
    assert copier(filled(log, 3), copy).seq == 3


@COPIERS
def test_another_record_and_a_record_that_was_cut_are_refused(tmp_path: Path, copier: Copier) -> None:
    log, copy = filled(tmp_path / "log.db", 20), tmp_path / "copy"
    copier(log, copy)
    before = copy.read_bytes()
    with pytest.raises(LogDiverged) as caught:
        copier(tampered(filled(tmp_path / "cut.db", 30), "DELETE FROM event WHERE seq > 10"), copy)
    assert caught.value.params["row"] == 20
    with closing(open_log(tmp_path / "other.db")) as other:
        other.transact(lambda _s, _n: [Fact(NoteAdded(text="other"))] * 40, **WHO)
    with pytest.raises(LogDiverged):
        copier(tmp_path / "other.db", copy)
    assert copy.read_bytes() == before


@COPIERS
def test_a_row_that_was_changed_does_not_reach_the_copy(tmp_path: Path, copier: Copier) -> None:
    log, copy = filled(tmp_path / "log.db", 10), tmp_path / "copy"
    copier(log, copy)
    tampered(filled(log, 10), "UPDATE event SET actor = 'me' WHERE seq = 15")
    with pytest.raises(LogDamaged) as caught:
        copier(log, copy)
    assert caught.value.params["row"] == 15 and head_of(copy)[0] == 10


def test_a_copy_that_rots_is_found_when_it_is_read_back(tmp_path: Path) -> None:
    log, copy = filled(tmp_path / "log.db", 10), tmp_path / "copy.db"
    copy_onward(log, copy)
    tampered(copy, "UPDATE event SET actor = 'me' WHERE seq = 4")
    with pytest.raises(LogDamaged) as caught:
        copy_onward(log, copy)
    assert caught.value.params == {"file": str(copy), "row": 4, "why": "hash"}


@pytest.mark.parametrize("cut", [1, 30, 10**6])
def test_a_torn_line_is_cut_away_and_written_again(tmp_path: Path, cut: int) -> None:
    log, lines = filled(tmp_path / "log.db", 5), tmp_path / "log.jsonl"
    append_lines(log, lines)
    whole = lines.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    os.truncate(lines, len(whole) - min(cut, len(last) - 1))
    assert [row.seq for row in read_lines(lines)] == [1, 2, 3, 4]
    append_lines(log, lines)
    assert lines.read_bytes() == whole


def test_a_line_longer_than_the_look_back_is_still_the_last(tmp_path: Path) -> None:
    log, lines = tmp_path / "log.db", tmp_path / "log.jsonl"
    with closing(open_log(log)) as handle:
        for text in ("x" * 200_000, "ngắn", "ộ" * 300_000):
            handle.transact(lambda _s, _n, text=text: [Fact(NoteAdded(text=text))], **WHO)
            append_lines(log, lines)
    assert head_of(lines)[0] == 3


def test_lines_hold_what_the_export_holds(tmp_path: Path) -> None:
    from data.exporters.ndjson_log import write_ndjson

    log, lines, export = filled(tmp_path / "log.db", 7), tmp_path / "a.jsonl", tmp_path / "b.ndjson"
    append_lines(log, lines)
    with export.open("wb") as out:
        write_ndjson(log, out)
    assert lines.read_bytes() == export.read_bytes()


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    log, lines = filled(tmp_path / "log.db", 5), tmp_path / "log.jsonl"
    append_lines(log, lines)
    rows = lines.read_bytes().splitlines(keepends=True)
    lines.write_bytes(b"".join([*rows[:2], b'{"seq": 3}\n', *rows[3:]]))
    with pytest.raises(LogDamaged) as caught:
        list(read_lines(lines))
    assert caught.value.params["row"] == 3


def test_a_path_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = filled(tmp_path / "log.db", 5)
    with pytest.raises(LogFailed):
        append_lines(log, tmp_path / "gone" / "log.jsonl")
    monkeypatch.setattr(Path, "open", lambda *_a, **_k: (_ for _ in ()).throw(OSError(30, "read-only")))
    with pytest.raises(LogReadOnly):
        append_lines(log, tmp_path / "log.jsonl")


def test_no_log_is_copied_to_a_network_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.record.copying.network_fs", lambda _path: "cifs")
    with pytest.raises(LogRemote):
        copy_onward(filled(tmp_path / "log.db", 2), tmp_path / "copy.db")


ROUNDS = 100


def test_a_hundred_copies_beside_a_writer_are_prefixes_of_the_log(tmp_path: Path) -> None:
    log, over = filled(tmp_path / "log.db", 1), threading.Event()

    def write() -> None:
        with closing(open_log(log)) as handle:
            while not over.wait(0.02):
                handle.transact(lambda _s, _n: [Fact(NoteAdded(text="meanwhile"))], **WHO)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        heads = []
        for round_ in range(ROUNDS):
            copy = tmp_path / f"copy{round_ % 2}.db"
            heads.append(copy_onward(log, copy))
            heads.append(append_lines(log, tmp_path / "log.jsonl"))
    finally:
        over.set()
        writer.join()
    with closing(open_log(log)) as handle:
        for head in heads:
            assert handle.rows(head.seq - 1, 1)[0].hash == head.hash
    assert json.loads((tmp_path / "log.jsonl").read_text().splitlines()[-1])["seq"] == heads[-1].seq
