"""A newer programme taken while the conference runs: by a process of its own, through the record."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from kit.cli import agenda, diemcau
from kit.desks.playing import playing
from kit.folders import write_folder

from console.cli import main
from console.presence import ConsoleLock
from data.clock import SystemClock
from data.commands import TakeControl
from data.events import Fact, RecordSealed
from data.fold import fold
from data.record.event_log import EventLog
from data.rules import Context, decide
from data.state import EMPTY, ConferenceState

Captured = pytest.CaptureFixture[str]
TOML = 'title = "Hội nghị thử"\ndate = 2024-06-16\nstart = "14:00"\n'
HEAD = "cue,title,kind,duration,point,priority\n"
AGENDA = (
    HEAD + "1,Khai mạc,opening,10,TC00,\n2,Tham luận,presentation,8,T31,\n3,Bế mạc,closing,5,TC00,protocol\n"
)
NEWER = HEAD + "1,Khai mạc,opening,20,TC00,\n4,Ý kiến,presentation,6,T31,\n3,Bế mạc,closing,7,TC00,protocol\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMCAU_AS", "op1")
    folder = write_folder(tmp_path / "hn", conference_toml=TOML, agenda_csv=AGENDA)
    assert main(["advance", str(folder), "--expect", "none"]) == 0
    return folder


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "v2.csv"
    path.write_text(NEWER, "utf-8")
    return path


def reimport(folder: Path, *argv: str | Path) -> int:
    return main(["reimport", str(folder), "--lang", "en", *map(str, argv)])


def standing(folder: Path, capsys: Captured) -> list[tuple[str, str, int]]:
    return [(row["cue"], row["state"], row["duration_s"]) for row in agenda(folder, capsys)]


def control(folder: Path, capsys: Captured) -> object:
    """Who may change the programme, by `status`."""
    capsys.readouterr()
    assert main(["status", str(folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)["control"]


def older(folder: Path) -> Path:
    """The programme as it was at first."""
    path = folder.parent / "v1.csv"
    path.write_text(AGENDA, "utf-8")
    return path


BEFORE = [("1", "on_air", 600), ("2", "pending", 480), ("3", "pending", 300)]
AFTER = [("1", "on_air", 600), ("4", "pending", 360), ("3", "pending", 420), ("2", "skipped", 480)]


def write(folder: Path, *facts: Fact | TakeControl, console: str = "desk-1") -> None:
    log: EventLog[ConferenceState] = EventLog.open(
        folder / "log.db", clock=SystemClock(), initial=EMPTY, fold=fold
    )
    context = Context(console=console, actor="op2", interactive=True)
    for fact in facts:
        log.transact(
            lambda state, now, fact=fact: (  # type: ignore[misc]
                decide(state, fact, context, now) if isinstance(fact, TakeControl) else (fact,)
            ),
            actor="op2",
            console=console,
        )
    log.close()


def test_without_accept_nothing_changes_and_both_differences_are_told(
    folder: Path, newer: Path, capsys: Captured
) -> None:
    capsys.readouterr()
    assert reimport(folder, "--from", newer) == 0
    shown = capsys.readouterr()
    assert "The running programme would differ in 3 items to come:" in shown.out
    assert "  - 2 Tham luận" in shown.out and "  + 4 Ý kiến" in shown.out and "  ~ 3 Bế mạc" in shown.out
    assert standing(folder, capsys) == BEFORE
    assert (folder / "agenda.csv").read_text("utf-8") == AGENDA


def test_what_ran_stays_what_is_to_come_follows_and_undo_takes_it_back(
    folder: Path, newer: Path, capsys: Captured
) -> None:
    assert reimport(folder, "--from", newer, "--accept", "--reason", "chủ tọa duyệt") == 0
    assert "the running programme follows the newer version" in capsys.readouterr().err
    assert standing(folder, capsys) == AFTER
    assert main(["log", str(folder), "--json", "--kind", "PlanAdopted"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["body"]["version"] for row in rows] == [1, 2]
    assert (rows[1]["body"]["reason"], rows[1]["actor"]) == ("chủ tọa duyệt", "op1")
    assert main(["undo", str(folder)]) == 0
    assert standing(folder, capsys) == BEFORE
    assert reimport(folder) == 0
    assert "would differ in 3 items" in capsys.readouterr().out, "the file is still the newer one"
    assert reimport(folder, "--accept") == 0, "the folder's own files, without --from"
    assert standing(folder, capsys) == AFTER
    assert reimport(folder) == 0
    assert "nothing is different" in capsys.readouterr().err


def test_as_json(folder: Path, newer: Path, capsys: Captured) -> None:
    capsys.readouterr()
    assert reimport(folder, "--from", newer, "--json", "--accept") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["opened"], answer["taken"], answer["written"]) == (
        *(True, True, True),
        ["agenda.csv"],
    )
    assert [(each["what"], each["cue"]) for each in answer["in_force"]] == [
        ("added", "4"),
        ("changed", "3"),
        ("removed", "2"),
    ]


def test_protocol_is_not_dropped_without_a_reason_and_the_files_stay(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    newer = tmp_path / "v3.csv"
    newer.write_text(HEAD + "1,Khai mạc,opening,10,TC00,\n2,Tham luận,presentation,8,T31,\n", "utf-8")
    assert reimport(folder, "--from", newer, "--accept") == 1
    assert "3 is a protocol item: a reason is needed" in capsys.readouterr().err
    assert (folder / "agenda.csv").read_text("utf-8") == AGENDA
    assert not list(folder.glob("*.before.*"))
    assert reimport(folder, "--from", newer, "--accept", "--reason", "lệnh") == 0
    assert standing(folder, capsys)[2] == ("3", "skipped", 300)


def test_a_living_console_in_control_is_asked_and_a_refusal_leaves_the_files(
    folder: Path, newer: Path, capsys: Captured
) -> None:
    write(folder, TakeControl())
    presence = ConsoleLock(folder, "desk-1")
    try:
        assert reimport(folder, "--from", newer, "--accept") == 1
        assert "op2 (desk-1) is in control" in capsys.readouterr().err
        assert (folder / "agenda.csv").read_text("utf-8") == AGENDA
        taken = ["--take-control", "máy chính hỏng", "--as", "op9"]
        assert reimport(folder, "--from", newer, "--accept", *taken) == 0
        assert control(folder, capsys) == {"console": "desk-1", "actor": "op2"}, "it was only lent"
    finally:
        presence.close()
    assert standing(folder, capsys) == AFTER
    assert reimport(folder, "--from", older(folder), "--accept", "--take-control", "lại") == 0
    assert control(folder, capsys) is None, "a console that is gone has nothing given back"


def test_control_is_not_kept_where_the_files_cannot_be_written(
    folder: Path, newer: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, TakeControl())
    presence = ConsoleLock(folder, "desk-1")

    def full(_plan: object) -> list[str]:
        raise OSError(28, "no space")

    monkeypatch.setattr("data.folder.replan.accept", full)
    try:
        assert reimport(folder, "--from", newer, "--accept", "--take-control", "máy hỏng") != 0
        assert control(folder, capsys) == {"console": "desk-1", "actor": "op2"}
    finally:
        presence.close()
    assert standing(folder, capsys) == BEFORE


def test_a_sealed_record_is_refused_and_the_files_stay(folder: Path, newer: Path, capsys: Captured) -> None:
    write(folder, Fact(RecordSealed()))
    capsys.readouterr()
    assert reimport(folder, "--from", newer, "--accept") == 1
    assert "sealed" in capsys.readouterr().err
    assert (folder / "agenda.csv").read_text("utf-8") == AGENDA


def test_files_that_cannot_be_written_leave_the_record(
    folder: Path, newer: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.folder.replan.shutil.copyfile", full)
    with monkeypatch.context() as reading:
        reading.setattr("data.folder.replan._read", lambda found: _loaded(newer, folder))
        assert reimport(folder, "--from", newer, "--accept") == 1
    assert standing(folder, capsys) == BEFORE


def _loaded(newer: Path, folder: Path) -> tuple[object, tuple[()]]:
    from data.folder.conference import load

    copy = write_folder(folder.parent / "copy", conference_toml=TOML, agenda_csv=newer.read_text("utf-8"))
    return load(copy)[0], ()


def test_hostile_names_are_one_harmless_line_each(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    newer = tmp_path / "v4.csv"
    rows = 'x,"\x1b[2JMục [/red]\u202e",presentation,5,T31,\n3,Bế mạc,closing,5,TC00,protocol\n'
    newer.write_text(HEAD + "1,Khai mạc,opening,10,TC00,\n" + rows, "utf-8")
    capsys.readouterr()
    assert reimport(folder, "--from", newer, "--accept") == 0
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


async def by_a_process(folder: Path, *argv: str | Path) -> None:
    done = await asyncio.to_thread(diemcau, "reimport", folder, "--accept", *argv)
    assert done.returncode == 0, done.stderr


async def test_an_open_console_follows_at_once_before_and_after_the_opening(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "hn"
    async with playing(folder, "123") as desk:
        text = (folder / "agenda.csv").read_text("utf-8-sig")
        changed = folder.parent / "v2.csv"
        changed.write_text(text.rstrip("\n") + "\n" + _row_like(text, "4"), "utf-8")
        await by_a_process(folder, "--from", changed)
        await desk.until(lambda: [each.cue for each in desk.state.items] == ["1", "2", "3", "4"])
        assert desk.state.opened_ms is None
        await desk.press("f8")
        await desk.confirm()
        await desk.until(lambda: desk.state.on_air == "1")
        fewer = folder.parent / "v3.csv"
        fewer.write_text(text, "utf-8")
        take = ["--take-control", "đổi chương trình"]
        await by_a_process(folder, "--from", fewer, *take)
        await desk.until(lambda: desk.state.run("4").state == "skipped")
        assert desk.state.on_air == "1" and desk.state.plan_version == 3


async def test_a_file_edited_after_the_opening_is_told_when_a_console_opens(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "hn"
    async with playing(folder, "123") as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.until(lambda: desk.state.on_air == "1")
        assert not desk.app.session.folder_differs
    async with playing(folder, "1234", language="en") as desk:
        assert desk.app.session.folder_differs
        assert [each.cue for each in desk.state.items] == ["1", "2", "3"], "the record's stays in force"
        assert "diemcau reimport" in desk.text
        await by_a_process(folder, "--take-control", "nhận tệp")
        await desk.until(lambda: len(desk.state.items) == 4)
        assert not desk.app.session.folder_differs


def _row_like(text: str, cue: str) -> str:
    last = text.strip().splitlines()[-1].split(",")
    return ",".join([cue, *last[1:]]) + "\n"
