from __future__ import annotations

from itertools import combinations

import pytest
from kit.desks.sample import DeskApp
from kit.screens.sight import DEUTERANOPIA, NORMAL, PROTANOPIA, Matrix, contrast, distance
from kit.screens.text import screen_segments
from textual.color import Color
from textual.theme import Theme

from console.text.sentences import LANGUAGES, translator
from console.theme import (
    COLOUR_BLIND,
    DARK,
    HIGH_CONTRAST,
    REHEARSAL_FRAME,
    THEMES,
    VARIABLE_DEFAULTS,
    next_theme,
)
from data.folder.model import THEMES as NAMES
from widgets.paint import PAINTS, style_of
from widgets.tone import Tone

LEGIBLE, VERY_LEGIBLE = 4.5, 7.0
"""WCAG 2.2 contrast of small text, levels AA and AAA."""
GRAPHIC = 3.0
"""The same for a drawing that means something."""
VISIBLE = 1.5
"""What a line that only parts two panels needs: it must not compete with what they say."""

DECORATION = {Tone.FRAME, Tone.PROGRESS_REST}
"""Lines round panels, and the unspent part of the bar: nobody reads them."""
TINTED = {Tone.ON_AIR_ROW, Tone.SELECTED_ROW, Tone.CHOSEN_ROW}
"""Tones that bring their own ground."""

SIGNALS = ("go", "ask", "stop", "stale")
APART = {COLOUR_BLIND: 30.0}
"""Least CIE76 distance of two signals; elsewhere a mark and a word carry more of the load."""
SOMEWHAT_APART = 12.0

each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


def grounds(theme: Theme) -> dict[str, str]:
    names = ("panel-ground", "selected-ground", "on-air-ground")
    return {**{name: theme.variables[name] for name in names}, "background": str(theme.background)}


def wanted(theme: Theme, tone: Tone) -> float:
    if tone in DECORATION:
        return GRAPHIC if theme.name == HIGH_CONTRAST else VISIBLE
    return VERY_LEGIBLE if theme.name == HIGH_CONTRAST else LEGIBLE


@each_theme
@pytest.mark.parametrize("tone", Tone)
def test_every_tone_can_be_read_on_every_ground(theme: Theme, tone: Tone) -> None:
    """Digits and bars are tones too. Reversed ones swap ink and ground, which is the same ratio."""
    paint = PAINTS[tone]
    ink = theme.variables[paint.ink or "ink"]
    if tone is Tone.REHEARSAL_BAR:
        ink = REHEARSAL_FRAME[theme.name]
    own = {paint.ground: theme.variables[paint.ground]} if paint.ground else {}
    ratios = {name: contrast(ink, ground) for name, ground in (own or grounds(theme)).items()}
    assert min(ratios.values()) >= wanted(theme, tone), ratios


@each_theme
def test_only_rows_bring_a_ground(theme: Theme) -> None:
    styles = {tone: style_of(tone, theme.variables) for tone in Tone}
    assert {tone for tone, style in styles.items() if style.bgcolor is not None} == TINTED


@each_theme
def test_what_the_bar_has_spent_stands_out_from_its_rest(theme: Theme) -> None:
    assert contrast(theme.variables["progress"], theme.variables["frame"]) >= 1.25


@each_theme
def test_the_frame_of_a_rehearsal_cannot_be_overlooked(theme: Theme) -> None:
    amber = REHEARSAL_FRAME[theme.name]
    assert contrast(amber, theme.variables["panel-ground"]) >= GRAPHIC
    assert distance(amber, theme.variables["frame"], NORMAL) >= 30


@each_theme
@pytest.mark.parametrize("eye", [NORMAL, PROTANOPIA, DEUTERANOPIA], ids=["normal", "protan", "deutan"])
def test_signals_stay_apart_for_every_eye(theme: Theme, eye: Matrix) -> None:
    apart = {
        pair: distance(theme.variables[pair[0]], theme.variables[pair[1]], eye)
        for pair in combinations(SIGNALS, 2)
    }
    assert min(apart.values()) >= APART.get(theme.name, SOMEWHAT_APART), apart


def test_the_measure_knows_red_and_green_of_one_lightness() -> None:
    """A pair that a deuteranope mixes up fails the measure that our themes pass."""
    assert distance("#a08000", "#c86400", NORMAL) > 2 * distance("#a08000", "#c86400", DEUTERANOPIA)
    assert distance("#8a5a00", "#b3231b", DEUTERANOPIA) < SOMEWHAT_APART
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@each_theme
def test_colours_are_opaque_and_each_theme_names_them_all(theme: Theme) -> None:
    assert theme.variables.keys() == VARIABLE_DEFAULTS.keys()
    assert {Color.parse(value).a for value in theme.variables.values()} == {1.0}


def test_settings_and_command_line_know_the_same_names() -> None:
    assert [theme.name for theme in THEMES] == [f"diemcau-{name}" for name in NAMES]
    for language in LANGUAGES:
        t = translator(language)
        assert all(t.has(f"theme.{name}") for name in NAMES)


def colours_of(app: DeskApp) -> set[str]:
    """The grounds and inks that the screen really shows."""
    styles = [segment.style for row in screen_segments(app) for segment in row if segment.style]
    found = [color for style in styles for color in (style.color, style.bgcolor) if color]
    return {color.triplet.hex for color in found if color.triplet}


async def test_themes_change_on_the_running_screen_and_come_round_again() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        seen = [colours_of(app)]
        for name in (*NAMES[1:], NAMES[0]):
            assert next_theme(app) == name
            await pilot.pause()
            theme = next(theme for theme in THEMES if theme.name == app.theme)
            shown = colours_of(app)
            assert theme.variables["panel-ground"] in shown
            assert theme.variables["go"] in shown
            strangers = shown - {*theme.variables.values(), str(theme.background)}
            assert strangers == set(), "a colour of the theme before is still on the screen"
            seen.append(shown)
    assert seen[0] == seen[-1]
    assert app.theme == DARK


async def test_the_theme_of_the_settings_is_worn_from_the_start() -> None:
    app = DeskApp(theme="light")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == "diemcau-light"
