"""Vietnamese as input methods send it, up to the record: letters, backspaces and new letters in one burst.

That every box of the console keeps it: test_typing_everywhere.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.record.rows import kinds, put_on_air, wait_log
from kit.screens.console_process import CTRL_N, CTRL_P, DOWN, ENTER, ESC, F8, let_go, running
from kit.screens.terminal import Terminal
from kit.small_conference import conference

pytestmark = pytest.mark.pty

TAB = b"\t"
WORDS = "tiếng Việt Đắk Lắk"
TELEX = (
    ("t", "i", "e", "\x7fê", "n", "g", "\x7f\x7f\x7fếng"),
    ("V", "i", "e", "\x7fê", "t", "\x7f\x7fệt"),
    ("D", "\x7fĐ", "a", "\x7fă", "k", "\x7f\x7fắk"),
    ("L", "a", "\x7fă", "k", "\x7f\x7fắk"),
)
"""The four words, key by key: what a typist's Telex makes of "tieengs Vieetj DDawsk Lawsk"."""


def slowly(program: Terminal) -> None:
    for number, word in enumerate(TELEX):
        for burst in (*word, " ") if number < len(TELEX) - 1 else word:
            program.send(burst)
            time.sleep(0.02)


def at_once(program: Terminal) -> None:
    program.send(" ".join("".join(word) for word in TELEX))


def decomposed(program: Terminal) -> None:
    for char in unicodedata.normalize("NFD", WORDS):
        program.send(char)


def pasted(program: Terminal) -> None:
    program.send(f"\x1b[200~{unicodedata.normalize('NFD', WORDS)}\x1b[201~")


WAYS: tuple[Callable[[Terminal], None], ...] = (slowly, at_once, decomposed, pasted)


def test_notes_are_recorded_as_they_were_meant(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, settled=False) as program:
        for number, way in enumerate(WAYS, start=1):
            program.send(CTRL_N)
            program.wait_for("GHI CHÚ · mục 1")
            way(program)
            program.wait_for(WORDS)
            program.send(ENTER)
            log = wait_log(folder, lambda log, n=number: kinds(log).count("NoteAdded") == n)
            assert log[-1].body["text"] == WORDS, way.__name__
            assert log[-1].item == "1"
            program.wait_until(lambda text: "GHI CHÚ ·" not in text)
        assert kinds(log).count("AdvanceUndone") == 0


def test_the_palette_finds_a_command_by_its_accented_name(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, settled=False) as program:
        for typed in ("hoan tac", "h" + "oa\x7f\x7foàn" + " ta" + "\x7fác"):
            program.send(CTRL_P)
            program.wait_for("gõ tên lệnh")
            program.send(typed)
            program.wait_until(lambda text: "Hoàn tác thay đổi" in text and "Cầm quyền điều hành" not in text)
            program.send(ENTER)
            program.wait_for("HOÀN TÁC THAY ĐỔI CUỐI?")
            time.sleep(0.2)
            program.send(ESC)
            program.wait_until(lambda text: "HOÀN TÁC" not in text)


@pytest.mark.parametrize("way", [at_once, decomposed])
def test_a_reason_is_recorded_as_it_was_meant(tmp_path: Path, way: Callable[[Terminal], None]) -> None:
    folder = conference(tmp_path / "c")
    with (
        running(folder, settled=False),
        running(folder, says="op1 cầm quyền", polls=False, DIEMCAU_AS="op2") as second,
    ):
        second.send(CTRL_P)
        second.wait_for("gõ tên lệnh")
        second.send("cam quyen")
        second.send(ENTER)
        second.wait_for("CẦM QUYỀN ĐIỀU HÀNH?")
        second.send(DOWN)
        second.wait_for("gõ lý do")
        let_go()
        second.send(F8)  # without a reason it is not done
        way(second)
        second.wait_for(WORDS)
        let_go()
        second.send(F8)
        taken = wait_log(folder, lambda log: kinds(log).count("ControlTaken") == 2)[-1]
        assert taken.body["reason"] == WORDS
        assert taken.actor == "op2"
