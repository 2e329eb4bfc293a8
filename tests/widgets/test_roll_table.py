"""The list of the roll call: columns that go when it is narrow, a selection that never slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from wcwidth import wcswidth

from console.theme import VARIABLE_DEFAULTS
from widgets.line import Piece
from widgets.roll_table import Column, RollRows, RollTable, lay_out

COLUMNS = (
    Column(heading="mã", width=5),
    Column(heading="tên", width=30, grows=True),
    Column(heading="số", width=6, rank=1, align="right"),
    Column(heading="điện thoại", width=14, rank=2),
)


def rows(*keys: str) -> RollRows:
    def cells(key: str) -> tuple[Piece, ...]:
        return Piece(key), Piece(f"Điểm {key}\x1b[2J"), Piece("12/12"), Piece("028 0000 0179")

    return RollRows(columns=COLUMNS, keys=keys, cells=cells, heading="DANH SÁCH", calm="không có ai")


class Listing(App[None]):
    def __init__(self, value: RollRows) -> None:
        super().__init__()
        self.value = value
        self.moved = 0
        self.opened: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield RollTable()

    def on_mount(self) -> None:
        self.table.focus()
        self.table.show(self.value)

    @property
    def table(self) -> RollTable:
        return self.query_one(RollTable)

    def on_roll_table_moved(self) -> None:
        self.moved += 1

    def on_roll_table_opened(self, event: RollTable.Opened) -> None:
        self.opened.append(event.key)

    @property
    def text(self) -> list[str]:
        return [line.text for line in self.table.lines]


@given(st.integers(1, 200))
def test_columns_fit_or_only_those_of_rank_nought_are_left(width: int) -> None:
    laid = lay_out(COLUMNS, width)
    kept = [column for column, cells in laid if cells]
    assert [column for column in COLUMNS if column.rank == 0] == [c for c in kept if c.rank == 0]
    assert 1 + sum(cells + 1 for _, cells in laid if cells) <= max(width, 20)
    assert all(cells <= column.width for column, cells in laid)


def test_the_highest_rank_goes_first() -> None:
    shown = [[column.heading for column, cells in lay_out(COLUMNS, width) if cells] for width in (60, 30, 20)]
    assert shown == [["mã", "tên", "số", "điện thoại"], ["mã", "tên", "số"], ["mã", "tên"]]


async def test_arrows_pages_and_ends_walk_the_list() -> None:
    app = Listing(rows(*(f"P{n:02}" for n in range(40))))
    async with app.run_test(size=(60, 12)) as pilot:
        assert app.table.selected == "P00"
        await pilot.press("down", "down", "up")
        assert app.table.selected == "P01"
        await pilot.press("pagedown")
        assert app.table.selected == "P09"
        await pilot.press("end", "down")
        assert app.table.selected == "P39"
        assert any("P39" in line and line.startswith(">") for line in app.text)
        assert "40/40" in app.text[-1]
        await pilot.press("home", "enter")
        assert app.opened == ["P00"] and app.moved == 6
        assert {wcswidth(line) for line in app.text} == {60}
        assert not any("\x1b" in line for line in app.text)


async def test_no_row_slips_under_the_selection() -> None:
    app = Listing(rows("A", "B", "C", "D"))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down")
        app.table.show(rows("A", "C", "D"))
        assert app.table.selected == "", "B is gone, and C was not chosen"
        await pilot.press("enter")
        assert app.opened == []
        await pilot.press("down")
        assert app.table.selected == "C"
        app.table.show(rows("X", "A", "B", "C"))
        assert app.table.selected == "C", "it stays selected wherever it goes"


@pytest.mark.parametrize("keys", [("up",), ("down",), ("pagedown", "end", "enter")])
async def test_an_empty_list_says_so_and_takes_every_key(keys: tuple[str, ...]) -> None:
    app = Listing(rows())
    async with app.run_test(size=(60, 12)) as pilot:
        assert any("không có ai" in line for line in app.text)
        await pilot.press(*keys)
        assert app.table.selected == "" and app.opened == []


async def test_a_click_selects_its_row() -> None:
    app = Listing(rows("A", "B", "C"))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(RollTable, offset=(5, 3))
        assert app.table.selected == "B"
        await pilot.click(RollTable, offset=(5, 1))
        assert app.table.selected == "B", "the headings are no row"
