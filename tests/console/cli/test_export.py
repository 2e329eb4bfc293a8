"""`export` in its forms, killed half way, and `seal`."""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from pathlib import Path

import pytest
from kit.cli import diemcau, sample_folder, start
from kit.record.logs import filled

from console.cli import main
from data.exporters.formats import FORMATS, suffix
from data.record.event_log import verify

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn")
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    assert main(["note", str(folder), "=1+1"]) == 0
    capsys.readouterr()
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_written_said_and_recorded(
    folder: Path, tmp_path: Path, capsys: Captured, form: str
) -> None:
    out = tmp_path / f"a.{suffix(form)}"
    before = verify(folder / "log.db").head
    assert main(["export", str(folder), "--format", form, "-o", str(out)]) == 0
    said = capsys.readouterr()
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert said.out == f"{digest}  {out}\n" and f"{before.seq}:{before.hash.hex()}" in said.err
    assert main(["log", str(folder), "--json", "--kind", "Exported"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["body"] == {"format": form, "name": out.name, "sha256": digest, "upto_seq": before.seq}
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_the_suffix_says_the_form(folder: Path, tmp_path: Path) -> None:
    assert main(["export", str(folder), "-o", str(tmp_path / "a.XLSX")]) == 0
    assert zipfile.is_zipfile(tmp_path / "a.XLSX")


def test_a_paper_does_not_go_down_a_pipe_and_the_chain_keeps_its_contacts(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["export", str(folder), "--format", "docx"]) == 2
    assert "-o" in capsys.readouterr().err
    assert main(["export", str(folder), "--no-contacts", "-o", str(tmp_path / "a.ndjson")]) == 2
    assert "ndjson" in capsys.readouterr().err
    assert not (tmp_path / "a.ndjson").exists()


@pytest.mark.crash
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_killed_leaves_the_old_file_and_a_whole_record(
    folder: Path, tmp_path: Path, form: str
) -> None:
    home = tmp_path / "big"
    home.mkdir()
    for name in ("conference.toml", "agenda.csv", "points.csv"):
        (home / name).write_bytes((folder / name).read_bytes())
    filled(home / "log.db", 20_000, batch=5000)
    out = tmp_path / f"a.{form}"
    out.write_bytes(b"old")
    killed = 0
    for wait_s in (0.15, 0.3, 0.45, 0.6, 0.9):
        export = start("export", home, "-o", out)
        time.sleep(wait_s)
        killed += export.poll() is None
        export.kill()
        export.communicate(timeout=30)
        if out.read_bytes() != b"old":  # it was faster than we were: then it is all there
            assert zipfile.is_zipfile(out) if form == "xlsx" else out.read_bytes().endswith(b"\r\n")
            out.write_bytes(b"old")
    assert killed and verify(home / "log.db").ok
    assert diemcau("export", home, "-o", out).returncode == 0


def test_a_long_export_tells_how_far_it_has_come(tmp_path: Path) -> None:
    home = sample_folder(tmp_path / "big")
    filled(home / "log.db", 50_000, batch=10_000)
    done = diemcau("export", home, "-o", tmp_path / "a.csv", "--lang", "en")
    assert "10,000 of 50,000 rows exported" in done.stderr.splitlines()[1]
    assert len(done.stderr.splitlines()) == 11


def test_seal_prints_the_head_that_verify_takes(folder: Path, capsys: Captured) -> None:
    assert main(["seal", str(folder), "--reason", "xong", "--lang", "en"]) == 1
    assert "is on air" in capsys.readouterr().err
    assert main(["undo", str(folder), "--reason", "nhầm"]) == 0
    capsys.readouterr()
    assert main(["seal", str(folder), "--reason", " "]) == 1
    capsys.readouterr()
    assert main(["seal", str(folder), "--reason", "xong"]) == 0
    head = capsys.readouterr().out.strip()
    assert main(["verify", str(folder), "--head", head]) == 0
    assert main(["note", str(folder), "nữa"]) == 1
    assert main(["seal", str(folder), "--reason", "xong"]) == 1
    capsys.readouterr()
    assert main(["export", str(folder), "-o", str(folder / "a.csv"), "--lang", "en"]) == 0
    assert "could not be recorded" in capsys.readouterr().err


def test_a_broken_record_is_not_sealed(folder: Path, capsys: Captured) -> None:
    from kit.record.logs import tampered

    tampered(folder / "log.db", "UPDATE event SET actor = 'x' WHERE seq = 2")
    assert main(["seal", str(folder), "--reason", "xong", "--lang", "en"]) == 1
    assert "row 2" in capsys.readouterr().err
