"""A record opened long after its last row: the desk and the command line ask before they go on."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.desks.left_alone import left_alone
from kit.desks.playing import Playing
from kit.record.rows import kinds, log_rows

from console.app import ConsoleApp
from console.cli import main
from console.desk import Identity
from console.folder import Folder
from console.screens.cards.card import ChoiceScreen
from console.session import Session
from console.text.sentences import translator
from widgets.choice_card import STAY, ChoiceCard

Captured = pytest.CaptureFixture[str]
HALF_PAST_15_MS = 55_800_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Left alone fifteen hours and a half ago, by the wall clock of this machine."""
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    left = ManualClock(utc_ms=time.time_ns() // 1_000_000 - HALF_PAST_15_MS, boot="boot-0")
    left_alone(tmp_path / "hn", left, hours=15.5)
    return tmp_path / "hn"


def order(folder: Path, name: str, *argv: str) -> int:
    return main([name, str(folder), "--lang", "en", *argv])


def status(folder: Path, capsys: Captured) -> dict[str, Any]:
    capsys.readouterr()
    assert order(folder, "status", "--json") == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_command_line_refuses_until_it_is_told(folder: Path, capsys: Captured) -> None:
    assert order(folder, "advance", "--expect", "1") == 1
    assert "nobody was here for 15 h" in capsys.readouterr().err
    assert order(folder, "extend", "2'") == 1
    assert kinds(log_rows(folder)).count("AbsenceNoticed") == 1
    assert order(folder, "note", "waiting for the chair") == 0
    capsys.readouterr()
    assert order(folder, "status") == 0
    assert "waits for an answer" in capsys.readouterr().out
    told = status(folder, capsys)
    assert told["item"]["cue"] == "1" and told["absence"]["since"].endswith("Z")
    assert order(folder, "go-on", "--away", "pause", "--reason", "overnight") == 0
    assert capsys.readouterr().out == "going on in 1\n"
    told = status(folder, capsys)
    assert told["absence"] is None and 0 < told["item"]["elapsed_s"] < 60
    assert order(folder, "advance", "--expect", "1") == 0


def test_counted_the_time_away_is_overrun(folder: Path, capsys: Captured) -> None:
    assert order(folder, "go-on", "--away", "counts") == 0
    assert status(folder, capsys)["item"]["elapsed_s"] > 15 * 3600
    capsys.readouterr()
    assert order(folder, "go-on", "--away", "counts") == 1
    assert capsys.readouterr().err == "no absence waits for an answer\n"


def test_other_hours_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    left = ManualClock(utc_ms=time.time_ns() // 1_000_000 - HALF_PAST_15_MS, boot="boot-0")
    left_alone(tmp_path / "hn", left, hours=15.5, old_resume_h=24)
    assert order(tmp_path / "hn", "advance", "--expect", "1") == 0


@asynccontextmanager
async def reopened(folder: Path, *, hours: float = 15) -> AsyncIterator[Playing]:
    clock = ManualClock()
    loaded = left_alone(folder, clock, hours=hours)
    session = Session.open(Folder(folder), loaded, clock, Identity(console="c1", actor="op1"))
    app = ConsoleApp(session, translator("vi"))
    try:
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            desk = Playing(app, pilot, clock)
            await desk.until(lambda: session.state.control is not None)
            yield desk
    finally:
        await session.stop()


async def test_the_desk_asks_by_itself_and_f8_leads_back_to_the_question(tmp_path: Path) -> None:
    async with reopened(tmp_path / "hn") as desk:
        desk.app.refresh_view()
        await desk.until(lambda: isinstance(desk.app.screen, ChoiceScreen))
        await desk.settle()
        assert desk.app.screen.query_one(ChoiceCard).chosen == STAY
        assert "HỘI NGHỊ BỎ DỞ 15:00'0" in desk.text
        await desk.press("escape")
        assert desk.lines[2].startswith(" HỘI NGHỊ BỎ DỞ từ 14:00:0") and "16/06/2024" in desk.lines[2]
        assert "chưa đi tiếp" in desk.f8
        for key in ("f7", "f6", "f9", "ctrl+z"):
            await desk.press(key)
            assert not isinstance(desk.app.screen, ChoiceScreen), key
        assert desk.state.on_air == "1" and not desk.state.held
        await desk.press("f8", "down", "f8")
        assert desk.state.absence is None
        assert desk.state.run("1").hold_causes == ("absence",)
        assert "BỎ DỞ" not in desk.lines[2] and "→" in desk.f8
        await desk.press("ctrl+z")
        assert "cách tính khoảng bỏ dở ở 1" in desk.text


async def test_a_short_absence_asks_nothing(tmp_path: Path) -> None:
    async with reopened(tmp_path / "hn", hours=11) as desk:
        desk.app.refresh_view()
        desk.app.parts.opening.look()
        await desk.settle()
        assert desk.app.screen is desk.app.desk and desk.state.absence is None
