"""The wall: every room in its place, every row as wide as the screen, the arrows walk it."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.desks.sample import DeskApp
from kit.national import national
from kit.profile import THOROUGH
from kit.screens.text import screen_segments
from textual.app import ComposeResult
from textual.screen import Screen
from wcwidth import wcswidth

from data.finding.place_names import short_region
from data.folder.model import BridgePoint
from data.health.reading import Health
from data.points.wall import groups
from widgets.glyphs import ASCII, UNICODE
from widgets.line import Line, Piece
from widgets.point_wall import PointWall, Wall
from widgets.tone import Tone
from widgets.wall_lines import WallPainter
from widgets.wall_plan import Form, plan
from widgets.wall_walk import Walk

CELLS = {"·": Health.OK, "!": Health.DEGRADED, "✗": Health.DOWN, "~": Health.STALE, "?": Health.UNKNOWN}
MARKS = {health: mark for mark, health in CELLS.items()}


def wall_of(
    points: tuple[BridgePoint, ...], health: dict[str, Health] | None = None, **fields: object
) -> Wall:
    shown = groups(points)
    known = {point.code: Health.OK for point in points} | (health or {})
    headings = tuple(short_region(group.region).upper() for group in shown)
    return Wall(groups=shown, headings=headings, health=known, **fields)  # type: ignore[arg-type]


def drawn(wall: Wall, width: int, height: int, selected: str = "") -> list[Line]:
    laid = plan(wall.groups, wall.headings, width, height)
    return WallPainter(laid, UNICODE).paint(wall, selected)


def cells_at(wall: Wall, width: int, height: int) -> dict[str, str]:
    """Code -> the sign that is really drawn at its place."""
    laid = plan(wall.groups, wall.headings, width, height)
    lines = [line.text for line in WallPainter(laid, UNICODE).paint(wall, "")]
    return {code: lines[spot.y][spot.x] for spot in Walk(laid).spots for code in spot.codes}


NATION = national(767)
SICK = {"T45": Health.DOWN, "H010": Health.DEGRADED, "H700": Health.STALE, "H400": Health.UNKNOWN}


@pytest.mark.parametrize("size", [(120, 23), (140, 23), (200, 31)], ids=str)
def test_the_wall_of_767_is_complete(size: tuple[int, int]) -> None:
    wall = wall_of(NATION, SICK)
    assert plan(wall.groups, wall.headings, *size).form is Form.ROOMS
    shown = cells_at(wall, *size)
    assert shown == {point.code: MARKS[SICK.get(point.code, Health.OK)] for point in NATION}
    assert len(shown) == 767


def test_at_120_columns_no_province_is_parted_and_headings_count() -> None:
    lines = [line.text for line in drawn(wall_of(NATION, {"T45": Health.DOWN}), 120, 23)]
    assert sum("BẮC TRUNG BỘ" in line for line in lines) == 1
    assert any("BẮC TRUNG BỘ, DHMT   183/184" in line for line in lines)


def test_a_small_screen_has_a_cell_a_province_and_counts_its_bad_districts() -> None:
    sick = {"T01": Health.DOWN, "T02": Health.DEGRADED, "T26": Health.OK}
    below = [point.code for point in NATION if point.parent == "T04"]
    sick |= dict.fromkeys(below[:2], Health.DOWN) | {below[2]: Health.DEGRADED}
    sick[next(point.code for point in NATION if point.parent == "T37")] = Health.DOWN
    wall = wall_of(NATION, sick)
    assert plan(wall.groups, wall.headings, 80, 14).form is Form.BRIEF
    text = "\n".join(line.text for line in drawn(wall, 80, 14))
    assert "✗Hà Nội     " in text and "!Hà Giang   " in text, "their own rooms"
    assert "·Cao Bằng ✗2" in text and "·Ninh Bình✗1" in text, (
        "its own room is well, two of its districts are lost"
    )
    assert sum(text.count(sign) for sign in CELLS) == 67 + 2


def test_what_is_not_seen_is_counted_only_where_it_differs_from_the_province() -> None:
    unseen = {point.code: Health.STALE for point in NATION}
    text = "\n".join(line.text for line in drawn(wall_of(NATION, unseen), 80, 14))
    assert "~Cao Bằng    " in text
    text = "\n".join(line.text for line in drawn(wall_of(NATION, unseen | {"T04": Health.OK}), 80, 14))
    assert re.search("·Cao Bằng~1\\d", text), "its own room is seen, its districts are not"


def test_the_selection_of_a_bad_district_lies_on_the_count() -> None:
    district = next(point.code for point in NATION if point.parent == "T04")
    wall = wall_of(NATION, {district: Health.DOWN})
    for code, text in (("T04", "·"), (district, "✗1")):
        line = next(line for line in drawn(wall, 80, 14, code) if "Cao Bằng" in line.text)
        assert [piece.text for piece in line.pieces if piece.tone.endswith("-bar")] == [text]


def test_ten_thousand_rooms_are_provinces_with_counts() -> None:
    points = national(10_000)
    district = next(point.code for point in points if point.parent == "T02")
    wall = wall_of(points, {"T01": Health.DOWN, district: Health.DOWN})
    assert plan(wall.groups, wall.headings, 120, 23).form is Form.COUNTS
    lines = drawn(wall, 120, 23)
    assert any("Hà Nội             ✗ 426/427" in line.text for line in lines)
    line = next(line for line in lines if "Hà Giang" in line.text)
    assert re.search(r"Hà Giang +· +\d+/\d+", line.text), "one district is not the province"
    figures = next(piece for piece in line.pieces if re.fullmatch(r"\d+/\d+", piece.text))
    assert figures.tone is Tone.STOP


def test_a_roster_without_regions_or_parents_still_shows_every_room() -> None:
    points = tuple(BridgePoint(code=f"P{at}", name=f"Phòng {at}", level="district") for at in range(800))
    wall = wall_of(points, {"P700": Health.DOWN})
    shown = cells_at(wall, 120, 23)
    assert len(shown) == 800 and shown["P700"] == "✗"


def test_three_rooms_stand_with_their_names() -> None:
    text = "\n".join(line.text for line in drawn(wall_of(NATION[:3]), 120, 23))
    for name in ("TC00 Hội trường B2", "CC01 cấp cao Hà Nội", "CC02 cấp cao Đà Nẵng"):
        assert name in text


TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""Of a skin tone that follows nobody wcwidth says two cells, rich none."""
names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters=TONES), max_size=30
)


