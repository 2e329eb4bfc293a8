"""Whose room may this name be? Ranked guesses for a person to choose from; nothing is bound by them. Pure.

The order is by likeness alone: a bare "Cao Bằng" brings the province and its city with the same score, and
says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.folder.model import BridgePoint
from data.matching.name_forms import bare, form, spellings, without_court
from data.text import fold

SHOWN = 5
LEAST = 76.0
"""What is less alike than this (of 100) is no guess: of real names with a letter lost none fell below 78."""
_ALIKE = 40


class Suggestion(msgspec.Struct, frozen=True):
    """A point and how alike its name is, 0 to 100."""

    code: str
    score: float


class Suggester:
    """Guesses for the points of one roster. Never raises, whatever the name."""

    def __init__(self, points: Sequence[BridgePoint]) -> None:
        by_code = {point.code: point for point in points}
        written = [
            (text, point.code) for point in points for text in _written(point, by_code.get(point.parent))
        ]
        self._texts = [text for text, _ in written]
        self._codes = [code for _, code in written]
        self._joined = [_joined(text) for text in self._texts]

    def suggest(self, name: str, count: int = SHOWN) -> tuple[Suggestion, ...]:
        """The likeliest points, best first; () when nothing is like it."""
        from rapidfuzz import fuzz, process  # a person's card needs it, a poll does not

        asked = without_court(form(name))
        joined = _joined(asked)
        if not joined:
            return ()
        near = process.extract(asked, self._texts, scorer=fuzz.token_sort_ratio, limit=_ALIKE)
        near += process.extract(asked, self._texts, scorer=fuzz.token_set_ratio, limit=_ALIKE)
        near += process.extract(joined, self._joined, scorer=fuzz.ratio, limit=_ALIKE)
        best: dict[str, float] = {}
        for at in {index for _, _, index in near}:
            score = self._score(asked, joined, at)
            code = self._codes[at]
            best[code] = max(best.get(code, 0.0), score)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(Suggestion(code, score) for code, score in ranked[:count] if score >= LEAST)

    def _score(self, asked: str, joined: str, at: int) -> float:
        from rapidfuzz import fuzz

        words = (
            fuzz.token_sort_ratio(asked, self._texts[at]) + fuzz.token_set_ratio(asked, self._texts[at])
        ) / 2
        return round(max(words, fuzz.ratio(joined, self._joined[at])), 1)


def _joined(text: str) -> str:
    """Without blanks, and without the court that it may begin with."""
    joined = text.replace(" ", "")
    return joined[4:] if joined.startswith(("tand", "taqs")) else joined


def _written(point: BridgePoint, parent: BridgePoint | None) -> set[str]:
    """All ways to write the point, courts aside, with and without the place that it belongs to."""
    forms = {form(text) for text in (point.name, point.short, *point.aliases)} | spellings(point)
    names = {each for key in forms for each in (without_court(key), bare(key))} - {""}
    places = {bare(form(text)) for text in (parent.name, parent.short)} - {""} if parent else set()
    found = names | {f"{name} {place}" for name in names for place in places}
    return found | {f"{fold(point.code)} {name}" for name in names}
