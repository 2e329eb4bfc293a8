"""A console keeps the record on a second path by itself, says how that fares, and never waits for it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kit.desks.on_a_log import until
from kit.desks.view import DeskView
from kit.small_conference import conference

from console.alarm import AlarmSituation, choose
from console.cli import main
from console.desk import Identity
from console.folder import Folder
from console.keeping import second_path
from console.keeping.backup_status import BackupStatus
from console.keeping.backup_words import backup_fault
from console.preflight import automatic
from console.screens.alarm_words import alarm
from console.session import Session
from console.text.sentences import translator
from data.clock import SystemClock
from data.commands import AddNote, Advance
from data.folder.conference import load
from data.folder.model import Backup
from data.record.event_log import verify
from data.record.lines import read_lines


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_path, "GAP_S", 0.01)
    monkeypatch.setattr(second_path, "RETRY_S", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    made = conference(tmp_path / "hn")
    with (made / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('\n[backup]\npath = "../usb"\n')
    return made


@asynccontextmanager
async def started(folder: Path, name: str = "c1", role: str = "operator") -> AsyncIterator[Session]:
    found, problems = load(folder)
    assert found is not None, problems
    who = Identity(console=name, actor="op1", role=role)
    session = Session.open(Folder(folder), found, SystemClock(), who)
    await session.start()
    try:
        yield session
    finally:
        await session.stop()


def rows(folder: Path) -> int:
    return sum(1 for _ in read_lines(folder.parent / "usb" / "hn" / "log.jsonl"))


async def test_every_row_becomes_a_line_and_every_item_a_verified_copy(folder: Path) -> None:
    async with started(folder) as session:
        copy = folder.parent / "usb" / "hn" / "log.db"
        await until(lambda: session.backup and session.backup.copied)
        assert await session.command(Advance(leaves="")) is None
        await until(lambda: session.backup and session.backup.copied == session.desk.log_events)
        on_air = verify(copy).rows
        assert await session.command(AddNote(text="một")) is None
        await until(lambda: rows(folder) == session.desk.log_events)
        assert verify(copy).rows == on_air, "a note is no change of item"
        assert session.backup is not None and (session.backup.code, session.trouble) == ("", "")
    assert rows(folder) == verify(folder / "log.db").rows, "the last rows too"


async def test_the_folder_of_the_record_is_no_second_path(folder: Path) -> None:
    settings = folder / "conference.toml"
    settings.write_text(settings.read_text("utf-8").replace("../usb", ".."), "utf-8")
    async with started(folder) as session:
        await until(lambda: session.backup and session.backup.code)
        assert session.backup is not None
        assert backup_fault(session.backup, translator("vi")).startswith(
            "nơi thứ hai nằm trong chính thư mục"
        )
    assert not (folder / "log.jsonl").exists()


async def test_a_second_path_that_comes_and_goes_is_told_and_taken_up_again(folder: Path) -> None:
    usb = folder.parent / "usb"
    usb.rmdir()
    async with started(folder) as session:
        await until(lambda: session.backup and session.backup.code == "path")
        assert "không có tệp hoặc thư mục này" in backup_fault(session.backup, translator("vi"))
        assert not usb.exists()
        usb.mkdir()
        await until(lambda: session.backup and not session.backup.code and session.backup.copied)
        (usb / "hn" / "log.jsonl").write_bytes(b"somebody's own notes\n")
        assert await session.command(AddNote(text="một")) is None
        await until(lambda: session.backup and session.backup.code == "log_damaged")
        assert await session.command(AddNote(text="hai")) is None


async def test_one_console_writes_and_the_other_knows(folder: Path) -> None:
    async with started(folder) as first:
        await until(lambda: first.backup and first.backup.copied)
        async with started(folder, "c2", "technician") as second:
            await until(lambda: second.backup and second.backup.copied)
            assert first.backup is not None and second.backup is not None
            assert second.backup.path == first.backup.path
            assert second.keeping is not None and second.keeping.second is not None
            assert second.keeping.second._lock is None


async def test_a_disk_that_hangs_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hung = threading.Event()
    monkeypatch.setattr(second_path, "SLOW_S", 0.05)
    monkeypatch.setattr(second_path, "LAST_S", 0.05)
    monkeypatch.setattr("console.keeping.backup_place.Place.make", lambda _self: hung.wait(20))
    try:
        async with asyncio.timeout(10), started(folder) as session:
            await until(lambda: session.backup and session.backup.code == "slow")
            assert await session.command(Advance(leaves="")) is None
    finally:
        hung.set()


async def test_status_tells_what_the_console_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["backup"] is None
    async with started(folder) as session:
        await until(lambda: session.backup and session.backup.copied)
    assert main(["status", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["backup"]
    assert told["error"] is None and told["copied"] > 0 and told["copied_at"].endswith("Z")
    assert told["rows"] == verify(folder / "log.db").rows
    assert main(["status", str(folder), "--lang", "en"]) == 0
    assert "Backup: " in capsys.readouterr().out


FAULTS = [
    BackupStatus(path="p", code=code, why=why, row=row)
    for code, why, row in (
        *(("path", "ENOENT", 0), ("path", "", 0), ("slow", "", 0), ("log_full", "", 0)),
        *(("log_read_only", "", 0), ("log_diverged", "", 7), ("log_damaged", "hash", 7)),
        *(("log_damaged", "format", 0), ("log_failed", "SQLITE_IOERR", 0)),
    )
]


@pytest.mark.parametrize("kept", FAULTS, ids=lambda kept: kept.code)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fault_is_a_sentence_on_the_alarm_line(kept: BackupStatus, language: str) -> None:
    t, desk = translator(language), DeskView()
    desk.know(backup=kept)
    said = backup_fault(kept, t)
    assert said and "{" not in said and said != kept.code
    line = alarm(desk.view(), t)
    assert said in line.text and "{" not in line.text + line.short


def test_the_alarm_gives_way_to_everything_that_concerns_the_show() -> None:
    from console.alarm import Alarm

    assert choose(AlarmSituation(backup="path"), Alarm("standing")).code == "alarm.backup"
    assert choose(AlarmSituation(backup="path", waiting=True), Alarm("standing")).code == "alarm.busy"
    assert choose(AlarmSituation(backup="path", lost=[("s", 50)]), Alarm("standing")).code == "alarm.platform"


@pytest.mark.parametrize(
    ("kept", "path", "state"),
    [
        (None, "", "unsure"),
        (None, "x", "unsure"),
        (BackupStatus(path="x", code="path"), "x", "bad"),
        (BackupStatus(path="x", lines=9), "x", "good"),
    ],
)
def test_the_checks_before_the_opening_look_at_it(kept: BackupStatus | None, path: str, state: str) -> None:
    import msgspec

    desk = DeskView()
    desk.know(backup=kept)
    view = desk.view()
    told = msgspec.structs.replace(view.conference, backup=Backup(path=path))
    checks = automatic(msgspec.structs.replace(view, conference=told))
    assert next(check.state for check in checks if check.name == "backup") == state


def test_notes_of_nobody_are_nothing(tmp_path: Path) -> None:
    from console.keeping.backup_status import read_backup_status

    assert read_backup_status(tmp_path / "none") is None
    (tmp_path / "x").write_bytes(b"\x00{")
    assert read_backup_status(tmp_path / "x") is None
