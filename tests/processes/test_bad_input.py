"""What a folder may hold on a bad day: every command says one sentence, nothing is lost or overwritten."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from kit.cli import diemcau, sample_folder
from kit.hostile import NAMES
from kit.processes import files_of, live_folder, now_ms, process, simulator, state_of, until
from kit.product import ROOT, SUBPROCESS_ENV
from kit.record.logs import as_nobody, filled, tampered
from kit.record.rows import kinds, log_rows, started
from kit.small_conference import conference

from console.cli import COMMANDS, main
from console.desk import Identity
from console.folder import Folder
from console.running import run_headless
from console.session import Session
from data.clock import SystemClock
from data.folder.conference import load

Captured = pytest.CaptureFixture[str]
WRITING = (["advance", "--expect", "none"], ["hold"], ["resume"], ["note", "x"], ["run", "--headless"])
READING = (["status"], ["log"], ["agenda"], ["points"], ["incidents"], ["verify"], ["export"])
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")
OURS = ("log.db", "agenda.csv", "points.csv", "conference.toml")


def argv_of(command: list[str], folder: Path) -> list[str]:
    return [command[0], str(folder), *command[1:], "--lang", "en"]


def session_on(folder: Path) -> Session:
    found, _ = load(folder)
    assert found is not None
    return Session.open(
        Folder(folder), found, SystemClock(), Identity(console="c1", actor="op1", role="viewer")
    )


def our_files(folder: Path) -> dict[str, str]:
    """Checksums of what must never change behind somebody's back."""
    return {name: digest for name, digest in files_of(folder).items() if name in OURS}


def assert_sentences(code: int, out: str, err: str) -> None:
    assert code in (1, 2)
    lines = (out + err).splitlines()
    assert lines, "it said nothing"
    assert "Traceback" not in out + err and "unforeseen" not in err
    assert all(line.isprintable() for line in lines), lines


@pytest.mark.parametrize("command", WRITING, ids=lambda argv: argv[0])
def test_a_programme_that_names_an_unknown_room(command: list[str], tmp_path: Path, capsys: Captured) -> None:
    folder = conference(tmp_path / "hn", items=["1", {"cue": "2", "point": "T999"}])
    before = files_of(folder)
    assert_sentences(main(argv_of(command, folder)), *(said := capsys.readouterr()))
    assert "agenda.csv:3:point" in said.err and "T999" in said.err
    assert files_of(folder) == before, "no record is begun on a folder that cannot be used"


@pytest.mark.parametrize("command", [*WRITING, *READING], ids=lambda argv: argv[0])
def test_a_record_that_we_may_not_read(command: list[str], tmp_path: Path) -> None:
    _loaded(tmp_path)
    folder = conference(tmp_path / "hn")
    filled(folder / "log.db", 3)
    (folder / "log.db").chmod(0o000)
    _open_to_all(tmp_path)
    before = our_files(folder)
    argv = argv_of(command, folder)
    code, said = _parted(as_nobody(lambda: _said(argv)))
    assert_sentences(code, said, "")
    assert "log.db" in said
    assert our_files(folder) == before