@st.composite
def walls(draw: st.DrawFn) -> Wall:
    """Rosters with names of any width, in any health."""
    heads = draw(st.integers(0, 12))
    points = [
        BridgePoint(
            code=f"T{at}",
            name=draw(names),
            level=draw(st.sampled_from(["provincial", "central", "phòng"])),
            region=draw(st.sampled_from(["", "Bắc", "漢字漢字", "a\x1b[31m"])),
        )
        for at in range(heads)
    ]
    points += [
        BridgePoint(code=f"H{head}.{at}", name="x", level="district", parent=f"T{head}")
        for head in range(heads)
        for at in range(draw(st.integers(0, 40)))
    ]
    health = {point.code: draw(st.sampled_from(list(Health))) for point in points[:20]}
    turns = {point.code: at for at, point in enumerate(points[:12], start=1)}
    return wall_of(tuple(points), health, turns=turns, excused=frozenset(p.code for p in points[5:7]))


@THOROUGH
@given(walls(), st.integers(1, 210), st.integers(1, 40))
def test_every_row_is_exactly_as_wide_as_the_wall(wall: Wall, width: int, height: int) -> None:
    codes = list(wall.health)
    lines = drawn(wall, width, height, codes[-1] if codes else "")
    assert len(lines) == height
    assert {line.width for line in lines} == {width}
    assert {wcswidth(line.text) for line in lines} == {width}


