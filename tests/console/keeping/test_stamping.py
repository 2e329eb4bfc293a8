"""`seal --tsa` asks, checks and keeps; `verify` checks again; a time-stamp that proves nothing is refused."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.pasted import pasted
from kit.record.stamp_authority import made_authority, reply, serving

from adapters import errors
from console.cli import main
from console.text.sentences import translator
from data.record.manifest import manifest_path, root_path, stamp_path
from data.record.time_stamp import question

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = sample_folder(tmp_path / "hn")
    assert main(["note", str(folder), "một"]) == 0
    capsys.readouterr()
    return folder


def sealed(folder: Path, *options: str | Path) -> int:
    return main(["seal", str(folder), "--reason", "xong", "--lang", "en", *map(str, options)])


async def test_a_time_stamp_holds_here_and_outside(folder: Path, authority: Path, capsys: Captured) -> None:
    async with serving(lambda query: reply(authority, query)) as url:
        assert await asyncio.to_thread(sealed, folder, "--tsa", url) == 0
    assert "by CN=tsa" in (told := capsys.readouterr().err) and "nobody named root" in told
    checked = pasted(folder, "stamp")
    assert checked.returncode == 0 and "Verification: OK" in checked.stdout + checked.stderr, checked
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    assert "nobody named root" in capsys.readouterr().err
    ca = str(authority / "ca.pem")
    assert main(["verify", str(folder), "--tsa-ca", ca, "--lang", "en"]) == 0
    assert "holds under root" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["stamp", "root", "garbage", "other"])
async def test_what_was_put_in_its_place_is_found(
    folder: Path, authority: Path, tmp_path: Path, what: str, capsys: Captured
) -> None:
    async with serving(lambda query: reply(authority, query)) as url:
        assert await asyncio.to_thread(sealed, folder, "--tsa", url, "--tsa-ca", authority / "ca.pem") == 0
    manifest = manifest_path(folder / "log.db")
    capsys.readouterr()
    match what:
        case "stamp":
            kept = bytearray(stamp_path(manifest).read_bytes())
            kept[-1] ^= 1
            stamp_path(manifest).write_bytes(kept)
        case "root":
            other = made_authority(tmp_path / "other")
            shutil.copy(other / "ca.pem", root_path(manifest))
        case "garbage":
            root_path(manifest).write_bytes(b"")
        case "other":
            stamp_path(manifest).write_bytes(reply(authority, question(b"khac").content))
    assert main(["verify", str(folder), "--lang", "en"]) == 1
    if what == "stamp":
        assert "ask again" in capsys.readouterr().out
        async with serving(lambda query: reply(authority, query)) as url:
            assert await asyncio.to_thread(sealed, folder, "--tsa", url) == 0
        assert main(["verify", str(folder)]) == 0


async def test_an_answer_that_proves_nothing_is_not_kept_and_asked_for_again(
    folder: Path, authority: Path, tmp_path: Path, capsys: Captured
) -> None:
    stranger = made_authority(tmp_path / "stranger")
    ca = authority / "ca.pem"
    wrong = {
        "another question": lambda _query: reply(authority, (tmp_path / "old").read_bytes()),
        "does not hold": lambda query: reply(stranger, query),
        "can be read": lambda _query: b"hello",
    }
    async with serving(lambda query: (tmp_path / "old").write_bytes(query) and b"") as url:
        assert await asyncio.to_thread(sealed, folder, "--tsa", url, "--tsa-ca", ca) == 1
    for words, answer in wrong.items():
        capsys.readouterr()
        async with serving(answer) as url:
            assert await asyncio.to_thread(sealed, folder, "--tsa", url, "--tsa-ca", ca) == 1
        first, *rest = (told := capsys.readouterr().err).splitlines()
        assert words in told and "ask again" in rest[-1]
        assert first.endswith("only a valid time-stamp is missing"), "nothing is said to be done now"
    async with serving(lambda _query: b"", status=500) as url:
        assert await asyncio.to_thread(sealed, folder, "--tsa", url) == 1
    manifest = manifest_path(folder / "log.db")
    assert manifest.exists() and not stamp_path(manifest).exists() and not root_path(manifest).exists()
    async with serving(lambda query: reply(authority, query)) as url:
        assert await asyncio.to_thread(sealed, folder, "--tsa", url, "--tsa-ca", ca) == 0
    assert main(["verify", str(folder)]) == 0


@pytest.mark.parametrize(("url", "words"), [("http://127.0.0.1:1/tsr", "no connection"), ("x", "https://")])
def test_an_authority_that_is_not_there_is_told(folder: Path, url: str, words: str, capsys: Captured) -> None:
    assert sealed(folder, "--tsa", url) == 1
    assert words in capsys.readouterr().err
    assert main(["verify", str(folder)]) == 0


def test_a_root_that_is_none_ends_nothing(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "ca.pem").write_text("x")
    assert sealed(folder, "--tsa-ca", tmp_path / "ca.pem") == 1
    assert "name a PEM file" in capsys.readouterr().err
    assert main(["note", str(folder), "vẫn ghi được"]) == 0


def test_every_way_not_to_be_answered_has_a_word() -> None:
    classes = [errors.AdapterError, *errors.AdapterError.__subclasses__()]
    codes = {each.code for each in classes} - {"adapter", "emptied"} | {"dns", "tls"}
    assert [code for code in codes if not translator("vi").has(f"stamp_why.{code}")] == []
