"""Terminals that know little: what the program sends to them, byte by byte."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from kit.record.rows import put_on_air
from kit.screens.console_process import CTRL_P, ESC, F3, F5, running
from kit.screens.stream import SCREEN, strangers
from kit.small_conference import conference

pytestmark = pytest.mark.pty

COLOUR = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")


def signs(raw: bytes) -> set[str]:
    """What was sent beyond ASCII and letters."""
    return {char for char in raw.decode() if not char.isascii() and unicodedata.category(char)[0] not in "LM"}


@pytest.mark.parametrize(
    ("args", "env"),
    [(("--ascii",), {}), ((), {"TERM": "linux", "COLORTERM": ""})],
    ids=["asked for", "the Linux console"],
)
def test_no_sign_beyond_ascii_is_sent(tmp_path: Path, args: tuple[str, ...], env: dict[str, str]) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with running(folder, *args, settled=False, **env) as program:
        for key in (CTRL_P, ESC, F3, F5):
            program.send(key)
            time.sleep(0.5)
        assert signs(program.raw) == set()
        assert "Tham luận" in program.raw.decode()
        assert strangers(program.raw, SCREEN) == []


def test_the_settings_and_the_command_line_choose_the_colours(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('[console]\ntheme = "light"\n')
    grounds = {"": b"48;2;239;237;232", "colour-blind": b"48;2;11;15;20"}
    for theme, ground in grounds.items():
        args = ("--theme", theme) if theme else ()
        with running(folder, *args, settled=False) as program:
            assert ground in program.raw
            assert not [other for other in grounds.values() if other != ground and other in program.raw]


def test_with_no_color_every_colour_is_a_grey(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    with running(folder, settled=False, NO_COLOR="1") as program:
        raw = program.raw
    inks = {tuple(map(int, found)) for found in COLOUR.findall(raw)}
    assert inks
    assert {ink for ink in inks if max(ink) - min(ink) > 1} == set()
