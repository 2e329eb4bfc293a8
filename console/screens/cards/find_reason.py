"""Why a row was found whose words do not say so. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from data.finding.search import words_of


def reason(typed: str, shown: str, others: Iterable[str]) -> str:
    """The first of `others` that has of `typed` what `shown` does not; "" where the row says it all."""
    asked, seen = words_of(typed), words_of(shown)
    if "".join(asked) in "".join(seen):
        return ""
    missing = [word for word in asked if not _begins_one(word, seen)]
    if not missing:
        return ""
    return next((each for each in others if each and _has(words_of(each), missing)), "")


def _has(words: list[str], missing: list[str]) -> bool:
    together = "".join(missing)
    return together in "".join(words) or all(_begins_one(each, words) for each in missing)


def _begins_one(word: str, words: list[str]) -> bool:
    return any(each.startswith(word) for each in words)
