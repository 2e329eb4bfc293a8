"""A time-stamp authority on this machine: OpenSSL's own, behind HTTP on loopback; and one that cheats."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from data.record import der

CONFIG = """
[tsa]
default_tsa = tsa
[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/brought.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
ess_cert_id_alg = sha256
"""
STAMPS = "critical,timeStamping"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
Answering = Callable[[bytes], bytes]


def openssl(*arguments: str | Path) -> bytes:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def made_authority(folder: Path, *, brings_root: bool = True) -> Path:
    """A root, and below it `tsa`, whose certificate is for time-stamps."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    root = ("-x509", "-subj", "/CN=Root", "-days", "9", "-keyout", folder / "ca.key")
    openssl(*new, *root, "-out", folder / "ca.pem")
    issued(folder, "tsa", STAMPS)
    (folder / "brought.pem").write_bytes((folder / ("ca.pem" if brings_root else "tsa.pem")).read_bytes())
    return folder


def issued(folder: Path, name: str, usage: str) -> None:
    """A key and a certificate of that name below the root; `usage` is its extended key usage, "" for none."""
    extended = f"extendedKeyUsage = {usage}\n" if usage else ""
    (folder / "ext").write_text(f"keyUsage = critical,digitalSignature\n{extended}")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}")
    openssl(*new, "-keyout", folder / f"{name}.key", "-out", folder / "csr")
    root = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial")
    signed = ("x509", "-req", "-in", folder / "csr", *root, "-days", "9", "-extfile", folder / "ext")
    openssl(*signed, "-out", folder / f"{name}.pem")


def reply(folder: Path, query: bytes) -> bytes:
    """What the authority answers."""
    (folder / "query").write_bytes(query)
    section = ("-config", folder / "tsa.cnf", "-section", "tsa")
    return openssl("ts", "-reply", *section, "-queryfile", folder / "query")


def cheated(folder: Path, query: bytes, name: str) -> bytes:
    """The same answer, signed with another certificate of the root's: OpenSSL's authority would not do it."""
    (folder / "answer").write_bytes(reply(folder, query))
    openssl("ts", "-reply", "-in", folder / "answer", "-token_out", "-out", folder / "token")
    openssl(
        *("cms", "-verify", "-noverify", "-inform", "DER", "-in", folder / "token", "-out", folder / "told")
    )
    signer = (
        "-signer",
        folder / f"{name}.pem",
        "-inkey",
        folder / f"{name}.key",
        "-certfile",
        folder / "ca.pem",
    )
    form = ("-binary", "-nodetach", "-econtent_type", TST_INFO, "-outform", "DER", "-in", folder / "told")
    token = openssl("cms", "-sign", *form, *signer)
    return der.element(der.SEQUENCE, der.element(der.SEQUENCE, b"\x02\x01\x00"), token)


@asynccontextmanager
async def serving(answer: Answering, status: int = 200) -> AsyncIterator[str]:
    """An authority on loopback that answers so; gives its address."""

    async def handle(request: web.Request) -> web.Response:
        assert request.content_type == "application/timestamp-query"
        body = await asyncio.to_thread(answer, await request.read())
        return web.Response(body=body, status=status, content_type="application/timestamp-reply")

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
