"""`diemcau stage --web`: what a browser sees, and what one without the secret gets."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
from kit.cli import diemcau
from kit.desks.hostile import WRITABLE
from kit.processes import children, end, process, until
from kit.record.rows import log_rows, put_on_air
from kit.screens.browser import browsing, needs_chromium
from kit.screens.stage_text import seconds_shown
from kit.screens.stream import LINES, strangers
from kit.small_conference import conference

import console.cli
from console.stage_web import is_loopback

GONE_S = 3.0


@contextmanager
def serving(folder: Path, *args: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`diemcau stage FOLDER --web`, listening: (process, URL)."""
    with process("stage", folder, "--web", *args) as child:
        assert child.stdout is not None
        url = child.stdout.readline().strip()
        assert url, end(child)
        yield child, url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = conference(tmp_path / "c", [{"cue": "1", "title": "Xét xử trực tuyến"}, "2", "3"])
    put_on_air(made)
    return made


async def test_without_the_secret_nothing_is_told(folder: Path) -> None:
    rows = log_rows(folder)
    with serving(folder) as (child, url):
        parts = urlsplit(url)
        assert parts.hostname == "127.0.0.1"
        token = parts.path.strip("/")
        assert len(token) >= 22
        site = f"{parts.scheme}://{parts.netloc}"
        wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
        paths = ["/", "/ws", "/static/js/textual.js", "/x", f"/{wrong}/", f"/{wrong}/ws", f"/x/{token}/"]
        paths += [f"/?token={token}", f"/{token}x/", "/%2e%2e/", "//", f"/ws?token={token}"]
        async with aiohttp.ClientSession() as session:
            for path in paths:
                async with session.get(site + path) as answer:
                    assert answer.status == 403, path
                    assert token not in await answer.text()
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{site}/{wrong}/ws")
            assert refused.value.status == 403
            assert children(child.pid) == [], "no program was started for a stranger"
            async with session.get(url) as answer:
                assert answer.status == 200
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                page = await answer.text()
            assert "http://" not in page and "https://" not in page, "nothing is fetched from elsewhere"
            async with session.get(f"{url}nothing") as answer:
                assert answer.status == 404
        other = [row for row in log_rows(folder) if row not in rows]
    assert other == []


async def test_a_title_made_to_harm_is_text_on_the_page(tmp_path: Path) -> None:
    title = '"><script>alert(1)</script>' + "".join(WRITABLE[5:14])
    folder = conference(tmp_path / "c", title=title)
    put_on_air(folder)
    with serving(folder) as (_, url):
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            page = await answer.text()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert strangers(page.encode(), LINES) == []


async def test_two_runs_have_two_secrets_and_each_only_its_own(folder: Path) -> None:
    with serving(folder) as (_, one), serving(folder) as (_, two):
        assert urlsplit(one).path != urlsplit(two).path
        crossed = f"http://{urlsplit(one).netloc}{urlsplit(two).path}"
        async with aiohttp.ClientSession() as session, session.get(crossed) as answer:
            assert answer.status == 403


@needs_chromium
async def test_a_browser_shows_the_digits_counting(folder: Path, tmp_path: Path) -> None:
    with serving(folder) as (child, url):
        async with browsing(tmp_path / "profile", url) as page:
            await page.until(lambda text: "CÒN LẠI" in text and "XÉT XỬ TRỰC TUYẾN" in text)
            await page.until_true("document.body.classList.contains('-first-byte')")
            drawn = await page.picture()
            first = await page.seconds(seconds_shown)
            assert 500 < first <= 600
            later = await page.seconds(seconds_shown, lambda left: left < first)
            assert later < first
            await page.until_picture(lambda png: png != drawn)
            assert len(drawn) > 4000, "a blank page is smaller"
            assert console.cli.main(["advance", str(folder), "--expect", "1"]) == 0
            await page.until(lambda text: "THAM LUẬN 2" in text)
            origin = urlsplit(url).netloc
            assert {urlsplit(each).netloc for each in page.asked if each != "about:blank"} == {origin}
            shown = children(child.pid)
            assert len(shown) == 1
        await asyncio.to_thread(until, lambda: not children(child.pid), 10)


async def test_it_ends_with_its_children(folder: Path) -> None:
    with serving(folder) as (child, url):
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}ws?width=80&height=24") as socket,
        ):
            assert (await socket.receive(timeout=30)).data
            shown = children(child.pid)
            assert shown
            begun = time.monotonic()
            child.send_signal(signal.SIGTERM)
            await asyncio.to_thread(child.wait, 20)
            assert time.monotonic() - begun <= GONE_S
        await asyncio.to_thread(until, lambda: not any(each.is_running() for each in shown), 5)


def test_a_port_that_is_taken_is_a_sentence(folder: Path) -> None:
    with serving(folder) as (_, url):
        done = diemcau("stage", folder, "--web", "--port", str(urlsplit(url).port), "--lang", "en")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "cannot listen on 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_package_it_says_how_to_get_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert console.cli.main(["stage", str(folder), "--web"]) == 1
    assert "pip install 'diemcau[web]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.5", False)],
)
def test_who_can_reach_an_address(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