@THOROUGH
@given(walls(), st.integers(40, 210), st.integers(8, 60))
def test_no_two_cells_share_a_place_and_no_room_is_lost(wall: Wall, width: int, height: int) -> None:
    laid = plan(wall.groups, wall.headings, width, height)
    spots = Walk(laid).spots
    assert len({(spot.x, spot.y) for spot in spots}) == len(spots)
    assert all(0 <= spot.x < width and 0 <= spot.y < height for spot in spots)
    assert sorted(code for spot in spots for code in spot.codes) == sorted(wall.health)


@THOROUGH
@given(walls(), st.data())
def test_places_depend_on_the_roster_and_the_size_only(wall: Wall, data: st.DataObject) -> None:
    """And what is painted bit by bit is what is painted at once."""
    kinds = st.sampled_from(list(Health))
    other = msgspec.structs.replace(wall, health={code: data.draw(kinds) for code in wall.health})
    laid = plan(wall.groups, wall.headings, 120, 23)
    painter = WallPainter(laid, UNICODE)
    painter.paint(wall, "T0")
    assert painter.paint(other, "T1") == WallPainter(laid, UNICODE).paint(other, "T1")


def test_unchanged_lines_are_the_same_objects() -> None:
    laid = plan(wall_of(NATION).groups, wall_of(NATION).headings, 120, 23)
    painter, wall = WallPainter(laid, UNICODE), wall_of(NATION)
    before = painter.paint(wall, "")
    sick = msgspec.structs.replace(wall, health={**wall.health, "T96": Health.DOWN})
    after = painter.paint(sick, "")
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old is not new]
    assert len(changed) == 2, "the province's line and its region's heading"


def test_health_is_told_without_colour_and_in_ascii() -> None:
    wall = wall_of(NATION[:68], SICK, excused=frozenset({"T02"}))
    laid = plan(wall.groups, wall.headings, 120, 23)
    text = "\n".join(line.text for line in WallPainter(laid, ASCII).paint(wall, ""))
    assert "x" in text
    cells = {wall.groups[0].rows[0].head: "."}
    lines = text.split("\n")
    for spot in Walk(laid).spots:
        cells[spot.codes[0]] = lines[spot.y][spot.x]
    assert (cells["T45"], cells["T02"], cells["T04"]) == ("x", "-", ".")


def test_the_selected_cell_is_reversed_whatever_its_health() -> None:
    for kind in Health:
        lines = drawn(wall_of(NATION, {"T45": kind}), 120, 23, "T45")
        reversed_cells = [piece for line in lines for piece in line.pieces if "bar" in piece.tone]
        assert [piece.text for piece in reversed_cells] == [MARKS[kind]]


def test_turns_are_marked_at_the_head_of_the_line() -> None:
    lines = [line.text for line in drawn(wall_of(NATION, turns={"T31": 1, "TC00": 2, "T79": 3}), 120, 23)]
    text = "\n".join(lines)
    assert "►Hải Phòng" in text and "2TC00" in text and "3TP HCM" in text


def test_faults_only_fades_the_good_ones_further() -> None:
    def tones(*, faults_only: bool) -> set[Tone]:
        lines = drawn(wall_of(NATION, {"T45": Health.DOWN}, faults_only=faults_only), 120, 23)
        return {piece.tone for line in lines for piece in line.pieces if "··" in piece.text}

    assert tones(faults_only=False) == {Tone.CALM}
    assert tones(faults_only=True) == {Tone.FADED}


