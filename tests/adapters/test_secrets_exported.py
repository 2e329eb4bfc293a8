"""What a platform says back of a secret reaches no file that leaves the house."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.conference import START_MS
from kit.contracts.codecs import DEVICES
from kit.contracts.conformance import Leg, adapted
from kit.contracts.lines import proves
from kit.contracts.subject import SECRET_NAME
from kit.contracts.subjects import OVER_HTTP
from kit.days.over import asked, day_over
from kit.platforms.loopback import SECRET, Answer, platform
from kit.record.logs import open_log

from adapters.errors import AdapterError
from data import events as ev
from data.events import Fact
from data.exporters.formats import FORMATS, write
from data.whole_file import whole_file

EVERY = {**OVER_HTTP, **DEVICES}


def echo(status: int, kind: str) -> Answer:
    """A platform that says back everything that it was told, the secret too."""

    async def answer(request: web.Request) -> web.Response:
        told = f"{request.url} {dict(request.headers)} {await request.text()} {SECRET}"
        return web.Response(status=status, reason=f"no {SECRET}", text=told, content_type=kind)

    return answer


async def failures() -> list[AdapterError]:
    """How each kind of source fails before such a platform."""
    found = []
    for subject in EVERY.values():
        subject.serve(lambda: [Leg(ref="a")])  # who is in the room of a Jitsi, which is joined and not asked
        for status, kind in ((401, "text/plain"), (500, "text/html"), (200, "application/json")):
            secrets = {subject.secret: SECRET_NAME}
            subject.serve(lambda: (Leg(ref="a"),))  # there is somebody to ask about, whoever was before
            async with (
                platform(echo(status, kind)) as url,
                adapted(subject, url, secrets=secrets) as adapter,
            ):
                try:
                    listed = await adapter.poll()
                except AdapterError as error:
                    found.append(error)
                else:
                    pytest.fail(f"{subject.kind} takes this for a list: {status} {kind}: {listed}")
    return found


def unpacked(path: Path) -> bytes:
    """The bytes of a file, and of every file in it."""
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(path) as packed:
            content += b"".join(packed.read(name) for name in packed.namelist())
    return content


@proves("secrets", kinds=tuple({subject.kind: None for subject in EVERY.values()}))
async def test_a_secret_is_in_no_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    log = tmp_path / "log.db"
    conference = day_over(log)
    sources = tuple(
        msgspec.structs.replace(subject.source("http://x.invalid"), secrets={subject.secret: SECRET_NAME})
        for subject in EVERY.values()
    )
    conference = msgspec.structs.replace(conference, sources=sources)
    lost = [
        Fact(ev.SourceLost(source=f"s{at}", error=error.code, detail=error.detail, points=3))
        for at, error in enumerate(await failures())
    ]
    with closing(open_log(log, clock=ManualClock(START_MS + 1_300_000))) as handle:
        handle.transact(lambda _state, _now: lost, actor="op1", console="c1")
    for form in FORMATS:
        with whole_file(tmp_path / form) as draft:
            write(asked(form, log, conference), draft)
        assert SECRET.encode() not in unpacked(tmp_path / form), form
        assert form in ("ics", "frab") or b"s3" in unpacked(tmp_path / form), "the losses are told in it"
