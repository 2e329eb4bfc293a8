"""Hasty keys on every card: Esc and Enter close together, Alt+Enter, Enter twice. None of them does it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from kit.record.rows import log_rows, put_on_air
from kit.screens.console_process import (
    CTRL_N,
    CTRL_P,
    CTRL_Q,
    CTRL_Z,
    DOWN,
    ENTER,
    ESC,
    F1,
    F7,
    F8,
    let_go,
    open_conference,
    running,
)
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

HASTY = ((ESC, 0.01, ENTER), (DOWN, 0.05, ENTER + ENTER), (DOWN, 0.05, ESC + ENTER), (ENTER,), (ESC + ESC,))
ESCAPE_S = 0.2
"""A lone Esc is known as one only when nothing has followed it for a while."""


def type_all(program: Terminal, keys: tuple[bytes | float, ...]) -> None:
    for key in keys:
        if isinstance(key, float):
            time.sleep(key)
        else:
            program.send(key)


def close_everything(program: Terminal, card: str) -> None:
    """Esc until the card is gone."""
    for _ in range(10):
        time.sleep(ESCAPE_S)
        if card not in program.text():
            return
        program.send(ESC)
    raise AssertionError(f"{card} does not close:\n{program.text()}")


def hurry(program: Terminal, key: bytes, card: str, folder: Path) -> None:
    before = log_rows(folder)
    for keys in HASTY[:3] if key in (F7, F8) else HASTY:
        if key in (F7, F8):
            let_go()
        program.send(key)
        program.wait_for(card)
        type_all(program, keys)
        close_everything(program, card)
        assert log_rows(folder) == before, (card, keys)
    assert program.alive


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, Path]]:
    """Item 1 (a protocol item) on air, a young one, the last but one."""
    items = [{"cue": "1", "priority": "protocol"}, "2"]
    folder = conference(tmp_path_factory.mktemp("cards") / "c", items, young_item_s=3600)
    put_on_air(folder)
    with running(folder, settled=False) as program:
        yield program, folder


@pytest.mark.parametrize(
    ("key", "card"),
    [
        (F8, "CHUYỂN SANG 2?"),
        (F7, "TẠM DỪNG 1?"),
        (CTRL_Z, "HOÀN TÁC THAY ĐỔI CUỐI?"),
        (CTRL_N, "GHI CHÚ · mục 1"),
        (F1, "PHÍM Ở MÀN HÌNH NÀY"),
        (CTRL_Q, "RỜI BÀN ĐIỀU HÀNH?"),
    ],
)
def test_on_air(opened: tuple[Terminal, Path], key: bytes, card: str) -> None:
    program, folder = opened
    hurry(program, key, card, folder)


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("chuyen muc", "CHUYỂN SANG 2?"),
        ("tam dung", "TẠM DỪNG 1?"),
        ("hoan tac", "HOÀN TÁC THAY ĐỔI CUỐI?"),
        ("tra quyen", "TRẢ QUYỀN ĐIỀU HÀNH?"),
        ("cam quyen", "CẦM QUYỀN ĐIỀU HÀNH?"),
        ("roi ban", "RỜI BÀN ĐIỀU HÀNH?"),
    ],
)
def test_the_palette_s_enter_only_opens_a_card(opened: tuple[Terminal, Path], words: str, card: str) -> None:
    program, folder = opened
    before = log_rows(folder)
    for keys in ((ENTER,), (ESC, 0.01, ENTER), (ENTER + ENTER,), (ESC + ESC,)):
        program.send(CTRL_P)
        program.wait_for("gõ tên lệnh")
        program.send(words)
        time.sleep(0.2)
        type_all(program, keys)
        time.sleep(ESCAPE_S)
        if keys == (ENTER,):
            program.wait_for(card)
        for _ in range(3):
            program.send(ESC)
            time.sleep(ESCAPE_S)
        assert log_rows(folder) == before, (words, keys)
    assert program.alive


def test_the_opening_and_the_end(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c", ["1"])
    with running(folder, settled=False) as program:
        hurry(program, F8, "KHAI MẠC HỘI NGHỊ?", folder)
        let_go()
        open_conference(program, folder)
        hurry(program, F8, "KẾT THÚC HỘI NGHỊ?", folder)


def test_a_note_that_is_being_typed(opened: tuple[Terminal, Path]) -> None:
    """Enter alone sends a note; with Esc before it the note is dropped."""
    program, folder = opened
    for keys in ((ESC, 0.01, ENTER), (ESC + ENTER,)):
        before = log_rows(folder)
        program.send(CTRL_N)
        program.wait_for("GHI CHÚ · mục 1")
        program.send("abc")
        program.wait_for("abc")
        type_all(program, keys)
        close_everything(program, "GHI CHÚ · mục 1")
        assert log_rows(folder) == before