def test_the_legend_stands_where_nothing_else_does() -> None:
    wall = wall_of(NATION, legend=((Piece("CHÚ GIẢI"),), (Piece(". tốt"),)))
    lines = [line.text for line in drawn(wall, 120, 23)]
    assert sum("CHÚ GIẢI" in line for line in lines) == 1
    full = msgspec.structs.replace(wall, legend=((Piece("x"),),) * 9)
    assert drawn(full, 120, 23) == drawn(wall_of(NATION), 120, 23), "not without room"


class WallApp(DeskApp):
    """A wall of the nation that remembers what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.wall: Wall = wall_of(NATION, SICK)

    def get_default_screen(self) -> Screen[None]:
        return Screen()

    def compose(self) -> ComposeResult:
        wall = PointWall(id="wall")
        wall.styles.width = wall.styles.height = "100%"
        yield wall

    def on_mount(self) -> None:
        self.query_one(PointWall).focus()
        self.query_one(PointWall).show(self.wall)

    def on_point_wall_point_chosen(self, message: PointWall.PointChosen) -> None:
        self.heard.append(message.code)

    def on_point_wall_point_opened(self, message: PointWall.PointOpened) -> None:
        self.heard.append(f"opened {message.code}")


async def test_the_arrows_walk_the_country() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        app.query_one(PointWall).select("T02")
        row = next(row for group in app.wall.groups for row in group.rows if row.head == "T02")
        await pilot.press("right", "right", "left", "down", "up", "enter")
        assert app.heard[:3] == [row.points[1], row.points[2], row.points[1]]
        below = next(row for group in app.wall.groups for row in group.rows if row.head == "T04")
        assert app.heard[3:] == [below.points[1], row.points[1], f"opened {row.points[1]}"]


async def test_edges_and_regions() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        await pilot.press("end", "home", "pagedown", "pageup", "pageup")
        last, first, second, back = app.heard
        column = {row.head: group.region for group in app.wall.groups for row in group.rows}
        assert first == back == "TC00"
        assert column[second] == "Trung du và miền núi phía Bắc", "the region below, in the same column"
        assert last == app.wall.groups[-1].rows[-1].points[-1]


async def test_the_walk_ends_at_the_borders_and_says_nothing_twice() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        await pilot.press("home", "up", "up", "left")
        assert app.heard == ["TC00"]


async def test_every_cell_can_be_clicked() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        laid = plan(app.wall.groups, app.wall.headings, 120, 23)
        for code in ("T96", "H700", "CC03"):
            spot = Walk(laid).spot(code)
            assert spot is not None
            await pilot.click("#wall", offset=(spot.x, spot.y))
            assert app.query_one(PointWall).selected == code
        assert app.heard == ["T96", "H700", "CC03"]


async def test_only_the_rows_that_changed_are_painted() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        wall = app.query_one(PointWall)
        await pilot.pause()
        painted: list[int] = []
        paint = wall._paint
        wall._paint = lambda y: (painted.append(y), paint(y))[1]  # type: ignore[method-assign,func-returns-value]
        wall.show(msgspec.structs.replace(app.wall, health={**app.wall.health, "T96": Health.DOWN}))
        await pilot.pause()
        assert len(painted) == 2
        wall.show(wall.value)  # type: ignore[arg-type]
        await pilot.pause()
        assert len(painted) == 2


async def test_an_empty_roster_says_so() -> None:
    app = WallApp()
    app.wall = wall_of((), calm="Chưa có điểm cầu nào")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "down", "home", "enter")
        rows = ["".join(segment.text for segment in row) for row in screen_segments(app)]
        assert "Chưa có điểm cầu nào" in "\n".join(rows)
        assert app.heard == []


async def test_an_arrow_is_drawn_with_the_answer_to_it_and_not_before() -> None:
    app = WallApp()
    async with app.run_test(size=(120, 23)) as pilot:
        wall = app.query_one(PointWall)
        wall.select("T02")
        before = wall.lines
        await pilot.press("right")
        assert app.heard == [wall.selected] != ["T02"]
        assert wall.lines == before
        wall.select(wall.selected)
        assert wall.lines != before
