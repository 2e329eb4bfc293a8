"""`diemcau source`: what a source can tell, whom it knows, what it costs, and what to mend."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from kit.cli import sample_folder
from kit.contracts.codecs import CiscoCodec
from kit.contracts.conformance import Leg
from kit.platforms.loopback import Answer, platform, roster, row

from adapters import errors
from adapters.base import Capability
from console.cli import main
from console.text.sentences import LANGUAGES, translator
from data.actions.action import ActionKind

Captured = pytest.CaptureFixture[str]


@contextmanager
def running(answer: Answer) -> Iterator[str]:
    """The platform in a thread of its own, as the command runs its own loop."""
    loop, url, done = asyncio.new_event_loop(), [""], asyncio.Event()
    up = threading.Event()

    async def serve() -> None:
        async with platform(answer) as url[0]:
            up.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(5)
    try:
        yield url[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(5)
        loop.close()


def pointed(folder: Path, url: str, more: str = "") -> Path:
    settings = folder / "conference.toml"
    text = settings.read_text("utf-8").replace("http://127.0.0.1:9", url)
    settings.write_text(text.replace("\ninterval = 2\n", f"\ninterval = 0.1\n{more}\n"), "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_folder(tmp_path / "hn")


def codes_of(folder: Path) -> list[str]:
    lines = (folder / "points.csv").read_text("utf-8-sig").splitlines()
    return [line.split(",")[0] for line in lines[1:]]


def tried(folder: Path, capsys: Captured) -> tuple[int, dict[str, Any]]:
    code = main(["source", "test", str(folder), "--json", "--lang", "en"])
    [found] = json.loads(capsys.readouterr().out)
    return code, found


def always(body: bytes, status: int = 200) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/media_stream/"):
            return web.Response(body=roster([]))
        return web.Response(body=body, status=status)

    return answer


def test_whom_it_knows_and_what_it_costs(folder: Path, capsys: Captured) -> None:
    first, second, *rest = codes_of(folder)
    rows = [
        row(1, display_name=f"{first} - phong hop"),
        row(2, display_name=f"{first} - may 2"),
        row(3, display_name=second),
        row(4, display_name="Zzyzx"),
        row(5, display_name=""),
    ]
    with running(always(roster(rows))) as url:
        code, found = tried(pointed(folder, url), capsys)
    assert code == 1, "two streams a leg, ten times a second, are more than the platform allows"
    assert (found["roster"], found["matched"], found["doubled"]) == (5, 2, 1)
    assert len(found["took_ms"]) == 3
    assert {one["name"]: one["reason"] for one in found["unmatched"]} == {"Zzyzx": "unlike", "": "nameless"}
    assert [one["point"] for one in found["missing"]] == rest
    assert found["requests_per_minute"] == 6 * 60 / 0.1
    assert found["limit_per_minute"] == 1000
    assert set(found["can"]) | set(found["cannot"]) == set(Capability)
    assert found["cannot"] == ["rtt", "line", "hand"]
    assert found["acts"] == list(ActionKind)
    assert found["error"] is None


def test_people_read_sentences(folder: Path, capsys: Captured) -> None:
    with running(always(roster([row(1, display_name="Zzyzx")]))) as url:
        code = main(["source", "test", str(pointed(folder, url, "streams_per_poll = 0"))])
    shown = capsys.readouterr().out
    assert code == 0
    assert "biết được: danh sách cuộc gọi" in shown
    assert "không biết: trễ khứ hồi" in shown
    assert "tốn 600 trong 1.000 yêu cầu/phút" in shown
    assert "? Zzyzx: không giống điểm nào" in shown
    assert "- TC00 Hội trường B2: chưa có trong danh sách của nguồn   ĐT 024 0000 0000" in shown
    assert shown.rstrip().endswith("dùng được")
    assert "{" not in shown


def test_a_name_without_end_takes_one_line(folder: Path, capsys: Captured) -> None:
    with running(always(roster([row(1, display_name="Đ" * 4000)]))) as url:
        main(["source", "test", str(pointed(folder, url, "streams_per_poll = 0"))])
    assert max(map(len, capsys.readouterr().out.splitlines())) < 220


def test_a_file_that_nobody_writes_any_more_is_not_good_enough(folder: Path, capsys: Captured) -> None:
    settings, rooms = folder / "conference.toml", folder / "rooms.csv"
    head = settings.read_text("utf-8").partition("[[source]]")[0]
    fields = f'name = "rooms"\nkind = "file"\ninterval = 0.1\npath = "{rooms.as_posix()}"\n'
    settings.write_text(f"{head}[[source]]\n{fields}", "utf-8")
    rooms.write_text("name,media\nTC00,yes\n", "utf-8")
    at = time.time() - 90
    os.utime(rooms, (at, at))
    code, found = tried(folder, capsys)
    assert (code, found["ok"], found["matched"], found["error"]) == (1, False, 1, None)
    assert 89 < found["old_s"] < 120
    main(["source", "test", str(folder), "--lang", "en"])
    said = capsys.readouterr().out
    assert "it would not be believed" in said
    assert f"rooms (file) {rooms.as_posix()}" in said


@pytest.mark.parametrize(
    ("status", "code"), [(401, "refused"), (429, "rate_limited"), (502, "unreachable"), (404, "bad_payload")]
)
def test_a_source_that_fails_says_why_and_what_mends_it(
    folder: Path, capsys: Captured, status: int, code: str
) -> None:
    with running(always(b"", status)) as url:
        done, found = tried(pointed(folder, url), capsys)
    t = translator("en")
    assert done == 1
    assert found["error"]["code"] == code
    assert (found["error"]["message"], found["error"]["mend"]) == (t(code), t(f"mend.{code}"))
    assert (found["roster"], found["took_ms"]) == (None, [])


def devices(folder: Path, hosts: str) -> Path:
    settings = folder / "conference.toml"
    head = settings.read_text("utf-8").partition("[[source]]")[0]
    fields = f'name = "rooms"\nkind = "cisco_codec"\ninterval = 0.1\nhosts = "{hosts}"\n'
    settings.write_text(f"{head}[[source]]\n{fields}", "utf-8")
    return folder


def test_a_device_that_does_not_answer_is_named_and_nobody_else_is_missing(
    folder: Path, capsys: Captured
) -> None:
    code = codes_of(folder)[0]
    with running(CiscoCodec().serve(lambda: [Leg(ref="1", name=code)])) as url:
        done, found = tried(devices(folder, f"{url}, http://127.0.0.1:9 = T02"), capsys)
        shown = main(["source", "test", str(folder), "--lang", "en"])
        said = capsys.readouterr().out
    assert (done, shown) == (1, 1)
    assert (found["roster"], found["matched"], found["missing"]) == (1, 1, [])
    assert found["silent"] == [{"name": "http://127.0.0.1:9", "code": "unreachable"}]
    assert f"matching 1 of {len(codes_of(folder))} points" in said
    assert "! http://127.0.0.1:9: no connection" in said


def test_an_unset_variable_is_named(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIEMCAU_TEST_UNSET", raising=False)
    pointed(folder, "http://127.0.0.1:9", 'password = { env = "DIEMCAU_TEST_UNSET" }')
    done, found = tried(folder, capsys)
    assert (done, found["error"]["code"]) == (1, "secret_unset")
    assert "DIEMCAU_TEST_UNSET" in found["error"]["mend"]


def test_settings_that_make_no_adapter_are_named(folder: Path, capsys: Captured) -> None:
    pointed(folder, "ftp://127.0.0.1:9")
    assert main(["source", "test", str(folder), "--lang", "en"]) == 1
    assert "url of source" in capsys.readouterr().err
    assert main(["check", str(folder), "--lang", "en"]) == 1
    assert "conference.toml:source: url of source" in capsys.readouterr().out


def test_a_name_chooses_and_a_wrong_one_lists_the_others(folder: Path, capsys: Captured) -> None:
    assert main(["source", "list", str(folder), "--json"]) == 0
    [source] = json.loads(capsys.readouterr().out)
    assert source["kind"] == "pexip"
    assert main(["source", "test", str(folder), "khac"]) == 1
    assert source["name"] in capsys.readouterr().err
    assert main(["source", "list", str(folder)]) == 0
    assert source["name"] in capsys.readouterr().out


def test_wrong_use_is_two(capsys: Captured) -> None:
    assert main(["source", "tset"]) == 2
    assert main(["source", "--help"]) == 0
    assert translator("vi")("cli.source_test.short") in capsys.readouterr().out
    for name in ("test", "list"):
        assert main(["source", name, "--help"]) == 0
        assert translator("vi")(f"cli.source_{name}.example").splitlines()[0] in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_adapter_error_has_a_mend_and_every_capability_a_word(language: str) -> None:
    t = translator(language)
    classes = [errors.AdapterError, *errors.AdapterError.__subclasses__()]
    codes = {kind.code for kind in classes} | {"dns", "tls", "secret_unset"}
    codes |= {"file_missing", "file_unreadable", "file_old", "file_busy"}
    assert [code for code in sorted(codes) if not (t.has(code) and t.has(f"mend.{code}"))] == []
    assert [one for one in Capability if not t.has(f"capability.{one}")] == []
