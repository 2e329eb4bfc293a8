"""Colours by meaning. The screens name the meaning (`$go`, `$ask`, `$stop` …), never a colour.

Every value is opaque: the painters mix nothing. Status colours are told apart by lightness as well
as by hue, and a mark and a word always stand beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

from data.folder.model import THEMES as NAMES

_DARK = {
    "panel-ground": "#11161c",
    "ink": "#c3ccd6",
    "ink-strong": "#f2f5f8",
    "ink-dim": "#8a97a7",
    "frame": "#3a4856",
    "heading": "#9fb3c8",
    "key": "#8fc7e8",
    "on-air": "#58c4dd",
    "on-air-ground": "#112d3a",
    "progress": "#43a2bb",
    "selected-ground": "#222a33",
    "calm": "#6c9d82",
    "go": "#6cc58b",
    "ask": "#f0bb57",
    "stop": "#ff756b",
    "stale": "#98a2ae",
    "unknown": "#a3adb8",
    "protocol": "#f2f5f8",
    "debt": "#d08be0",
}
_LIGHT = {
    "panel-ground": "#fbfaf7",
    "ink": "#2b333c",
    "ink-strong": "#0b0f14",
    "ink-dim": "#5a6570",
    "frame": "#aab1b9",
    "heading": "#3a5169",
    "key": "#175a80",
    "on-air": "#08647d",
    "on-air-ground": "#d5edf3",
    "progress": "#1a6f87",
    "selected-ground": "#e9e7e2",
    "go": "#146f3c",
    "calm": "#3f6d54",
    "ask": "#8a5800",
    "stop": "#b00f2c",
    "stale": "#56606b",
    "unknown": "#4f5863",
    "protocol": "#0b0f14",
    "debt": "#83309a",
}
_HIGH_CONTRAST = {
    "panel-ground": "#000000",
    "ink": "#f0f0f0",
    "ink-strong": "#ffffff",
    "ink-dim": "#c8c8c8",
    "frame": "#a0a0a0",
    "heading": "#ffffff",
    "key": "#9fe0ff",
    "on-air": "#5fe0ff",
    "on-air-ground": "#00222e",
    "progress": "#5fe0ff",
    "selected-ground": "#1a1a1a",
    "go": "#74ff9e",
    "calm": "#84bd96",
    "ask": "#ffd24a",
    "stop": "#ff8d85",
    "stale": "#b4b4d6",
    "unknown": "#dcdcdc",
    "protocol": "#ffffff",
    "debt": "#f0a8ff",
}
_COLOUR_BLIND = {
    **_DARK,
    "key": "#c9d6e4",
    "on-air": "#9ad9ea",
    "progress": "#5a9fd4",
    "go": "#5aa9f0",
    "calm": "#7293b8",
    "ask": "#f7ec9a",
    "stop": "#ff8a1f",
    "stale": "#9aa0a8",
    "unknown": "#b4bac2",
    "debt": "#e6a6d8",
}
"""Go is blue and stop is orange; being asked is a yellow much lighter than both."""

VARIABLE_DEFAULTS = _DARK
"""What `App.get_theme_variable_defaults` returns, so that any other theme still paints."""


def _theme(name: str, colours: dict[str, str], *, background: str, panel: str, dark: bool = True) -> Theme:
    return Theme(
        name=name,
        primary=colours["on-air"],
        secondary=colours["key"],
        accent=colours["on-air"],
        foreground=colours["ink"],
        background=background,
        surface=colours["panel-ground"],
        panel=panel,
        success=colours["go"],
        warning=colours["ask"],
        error=colours["stop"],
        dark=dark,
        variables=colours,
    )


DARK, LIGHT, HIGH_CONTRAST, COLOUR_BLIND = (f"diemcau-{name}" for name in NAMES)

THEMES = (
    _theme(DARK, _DARK, background="#0b0f14", panel="#1a222b"),
    _theme(LIGHT, _LIGHT, background="#efede8", panel="#e4e2dc", dark=False),
    _theme(HIGH_CONTRAST, _HIGH_CONTRAST, background="#000000", panel="#1a1a1a"),
    _theme(COLOUR_BLIND, _COLOUR_BLIND, background="#0b0f14", panel="#1a222b"),
)
"""In the order in which the palette's command goes through them."""

REHEARSAL_FRAME = {DARK: "#b8913f", LIGHT: "#835d10", HIGH_CONTRAST: "#ffd24a", COLOUR_BLIND: "#b8913f"}
"""The amber round everything, by theme."""


def register_themes(app: App[Any], *, name: str = DARK, framed: bool = False) -> None:
    """Make all themes known to `app` and put on the one called `name`; `framed`: amber frames, where nothing
    that is done counts.

    `name` may be one of `data.folder.model.THEMES` or the name of a Theme here. For an app that has not been
    shown yet: setting `theme` itself would read and apply every rule a second time before the first picture.
    """
    for theme in THEMES:
        frame = {"frame": REHEARSAL_FRAME[theme.name]} if framed else {}
        app.register_theme(replace(theme, variables={**theme.variables, **frame}))
    app.set_reactive(App.theme, f"diemcau-{name}" if name in NAMES else name)
    app.set_class(not app.current_theme.dark, "-light-mode")
    app.set_class(app.current_theme.dark, "-dark-mode")
    app.stylesheet.set_variables(app.get_css_variables())


def next_theme(app: App[Any]) -> str:
    """Put the theme after the present one on; its name in `data.folder.model.THEMES`."""
    names = [theme.name for theme in THEMES]
    at = (names.index(app.theme) + 1) % len(names) if app.theme in names else 0
    app.theme = names[at]
    return NAMES[at]
