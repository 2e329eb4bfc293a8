"""The shape of a sentence: which variant of `event.<kind>` it is, and the params that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.text.problems import word
from console.text.sentences import Translate, stopwatch

Params = dict[str, Any]
Shape = Callable[[Any, Params, Translate], str]
"""Takes a body and params that hold its fields: fills those; gives the variant, "" for the plain sentence."""


def span(ms: int) -> str:
    """A length of time."""
    return stopwatch(ms / 1000)


def why(cause: str, params: Params, t: Translate) -> str:
    """Fills `why` with the cause; the variant that tells it."""
    params["why"] = word(t, "cause", cause)
    return ".cause" if cause else ""
