"""Whatever is wrong with folder or record: a sentence, an exit code, no traceback, nothing lost."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.cli import diemcau, sample_folder

from console.cli import main
from console.cli.failures import Denied, failure_lines
from console.text.sentences import translator

Captured = pytest.CaptureFixture[str]
Ruin = Callable[[Path], None]
HOSTILE = "x\x1b[2J[/][bold]\u202eevil\u200b"


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder_in_its_place(path: Path) -> None:
    path.mkdir()


def stranger(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE holiday (day TEXT)")
    connection.close()


def cut_short(path: Path) -> None:
    whole = sample_folder(path.parent / "whole")
    assert main(["advance", str(whole), "--expect", "none"]) == 0
    path.write_bytes((whole / "log.db").read_bytes()[:6000])


def newer(path: Path) -> None:
    whole = sample_folder(path.parent / "whole")
    assert main(["advance", str(whole), "--expect", "none"]) == 0
    path.write_bytes((whole / "log.db").read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


RUINS = [garbage, empty, folder_in_its_place, stranger, cut_short]


def fingerprint(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@pytest.mark.parametrize("ruin", RUINS)
@pytest.mark.parametrize(
    "argv",
    [
        ["advance", "--expect", "none"],
        ["note", "x"],
        ["log"],
        ["status"],
        ["verify"],
        ["export"],
        ["run", "--headless"],
    ],
    ids=lambda argv: argv[0],
)
def test_a_record_that_is_none_is_named_and_left_alone(
    ruin: Ruin, argv: list[str], tmp_path: Path, capsys: Captured
) -> None:
    folder = sample_folder(tmp_path / "hn")
    ruin(folder / "log.db")
    before = fingerprint(folder / "log.db")
    capsys.readouterr()
    assert main([argv[0], str(folder), *argv[1:], "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "log.db" in said.err + said.out
    assert "unforeseen" not in said.err
    assert all(line.isprintable() for line in said.err.splitlines())
    assert fingerprint(folder / "log.db") == before


def test_a_newer_record_is_not_written_and_says_so(tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "hn")
    newer(folder / "log.db")
    capsys.readouterr()
    before = fingerprint(folder / "log.db")
    assert main(["advance", str(folder), "--expect", "P1", "--lang", "en"]) == 1
    assert "newer version" in capsys.readouterr().err
    assert main(["log", str(folder)]) == 0
    assert fingerprint(folder / "log.db") == before


@pytest.mark.parametrize(
    "argv", [["log"], ["verify"], ["export"], ["status"], ["check"], ["run", "--headless"], ["points"]]
)
def test_no_folder_at_all(argv: list[str], tmp_path: Path) -> None:
    missing = tmp_path / HOSTILE
    done = diemcau(argv[0], missing, *argv[1:], "--lang", "en")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    said = (done.stderr + done.stdout).splitlines()
    assert said
    assert all(line.isprintable() for line in said)


def test_every_fault_of_the_folder_is_told_at_once(tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "hn")
    with (folder / "agenda.csv").open("a", encoding="utf-8") as agenda:
        agenda.write(f"9.1,{HOSTILE},presentation,,,,NOWHERE,soon,,,,,,,,,,,,,\n")
    capsys.readouterr()
    assert main(["check", str(folder), "--lang", "en"]) == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert any(line.startswith("agenda.csv:20:") for line in lines)
    assert all(line.isprintable() for line in lines)
    assert "not usable yet" in said.err


def test_check_as_json(tmp_path: Path, capsys: Captured) -> None:
    import json

    folder = sample_folder(tmp_path / "hn")
    (folder / "points.csv").unlink()
    assert main(["check", str(folder), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert {"code", "file", "row", "column", "params", "warning", "message"} == set(answer["problems"][0])


def test_new_makes_a_folder_that_check_accepts_and_overwrites_nothing(
    tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "mới"
    assert main(["new", str(folder), "--date", "16/06/2024"]) == 0
    assert "date = 2024-06-16" in (folder / "conference.toml").read_text("utf-8")
    assert main(["check", str(folder)]) == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["new", str(folder), "--lang", "en"]) == 1
    assert "nothing is overwritten" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_new_from_ones_own_files_tells_the_mapping(tmp_path: Path, capsys: Captured) -> None:
    agenda = tmp_path / "ct.csv"
    agenda.write_text("STT,Nội dung,Thời lượng,Màu\n1,Khai mạc,10,đỏ\n", "utf-8")
    code = main(["new", str(tmp_path / "hn"), "--from", str(agenda), "--lang", "en"])
    said = capsys.readouterr()
    assert "column 2 'Nội dung' → title" in said.out
    assert "'Màu'" in said.out
    assert code == 0
    assert (tmp_path / "hn" / "agenda.csv").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_sentence(tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "hn")
    folder.chmod(0o555)
    try:
        assert main(["advance", str(folder), "--expect", "none"]) == 1
        assert "log.db" in capsys.readouterr().err
    finally:
        folder.chmod(0o755)


def test_a_screen_needs_a_terminal(tmp_path: Path) -> None:
    done = diemcau("run", sample_folder(tmp_path / "hn"), "--lang", "en")
    assert done.returncode == 1
    assert "--headless" in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Denied("no"), 1, "no"),
        (MemoryError(), 1, "out of memory"),
        (OSError(28, "No space left on device", "/d/x"), 1, "/d/x: the system says the disk is full"),
        (ZeroDivisionError(HOSTILE), 1, "ZeroDivisionError"),
    ],
)
def test_whatever_happens_is_a_sentence(error: Exception, code: int, said: str) -> None:
    got, lines = failure_lines(error, translator("en"))
    assert got == code
    assert said in lines[0]
    assert lines[0].isprintable()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["status", "empty"], "no folder of a conference yet"),
        (["status", "file.db"], "this is a file, and a folder of a conference is needed"),
        (["log", "nowhere"], "there is no folder or log"),
        (["verify", "nowhere"], "there is no folder or log"),
        (["quality", "nowhere"], "there is no folder or log"),
        (["replay", "nowhere/log.db"], "there is no folder or log"),
        (["backup", "nowhere"], "there is no folder or log"),
        (["log", "empty"], "there is no record"),
        (["restore", "empty", "--from", "nowhere"], "there is no copy"),
        (["names", "hn", "bind", "x", "CC01"], "has no source"),
        (["incidents", "hn", "take"], "name an incident"),
        (["incidents", "hn", "take", "i9"], "there is no open incident i9"),
        (["new", "fresh", "--from", "nowhere.docx"], "no such file"),
    ],
)
def test_what_is_not_there_is_said_with_the_mend(
    argv: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.db").touch()
    sample_folder(tmp_path / "hn")
    settings = tmp_path / "hn" / "conference.toml"
    settings.write_text(settings.read_text("utf-8").split("[[source]]")[0], "utf-8")
    assert main(["--lang", "en", *argv]) == 1
    told = capsys.readouterr()
    assert said in told.out + told.err


def test_a_file_of_an_unknown_kind_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    folder = sample_folder(tmp_path / "hn")
    assert main(["note", str(folder), "x", "--as", "op1"]) == 0
    assert main(["export", str(folder), "-o", str(tmp_path / "day.pdf"), "--lang", "en"]) == 2
    assert "nothing is known to write as .pdf" in capsys.readouterr().err
    assert not (tmp_path / "day.pdf").exists()
    assert main(["export", str(folder), "-o", str(tmp_path / "day"), "--as", "op1"]) == 0


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["log", "--kind", "nope"], "no row fits"),
        (["names"], "nothing was decided"),
        (["act"], "no platform was"),
    ],
)
def test_nothing_to_print_is_said(argv: list[str], said: str, tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "hn")
    assert main(["note", str(folder), "x"]) == 0
    capsys.readouterr()
    assert main([argv[0], str(folder), *argv[1:], "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert told.out == "" and said in told.err
