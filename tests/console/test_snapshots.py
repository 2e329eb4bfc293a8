"""What F2, F3 and F5 look like in the middle of the sample day, kept as text beside this file.

`make snapshots` writes them anew; read the difference before it is committed. That the wall shows each of
its 767 points at 120x40 is counted in `tests/console/screens/technician/test_screen.py`.
"""

from __future__ import annotations

import asyncio
import difflib
import os
from pathlib import Path

import pytest
from kit.desks.seed import AtSeedDesk, seed_desk
from kit.screens.pictures import by_theme, by_weight, characters, looks
from kit.screens.text import screen_segments
from wcwidth import wcswidth

from console.theme import VARIABLE_DEFAULTS

HERE = Path(__file__).parent / "snapshots"
WRITES = "DIEMCAU_WRITE_SNAPSHOTS" in os.environ
SCREENS = {"operator": "f2", "points": "f3", "log": "f5"}
SIZES = [(80, 24), (120, 40), (200, 60)]
COLOURS = ["dark", "no-color"]
Picture = tuple[list[str], list[str]]
Album = dict[tuple[str, tuple[int, int]], Picture]


async def the_middle_of_the_day(desk: AtSeedDesk) -> None:
    """4.1 is on air from Hải Phòng, late; a province is gone, the room of 4.3 sends bad sound."""
    ca_mau = {
        point.code for point in desk.app.session.conference.points if "T96" in (point.code, point.parent)
    }
    await desk.press("f8", "down", "f8")
    while desk.state.on_air != "4.1":
        item = desk.state.item(desk.state.on_air)
        assert item is not None
        await desk.later(item.duration_s + 20)
        await desk.press("f8")
    desk.platform.away, desk.platform.sick = frozenset(ca_mau), frozenset({"T79"})
    for _ in range(4):
        await desk.later(30)
        await desk.polled(3)
    await desk.later(40)
    desk.app.clear_notifications()
    await desk.settle()


async def taken(folder: Path) -> Album:
    album: Album = {}
    async with seed_desk(folder, points=767) as desk:
        await the_middle_of_the_day(desk)
        await desk.press(*SCREENS.values())
        await desk.until(lambda: desk.app.focused is not None)
        look = by_weight if desk.app.no_color else by_theme(desk.app.theme_variables, VARIABLE_DEFAULTS)
        for size in SIZES:
            await desk.pilot.resize_terminal(*size)
            for name, key in SCREENS.items():
                await desk.press(key)
                await desk.until(lambda key=key: key == "f2" or desk.app.focused is not None)
                desk.app.refresh_view()
                await desk.settle()
                rows = screen_segments(desk.app)
                album[name, size] = characters(rows), looks(rows, look)
    return album


@pytest.fixture(scope="module")
def albums(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Album]:
    """All pictures, by colour: two days, six windows each."""
    found = {}
    for colour in COLOURS:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("NO_COLOR", raising=False)
            patch.setattr("console.app.NOTICE_S", 3600)  # alarms go on record by the machine's own seconds
            if colour == "no-color":
                patch.setenv("NO_COLOR", "1")
            found[colour] = asyncio.run(taken(tmp_path_factory.mktemp(colour) / "c"))
    return found


def written(albums: dict[str, Album], name: str, size: tuple[int, int]) -> list[str]:
    """The file of one screen at one size: text once, then how it looks in either kind of colour."""
    lines = [*albums["dark"][name, size][0]]
    for colour in COLOURS:
        lines += [f"== {colour}", *albums[colour][name, size][1]]
    return lines


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_it_looks_as_it_did(albums: dict[str, Album], name: str, size: tuple[int, int]) -> None:
    file = HERE / f"{name}-{size[0]}x{size[1]}.txt"
    now = written(albums, name, size)
    if WRITES:
        file.write_text("\n".join(now) + "\n", "utf-8")
    was = file.read_text("utf-8").removesuffix("\n").split("\n")
    changes = "\n".join(difflib.unified_diff(was, now, file.name, "now", lineterm="", n=0))
    assert not changes, f"`make snapshots` if it was meant:\n{changes}"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("colour", COLOURS)
def test_every_row_is_as_wide_as_the_window(
    albums: dict[str, Album], colour: str, name: str, size: tuple[int, int]
) -> None:
    rows = albums[colour][name, size][0]
    assert [wcswidth(row) for row in rows] == [size[0]] * size[1]


@pytest.mark.parametrize("name", SCREENS)
def test_without_colours_the_same_is_written(albums: dict[str, Album], name: str) -> None:
    for size in SIZES:
        assert albums["dark"][name, size][0] == albums["no-color"][name, size][0]
