"""Whoever rehearses is told where it is written, and whoever opens the record is told nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import playing
from kit.small_conference import conference

from console.cli import main
from console.folder import DEMO_NOTES, SCRATCH, Folder
from console.screens.questions.gate import leave
from console.text.sentences import translator
from console.text.which_log import which_log

VI = translator("vi")


def test_the_record_is_nothing_to_speak_of(tmp_path: Path) -> None:
    assert which_log(Folder(tmp_path), VI, begun=False) == ""


def test_a_rehearsal_names_its_log_and_a_demo_the_way_back(tmp_path: Path) -> None:
    place = Folder(tmp_path).rehearsal()
    assert "rehearsal-1.db" in which_log(place, VI, begun=False)
    assert "--again" in which_log(place, VI, begun=False)
    assert "mở lại rehearsal-1.db" in which_log(place, VI, begun=True)
    (tmp_path / DEMO_NOTES).write_text("{}", "utf-8")
    said = which_log(place, VI, begun=False)
    assert "rehearsal-1.db" in said and f"diemcau demo --dir {tmp_path}" in said


@pytest.mark.parametrize(("option", "again"), [("--rehearsal", False), ("--again", True)])
def test_it_is_told_before_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, again: bool
) -> None:
    folder = conference(tmp_path / "c")
    if again:
        (folder / "rehearsal-3.db").touch()
    assert main(["run", str(folder), option]) != 0, "no terminal here"
    told = which_log(Folder(folder, "rehearsal-3.db" if again else "rehearsal-1.db"), VI, begun=again)
    assert told and told in capsys.readouterr().err


async def test_it_is_told_on_the_screen_and_stays_there(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    async with playing(folder, place=Folder(folder, "rehearsal-2.db"), size=(80, 24)) as desk:
        (told,) = [note.message for note in desk.app._notifications]
        assert told == which_log(desk.app.session.folder, VI, begun=False)
        assert "rehearsal-2.db ✓" in desk.lines[23]


@pytest.mark.parametrize(
    ("name", "log", "demo", "said"),
    [
        ("hn", "log.db", False, "diemcau run"),
        ("hn", "rehearsal-1.db", False, "--again"),
        ("hn", "log.db", True, "diemcau demo --dir"),
        ("hn", "rehearsal-1.db", True, "--again"),
        (f"{SCRATCH}x", "log.db", True, "rời là xóa"),
    ],
)
def test_who_leaves_is_told_the_way_back_to_this_very_record(
    tmp_path: Path, name: str, log: str, demo: bool, said: str
) -> None:
    (tmp_path / name).mkdir()
    if demo:
        (tmp_path / name / DEMO_NOTES).write_text("{}", "utf-8")
    *_, line = leave(Folder(tmp_path / name, log), VI).choice.lines
    assert said in line[0].text
