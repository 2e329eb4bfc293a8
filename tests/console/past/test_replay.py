"""A finished conference seen again: every moment as it was, and nothing that could change it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from kit.conference import START_MS
from kit.days.past import ITEMS, PastDay, past_day
from kit.desks.on_a_log import until
from kit.record.rows import log_rows
from kit.small_conference import conference

from console.app import ConsoleApp
from console.cli import main
from console.folder import Folder
from console.past.replay import Replay
from console.reading.window import LogWindow
from console.session import Session
from console.text.sentences import translator
from console.view import View
from console.viewing import Viewing
from data.commands import AddNote, Advance
from data.events import ConferenceOpened, ItemStarted, NoteAdded, NoticeShown, PlanAdopted
from data.folder.conference import load
from data.health.quality import FIGURES, QualityRow, Spread
from data.health.quality_db import QualityDb
from data.health.reading import Health
from data.record.filter import EVERYTHING, LogFilter
from data.record.tape import Tape
from data.units import MS_PER_MINUTE

SECOND = 1000


def folder_of(tmp_path: Path) -> tuple[Path, PastDay]:
    points = (("TC00", "Trung tâm"), ("T01", "Hà Nội"))
    folder = conference(tmp_path / "hn", items=[item.cue for item in ITEMS], points=points)
    with (folder / "conference.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[[source]]\nname = "s1"\nkind = "pexip"\nurl = "http://127.0.0.1:9"\nconference = "c"\n'
        )
    return folder, past_day(folder / "log.db")


@asynccontextmanager
async def replaying(folder: Path, *, at_ms: int | None = None, speed: float = 0) -> AsyncIterator[Replay]:
    found, problems = load(folder)
    assert found is not None, problems
    replay = Replay(Folder(folder), found, Tape.open(folder / "log.db"), "op1")
    replay.stand_at(at_ms)
    if speed:
        replay.play(speed)
    await replay.start()
    try:
        yield replay
    finally:
        await replay.stop()


async def leapt(replay: Replay, leap: Callable[[], None]) -> None:
    landed = asyncio.Event()
    replay.on_moved(landed.set)
    leap()
    await asyncio.wait_for(landed.wait(), 10)


def health(view: View, code: str = "T01") -> Health:
    return view.board.health[code]


async def test_it_stands_where_the_conference_was_opened(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder) as replay:
        view = Viewing(replay).view()
        assert (view.state.on_air, view.now.utc_ms) == ("P1", day.at["P1"])
        assert health(view) is Health.OK
        assert replay.speed == 0 and not replay.polling and not view.in_control


async def test_the_whole_picture_is_the_one_of_then(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, at_ms=day.at["down"] + 3 * SECOND) as replay:
        view = Viewing(replay).view()
        assert view.state.on_air == "1" and health(view) is Health.DOWN
        times = view.forecast.of("1")
        assert times is not None and times.elapsed_ms == 13 * SECOND
        assert [source.fresh for source in view.sources] == [True]


async def test_what_was_not_seen_then_is_old_and_not_down(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, at_ms=day.at["lost"] + 20 * SECOND) as replay:
        view = Viewing(replay).view()
        assert health(view) is Health.STALE
        (source,) = view.sources
        assert not source.fresh and source.age_s == pytest.approx(20, abs=0.5)
        assert view.alarm.code == "alarm.source_lost"


async def test_it_runs_as_fast_as_asked_and_stands_at_the_end(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, speed=600) as replay:
        seen = list[str]()
        replay.desk.subscribe(lambda events: seen.extend(event.kind for event in events))
        await until(lambda: replay.speed == 0, 10)
        assert replay.state.stage == "sealed"
        assert replay.now.utc_ms == day.at["sealed"]
        assert seen.count("ItemStarted") == 2 and seen[-1] == "RecordSealed"


async def test_leaps_that_come_faster_than_they_are_made_add_up(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, at_ms=day.at["1"]) as replay:
        for _ in range(3):
            replay.by(10)
        await until(lambda: replay.now.utc_ms == day.at["1"] + 30 * SECOND)
        replay.by(-10)
        replay.by(-10)
        await until(lambda: replay.now.utc_ms == day.at["1"] + 10 * SECOND)
        assert replay.state.points["T01"].health is Health.DOWN


async def test_going_back_forgets_what_was_still_to_come(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, at_ms=day.at["sealed"]) as replay:
        viewing = Viewing(replay)
        await viewing.load_strip()
        assert viewing.strip.shown[0].kind == "RecordSealed"
        await leapt(replay, lambda: replay.to(day.at["P1"] + SECOND))
        shown = [event.at.utc_ms for event in viewing.strip.shown]
        assert shown and max(shown) <= day.at["P1"] + SECOND
        assert replay.desk.log_events == replay.state.seq
        assert [event.seq for event in await replay.desk.read(0)] == list(range(1, replay.state.seq + 1))
        among = await replay.desk.among(0, 1000, EVERYTHING)
        assert among[-1].seq == replay.state.seq, "the record is as long as it was then"
        assert replay.history.of("T01").changes[0].health == "ok"


async def test_nothing_can_be_done_and_nothing_is_written(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    async with replaying(folder, at_ms=day.at["1"]) as replay:
        for command in (Advance(leaves="1"), AddNote(text="x", item="")):
            refusal = await replay.command(command)
            assert refusal is not None and refusal.code == "replay.read_only"
        replay.turn()
        await leapt(replay, lambda: replay.hop(1))
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after == before


async def test_the_minutes_kept_beside_the_record_give_their_figures(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    nothing = (None,) * (len(FIGURES) - 1)
    minute = day.at["1"] // MS_PER_MINUTE
    row = QualityRow(minute, "T01", 60.0, 0.0, 10.0, (Spread(1.0, 2.5, 4.0, 3), *nothing))
    db = QualityDb(Folder(folder).quality_path)
    assert db.add([row])
    db.close()
    async with replaying(folder, at_ms=day.at["1"]) as replay:
        assert Viewing(replay).view().readings["T01"].audio_loss_pct == 2.5
        await leapt(replay, lambda: replay.to(day.at["P1"]))
        view = Viewing(replay).view()
        assert health(view) is Health.STALE, "of that minute there is no row: nobody looked"
        assert view.readings["T01"].audio_loss_pct is None


async def test_minutes_that_are_kept_meanwhile_of_a_day_that_still_goes_on_are_seen(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    nothing = (None,) * (len(FIGURES) - 1)
    early, late = (
        QualityRow(number, "T01", 60.0, 0.0, 0.0, (Spread(1.0, 2.5, 4.0, 3), *nothing))
        for number in (day.at["P1"] // MS_PER_MINUTE - 1, day.at["1"] // MS_PER_MINUTE)
    )
    db = QualityDb(Folder(folder).quality_path)
    assert db.add([early])
    async with replaying(folder, at_ms=day.at["P1"]) as replay:
        assert db.add([late])
        db.close()
        await leapt(replay, lambda: replay.to(day.at["1"]))
        view = Viewing(replay).view()
        assert health(view) is not Health.STALE and view.readings["T01"].audio_loss_pct == 2.5


def words(app: ConsoleApp) -> str:
    return "\n".join(line.text for line in app.screen._compositor.render_strips())


async def test_its_keys_scrub_the_whole_console_and_the_others_are_dead(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    found, _ = load(folder)
    assert found is not None
    replay = Replay(Folder(folder), found, Tape.open(folder / "log.db"), "op1")
    replay.stand_at(day.at["down"] + 5 * SECOND)
    app = ConsoleApp(replay, translator("vi"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        shown = words(app)
        assert "PHÁT LẠI" in shown and "chỉ xem" in shown and "14:01:25" in shown
        for key in ("f8", "f6", "ctrl+n", "f9", "ctrl+e"):
            await pilot.press(key)
        assert len(app.screen_stack) == 1, "no card opens"
        moved = asyncio.Event()
        replay.on_moved(moved.set)
        await pilot.press("f5", "shift+left")
        await asyncio.wait_for(moved.wait(), 10)
        await pilot.pause()
        assert "14:01:15" in words(app)
        assert replay.state.points["T01"].health is Health.OK
        await pilot.press("f7")
        assert replay.speed == 1
        await pilot.press("f2", "f7")
        assert replay.speed == 0
        await pilot.press("ctrl+q")
    await replay.stop()
    assert app.return_code == 0


async def test_what_the_operator_was_shown_stands_there_at_that_moment(tmp_path: Path) -> None:
    folder, _ = folder_of(tmp_path)
    day = PastDay(tmp_path / "asked.db")
    asked = NoticeShown(surface="gate", code="go.young", text="CHUYỂN SANG 2? 1 mới lên sóng", thresholds={})
    calm = NoticeShown(surface="alarm", code="", text="", thresholds={})
    with closing(day):
        day.write(PlanAdopted(version=1, items=ITEMS, start_ms=START_MS))
        day.write(ConferenceOpened(planned_start_ms=START_MS))
        day.write(ItemStarted(planned_s=9, plan_version=1), item="P1")
        for name, body in (("calm", calm), ("asked", asked), ("after", NoteAdded(text="sau đó"))):
            day.wait(10)
            day.write(body, item="P1", name=name)
    (tmp_path / "asked.db").replace(folder / "log.db")
    async with replaying(folder, at_ms=day.at["calm"]) as replay:
        viewing = Viewing(replay)
        await leapt(replay, lambda: replay.to(day.at["asked"]))
        assert viewing.strip.shown[0].body == asked
        await leapt(replay, lambda: replay.to(day.at["calm"]))
        assert not any(isinstance(event.body, NoticeShown) for event in viewing.strip.shown)


async def test_a_search_on_f5_knows_nothing_of_what_is_still_to_come(tmp_path: Path) -> None:
    folder, day = folder_of(tmp_path)
    async with replaying(folder, at_ms=day.at["sealed"]) as replay:
        window = LogWindow(replay.desk, lambda event: event.kind)
        window.grow(replay.desk.log_events, ())
        window.choose(LogFilter(kinds=("itemstarted",)))
        search = window.search
        assert search is not None
        await search.run(lambda: None)
        assert len(search.found) == 3
        await leapt(replay, lambda: replay.to(day.at["P1"] + SECOND))
        window.grow(replay.desk.log_events, ())
        assert window.search is not search and window.search is not None
        await window.search.run(lambda: None)
        assert len(window.search.found) == 1


@pytest.mark.parametrize("command", [["run"], ["run", "--headless"], ["demo", "--headless"]])
def test_a_sealed_folder_is_never_polled_again(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = folder_of(tmp_path)
    monkeypatch.setattr(Session, "open", lambda *_: pytest.fail("nobody sits down at a sealed record"))
    target = ["--dir", str(folder)] if command[0] == "demo" else [str(folder)]
    assert main([*command, *target]) == 1
    assert "PollingTaken" not in [row.kind for row in log_rows(folder)][2:]
