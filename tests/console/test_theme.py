from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from console.theme import THEMES, VARIABLE_DEFAULTS

READ = ("ink", "ink-strong", "ink-dim", "heading", "key", "on-air", "go", "ask", "stop", "stale",
        "unknown", "protocol", "debt")  # fmt: skip
LEGIBLE = 4.5
"""WCAG 2.2 contrast of small text, level AA."""


def luminance(color: Color) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted(luminance(Color.parse(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", READ)
def test_every_meaning_can_be_read_on_every_ground(theme: Theme, name: str) -> None:
    grounds = {
        ground: theme.variables[ground] for ground in ("panel-ground", "selected-ground", "on-air-ground")
    }
    grounds["background"] = str(theme.background)
    ratios = {ground: contrast(theme.variables[name], color) for ground, color in grounds.items()}
    if name == "ink-dim":
        ratios = {ground: ratios[ground] for ground in ("panel-ground", "background")}
    assert min(ratios.values()) >= LEGIBLE, ratios


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_colours_are_opaque_and_each_theme_names_them_all(theme: Theme) -> None:
    assert theme.variables.keys() == VARIABLE_DEFAULTS.keys()
    assert {Color.parse(value).a for value in theme.variables.values()} == {1.0}
