"""The screen that a console opens on."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import playing

from console.screens.operator.screen import OperatorScreen
from console.screens.technician.screen import TechnicianScreen


@pytest.mark.parametrize(
    ("role", "home"), [("technician", TechnicianScreen), ("viewer", OperatorScreen)], ids=str
)
async def test_it_opens_on_the_screen_of_the_role(tmp_path: Path, role: str, home: type) -> None:
    async with playing(tmp_path, role=role) as desk:
        assert isinstance(desk.app.screen, home)
        assert "ĐIỂM CẦU" in desk.text
        await desk.press("f2")
        assert isinstance(desk.app.screen, OperatorScreen)
        assert "TIẾP THEO" in desk.text
        await desk.press("f3")
        assert isinstance(desk.app.screen, TechnicianScreen)


async def test_what_the_other_screens_are_arranged_by_is_read_behind_the_first_picture(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as desk:
        await desk.until(
            lambda: desk.app.stylesheet.has_source(str(desk.app.parts.navigation.made("log").css_path[0]))
        )
        known = set(desk.app.stylesheet.source)
        for key in ("f3", "f4", "f5", "f2"):
            await desk.press(key)
        read = {path for path, _ in set(desk.app.stylesheet.source) - known if path.endswith(".tcss")}
        assert read == set()
