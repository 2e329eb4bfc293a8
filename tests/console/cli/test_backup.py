"""backup, restore and correct from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock
from kit.cli import sample_folder
from kit.record.logs import tampered

from console.cli import main
from data.record.event_log import verify

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    assert main(["note", str(folder), "một"]) == 0
    capsys.readouterr()
    return folder


@pytest.fixture
def usb(tmp_path: Path, folder: Path, capsys: Captured) -> Path:
    """A second disk, with the record on it."""
    usb = tmp_path / "usb"
    usb.mkdir()
    assert main(["backup", str(folder), "--to", str(usb)]) == 0
    capsys.readouterr()
    return usb


def rows_of(folder: Path, capsys: Captured, *options: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["log", str(folder), "--json", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_backup_says_the_head_of_each_file(folder: Path, usb: Path, capsys: Captured) -> None:
    assert main(["backup", str(folder), "--to", str(usb)]) == 0
    said = capsys.readouterr().out.splitlines()
    head = verify(folder / "log.db").head
    where = [usb / "hn" / "log.jsonl", usb / "hn" / "log.db"]
    assert said == [f"{head.seq}:{head.hash.hex()}  {path}" for path in where]
    assert verify(usb / "hn" / "log.db").head == head


def test_the_path_of_the_settings_is_used_and_none_is_wrong_use(folder: Path, capsys: Captured) -> None:
    assert main(["backup", str(folder)]) == 2
    (folder.parent / "second").mkdir()
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('\n[backup]\npath = "../second"\nminutes = 3\n')
    assert main(["backup", str(folder)]) == 0
    assert (folder.parent / "second" / "hn" / "log.jsonl").exists()


@pytest.mark.parametrize("inside", [".", "within", "..", "round"])
def test_a_second_place_in_the_folder_itself_is_none(
    folder: Path, inside: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder, one in it, its parent (below which copies have its name), a link to it."""
    (folder / "within").mkdir()
    (folder.parent / "round").symlink_to(folder)
    monkeypatch.chdir(folder)
    place = "../round" if inside == "round" else inside
    before = sorted(folder.rglob("*"))
    for target in (str(folder), "."):
        assert main(["backup", target, "--to", place, "--lang", "en"]) == 1
        assert "one fault would take both; name another folder" in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[backup]\npath = "{place}"\n')
    assert main(["check", str(folder), "--lang", "en"]) == 0
    assert "warning: the second path" in capsys.readouterr().out


def test_a_disk_not_there_is_said_and_not_made(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["backup", str(folder), "--to", str(tmp_path / "unplugged")]) == 1
    assert "unplugged" in capsys.readouterr().err
    assert not (tmp_path / "unplugged").exists()


@pytest.mark.parametrize(
    "line", ["minutes = 0", "minutes = true", 'minutes = "5"', "path = 5", "minutes = 100000"]
)
def test_settings_that_make_no_sense_are_errors(folder: Path, line: str, capsys: Captured) -> None:
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[backup]\n{line}\n")
    assert main(["check", str(folder)]) == 1
    assert "conference.toml" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["log.db", "log.jsonl", ""])
def test_a_lost_record_is_restored_and_the_record_says_so(
    folder: Path, usb: Path, kind: str, capsys: Captured
) -> None:
    before = rows_of(folder, capsys)
    (folder / "log.db").unlink()
    assert main(["restore", str(folder), "--from", str(usb / "hn" / kind if kind else usb)]) == 0
    *same, told = rows_of(folder, capsys)
    assert same == before
    assert told["kind"] == "RecordRestored"
    body = told["body"]
    assert isinstance(body, dict)
    assert body["upto_seq"] == len(before) and body["kept"] == ""
    assert verify(folder / "log.db").ok


def test_a_damaged_record_gives_way_and_is_kept(folder: Path, usb: Path, capsys: Captured) -> None:
    tampered(folder / "log.db", "UPDATE event SET actor = 'x' WHERE seq = 2")
    assert main(["restore", str(folder), "--from", str(usb)]) == 0
    assert verify(folder / "log.db").ok
    assert verify(folder / "log.db.before-1").bad_seq == 2


