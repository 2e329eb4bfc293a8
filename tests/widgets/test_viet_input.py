from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from kit.screens.terminal import Terminal
from kit.screens.typing_app import TypingApp
from textual import events

from widgets.viet_input import CHANGING_KEYS, ReasonInput, VietInput

ROOT = Path(__file__).parents[2]
TELEX_TIENG = (b"t", b"i", b"e", b"\x7f\xc3\xaa", b"n", b"g", "\x7f\x7f\x7fếng".encode())
"""What a Telex input method sends for t-i-e-e-n-g-s: one read for each key pressed."""


def typing(*args: str) -> Terminal:
    return Terminal([sys.executable, "-m", "kit.screens.typing_app", *args], 80, 24,
                    env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}, cwd=ROOT)  # fmt: skip


@pytest.mark.pty
def test_telex_bursts_leave_the_word_that_was_typed() -> None:
    with typing() as terminal:
        terminal.wait_for("ready", 20)
        for burst in TELEX_TIENG:
            terminal.send(burst)
        terminal.wait_for("value=<tiếng> len=5 keys=<>")


@pytest.mark.pty
def test_a_sentence_in_one_read_with_a_typo_and_an_enter() -> None:
    with typing() as terminal:
        terminal.wait_for("ready", 20)
        terminal.send("Hòa\x7f\x7f\x7f\x7fĐắk Lawk\x7f\x7f\x7fắk\x1a\r")
        terminal.wait_for("value=<Đắk Lắk> len=7 keys=<>")


@pytest.mark.pty
def test_decomposed_typing_becomes_one_letter_that_one_backspace_deletes() -> None:
    with typing() as terminal:
        terminal.wait_for("ready", 20)
        terminal.send(unicodedata.normalize("NFD", "tiếng"))
        terminal.wait_for("value=<tiếng> len=5")
        terminal.send(b"\x7f\x7f\x7f")
        terminal.wait_for("value=<ti> len=2")


@pytest.mark.pty
def test_the_platform_box_garbles_the_same_bursts() -> None:
    """While this holds, the box of ours is needed; when it fails, Textual has mended it."""
    with typing("plain") as terminal:
        terminal.wait_for("ready", 20)
        for burst in TELEX_TIENG:
            terminal.send(burst)
        terminal.send(b"\x1bOR")
        assert "value=<tiếng>" not in terminal.wait_for("keys=<f3>")


@pytest.mark.parametrize("key", sorted(CHANGING_KEYS))
async def test_changing_keys_die_in_the_box(key: str) -> None:
    app = TypingApp()
    async with app.run_test() as pilot:
        await pilot.press("a", key, "b")
        assert (app.box.value, app.seen) == ("ab", [])


async def test_other_keys_reach_the_app_and_all_do_when_the_box_is_left() -> None:
    app = TypingApp()
    async with app.run_test() as pilot:
        await pilot.press("f3")
        app.screen.set_focus(None)
        await pilot.press("ctrl+z", "f8")
        assert app.seen == ["f3", "ctrl+z", "f8"]


async def test_a_reason_lets_its_card_hear_f8() -> None:
    app = TypingApp(ReasonInput)
    async with app.run_test() as pilot:
        await pilot.press("x", "f8", "ctrl+z", "f7")
        assert (app.box.value, app.seen) == ("x", ["f8"])


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a\x1b]0;OWNED\x07b", "a]0;OWNEDb"),
        ("\u202edik\u200b Lak", "dik Lak"),
        (unicodedata.normalize("NFD", "Đắk Lắk"), "Đắk Lắk"),
        ("[@click=app.evil]x[/]", "[@click=app.evil]x[/]"),
        ("\u0301", ""),
    ],
)
async def test_pastes_are_plain_text(pasted: str, kept: str) -> None:
    app = TypingApp()
    async with app.run_test() as pilot:
        app.box.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.box.value == kept
        assert app.box.cursor_position == len(kept)


async def test_a_mark_typed_in_the_middle_leaves_the_cursor_after_its_letter() -> None:
    app = TypingApp()
    async with app.run_test() as pilot:
        app.box.value = "tieng"
        app.box.cursor_position = 3
        app.box.insert_text_at_cursor("\u0302")
        app.box.insert_text_at_cursor("\u0301")
        await pilot.pause()
        assert (app.box.value, app.box.cursor_position) == ("tiếng", 3)


async def test_a_value_given_by_the_program_is_tidied_too() -> None:
    app = TypingApp()
    async with app.run_test():
        box = VietInput(value=unicodedata.normalize("NFD", "Tòa") + "\x1b[2J")
        await app.mount(box)
        assert box.value == "Tòa[2J"
