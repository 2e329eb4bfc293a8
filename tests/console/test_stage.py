"""The reader of the speaker's screen on real logs, and its App in windows of three sizes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.clock import ManualClock
from kit.record.rows import log_rows, put_on_air
from kit.screens.stage_text import seconds_shown
from kit.screens.text import screen_lines, screen_text
from kit.small_conference import conference

from console.cli import main
from console.folder import Folder
from console.keeping.opened_log import open_log
from console.screens.stage.screen import StageApp
from console.stage import StageReader
from console.text.sentences import translator
from data import events as ev
from data.clock import SystemClock
from data.folder.conference import load
from data.record.errors import LogDamaged, LogMissing
from data.units import NS_PER_S
from widgets.glyphs import ASCII, UNICODE, GlyphSet

VI = translator("vi")
LOOKS = 300


def reader(folder: Path) -> StageReader:
    loaded, problems = load(folder)
    assert loaded is not None, problems
    return StageReader(Folder(folder), loaded, SystemClock())


@contextmanager
def looking(folder: Path) -> Iterator[StageReader]:
    found = reader(folder)
    try:
        yield found
    finally:
        found.close()


def test_before_there_is_a_record_the_folders_programme_stands(tmp_path: Path) -> None:
    with looking(conference(tmp_path / "c")) as stage:
        stage.look()
        seen = stage.seen()
        assert seen.age_s is None
        assert [item.cue for item in seen.state.items] == list("12345")
        put_on_air(stage.folder.path)
        stage.look()
        assert stage.seen().state.on_air == "1"
        assert stage.seen().age_s is not None


def test_it_follows_what_others_write_and_writes_nothing(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with looking(folder) as stage:
        stage.look()
        assert main(["advance", str(folder), "--expect", "1"]) == 0
        rows = log_rows(folder)
        before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        stage.look()
        assert stage.seen().state.on_air == "2"
        assert log_rows(folder) == rows
        assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_no_statement_stays_open_between_two_looks(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with looking(folder) as stage:
        stage.look()
        log = open_log(Folder(folder), SystemClock(), busy_timeout_ms=1)
        try:
            for _ in range(20):
                log.append((ev.Fact(ev.NoteAdded(text="x")),), actor="a", console="c", expect=log.head.seq)
                stage.look()
        finally:
            log.close()
        assert stage.seen().state.seq == len(log_rows(folder))


def test_a_record_that_went_makes_it_old_and_its_return_fresh(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    loaded, _ = load(folder)
    assert loaded is not None
    clock = ManualClock()
    stage = StageReader(Folder(folder), loaded, clock)
    stage.look()
    kept = folder / "kept"
    shutil.move(folder / "log.db", kept)
    clock.advance(14)
    with pytest.raises(LogMissing):
        stage.look()
    assert stage.seen().age_s == pytest.approx(14)
    assert stage.seen().state.on_air == "1", "what was known stays on show"
    shutil.copy(kept, folder / "log.db")
    stage.look()
    assert stage.seen().age_s == 0
    stage.close()


def test_another_file_in_its_place_is_read_from_the_start(tmp_path: Path) -> None:
    folder, other = (conference(tmp_path / name) for name in ("c", "d"))
    put_on_air(folder, "1", "2")
    put_on_air(other)
    with looking(folder) as stage:
        stage.look()
        assert stage.seen().state.on_air == "3"
        shutil.copy(other / "log.db", folder / "new")
        (folder / "new").replace(folder / "log.db")
        stage.look()
        assert stage.seen().state.on_air == "1"


def test_a_record_that_is_no_record_is_an_error_and_not_the_end(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    with looking(folder) as stage:
        stage.look()
        (folder / "bad").write_bytes(b"SQLite format 3\0" + bytes(5000))
        (folder / "bad").replace(folder / "log.db")
        with pytest.raises(Exception) as caught:
            stage.look()
        assert type(caught.value).__module__ == LogDamaged.__module__
        assert stage.seen().state.on_air == "1"


def test_the_newest_rehearsal_by_number(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.last_rehearsal() is None
    for name in ("rehearsal-2.db", "rehearsal-10.db", "rehearsal-x.db", "log.db"):
        (tmp_path / name).touch()
    found = folder.last_rehearsal()
    assert found is not None
    assert found.log_name == "rehearsal-10.db"
    assert found.is_rehearsal


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_the_app_counts_follows_and_leaves(
    tmp_path: Path, size: tuple[int, int], glyphs: GlyphSet
) -> None:
    folder = conference(tmp_path / "c", [{"cue": "1", "title": "Xét xử trực tuyến"}, "2"])
    put_on_air(folder)
    stage = reader(folder)
    stage.look()
    app = StageApp(stage, VI, glyphs=glyphs)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        first = seconds_shown(screen_lines(app), glyphs=glyphs)
        assert first is not None and 500 < first <= 600
        assert "XÉT XỬ TRỰC TUYẾN" in screen_text(app)
        for key in ("a", "1", "space", "enter", "escape", "f8", "f1", "ctrl+p", "ctrl+z"):
            await pilot.press(key)
        assert log_rows(folder)[-1].kind == "ItemStarted"
        put = ["advance", str(folder), "--expect", "1"]
        assert main(put) == 0
        for _ in range(LOOKS):
            if "THAM LUẬN 2" in screen_text(app):
                break
            await pilot.pause(0.02)
        assert "THAM LUẬN 2" in screen_text(app)
        assert glyphs is UNICODE or all(ord(c) < 128 or c.isalpha() for c in screen_text(app) if c.strip())
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    stage.close()


async def test_it_says_that_it_lost_the_record_and_goes_on_counting(tmp_path: Path) -> None:
    folder = conference(tmp_path / "c")
    put_on_air(folder)
    stage = reader(folder)
    stage.look()
    app = StageApp(stage, VI)
    shutil.move(folder / "log.db", folder / "kept")
    assert stage._heard_ns is not None
    stage._heard_ns -= 14 * NS_PER_S
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        app.tick()
        await pilot.pause()
        assert re.search(r"mất liên lạc với nhật ký 1[4-9] s", screen_text(app))
        first = seconds_shown(screen_lines(app))
        assert first is not None
        for _ in range(LOOKS):
            if seconds_shown(screen_lines(app)) != first:
                break
            await pilot.pause(0.02)
        assert (seconds_shown(screen_lines(app)) or 0) < first
    stage.close()