def test_rows_only_the_record_has_are_not_lost_unasked(folder: Path, usb: Path, capsys: Captured) -> None:
    assert main(["restore", str(folder), "--from", str(usb), "--lang", "en"]) == 1
    assert "nothing to restore" in capsys.readouterr().err
    assert main(["note", str(folder), "hai"]) == 0
    rows = len(rows_of(folder, capsys))
    assert main(["restore", str(folder), "--from", str(usb), "--lang", "en"]) == 1
    assert "--replace" in capsys.readouterr().err
    assert len(rows_of(folder, capsys)) == rows
    assert main(["restore", str(folder), "--from", str(usb), "--replace"]) == 0
    assert verify(folder / "log.db.before-1").rows == rows


def test_not_while_a_console_runs(folder: Path, usb: Path, capsys: Captured) -> None:
    (folder / "log.db").unlink()
    with FileLock(folder / ".diemcau" / "may-1.lock"):
        assert main(["restore", str(folder), "--from", str(usb)]) == 1
        assert "may-1" in capsys.readouterr().err
    assert not (folder / "log.db").exists()


def test_where_no_copy_is_whole_nothing_is_done(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["restore", str(folder), "--from", str(tmp_path / "empty")]) == 1
    (tmp_path / "x.jsonl").write_bytes(b"hello\n")
    assert main(["restore", str(folder), "--from", str(tmp_path / "x.jsonl")]) == 1
    assert main(["restore", str(folder), "--from", str(tmp_path / "none")]) == 1


def test_a_correction_is_a_new_row_about_an_old_one(folder: Path, capsys: Captured) -> None:
    before = rows_of(folder, capsys)
    assert main(["correct", str(folder), "2", "đúng ra", "là\x1b[2J hai"]) == 0
    *same, row = rows_of(folder, capsys)
    assert same == before
    assert row["kind"] == "Corrected" and row["actor"] == "op1"
    assert row["body"] == {"seq": 2, "text": "đúng ra là\ufffd[2J hai"}
    assert main(["log", str(folder), "--kind", "corrected"]) == 0
    assert "đính chính dòng 2: đúng ra" in capsys.readouterr().out


@pytest.mark.parametrize(("row", "words"), [("0", "x"), ("999", "x"), ("-1", "x"), ("2", "  ")])
def test_a_correction_of_nothing_is_refused(folder: Path, row: str, words: str, capsys: Captured) -> None:
    before = rows_of(folder, capsys)
    assert main(["correct", str(folder), "--", row, words]) == 1
    assert rows_of(folder, capsys) == before


def test_a_sealed_record_takes_no_correction(folder: Path, capsys: Captured) -> None:
    from contextlib import closing

    from kit.record.logs import WHO, open_log

    from data.events import Fact, RecordSealed

    with closing(open_log(folder / "log.db")) as log:
        log.transact(lambda _s, _n: [Fact(RecordSealed(reason="xong"))], **WHO)
    assert main(["correct", str(folder), "2", "x"]) == 1


def test_a_second_place_that_is_missing_is_said_with_the_mend(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["backup", str(folder), "--to", str(tmp_path / "usb"), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert f"there is no folder {tmp_path / 'usb'}" in said and "mkdir" in said
    assert not (tmp_path / "usb").exists()
    (tmp_path / "file").write_text("x")
    assert main(["backup", str(folder), "--to", str(tmp_path / "file"), "--lang", "en"]) == 1
    assert "nothing can be kept in" in capsys.readouterr().err


def test_a_record_opens_on_another_machine_from_its_backup_alone(
    folder: Path, usb: Path, tmp_path: Path, capsys: Captured
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert main(["restore", str(other), "--from", str(usb / "hn")]) == 0
    assert "conference.toml, agenda.csv, points.csv" in capsys.readouterr().err
    assert main(["status", str(other)]) == 0
    assert main(["check", str(other)]) == 0


def test_a_backup_has_the_newest_tables_and_a_restore_never_replaces_any(
    folder: Path, usb: Path, tmp_path: Path
) -> None:
    agenda = folder / "agenda.csv"
    agenda.write_bytes(agenda.read_bytes() + b"\n")
    assert main(["backup", str(folder), "--to", str(usb)]) == 0
    assert (usb / "hn" / "agenda.csv").read_bytes() == agenda.read_bytes()
    agenda.write_text("mine", "utf-8")
    (folder / "log.db").unlink()
    assert main(["restore", str(folder), "--from", str(usb)]) == 0
    assert agenda.read_text("utf-8") == "mine"
    assert [path.name for path in (usb / "hn").glob("*.part")] == []
