"""The guide for clerks is taken at its word: its commands, options, keys and what the palette finds."""

from __future__ import annotations

import re

import pytest
from kit.product import ROOT

from console.actions import ACTIONS, keys_of
from console.cli import main
from console.keys.lists import named_first, palette_entries
from console.text.sentences import translator

GUIDE = (ROOT / "docs" / "huong-dan.md").read_text("utf-8")
TYPED = sorted(set(re.findall(r"`diemcau ((?:source )?[a-z-]+)([^`]*)`", GUIDE)))
FOUND = re.findall(r"gõ `([a-z ]+)`: \*\*(.*?)\*\*", GUIDE)


@pytest.mark.parametrize(("command", "rest"), TYPED, ids=[f"{c}{r}" for c, r in TYPED])
def test_every_command_and_option_exists(command: str, rest: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert all(option in said for option in re.findall(r"(?<!\S)--?[a-z-]+", rest))


def test_every_key_is_one() -> None:
    keys = {key for action in ACTIONS for key in keys_of(action).split()}
    named = set(re.findall(r"\*\*(F\d+|\^[A-Z])\*\*", GUIDE))
    assert len(named) >= 12
    assert named <= keys


@pytest.mark.parametrize(("typed", "title"), FOUND)
def test_the_palette_finds_it(typed: str, title: str) -> None:
    found = named_first(palette_entries(translator()), typed)
    assert [entry.title for entry in found[:1]] == [title]


def test_the_palette_is_told() -> None:
    assert len(FOUND) == 2
