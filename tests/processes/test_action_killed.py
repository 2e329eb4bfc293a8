"""kill -9 between a command to the platform and its answer: asked once, and told as it is."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web
from kit.cli import diemcau
from kit.desks.on_a_log import until
from kit.platforms.loopback import platform, roster, row
from kit.processes import console, end, live_folder
from kit.record.rows import kinds, log_rows

pytestmark = pytest.mark.crash
START_S = 30


class Muting:
    """T31 is muted as soon as it is asked for; the answer never comes while `silent`."""

    def __init__(self) -> None:
        self.told = 0
        self.silent = True

    async def answer(self, asked: web.Request) -> web.StreamResponse:
        if asked.method == "POST":
            self.told += 1
            while self.silent:  # noqa: ASYNC110 - ends with the client
                await asyncio.sleep(0.05)
            return web.Response(body=b'{"status": "success", "data": null}', status=202)
        return web.Response(body=roster([row(31, display_name="T31", is_muted=self.told > 0)]))


def steps(folder: Path) -> list[str]:
    return [kind for kind in kinds(log_rows(folder)) if kind.startswith("Action")]


async def test_a_mute_that_was_sent_when_the_console_died_is_found_and_not_sent_again(tmp_path: Path) -> None:
    node = Muting()
    async with platform(node.answer) as url:
        folder = live_folder(tmp_path / "hn", url, points=12)
        with console(folder) as old:
            await until(lambda: "PointJoined" in kinds(log_rows(folder)), START_S)
            asked = await asyncio.to_thread(diemcau, "act", folder, "mute", "t31", "--no-wait", "--json")
            assert asked.returncode == 0, asked.stderr
            await until(lambda: node.told and "ActionSent" in steps(folder))
            end(old)
        assert steps(folder) == ["ActionRequested", "ActionSent"], "what is known, and nothing more"
        listed = await asyncio.to_thread(diemcau, "act", folder, "--json")
        assert json.loads(listed.stdout)[0]["step"] == "sent"
        with console(folder):
            await until(lambda: "ActionConfirmed" in steps(folder), START_S)
    assert steps(folder) == ["ActionRequested", "ActionSent", "ActionAnswered", "ActionConfirmed"]
    [answered] = [each for each in log_rows(folder) if each.kind == "ActionAnswered"]
    assert answered.body["answer"] == "interrupted"
    assert node.told == 1
    verified = await asyncio.to_thread(diemcau, "verify", folder)
    assert verified.returncode == 0, verified.stderr


async def test_the_command_waits_for_the_outcome_and_its_exit_code_says_it(tmp_path: Path) -> None:
    node = Muting()
    node.silent = False
    async with platform(node.answer) as url:
        folder = live_folder(tmp_path / "hn", url, points=12)
        refused = await asyncio.to_thread(diemcau, "act", folder, "mute", "T31", "--lang", "en")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "does not answer now" in refused.stderr, "nobody polls: nothing is asked"
        with console(folder):
            await until(lambda: "PointJoined" in kinds(log_rows(folder)), START_S)
            done = await asyncio.to_thread(diemcau, "act", folder, "mute", "T31", "--lang", "en")
            assert (done.returncode, "confirmed" in done.stdout) == (0, True), done
            undone = await asyncio.to_thread(diemcau, "act", folder, "unmute", "T31", "--lang", "en")
            assert (undone.returncode, "NOT VERIFIED" in undone.stdout) == (1, True), undone
    assert node.told == 2
