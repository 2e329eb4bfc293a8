"""Commands that read the record: log, verify, export."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from kit.cli import COMMAND, diemcau, environment, sample_folder, start
from kit.clock import ManualClock
from kit.days.past import past_day
from kit.product import ROOT
from kit.record.logs import WHO, open_log

from console.cli import main
from console.cli.opening import day_of
from console.cli.since import instant_ms
from console.keeping.signer import sign
from data import events as ev
from data.events import Fact
from data.whole_file import whole_file

Captured = pytest.CaptureFixture[str]
FIELDS = (
    *("seq", "at", "mono_ns", "boot", "kind", "v", "actor", "console", "item", "point"),
    *("body", "raw", "prev", "hash"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """A conference that was opened; two notes; eight rows or so."""
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    assert main(["note", str(folder), "một"]) == 0
    assert main(["note", str(folder), "hai [/] \x1b[2J\nba"]) == 0
    capsys.readouterr()
    return folder


def rows_of(folder: Path, capsys: Captured, *options: str) -> list[dict[str, object]]:
    assert main(["log", str(folder), "--json", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_lines_have_the_fields_of_the_contract(folder: Path, capsys: Captured) -> None:
    rows = rows_of(folder, capsys)
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert {tuple(row) for row in rows} == {FIELDS}
    assert rows[0]["prev"] == "0" * 64
    for row in rows:
        assert json.loads(str(row["raw"])) == row["body"]
        assert str(row["at"]).endswith("Z") and len(str(row["at"])) == 24


def test_every_row_is_one_line_for_people_too(folder: Path, capsys: Captured) -> None:
    count = len(rows_of(folder, capsys))
    assert main(["log", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == count
    assert all(line.isprintable() for line in lines)
    assert "ghi chú của op1: hai [/] " in lines[-1]


def test_a_line_tells_who_and_calls_a_point_by_its_name(folder: Path, capsys: Captured) -> None:
    seen = [
        (ev.PointJoined(source="pexip", ref="1", name="x"), "CC01"),
        (ev.IncidentOpened(id="i1", scope="point", subject="CC01", severity="P3", reason="gone"), "CC01"),
        (ev.ClockStepped(by_ms=2000, cause="step"), None),
    ]
    with closing(open_log(folder / "log.db")) as log:
        log.transact(
            lambda _s, _n: [Fact(body, None, point) for body, point in seen], actor="op1", console="c"
        )
    assert main(["log", str(folder)]) == 0
    told = [line.split(maxsplit=3)[3] for line in capsys.readouterr().out.splitlines()]
    joined, opened_incident, stepped = (" ".join(line.split()) for line in told[-3:])
    assert joined == "pexip - CC01 cấp cao Hà Nội: đã kết nối"
    assert opened_incident.startswith("máy - CC01 cấp cao Hà Nội: mở sự cố P3")
    assert stepped.startswith("máy - - ")
    assert " ".join(told[-4].split()).startswith("op1 P1 - ghi chú của op1: hai")


def test_without_a_folder_that_can_be_read_a_log_is_told_all_the_same(folder: Path, capsys: Captured) -> None:
    (folder / "points.csv").write_text("nothing of use", encoding="utf-8")
    count = len(rows_of(folder, capsys))
    assert main(["log", str(folder)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == count


def test_a_bare_time_is_of_the_day_on_which_an_item_last_went_on_air(tmp_path: Path) -> None:
    clock = ManualClock()
    with closing(open_log(tmp_path / "log.db", clock=clock)) as log:
        assert day_of(tmp_path / "log.db") == ""
        log.transact(lambda _s, _n: [Fact(ev.NoteAdded(text="hôm trước"))], **WHO)
        assert day_of(tmp_path / "log.db") == log.rows()[-1].at, "before the opening: the newest row"
        clock.advance(86_400)
        log.transact(lambda _s, _n: [Fact(ev.ItemStarted(planned_s=60, plan_version=1), item="1")], **WHO)
        on_air = log.rows()[-1].at
        clock.advance(86_400)
        log.transact(lambda _s, _n: [Fact(ev.NoteAdded(text="hôm sau, khi xuất báo cáo"))], **WHO)
        assert log.rows()[-1].at[:10] > on_air[:10]
        assert day_of(tmp_path / "log.db") == on_air


def test_filters(folder: Path, capsys: Captured) -> None:
    notes = rows_of(folder, capsys, "--kind", "noteadded")
    assert [row["kind"] for row in notes] == ["NoteAdded", "NoteAdded"]
    assert {row["item"] for row in rows_of(folder, capsys, "--item", "p1")} == {"P1"}
    assert {row["point"] for row in rows_of(folder, capsys, "--point", "TC00")} == {"TC00"}
    assert rows_of(folder, capsys, "--point", "T99") == []
    everything = rows_of(folder, capsys)
    assert rows_of(folder, capsys, "--since", "10m") == everything
    assert rows_of(folder, capsys, "--since", "2999-01-01T00:00") == []


@pytest.mark.parametrize(
    ("text", "utc_ms"),
    [
        ("2024-06-16T07:00:00Z", 1_718_521_200_000),
        ("2024-06-16T14:00", 1_718_521_200_000),
        ("14:00", 1_718_521_200_000),
        ("14h00", 1_718_521_200_000),
        ("14:00:07", 1_718_521_207_000),
    ],
)
def test_a_bare_time_is_local_and_of_the_day_that_is_meant(text: str, utc_ms: int) -> None:
    assert instant_ms(text, "Asia/Ho_Chi_Minh", "2024-06-16T09:30:00.000Z") == utc_ms


def test_a_reader_that_leaves_early_ends_the_command_quietly(folder: Path) -> None:
    for options in ([], ["--json"]):
        log = subprocess.Popen(
            [*COMMAND, "log", str(folder), *options],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert log.stdout is not None and log.stderr is not None
        log.stdout.close()
        assert log.wait(30) == 0
        assert log.stderr.read() == b""
        log.stderr.close()


def test_follow_prints_what_another_process_writes(folder: Path) -> None:
    log = start("log", folder, "--follow", "--json", "--kind", "NoteAdded")
    try:
        assert log.stdout is not None
        old = [json.loads(log.stdout.readline())["body"]["text"] for _ in range(2)]
        assert old[0] == "một"
        assert main(["note", str(folder), "bốn"]) == 0
        assert json.loads(log.stdout.readline())["body"] == {"text": "bốn"}
    finally:
        log.terminate()
        log.communicate(timeout=10)


def test_verify_says_when_a_head_was_signed_by_the_clock_on_the_wall(folder: Path, capsys: Captured) -> None:
    with closing(open_log(folder / "log.db")) as log:
        head = log.head
    sign(folder / "log.db", head, 1_718_521_200_000)
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    said = capsys.readouterr().err
    assert "signed at 14:00:00 16/06/2024" in said and "T07:00" not in said


def test_verify_says_whole_and_gives_the_head_to_note(folder: Path, capsys: Captured) -> None:
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    head = said.split("head ")[1].strip()
    assert main(["verify", str(folder), "--head", head]) == 0
    assert main(["verify", str(folder / "log.db"), "--head", head]) == 0


def test_verify_names_an_altered_row(folder: Path, capsys: Captured) -> None:
    database = folder / "log.db"
    stored = database.read_bytes()
    assert stored.count("một".encode()) == 1
    database.write_bytes(stored.replace("một".encode(), "mốt".encode()))
    seq = next(row["seq"] for row in rows_of(folder, capsys) if row["body"] == {"text": "mốt"})
    assert main(["verify", str(folder), "--lang", "en"]) == 1
    assert f"BROKEN at row {seq}: the hash does not match" in capsys.readouterr().out


def test_only_a_noted_head_finds_a_cut_tail(folder: Path, capsys: Captured) -> None:
    rows = rows_of(folder, capsys)
    noted = f"{rows[-1]['seq']}:{rows[-1]['hash']}"
    with sqlite3.connect(folder / "log.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM event WHERE seq = ?", (rows[-1]["seq"],))
    connection.close()
    assert main(["verify", str(folder)]) == 0
    assert main(["verify", str(folder), "--head", noted, "--lang", "en"]) == 1
    assert "cut off" in capsys.readouterr().out


def test_export_to_a_file_is_an_event_with_its_digest(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "nk.csv"
    before = rows_of(folder, capsys)
    assert main(["export", str(folder), "-o", str(out)]) == 0
    capsys.readouterr()
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["hash"] for row in csv.DictReader(file)] == [row["hash"] for row in before]
    (event,) = rows_of(folder, capsys, "--kind", "Exported")
    assert event["body"] == {
        "format": "csv",
        "name": "nk.csv",
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "upto_seq": before[-1]["seq"],
    }


def test_export_without_a_file_goes_to_stdout_and_is_no_event(folder: Path, capsys: Captured) -> None:
    before = rows_of(folder, capsys)
    done = diemcau("export", folder, "--format", "ndjson")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == before
    assert rows_of(folder, capsys) == before


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "nk.csv"
    out.write_text("old")
    with pytest.raises(RuntimeError, match="half way"), whole_file(out) as file:
        file.write(b"new")
        raise RuntimeError("half way")
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_export_into_nowhere_is_a_sentence(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["export", str(folder), "-o", str(tmp_path / "no" / "nk.csv")]) == 1
    said = capsys.readouterr()
    assert "nk.csv" in said.err
    assert said.out == ""


def test_the_log_of_an_item_has_what_befell_the_rooms_meanwhile(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "hn"
    folder.mkdir()
    past_day(folder / "log.db")
    assert main(["log", str(folder), "--during", "1", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["kind"], row["item"], row["point"]) for row in rows] == [
        ("ItemStarted", "1", None),
        ("HealthChanged", None, "T01"),
        ("HealthChanged", None, "T01"),
        ("SourceLost", None, None),
        ("ItemEnded", "1", None),
    ]
    assert main(["log", str(folder), "--during", "1", "--kind", "SourceLost", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
