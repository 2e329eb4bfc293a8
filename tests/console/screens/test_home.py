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