@pytest.mark.parametrize("command", WRITING, ids=lambda argv: argv[0])
def test_a_record_that_we_may_only_read(command: list[str], tmp_path: Path) -> None:
    _loaded(tmp_path)
    folder = conference(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    _open_to_all(tmp_path, writing=False)
    before = our_files(folder)
    argv = argv_of(command, folder)
    code, said = _parted(as_nobody(lambda: _said(argv)))
    assert_sentences(code, said, "")
    assert "log.db" in said
    assert our_files(folder) == before


def test_a_record_that_we_may_only_read_is_read(tmp_path: Path) -> None:
    _loaded(tmp_path)
    folder = conference(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    _open_to_all(tmp_path, writing=False)
    for command in READING:
        argv = argv_of(command, folder)
        code, said = _parted(as_nobody(lambda argv=argv: _said(argv)))
        assert code == 0, (command, said)


def test_a_write_that_was_cut_off_by_a_kill_is_rolled_back_by_whoever_comes_next(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    before = log_rows(folder)
    code = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size=1"); c.execute("PRAGMA journal_mode=TRUNCATE")
c.execute("BEGIN IMMEDIATE")
for n in range(500):
    c.execute("CREATE TABLE half%d (x)" % n)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", code, str(folder / "log.db")], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / "log.db-journal").stat().st_size > 0, "it was no hot journal"
    assert diemcau("status", folder).returncode == 0
    assert diemcau("verify", folder).returncode == 0
    assert log_rows(folder) == before
    with closing(sqlite3.connect(folder / "log.db")) as connection:
        assert [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'half%'")
        ] == []


def test_rows_of_a_newer_program_are_read_and_nothing_is_added(tmp_path: Path, capsys: Captured) -> None:
    folder = conference(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    tampered(folder / "log.db", "UPDATE event SET v = 99 WHERE kind = 'ItemStarted'")
    before = our_files(folder)
    for command in WRITING[:-1]:
        capsys.readouterr()
        assert_sentences(main(argv_of(command, folder)), *capsys.readouterr())
    for command in (["log"], ["export"]):
        assert main(argv_of(command, folder)) == 0
    assert our_files(folder) == before


FULL = """
import resource, sys
from console.cli import COMMANDS, main
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


def on_a_full_disk(limit: int, *argv: str) -> subprocess.CompletedProcess[str]:
    """The command in a process in which no file may grow beyond `limit` bytes."""
    command = [sys.executable, "-c", FULL, str(limit), *argv]
    return subprocess.run(
        command, cwd=ROOT, env=SUBPROCESS_ENV, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "command", [["advance", "--expect", "1"], ["note", "y" * 3000], ["hold"]], ids=lambda c: c[0]
)
def test_on_a_full_disk_the_answer_is_no_and_the_record_stands(command: list[str], tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn", min_take_ms=0)
    filled_up = folder / "log.db"
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    before = log_rows(folder)
    # Not one page more; the journal of a write does not fit either.
    done = on_a_full_disk(4096, *argv_of(command, folder))
    assert_sentences(done.returncode, done.stdout, done.stderr)
    assert "log.db" in done.stderr
    assert log_rows(folder) == before
    assert diemcau("verify", folder).returncode == 0
    assert main(argv_of(command, folder)) == 0, "with room again it works"
    assert filled_up.exists()


def test_a_new_record_on_a_full_disk_is_none_at_all(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    before = files_of(folder)
    done = on_a_full_disk(4096, "advance", str(folder), "--expect", "none", "--lang", "en")
    assert_sentences(done.returncode, done.stdout, done.stderr)
    left = files_of(folder)
    assert {name: left.get(name) for name in before} == before
    assert "log.db" not in left or started(folder) == []
    assert main(["advance", str(folder), "--expect", "none"]) == 0


def test_an_export_on_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    folder = conference(tmp_path / "hn")
    filled(folder / "log.db", 300)
    out = tmp_path / "nk.csv"
    out.write_text("cũ", "utf-8")
    done = on_a_full_disk(16384, "export", str(folder), "-o", str(out), "--lang", "en")
    assert_sentences(done.returncode, done.stdout, done.stderr)
    assert "nk.csv" in done.stderr
    assert out.read_text("utf-8") == "cũ"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hn", "nk.csv"]


def hostile_folder(folder: Path, url: str) -> Path:
    """The sample with a hostile name wherever a file or a platform may bring one."""
    live_folder(folder, url, points=30)
    for name, columns in (
        ("agenda.csv", ("title", "short", "speaker", "note")),
        ("points.csv", ("name", "contact")),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for n, row in enumerate(rows):
            for column in columns:
                if column in row:
                    row[column] = (
                        NAMES[n % len(NAMES)].encode("utf-8", "replace").decode().replace("\x00", "")
                    )
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_hostile_names_are_one_harmless_line_in_every_command(tmp_path: Path, capsys: Captured) -> None:
    scenario = tmp_path / "s.toml"
    evil = "A\\u001b]0;OWNED\\u0007 [/] [bold]\\u202e\\nB\\u009b2J"
    scenario.write_text(f'[[at]]\nt = 0\ndo = "rename"\npoints = ["T2*"]\nvalue = "{evil}"\n', "utf-8")
    with simulator(points=30, opened_ms=now_ms() - 60_000, scenario=scenario) as (_, url):
        folder = hostile_folder(tmp_path / "hn", url)
        with process("run", folder, "--headless") as running:
            until(lambda: (folder / "log.db").exists() and "PointJoined" in kinds(log_rows(folder)), 20)
            until(lambda: state_of(folder)["live"], 10)
            for text in NAMES:
                assert main(["note", str(folder), "--", text.replace("\x00", "") or "-"]) == 0
            assert main(["advance", str(folder), "--expect", "none", "--as", NAMES[7]]) == 0
            assert main(["hold", str(folder), "--reason", NAMES[12], "--as", NAMES[9]]) == 0
            running.send_signal(signal.SIGTERM)
            narrated = running.communicate(timeout=20)[1]
    capsys.readouterr()
    for command in (["check"], *READING[:-1]):
        for language in ("vi", "en"):
            main([command[0], str(folder), "--lang", language])
            said = capsys.readouterr()
            for line in [*said.out.split("\n"), *said.err.split("\n")]:
                assert line.isprintable(), (command, line)
    assert all(line.isprintable() for line in narrated.split("\n")), narrated
    for command in (
        ["status", "--json"],
        ["log", "--json"],
        ["points", "--json"],
        ["export", "--format", "csv"],
    ):
        done = diemcau(command[0], folder, *command[1:])
        assert done.returncode == 0
        assert not CONTROL.search(done.stdout), command
    assert diemcau("verify", folder).returncode == 0


def test_a_name_of_a_folder_from_outside(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "x\x1b[2J[/]\u202e\nfolder")
    for command in (
        ["status"],
        ["verify"],
        ["export"],
        ["advance", "--expect", "none"],
        ["advance", "--expect", "9"],
    ):
        done = diemcau(*argv_of(command, folder))
        assert "\x1b" not in done.stdout + done.stderr and "\u202e" not in done.stdout + done.stderr, command
        assert "Traceback" not in done.stderr


def _open_to_all(folder: Path, *, writing: bool = True) -> None:
    """Somebody who is not root may come this far."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid() and len(path.parts) > 2:
            path.chmod(path.stat().st_mode | 0o055)
    for path in folder.rglob("*"):
        if path.name != "log.db" or not writing:
            path.chmod(
                (0o777 if path.is_dir() else 0o666) if writing else (0o555 if path.is_dir() else 0o444)
            )


def _said(argv: list[str]) -> str:
    """Exit code and everything said, of a command in this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(argv)
    out.flush()
    return f"{code}\n{out.buffer.getvalue().decode()}"  # type: ignore[attr-defined]


def _loaded(tmp_path: Path) -> None:
    """Everything imported that the commands need: a person without rights may not see our Python."""
    for name in COMMANDS:
        import_module(f"console.cli.{name.replace('-', '_')}")
    import_module("data.record.tape")
    good = conference(tmp_path / "good")
    for command in (*WRITING[:-1], *READING):
        _said(argv_of(command, good))
    run_headless(session_on(good), seconds=0.05)
    ascii_of_urls = "x".encode("idna")
    assert ascii_of_urls


def _parted(answer: str) -> tuple[int, str]:
    code, _, said = answer.partition("\n")
    return int(code), said
