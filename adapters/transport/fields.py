"""Fields of a document that somebody else wrote: what is not of the kind that was promised is not there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from adapters.transport.units import percent
from data.health.reading import Presence, Stream
from data.text import clean

_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")
_REF_CHARS = 200


def table(value: object) -> dict[str, Any]:
    """A table of fields; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[dict[str, Any]] | None:
    """The tables of a list. One element of XML does not look like a list, and none is an empty text.

    None for what is no list at all: that is no empty roster.
    """
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [row for row in value if isinstance(row, dict)]
    return [] if value == "" else None


def text(value: object, cells: int = 120) -> str:
    """A cleaned line; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    return _cleaned(value, cells) if len(value) <= _REF_CHARS else clean(value, cells).strip()


@lru_cache(maxsize=32_768)
def _cleaned(value: str, cells: int) -> str:
    """What rooms call themselves comes again with every poll."""
    return clean(value, cells).strip()


def ident(value: object) -> str:
    """An id as text, whether it was written as a number or as a text; "" for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64:
        return str(value)
    return text(value, _REF_CHARS)


def flag(value: object) -> bool | None:
    """Yes or no, said by a boolean or by a word."""
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    return True if word in _YES else False if word in _NO else None


def grade(streams: tuple[Stream, ...]) -> int | None:
    """Pexip's published bands for the worst loss, 1 good to 4 terrible; None without a figure."""
    losses = [one.loss_pct for one in streams if one.loss_pct is not None]
    if not losses:
        return None
    worst = max(losses)
    return 1 if worst < 1 else 2 if worst < 3 else 3 if worst < 10 else 4


def share_lost(lost: float | None, received: float | None) -> float | None:
    """Per cent of what was sent that did not arrive; None where nothing was sent."""
    if lost is None or received is None or lost + received <= 0:
        return None
    return percent(100 * lost / (lost + received), 1)


def in_call(media: bool | None, hold: bool | None = None) -> Presence:
    """How far a leg has come whose platform says so much of its media."""
    if hold:
        return Presence.HOLD
    if media is None:
        return Presence.LISTED
    return Presence.MEDIA if media else Presence.SIGNALLING
