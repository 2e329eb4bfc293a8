"""What the README tells people to write and to type is taken at its word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kit.product import ROOT, run_python

from data.folder.conference import load
from data.importers.columns import AGENDA, AGENDA_NEEDED, POINTS, POINTS_NEEDED

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"\bdiemcau(?:\.exe)? ([a-z]+)", README)))


def block(language: str) -> str:
    """The README's one fenced block of a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.S)
    return str(found)


def test_the_settings_example_loads_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "conference.toml").write_text(block("toml"), "utf-8")
    (tmp_path / "agenda.csv").write_text("cue,title,kind,duration\n1,Khai mạc,opening,10\n", "utf-8")
    (tmp_path / "points.csv").write_text("Mã,Tên điểm cầu,Cấp\nTC00,Tòa án,central\n", "utf-8")
    conference, problems = load(tmp_path)
    assert problems == ()
    assert conference is not None
    assert conference.sources[0].secrets == {"password": "PEXIP_PASSWORD"}


@pytest.mark.parametrize(
    ("table", "known", "needed"), [("agenda", AGENDA, AGENDA_NEEDED), ("points", POINTS, POINTS_NEEDED)]
)
def test_every_column_is_told(table: str, known: tuple[str, ...], needed: tuple[str, ...]) -> None:
    (cells,) = re.findall(rf"^\| {table} \| (.*) \| (.*) \|$", README, re.M)
    told = [set(re.findall(r"`(\w+)`", cell)) for cell in cells]
    assert told == [set(needed), set(known) - set(needed) - {"source"}]


def test_the_two_commands_are_there() -> None:
    assert [line for line in README.splitlines() if line.startswith("make ")][:2] == ["make run", "make test"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_is_named_exists(command: str) -> None:
    code = "import sys; from console.__main__ import main; sys.argv[0] = 'diemcau'; main()"
    done = run_python(code, command, "--help")
    assert done.returncode == 0, done.stderr
    assert command in done.stdout


def test_paths_that_are_named_exist() -> None:
    for path in re.findall(r"`((?:data|docs|tests|console)/[\w./-]+)`|\]\((docs/[\w./-]+)\)", README):
        assert (ROOT / "".join(path)).exists()
