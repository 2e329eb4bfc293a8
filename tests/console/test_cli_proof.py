"""Sealed, signed, listed and stamped: by the command, and checked with OpenSSL and the script alone."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from kit.cli import sample_folder
from kit.logs import ROOT, tampered

from adapters.errors import AdapterError, BadPayload
from adapters.time_stamp import stamped_time, time_stamp
from console.cli import main
from console.desk import Identity
from console.folder import Folder
from console.session import Session
from data.clock import SystemClock
from data.commands import AddNote, Advance
from data.conference import load
from data.event_log import verify
from data.manifest import manifest_path, stamp_path
from data.signed_head import heads_path, keys_beside, last_head, read_heads

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
    capsys.readouterr()
    return folder


def told(block: str) -> str:
    """The commands of record.md between two marks, as somebody would paste them."""
    text = (ROOT / "docs" / "record.md").read_text("utf-8")
    found = re.search(rf"<!-- {block} -->\n(.*?)<!-- /{block} -->", text, re.S)
    assert found is not None
    return found[1]


def pasted(folder: Path, block: str) -> subprocess.CompletedProcess[str]:
    """Run them in the conference folder; -e: the first that fails is the answer."""
    key = next(iter(keys_beside(folder)))
    script = told(block).replace("signer-KEY", f"signer-{key}")
    script = script.replace("python docs/verify.py", f"{sys.executable} -I -S {ROOT / 'docs' / 'verify.py'}")
    return subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)


@needs_openssl
def test_what_is_sealed_is_signed_and_holds_without_the_console(folder: Path, capsys: Captured) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    head = capsys.readouterr().out.strip()
    manifest = json.loads(manifest_path(folder / "log.db").read_bytes())
    assert (manifest["head"], manifest["reason"], manifest["actor"]) == (head, "xong việc", "op1")
    assert {"log.db", "agenda.csv", "points.csv", "conference.toml"} <= {f["name"] for f in manifest["files"]}
    signed = last_head(heads_path(folder / "log.db"))
    assert signed is not None and head == f"{signed.head.seq}:{signed.head.hash.hex()}"
    for block in ("heads", "manifest"):
        done = pasted(folder, block)
        assert done.returncode == 0 and "Signature Verified Successfully" in done.stdout, done
    assert main(["verify", str(folder), "--lang", "en"]) == 0
    assert "every file it lists" in capsys.readouterr().err


@needs_openssl
@pytest.mark.parametrize("what", ["file", "gone", "manifest", "head", "signature", "key"])
def test_whatever_was_changed_after_the_seal_is_found_inside_and_outside(folder: Path, what: str) -> None:
    assert main(["seal", str(folder), *SEAL]) == 0
    log = folder / "log.db"
    match what:
        case "file":
            (folder / "agenda.csv").write_bytes((folder / "agenda.csv").read_bytes() + b"\n")
        case "gone":
            (folder / "points.csv").unlink()
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


TSA_CONFIG = """
[tsa]
default_tsa = tsa
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path) -> bytes:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority, and a time-stamp authority below it."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(TSA_CONFIG.format(folder=folder))
    (folder / "ext").write_text(
        "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
    )
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        *new,
        "-x509",
        "-subj",
        "/CN=CA",
        "-days",
        "9",
        "-keyout",
        folder / "ca.key",
        "-out",
        folder / "ca.pem",
    )
    openssl(*new, "-subj", "/CN=TSA", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    signed = (
        "x509",
        "-req",
        "-in",
        folder / "tsa.csr",
        "-CA",
        folder / "ca.pem",
        "-CAkey",
        folder / "ca.key",
    )
    openssl(*signed, "-CAcreateserial", "-days", "9", "-extfile", folder / "ext", "-out", folder / "tsa.pem")
    return folder


@asynccontextmanager
async def serving(answer: Callable[[bytes], web.Response]):  # type: ignore[no-untyped-def]
    """An authority on loopback; gives its address."""

    async def handle(request: web.Request) -> web.Response:
        assert request.content_type == "application/timestamp-query"
        body = await request.read()
        return await asyncio.get_running_loop().run_in_executor(None, answer, body)

    app = web.Application()
    app.router.add_post("/tsr", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/tsr"
    finally:
        await runner.cleanup()


def answering(authority: Path) -> Callable[[bytes], web.Response]:
    def answer(query: bytes) -> web.Response:
        (authority / "query").write_bytes(query)
        reply = openssl(
            *("ts", "-reply", "-config", authority / "tsa.cnf", "-section", "tsa"),
            *("-queryfile", authority / "query"),
        )
        return web.Response(body=reply, content_type="application/timestamp-reply")

    return answer


@needs_openssl
async def test_a_time_stamp_of_a_real_authority_holds_outside(folder: Path, authority: Path) -> None:
    async with serving(answering(authority)) as url:
        done = await asyncio.to_thread(main, ["seal", str(folder), *SEAL, "--tsa", url])
    assert done == 0
    shutil.copy(authority / "ca.pem", folder / "tsa-ca.pem")
    checked = pasted(folder, "stamp")
    assert checked.returncode == 0 and "Verification: OK" in checked.stdout + checked.stderr, checked
    manifest = manifest_path(folder / "log.db")
    stamp = stamp_path(manifest).read_bytes()
    assert stamped_time(stamp, manifest.read_bytes()) is not None
    assert stamped_time(stamp, manifest.read_bytes() + b" ") is None


@needs_openssl
async def test_answers_that_are_none_are_refused_and_asked_for_again(folder: Path, authority: Path) -> None:
    real = answering(authority)
    earlier: list[bytes] = []

    def old(query: bytes) -> web.Response:
        earlier.append(earlier[0] if earlier else real(query).body)  # type: ignore[arg-type]
        return web.Response(body=earlier[0])

    async with serving(old) as url:
        first = await time_stamp(url, b"a")
        for content in (b"a", b"b"):  # the nonce is another; the bytes are others
            with pytest.raises(BadPayload):
                await time_stamp(url, content)
        assert first.answer == earlier[0]
    for wrong in (b"", b"hello", first.answer[:-20]):
        async with serving(lambda _query, wrong=wrong: web.Response(body=wrong)) as url:
            with pytest.raises(AdapterError):
                await time_stamp(url, b"a")
    async with serving(lambda _query: web.Response(status=500)) as url:
        assert await asyncio.to_thread(main, ["seal", str(folder), *SEAL, "--tsa", url]) == 1
    assert verify(folder / "log.db").ok and manifest_path(folder / "log.db").exists()
    assert not stamp_path(manifest_path(folder / "log.db")).exists()
    async with serving(real) as url:
        assert await asyncio.to_thread(main, ["seal", str(folder), *SEAL, "--tsa", url]) == 0
    assert await asyncio.to_thread(main, ["verify", str(folder)]) == 0


async def test_a_console_signs_heads_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kit.desks import until

    from console import witness

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
