"""Every widget of the desk together, at three sizes, with good and with hostile values."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import msgspec
import pytest
from kit.desks.sample import (
    AGENDA,
    ALARM,
    F8,
    HEADER,
    INCIDENTS,
    ON_AIR,
    DeskApp,
    OperatorScreen,
)
from kit.hostile import NAMES, poison
from kit.screens.text import screen_lines, screen_segments, screen_text
from rich.cells import cell_len
from textual.geometry import Region
from textual.pilot import Pilot
from wcwidth import wcswidth

from widgets.alarm_line import AlarmSentence
from widgets.countdown import Countdown
from widgets.glyphs import ASCII
from widgets.picture import Picture

SIZES = [(80, 24), (81, 25), (120, 40), (120, 32), (140, 40), (200, 60)]
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def pictures(app: DeskApp) -> dict[str, Picture[Any]]:
    return {str(widget.id): widget for widget in app.screen.query(Picture)}


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_row_is_as_wide_as_the_terminal(size: tuple[int, int]) -> None:
    app = DeskApp()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        lines = screen_lines(app)
        assert len(lines) == size[1]
        assert {wcswidth(line) for line in lines} == {size[0]}


async def test_the_reference_size_says_everything() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        lines = screen_lines(app)
    assert lines[2].startswith(" !! P1  T79 TP HCM")
    assert lines[3].startswith("┌ CHƯƠNG TRÌNH ─") and "┐┌ ĐANG TRÊN SÓNG ─" in lines[3]
    assert lines[4].startswith("│  mục giờ   nội dung               điểm ✓  dài  lệch│")
    assert lines[15].startswith("│► 4.1 15:24 TL Xét xử trực tuyến   T31  ✓   8' 01:08│")
    assert "│         ╭─╮ ╶╮     ╭─╮ ╭─╮           │" in lines[10]
    assert "│TỔNG      751  9  5  2 0│" in lines[9]
    assert lines[37].rstrip() == " F8 ►  4.1 Xét xử trực tuyến  →  4.2 Trợ lý ảo · TC00 · ✓ SẴN SÀNG"
    assert "SỰ CỐ" in "\n".join(lines) and "VIỆC TỚI GIỜ" in "\n".join(lines)
    assert "NHẬT KÝ" in lines[31]


async def test_the_small_size_keeps_what_matters() -> None:
    app = DeskApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = screen_lines(app)
    assert lines[0].rstrip().endswith("CHÍNH THỨC 15:31:08")
    assert lines[2].startswith("┌ ĐANG TRÊN SÓNG") and lines[2].endswith("06:52 / 08:00 ┐")
    assert lines[3].endswith("╭─╮ ╶╮     ╭─╮ ╭─╮    │")
    assert lines[9].endswith("✓ SẴN SÀNG │")
    assert lines[15].startswith("│► 4.1 15:24 Tham luận: Xét xử trực tuyến")
    assert lines[19].startswith(" P1 T79 TP HCM") and lines[19].rstrip().endswith("sự cố 3")
    assert lines[20].startswith(" tốt 751/767  tỉnh 61/63") and "✗ 5" in lines[20]
    assert lines[21].startswith(" F8 ►")
    assert lines[23].startswith(" ghi ✓ 15:31:08")


async def test_a_resize_in_both_directions() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        wide = screen_lines(app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert {wcswidth(line) for line in screen_lines(app)} == {80}
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert screen_lines(app) == wide


async def test_ascii_signs_leave_only_letters_beyond_ascii() -> None:
    app = DeskApp(glyphs=ASCII)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.screen.query_one("#feed", Picture).show(OperatorScreen.VALUES["feed"])
        lines = [line for widget in pictures(app).values() for line in widget.lines]
    drawn = "".join(piece.text for line in lines for piece in line.pieces)
    assert not set(drawn) & set("┌┐└┘─│╭╮╰╯█░…")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_hostile_names_are_text_in_every_widget(size: tuple[int, int]) -> None:
    app = DeskApp()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for name in NAMES:
            for key, value in OperatorScreen.VALUES.items():
                app.screen.query_one(f"#{key}", Picture).show(poison(value, name))
            await pilot.pause()
            rows = screen_segments(app)
            for row in rows:
                text = "".join(segment.text for segment in row)
                assert not CONTROL.search(text), (name, text)
                assert cell_len(text) == size[0], (name, text)
                assert not any(segment.style and segment.style.meta.get("@click") for segment in row)
                assert not any(segment.style and segment.style.link for segment in row)


async def test_markup_is_shown_as_it_was_written() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        rows = (msgspec.structs.replace(INCIDENTS.rows[0], subject="TAND [/] HN"),)
        app.screen.query_one("#incidents", Picture).show(msgspec.structs.replace(INCIDENTS, rows=rows))
        await settle(pilot)
        assert "P1 TAND [/] HN" in screen_text(app)


class Repaints:
    """Which rows of which widget were asked to be painted again."""

    def __init__(self, app: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: dict[str, list[int]] = {}
        for name, widget in pictures(app).items():
            self._watch(name, widget, monkeypatch)

    def _watch(self, name: str, widget: Picture[Any], monkeypatch: pytest.MonkeyPatch) -> None:
        painted = widget._paint

        def paint(y: int) -> Any:
            self.rows.setdefault(name, []).append(y)
            return painted(y)

        monkeypatch.setattr(widget, "_paint", paint)


async def test_a_tick_repaints_only_the_rows_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        seen = Repaints(app, monkeypatch)
        rows = tuple(
            msgspec.structs.replace(row, deviation="01:07") if row.cue == "4.1" else row
            for row in AGENDA.rows
        )
        tick = {
            "header": msgspec.structs.replace(HEADER, time="15:31:09"),
            "agenda": msgspec.structs.replace(AGENDA, rows=rows),
            "on-air": msgspec.structs.replace(
                ON_AIR, countdown=Countdown(67, "CÒN LẠI"), elapsed="đã nói 06:53 trên 08:00"
            ),
            "alarm": msgspec.structs.replace(ALARM),
            "f8": msgspec.structs.replace(F8),
        }
        for key, value in tick.items():
            pictures(app)[key].show(value)
        await settle(pilot)
    assert {name: set(rows) for name, rows in seen.rows.items()} == {
        "header": {0},
        "agenda": {12},
        "on-air": {7, 8, 9, 10},
    }
    assert Counter(seen.rows["agenda"])[12] == 1


async def test_the_same_value_again_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        seen = Repaints(app, monkeypatch)
        for key, value in OperatorScreen.VALUES.items():
            pictures(app)[key].show(msgspec.structs.replace(value))
        await settle(pilot)
    assert seen.rows == {}


async def test_an_alarm_that_comes_and_goes_moves_nothing() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = {name: widget.region for name, widget in pictures(app).items()}
        pictures(app)["alarm"].show(AlarmSentence())
        await settle(pilot)
        assert {name: widget.region for name, widget in pictures(app).items()} == before
        assert screen_lines(app)[2].strip() == ""
        assert pictures(app)["alarm"].region == Region(0, 2, 120, 1)


async def test_without_colour_the_meanings_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.screen.query_one("#agenda").focus()
        await pilot.press("down")
        await settle(pilot)
        assert app.no_color
        rows = screen_segments(app)
    reversed_text = ["".join(s.text for s in row if s.style and s.style.reverse) for row in rows]
    assert reversed_text[2].startswith(" !! P1")
    assert reversed_text[15] == "► 4.1"
    assert reversed_text[37].startswith(" F8 ►")
    assert "".join(segment.text for segment in rows[16]).startswith(">  4.2")
    colours = {s.style.color for row in rows for s in row if s.style and s.style.color}
    assert all(len(set(color.triplet)) == 1 for color in colours if color.triplet)
