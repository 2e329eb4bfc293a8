"""What goes to the terminal while something lies over the desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import Playing, playing
from textual._compositor import LayoutUpdate
from textual.screen import Screen

KEYS = {
    "a card": ["ctrl+q"],
    "a note": ["ctrl+n"],
    "commands": ["ctrl+p"],
    "help": ["f1"],
}


def watch(desk: Playing, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Everything that is painted from now on."""
    painted: list[object] = []
    display = desk.app._display

    def also(screen: Screen[object], update: object) -> None:
        painted.append(update)
        display(screen, update)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.app, "_display", also)
    return painted


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
async def test_beneath_a_card_only_what_changed_is_painted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.press(*keys)
        await desk.pilot.pause(0.1)
        painted, clock = watch(desk, monkeypatch), desk.lines[0].split()[-1]
        for _ in range(3):
            desk.clock.advance(1)
            await desk.settle()
        await desk.until(lambda: desk.lines[0].split()[-1] > clock)
        await desk.until(lambda: bool(painted))
    assert not [update for update in painted if isinstance(update, LayoutUpdate)]
