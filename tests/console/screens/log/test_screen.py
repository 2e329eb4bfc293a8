"""A reader at the record, by keyboard."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from kit.desks.playing import Playing, playing
from kit.hostile import NAMES
from kit.record.logs import WHO, open_log, tampered
from textual.widgets import Input

from console.reading.jump import midnight_ms
from console.reading.pages import PAGE
from console.screens.log.screen import LogScreen
from data import events as ev
from data.clock import Moment
from data.commands import AddNote
from data.events import Fact
from widgets.log_detail import LogDetail
from widgets.log_table import LogTable

ZONE = "Asia/Ho_Chi_Minh"
DAY_MS = 86_400_000
ROWS = 3000


def fourteen_ms() -> int:
    """14:00 yesterday in Hà Nội."""
    return midnight_ms(time.time_ns() // 1_000_000, ZONE) - DAY_MS + 14 * 3_600_000


def yesterday(rows: int = ROWS) -> list[Fact]:
    """One row a second from 14:00 on; every 100th about T79, every 500th a fault."""
    start_ms = fourteen_ms()
    facts = []
    for n in range(1, rows + 1):
        at = Moment(start_ms + n * 1000, n, "boot")
        point = "T79" if n % 100 == 0 else None
        body: ev.Body = ev.NoteAdded(text=f"dòng {n}")
        if n % 500 == 0:
            body = ev.HealthChanged(was="ok", now="down", reason="loss", source="pexip")
        facts.append(Fact(body, item="2" if n % 250 == 0 else None, point=point, at=at))
    return facts


def write(folder: Path, facts: Sequence[Fact]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_log(folder / "log.db")) as log:
        for begin in range(0, len(facts), 500):
            log.transact(lambda _s, _n, some=facts[begin : begin + 500]: some, **WHO)
    return folder


async def open_log_screen(desk: Playing) -> LogScreen:
    await desk.press("f5")
    await desk.until(lambda: isinstance(desk.app.screen, LogScreen))
    await desk.until(lambda: bool(rows(desk)))
    screen = desk.app.screen
    assert isinstance(screen, LogScreen)
    return screen


def rows(desk: Playing) -> tuple[str, ...]:
    """Numbers of the rows on the table."""
    value = desk.app.screen.query_one(LogTable).value
    return tuple(row.seq for row in value.rows) if value else ()


def here(desk: Playing) -> str:
    """Number of the row under the cursor."""
    value = desk.app.screen.query_one(LogTable).value
    return value.rows[value.cursor].seq if value and value.cursor >= 0 else ""


async def typed(desk: Playing, text: str) -> None:
    """Into the box, and Enter."""
    desk.app.screen.query_one(Input).focus()
    desk.app.screen.query_one(Input).value = text
    await desk.press("enter")


async def test_f5_reads_one_page_and_shows_the_newest(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday())) as desk:
        reads: list[tuple[int, int]] = []
        source, read = desk.app.session.desk, desk.app.session.desk.read

        async def counted(after: int, limit: int = 1000) -> list[ev.Event]:
            reads.append((after, limit))
            return await read(after, limit)

        source.read = counted  # type: ignore[method-assign]
        await open_log_screen(desk)
        last = desk.app.session.desk.log_events
        assert here(desk) == f"{last:,}".replace(",", ".")
        assert len(reads) <= 2, "the page of the newest row, and the one before it where that one is young"
        assert all(limit <= PAGE for _, limit in reads)
        assert "cầm quyền" in desk.text
        assert "đang theo dòng mới nhất" in desk.text
        await desk.press("f2")
        assert desk.f8


async def test_paging_back_and_the_way_home(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday())) as desk:
        screen = await open_log_screen(desk)
        last, step = desk.app.session.desk.log_events, screen.query_one(LogTable).room - 1
        for _ in range(30):
            await desk.pilot.press("pageup")
        reached = last - 30 * step
        await desk.until(lambda: here(desk) == f"{reached:,}".replace(",", "."))
        assert f"dòng {reached}" in desk.text.replace(".", "")
        assert f"· {100 * (reached - 1) // (last - 1)} %" in desk.text
        await desk.press("home")
        await desk.until(lambda: here(desk) == "1")
        assert "14:00:01" in desk.text
        await desk.press("end")
        await desk.until(lambda: "đang theo dòng mới nhất" in desk.text)


async def test_new_events_never_move_what_is_being_read(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday(60))) as desk:
        await open_log_screen(desk)
        await desk.press("pageup")
        before = (rows(desk), here(desk))
        for n in range(3):
            await desk.app.session.command(AddNote(text=f"mới {n}", item=""))
        row = before[1]
        await desk.until(lambda: f"dòng {row} · 3 dòng mới · End" in desk.text)
        assert (rows(desk), here(desk)) == before
        await desk.press("end")
        await desk.until(lambda: "mới 2" in desk.text)
        assert "dòng mới · End" not in desk.text
        await desk.app.session.command(AddNote(text="và nữa", item=""))
        await desk.until(lambda: "và nữa" in desk.text)


async def test_a_filter_without_accents_and_back_to_the_row_in_its_place(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday())) as desk:
        await open_log_screen(desk)
        await desk.press("tab", *"mat")
        assert "Enter: lọc “mat”" in desk.text
        await typed(desk, "mat ket noi điểm:t79")
        await desk.until(lambda: "6 dòng khớp" in desk.text)
        assert rows(desk) == ("500", "1.000", "1.500", "2.000", "2.500", "3.000")
        await desk.press("up", "up")
        assert here(desk) == "2.000"
        await desk.press("escape")
        await desk.until(lambda: "2.001" in rows(desk))
        assert here(desk) == "2.000"
        assert desk.app.screen.query_one(Input).value == ""


async def test_quick_filters_stand_on_the_arrows(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday())) as desk:
        await open_log_screen(desk)
        await desk.press("tab", "tab", "right", "right", "right")
        await desk.until(lambda: "6 dòng khớp" in desk.text)
        assert "[điểm cầu]" in desk.text
        await desk.press("left")
        await desk.until(lambda: "không có dòng nào khớp" in desk.text)
        assert "[sự cố]" in desk.text
        await desk.press("escape", "escape")
        await desk.until(lambda: "[tất cả]" in desk.text and bool(rows(desk)))


async def test_a_time_an_item_and_a_point_are_places_to_go_to(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday())) as desk:
        await open_log_screen(desk)
        await desk.press("home", "home", "home")
        await desk.until(lambda: here(desk) == "1")
        await typed(desk, "14:10")
        await desk.until(lambda: here(desk) == "600")
        assert "14:10:00" in desk.text
        await typed(desk, "2")
        await desk.until(lambda: here(desk) == "250")
        await typed(desk, "2")
        await desk.until(lambda: here(desk) == "500")
        await typed(desk, "23:59")
        await desk.until(lambda: int(here(desk).replace(".", "")) > ROWS)


async def test_enter_opens_and_shuts_the_event_in_full(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday(80)), size=(80, 24)) as desk:
        screen = await open_log_screen(desk)
        assert not screen.query_one(LogDetail).display
        many = len(rows(desk))
        await desk.press("enter")
        await desk.until(lambda: "CHI TIẾT" in desk.text and len(rows(desk)) < many)
        await desk.press("up", "up", "up")
        selected = here(desk)
        row = await desk.app.session.desk.stored(int(selected))
        assert row is not None
        await desk.until(lambda: row.hash.hex()[:16] in desk.text)
        assert row.prev.hex()[:16] in desk.text
        await desk.press("enter")
        await desk.until(lambda: len(rows(desk)) == many)
        assert here(desk) == selected


async def test_a_kind_nobody_knows_is_said_to_be_unknown(tmp_path: Path) -> None:
    write(tmp_path, yesterday(5))
    tampered(tmp_path / "log.db", "UPDATE event SET kind = 'MoonRisen' WHERE seq = 3")
    async with playing(tmp_path / "other") as desk:
        screen = await open_log_screen(desk)
        unknown = ev.Event(
            1, Moment(0, 0, ""), "a", "c", "MoonRisen", 1, None, None, ev.Unknown(raw="{}"), "{}"
        )
        assert "sự kiện không rõ: MoonRisen" in screen._rows.row(1, unknown, unwritten=False).text
        assert screen._rows.row(1, unknown, unwritten=True).text.startswith("CHƯA GHI")


async def test_what_could_not_be_written_says_so(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday(5))) as desk:
        await open_log_screen(desk)
        session = desk.app.session

        def full(*_args: object) -> object:
            from data.record.errors import LogFull

            raise LogFull(tmp_path)

        session.desk._write = full  # type: ignore[method-assign,assignment]
        await session.command(AddNote(text="đĩa đầy", item=""))
        await desk.until(lambda: "CHƯA GHI" in desk.text and "đĩa đầy" in desk.text)
        table = desk.app.screen.query_one(LogTable).value
        assert table is not None
        assert table.rows[-1].text.startswith("CHƯA GHI")
        assert not table.rows[-2].text.startswith("CHƯA GHI")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_hostile_names_are_text(tmp_path: Path, size: tuple[int, int]) -> None:
    facts = [
        Fact(
            ev.PointJoined(source=name, ref=name, name=name),
            item=name,
            point=name,
            at=Moment(fourteen_ms() + n, n, "b"),
        )
        for n, name in enumerate(NAMES)
    ] + [Fact(ev.NoteAdded(text=name)) for name in NAMES]
    async with playing(write(tmp_path, facts), size=size) as desk:
        screen = await open_log_screen(desk)
        if not screen.query_one(LogDetail).display:
            await desk.press("enter")
        for _ in range(len(facts) + 4):
            await desk.press("up")
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b]", desk.text)
        assert here(desk) == "1"
        await typed(desk, "[/] điểm:[/]")
        await desk.until(lambda: "khớp" in desk.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (140, 40), (200, 60)], ids=str)
async def test_the_sentence_has_room_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(write(tmp_path, yesterday(200)), size=size) as desk:
        await open_log_screen(desk)
        await desk.press("up")
        assert all(len(line) <= size[0] for line in desk.lines)
        assert len(rows(desk)) >= 14
        assert "dòng 199" in desk.text
        assert "F2" in desk.text


async def test_the_empty_box_shows_whole_examples_only(tmp_path: Path) -> None:
    async with playing(write(tmp_path, yesterday(5)), size=(80, 24)) as desk:
        screen = await open_log_screen(desk)
        box = screen.query_one(Input)
        assert box.size.width == 80 - 2, "the whole row, as long as nothing is said beside it"
        for width, last in ((140, "T79"), (76, "15:30"), (50, "ai:op1")):
            await desk.pilot.resize_terminal(width, 24)
            await desk.until(lambda last=last: box.placeholder.endswith(last))
        box.focus()
        await desk.until(lambda: "Enter: mọi" in desk.text and box.placeholder == "lọc: mất gói")


async def test_a_row_is_corrected_from_the_screen_by_one_more_row(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f5", "home")
        await desk.press("down")
        before = await desk.events()
        await desk.press("ctrl+p", *"dinh chinh", "enter")
        assert "ĐÍNH CHÍNH DÒNG 2?" in desk.text
        await desk.press("enter", "escape")
        assert await desk.events() == before, "Enter confirms nothing"
        await desk.press("ctrl+p", *"dinh chinh", "enter", "down", *"sai ten", "f8")
        (last,) = (await desk.events())[len(before) :]
        assert last.body == ev.Corrected(seq=2, text="sai ten")
        assert "đính chính dòng 2: sai ten" in desk.text


async def test_what_befalls_rooms_stands_beside_the_item_it_fell_into(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f8")
        await desk.confirm()
        left = Fact(ev.PointLeft(source="s1", ref="r"), point="TC00")
        await desk.app.session.desk.record(lambda _state, _now: (left,))  # type: ignore[attr-defined]
        await desk.press("f5")
        await desk.until(lambda: "rời phòng họp" in desk.text)
        line = next(line for line in desk.lines if "rời phòng họp" in line)
        assert re.search(r"c1\s+1\s+TC00", line), "with the item on air, though it is about none"
