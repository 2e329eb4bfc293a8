"""Colours by meaning. The screens name the meaning (`$go`, `$ask`, `$stop` …), never a colour.

Every value is opaque: the painters mix nothing. Status colours are told apart by lightness as well
as by hue, and a mark and a word always stand beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

_DARK = {
    "panel-ground": "#11161c",
    "ink": "#c3ccd6",
    "ink-strong": "#f2f5f8",
    "ink-dim": "#738090",
    "frame": "#33404d",
    "heading": "#9fb3c8",
    "key": "#8fc7e8",
    "on-air": "#58c4dd",
    "on-air-ground": "#143542",
    "progress": "#3a8fa5",
    "selected-ground": "#27303a",
    "go": "#6cc58b",
    "ask": "#e8b04b",
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
    "frame": "#c3c8ce",
    "heading": "#3a5169",
    "key": "#175a80",
    "on-air": "#08647d",
    "on-air-ground": "#d5edf3",
    "progress": "#5b9db1",
    "selected-ground": "#e9e7e2",
    "go": "#1d7340",
    "ask": "#8a5a00",
    "stop": "#b3231b",
    "stale": "#56606b",
    "unknown": "#4f5863",
    "protocol": "#0b0f14",
    "debt": "#83309a",
}

DARK = "diemcau-dark"
LIGHT = "diemcau-light"

VARIABLE_DEFAULTS = _DARK
"""What `App.get_theme_variable_defaults` returns, so that any other theme still paints."""

_REHEARSAL_FRAME = {DARK: "#8a6a2f", LIGHT: "#b98a2c"}

THEMES = (
    Theme(
        name=DARK,
        primary="#58c4dd",
        secondary="#8fc7e8",
        accent="#58c4dd",
        foreground="#c3ccd6",
        background="#0b0f14",
        surface="#11161c",
        panel="#1a222b",
        success="#6cc58b",
        warning="#e8b04b",
        error="#ff756b",
        dark=True,
        variables=_DARK,
    ),
    Theme(
        name=LIGHT,
        primary="#08647d",
        secondary="#175a80",
        accent="#08647d",
        foreground="#2b333c",
        background="#efede8",
        surface="#fbfaf7",
        panel="#e4e2dc",
        success="#1d7340",
        warning="#8a5a00",
        error="#b3231b",
        dark=False,
        variables=_LIGHT,
    ),
)


def register_themes(app: App[Any], *, name: str = DARK, rehearsal: bool = False) -> None:
    """Make both themes known to `app` and put on the one called `name`; amber frames in a rehearsal."""
    for theme in THEMES:
        frame = {"frame": _REHEARSAL_FRAME[theme.name]} if rehearsal else {}
        app.register_theme(replace(theme, variables={**theme.variables, **frame}))
    app.theme = name
