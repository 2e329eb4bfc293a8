"""Sealed, signed, listed and stamped: by the command, and checked with OpenSSL and the script alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.pasted import pasted
from kit.record.logs import tampered

from console.cli import main
from console.desk import Identity
from console.folder import Folder
from console.keeping.signer import sign
from console.session import Session
from data.clock import SystemClock
from data.commands import AddNote, Advance
from data.folder.conference import load
from data.record.event_log import verify
from data.record.manifest import manifest_path
from data.record.signed_head import heads_path, keys_beside, last_head, read_heads

Captured = pytest.CaptureFixture[str]
SEAL = ("--reason", "xong việc", "--lang", "en")
OPENSSL = shutil.which("openssl") is not None
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="openssl is not installed")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn")
    assert main(["note", str(folder), "một"]) == 0
    assert main(["note", str(folder), "hai"]) == 0
    shutil.copy(folder / "log.db", folder / "rehearsal-1.db")
    (folder / "rehearsal-1.db.heads").write_text("một dòng\n", "utf-8")
    (folder / "quality.db").write_bytes(b"minutes")
    capsys.readouterr()
    return folder


@needs_openssl
def test_what_is_sealed_is_signed_and_holds_without_the_console(folder: Path, capsys: Captured) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    head = capsys.readouterr().out.strip()
    manifest = json.loads(manifest_path(folder / "log.db").read_bytes())
    assert (manifest["head"], manifest["reason"], manifest["actor"]) == (head, "xong việc", "op1")
    listed = {file["name"] for file in manifest["files"]}
    assert {"log.db", "log.db.heads", "agenda.csv", "points.csv", "conference.toml"} <= listed
    assert {"rehearsal-1.db", "rehearsal-1.db.heads", f"signer-{manifest['key']}.pem"} <= listed
    assert not {"quality.db", "live.db"} & listed, "apart from the record: they may be deleted"
    signed = last_head(heads_path(folder / "log.db"))
    assert signed is not None and head == f"{signed.head.seq}:{signed.head.hash.hex()}"
    for block in ("heads", "manifest"):
        done = pasted(folder, block)
        assert done.returncode == 0 and "Signature Verified Successfully" in done.stdout, done
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    assert "every file it lists" in capsys.readouterr().err


@needs_openssl
@pytest.mark.parametrize("what", ["file", "gone", "rehearsal", "manifest", "head", "cut", "signature", "key"])
def test_whatever_was_changed_after_the_seal_is_found_inside_and_outside(folder: Path, what: str) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    log = folder / "log.db"
    match what:
        case "file":
            (folder / "agenda.csv").write_bytes((folder / "agenda.csv").read_bytes() + b"\n")
        case "gone":
            (folder / "points.csv").unlink()
        case "rehearsal":
            tampered(folder / "rehearsal-1.db", "DELETE FROM event WHERE seq = 2")
        case "cut":
            (folder / "rehearsal-1.db.heads").write_bytes(b"")
        case "manifest":
            path = manifest_path(log)
            path.write_bytes(path.read_bytes().replace(b"xong", b"song"))
        case "head":
            path = heads_path(log)
            path.write_text(re.sub(r"^diemcau-head-1 \d+:", "diemcau-head-1 3:", path.read_text()))
            assert last_head(path).head.seq == 3  # type: ignore[union-attr]
        case "signature":
            line = heads_path(log).read_text().split(" ")
            heads_path(log).write_text(" ".join([*line[:-1], "A" * 20 + line[-1][20:]]))
        case "key":
            (pem,) = folder.glob("signer-*.pem")
            pem.write_bytes(b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")
    assert main(["verify", str(folder)]) == 1
    if what != "key":  # without any key nobody outside can be asked
        assert any(pasted(folder, block).returncode for block in ("heads", "manifest"))


@needs_openssl
def test_whoever_signs_the_sealed_head_too_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    before = heads_path(folder / "log.db").read_bytes()
    monkeypatch.setenv("DIEMCAU_KEY", str(tmp_path / "other" / "key.pem"))
    sign(folder / "log.db", verify(folder / "log.db").head, 1_700_000_000_000)
    assert heads_path(folder / "log.db").read_bytes().startswith(before) and len(before)
    assert main(["verify", str(folder)]) == 0
    assert pasted(folder, "manifest").returncode == 0


def test_a_rewritten_record_is_found_by_the_heads_that_somebody_kept(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    kept, pem = tmp_path / "kept.heads", tmp_path / "kept.pem"
    shutil.copy(heads_path(folder / "log.db"), kept)
    shutil.copy(next(folder.glob("signer-*.pem")), pem)
    other = sample_folder(tmp_path / "other" / "hn")
    assert main(["note", str(other), "khác"]) == 0
    assert main(["verify", str(other)]) == 0
    assert main(["verify", str(other), "--heads", str(kept), "--key", str(pem)]) == 1
    assert main(["verify", str(folder), "--heads", str(kept), "--key", str(pem), "--lang", "en"]) == 0
    assert "compare its id" not in capsys.readouterr().err
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    assert "compare its id" in capsys.readouterr().err
    assert main(["verify", str(folder), "--key", str(tmp_path / "none.pem")]) == 1
    assert main(["verify", str(folder), "--key", str(kept)]) == 1


def test_a_cut_tail_is_found_by_the_file_beside_the_log(folder: Path, capsys: Captured) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    manifest_path(folder / "log.db").unlink()
    tampered(folder / "log.db", "DELETE FROM event WHERE seq > 1")
    capsys.readouterr()
    assert main(["verify", str(folder), "--lang", "en"]) == 1
    assert "BROKEN at row 2" in capsys.readouterr().out


def test_what_cannot_be_signed_is_not_sealed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DIEMCAU_KEY", str(tmp_path / "file" / "key.pem"))
    assert main(["seal", str(folder), *SEAL]) == 1
    assert "DIEMCAU_KEY" in capsys.readouterr().err
    assert main(["note", str(folder), "vẫn ghi được"]) == 0


def test_an_interrupted_seal_is_finished_and_a_whole_one_is_not_made_anew(
    folder: Path, capsys: Captured
) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    head = capsys.readouterr().out
    path = manifest_path(folder / "log.db")
    before = path.read_bytes()
    assert main(["seal", str(folder), *SEAL]) == 1
    assert path.read_bytes() == before
    path.unlink()
    assert main(["seal", str(folder), *SEAL]) == 0
    assert capsys.readouterr().out == head
    assert main(["verify", str(folder)]) == 0
    assert verify(folder / "log.db").head.seq == int(head.split(":")[0])


async def test_a_console_signs_heads_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kit.desks.on_a_log import until

    from console.keeping import witness

    monkeypatch.setattr(witness, "FIRST_S", 0)
    monkeypatch.setattr(witness, "GAP_S", 0.01)
    conference, problems = load(folder)
    assert conference is not None, problems
    who = Identity(console="c1", actor="op1")
    session = Session.open(Folder(folder), conference, SystemClock(), who)
    heads = heads_path(folder / "log.db")
    await session.start()
    try:
        await until(lambda: last_head(heads) is not None)
        before = last_head(heads)
        assert await session.command(AddNote(text="không phải mục")) is None
        assert await session.command(Advance(leaves="")) is None
        await until(lambda: last_head(heads) != before and last_head(heads).head == session.desk.head)  # type: ignore[union-attr]
    finally:
        await session.stop()
    good, faults = read_heads(heads, keys_beside(folder))
    assert len(good) >= 2 and faults == []
    assert verify(folder / "log.db", heads=[each.head for each in good]).ok
    assert session.trouble == ""
