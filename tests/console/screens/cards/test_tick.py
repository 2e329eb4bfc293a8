"""Checks before an item at the desk and on the command line: they turn the gate, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.desks.seed import seed_desk
from kit.record.rows import kinds, log_rows

from console.cli import main
from console.screens.cards.card import ChoiceScreen
from console.screens.cards.tick import TickScreen

Captured = pytest.CaptureFixture[str]


async def test_ticked_with_space_the_gate_is_green_and_what_is_left_is_named(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        await desk.press("f8", "down", "f8")
        await desk.later(600)
        assert "SẴN SÀNG" in desk.f8, "nobody keeps the list yet: nothing asks"
        assert desk.app.desk.show_item("1")
        await desk.settle()
        desk.app.action_desk("item_checks")
        await desk.settle()
        assert isinstance(desk.app.screen, TickScreen)
        assert "KIỂM TRA TRƯỚC 1" in desk.text and "[ ] micro bục" in desk.text
        await desk.pilot.press("space")
        await desk.settle()
        await desk.until(lambda: "[✓] micro bục" in desk.text and "1/2" in desk.text)
        await desk.press("escape")
        assert "! CHƯA KIỂM TRA ĐỦ" in desk.f8
        await desk.press("f8")
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert "còn 1 việc chưa kiểm tra: hình bục" in desk.text
        await desk.press("escape")
        desk.app.parts.performing.item_checks("1")
        await desk.settle()
        await desk.pilot.press("down", "space")
        await desk.settle()
        await desk.until(lambda: "2/2" in desk.text)
        await desk.press("escape")
        assert "SẴN SÀNG" in desk.f8 and "micro bục ✓" in desk.text
        await desk.press("f8")
        assert desk.state.on_air == "1"


async def test_a_clip_that_nobody_tried_asks(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        await desk.press("f8", "down", "f8")
        desk.app.parts.performing.item_checks("2.1")
        await desk.settle()
        assert "[ ] clip chạy được, có tiếng: 2.1-khung-chuyen-doi-so.mp4" in desk.text
        await desk.pilot.press("down", "space")
        await desk.settle()
        await desk.press("escape")
        await desk.later(600)
        await desk.press("f8", "down", "f8")
        await desk.later(600)
        assert "CHƯA CHẠY THỬ CLIP" in desk.f8


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "kt1")
    return sample_folder(tmp_path / "hn", min_take_ms=1)


def tick(folder: Path, *argv: str) -> int:
    return main(["tick", str(folder), "--lang", "en", *argv])


def test_on_the_command_line(folder: Path, capsys: Captured) -> None:
    assert tick(folder, "2.1") == 0
    assert capsys.readouterr().out.splitlines() == ["[ ] clip", "[ ] âm thanh clip", "[ ] mức tiếng"]
    assert tick(folder, "2.1", "muc tieng") == 0, "however it was typed"
    told = capsys.readouterr().out.splitlines()
    assert told[2].startswith("[x] mức tiếng  ") and told[2].endswith(" kt1")
    assert tick(folder, "2.1", "clip") == 0 and tick(folder, "2.1", "clip", "--undo") == 0
    assert kinds(log_rows(folder)).count("ItemChecked") == 3
    capsys.readouterr()
    assert tick(folder, "2.1", "loa") == 1
    assert capsys.readouterr().err == 'item 2.1 has no check "loa"\n'
    assert tick(folder, "99") == 1
    assert "the programme has no item 99" in capsys.readouterr().err
    assert tick(folder, "P2") == 0
    assert "nothing to check" in capsys.readouterr().err
