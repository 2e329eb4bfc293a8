"""What a piece of text means to the eye; the theme turns each meaning into colour and weight."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """A role, never a colour; `widgets.paint` says how it looks."""

    __hash__ = str.__hash__  # Enum's own is Python, and these are keys at every picture

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    FRAME = "frame"
    HEADING = "heading"
    KEY = "key"
    ON_AIR = "on-air"
    ON_AIR_ROW = "on-air-row"
    SELECTED_ROW = "selected-row"
    CHOSEN_ROW = "chosen-row"
    GO = "go"
    ASK = "ask"
    STOP = "stop"
    STALE = "stale"
    UNKNOWN = "unknown"
    PROTOCOL = "protocol"
    DEBT = "debt"
    ALARM = "alarm"
    OVERRUN = "overrun"
    GO_BAR = "go-bar"
    ASK_BAR = "ask-bar"
    STOP_BAR = "stop-bar"
    OFF_BAR = "off-bar"
    REHEARSAL_BAR = "rehearsal-bar"
    PROGRESS = "progress"
    PROGRESS_REST = "progress-rest"
    CALM = "calm"
    FADED = "faded"
