from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from console.theme import VARIABLE_DEFAULTS
from widgets.glyphs import ASCII, UNICODE, GlyphSet
from widgets.line import Piece
from widgets.point_table import PointRow, PointRows, PointTable
from widgets.tone import Tone


def row(code: str, severity: str = "P4", key: str = "", **fields: str) -> PointRow:
    return PointRow(
        key=key or code,
        code=code,
        severity=Piece(severity),
        name=fields.get("name", f"Điểm {code}"),
        what=Piece(fields.get("what", "mất gói 4 %")),
        since=fields.get("since", "3'10"),
        role=Piece(fields.get("role", "nghe")),
    )


def rows(*codes: str) -> PointRows:
    found = tuple(row(code) for code in codes)
    return PointRows(
        heading="XẤU NHẤT TRƯỚC",
        right=f"{len(found)} dòng",
        rows=found,
        more="còn {rows} dòng  PgDn",
        calm="không có lỗi",
    )


def many(count: int) -> PointRows:
    return rows(*(f"H{number:03}" for number in range(count)))


class TableApp(App[None]):
    """Only the table; remembers what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield PointTable()

    def on_point_table_point_chosen(self, event: PointTable.PointChosen) -> None:
        self.heard.append(f"chosen {event.code}")

    def on_point_table_point_opened(self, event: PointTable.PointOpened) -> None:
        self.heard.append(f"opened {event.code}")


@asynccontextmanager
async def table(value: PointRows) -> AsyncIterator[tuple[PointTable, Pilot[None], TableApp]]:
    app = TableApp()
    async with app.run_test(size=(70, 10)) as pilot:
        shown = app.query_one(PointTable)
        shown.focus()
        shown.show(value)
        await pilot.pause()
        yield shown, pilot, app


def chosen(shown: PointTable) -> str:
    (line,) = [line for line in shown.lines if line.base is Tone.SELECTED_ROW]
    return line.text


def test_the_row_of_the_reference() -> None:
    speaker = row("T79", "P1", name="TP HCM", what="tiếng mất 6 %", since="1'28", role="nói ở 4.3")
    group = row("T96", "P3", "i7", name="Cà Mau ×4", what="mất KN, 1 sự cố", since="8'58")
    value = PointRows(heading="XẤU NHẤT TRƯỚC", right="5 điểm, 2 dòng", rows=(speaker, group))
    shown = PointTable(glyphs=UNICODE)
    shown.show(value)
    assert [line.text for line in shown.draw(value, 70, 5)] == [
        "┌ XẤU NHẤT TRƯỚC ──────────────────────────────────── 5 điểm, 2 dòng ┐",
        ">  P1 T79  TP HCM    tiếng mất 6 %                   1'28  nói ở 4.3 │",
        "│  P3 T96  Cà Mau ×4 mất KN, 1 sự cố                 8'58  nghe      │",
        "│                                                                    │",
        "└────────────────────────────────────────────────────────────────────┘",
    ]


@THOROUGH
@given(st.integers(0, 60), st.integers(30, 160), st.integers(4, 40), st.sampled_from([UNICODE, ASCII]))
def test_it_fills_its_place_and_counts_what_is_out_of_sight(
    count: int, width: int, height: int, glyphs: GlyphSet
) -> None:
    lines = PointTable(glyphs=glyphs).draw(many(count), width, height)
    assert len(lines) == height
    assert {line.width for line in lines} == {width}
    in_sight = sum(f"H{number:03}" in line.text for number in range(count) for line in lines)
    hidden = [line.text for line in lines if "còn " in line.text]
    assert (count - in_sight == 0) == (not hidden)
    if hidden:
        assert f"còn {count - in_sight} dòng" in hidden[0]


def test_an_empty_list_says_so() -> None:
    assert any("không có lỗi" in line.text for line in PointTable().draw(many(0), 60, 6))
    assert PointTable().selected == ""


async def test_keys_move_the_selection_and_keep_it_in_sight() -> None:
    async with table(many(30)) as (shown, pilot, app):
        for keys, at in (
            ("down", 1), ("up", 0), ("up", 0), ("pagedown", 6), ("pagedown", 12), ("pageup", 6),
            ("end", 29), ("down", 29), ("home", 0),
        ):  # fmt: skip
            await pilot.press(keys)
            assert shown.selected == f"H{at:03}", keys
            assert f"H{at:03}" in chosen(shown)
        assert app.heard[:2] == ["chosen H001", "chosen H000"]
        await pilot.press("enter")
        await pilot.pause()
        assert app.heard[-1] == "opened H000"


async def test_the_selection_stays_with_its_row_wherever_that_goes() -> None:
    async with table(rows("A", "B", "C")) as (shown, pilot, app):
        await pilot.press("down")
        app.heard.clear()
        shown.show(rows("X", "C", "Y", "A", "B"))
        await pilot.pause()
        assert shown.selected == "B"
        assert "B" in chosen(shown)
        shown.show(rows("B", "C"))
        assert shown.selected == "B"
        assert app.heard == []


async def test_until_somebody_moves_the_worst_is_selected() -> None:
    async with table(rows("A", "B")) as (shown, pilot, _):
        shown.show(rows("X", "A", "B"))
        assert shown.selected == "X"
        await pilot.press("down")
        shown.show(rows("Y", "X", "A", "B"))
        assert shown.selected == "A"
        shown.release()
        assert shown.selected == "Y"
        await pilot.press("space")
        shown.release()
        assert (shown.selected, shown.marked) == ("X", ("Y",))


async def test_rows_out_of_sight_are_counted_on_their_side() -> None:
    async with table(many(30)) as (shown, pilot, _):
        await pilot.press("end")
        assert "-23" in shown.lines[-2].text and "còn" not in shown.lines[-2].text
        await pilot.press("home")
        assert "còn 23 dòng" in shown.lines[-2].text and "-" not in shown.lines[-2].text


async def test_when_its_row_is_gone_nothing_is_selected_until_it_is_back() -> None:
    async with table(rows("A", "B", "C")) as (shown, pilot, app):
        await pilot.press("down")
        app.heard.clear()
        shown.show(rows("A", "C", "D"))
        assert shown.selected == ""
        assert not any(line.base is Tone.SELECTED_ROW for line in shown.lines)
        await pilot.press("space", "enter")
        await pilot.pause()
        assert (app.heard, shown.marked) == ([], ())
        shown.show(rows("C", "B"))
        assert shown.selected == "B"
        shown.show(rows())
        assert shown.selected == ""


@pytest.mark.parametrize(("key", "code"), [("down", "C"), ("up", "A")])
async def test_from_the_place_of_a_row_that_is_gone_the_arrows_go_on(key: str, code: str) -> None:
    async with table(rows("A", "B", "C")) as (shown, pilot, app):
        await pilot.press("down")
        shown.show(rows("A", "C", "D"))
        await pilot.press(key)
        await pilot.pause()
        assert shown.selected == code
        assert app.heard[-1] == f"chosen {code}"


async def test_space_marks_rows_and_marks_go_with_their_rows() -> None:
    async with table(rows("A", "B", "C")) as (shown, pilot, _):
        await pilot.press("space", "space")
        assert shown.marked == ("A", "B")
        assert shown.selected == "C"
        assert any("✓ 2" in line.text for line in shown.lines)
        shown.show(rows("B", "C", "A"))
        assert shown.marked == ("B", "A")
        shown.show(rows("C", "B"))
        assert shown.marked == ("B",)
        await pilot.press("end", "space")
        assert shown.marked == ()


async def test_two_rows_of_one_point_are_two_rows() -> None:
    group, alone = row("T9", key="i1"), row("T9")
    async with table(PointRows(rows=(group, alone, row("B")))) as (shown, pilot, _):
        await pilot.press("down")
        assert shown.selected == "T9"
        shown.show(PointRows(rows=(alone, row("B"), group)))
        await pilot.pause()
        assert "T9" in shown.lines[1].text and shown.lines[1].base is Tone.SELECTED_ROW


async def test_choosing_the_point_of_the_selected_row_again_keeps_that_row() -> None:
    async with table(PointRows(rows=(row("T9", key="i1"), row("T9"), row("B")))) as (shown, pilot, _):
        await pilot.press("down")
        assert shown.choose("T9")
        assert shown.lines[2].base is Tone.SELECTED_ROW


async def test_a_row_is_chosen_from_outside_and_by_a_click() -> None:
    async with table(many(30)) as (shown, pilot, app):
        assert shown.choose("H020")
        assert "H020" in chosen(shown)
        assert not shown.choose("H999")
        assert shown.selected == ""
        shown.show(rows("A", "H999"))
        await pilot.pause()
        assert shown.selected == "H999"
        assert app.heard == []
        shown.show(many(30))
        await pilot.click(PointTable, offset=(5, 2))
        assert shown.selected in shown.lines[2].text


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_names_never_push_the_fault_off_the_row(width: int) -> None:
    value = PointRows(rows=(row("T1", name="Tên rất dài " * 9, what="tiếng mất 6 %"),))
    line = PointTable().draw(value, width, 3)[1]
    assert "tiế" in line.text
