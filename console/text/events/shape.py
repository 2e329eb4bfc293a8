"""The shape of a sentence: which variant of `event.<kind>` it is, and the params that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.text.problems import word
from console.text.sentences import Translate, clock, stopwatch

Params = dict[str, Any]
Shape = Callable[[Any, Params, Translate], str]
"""Takes a body and params that hold its fields: fills those; gives the variant, "" for the plain sentence."""


class Span(str):
    """A length of time as it is written on a screen; `ms` is the length itself."""

    ms: int

    def __new__(cls, written: str, ms: int) -> Span:
        """`written` says `ms` milliseconds."""
        made = super().__new__(cls, written)
        made.ms = ms
        return made


def span(ms: int) -> Span:
    """A length of time, as technicians write it."""
    return Span(stopwatch(ms / 1000), ms)


def running(seconds: int) -> Span:
    """A length of time, as a running clock shows it."""
    return Span(clock(seconds), seconds * 1000)


def why(cause: str, params: Params, t: Translate) -> str:
    """Fills `why` with the cause; the variant that tells it."""
    params["why"] = word(t, "cause", cause)
    return ".cause" if cause else ""
