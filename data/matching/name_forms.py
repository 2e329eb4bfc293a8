"""The forms in which the name of a court may be written, all brought to one spelling. Pure.

Folded words, generic ones abbreviated, without what a room adds about its device: "TAND H. Cô Tô (máy 2)" and
"Tòa án nhân dân huyện Cô Tô" are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from data.folder.model import DISTRICT, PROVINCIAL, BridgePoint
from data.text import clean, fold

_words = re.compile(r"[a-z0-9]+").findall
# What a room adds about its device or its turn; nothing in it tells whose room it is.
_ADDED = re.compile(
    r"[\s\-\u2013\u2014_]*[(\[]?\b"
    r"(?:dp|du phong|may(?: so)? ?\d|may phu|phat bieu|diem cau(?: trung tam)?)\b[)\]]?\s*"
)
_ABBREVIATIONS = (
    ("toa an nhan dan", "tand"),
    ("toa an quan su", "taqs"),
    ("tandtc", "tand toi cao"),
    ("tp hcm", "tp ho chi minh"),
    ("tphcm", "tp ho chi minh"),
    ("thanh pho", "tp"),
    ("thi xa", "tx"),
    ("toa an", "tand"),
)
_LETTERS = {"h": "huyen", "q": "quan"}
"""Ranks that are written as one letter, at the head of the place: "TAND H. Cô Tô", "Q1"."""
_RANKS = ("tinh", "tp", "huyen", "quan", "tx", "cap cao tai", "khu vuc")
_COURTS = ("tand", "taqs")
_lettered = re.compile(r"([hq])(?: |(?=[0-9]))(\S.*)").fullmatch


def placed_forms(
    points: Iterable[BridgePoint], by_code: Mapping[str, BridgePoint]
) -> Iterable[tuple[str, str]]:
    """A district's names with its province's; without its rank too, unless it is the seat city."""
    for point in points:
        parent = by_code.get(point.parent)
        if parent is None or parent.level != PROVINCIAL:
            continue
        provinces = {bare(form(text)) for text in (parent.name, parent.short)} - {""}
        places = provinces | {form(parent.name), without_court(form(parent.name))}
        for key in spellings(point):
            names = {key, without_court(key), bare(key)} - provinces
            for name in names:
                yield from ((f"{name} {place}", point.code) for place in places)


def ranked_forms(points: Iterable[BridgePoint]) -> Iterable[tuple[str, str]]:
    """Names with a rank but no province; they bind where one point alone has them."""
    for point in points:
        for key in spellings(point):
            if has_rank(key) or point.level not in (PROVINCIAL, DISTRICT):
                yield key, point.code


def spellings(point: BridgePoint) -> set[str]:
    """The name with and without its court; the short one only where it says as much."""
    keys = {form(point.name), form(point.short)} - {""}
    return keys | {bare for key in keys if (bare := without_court(key)) and has_rank(bare)}


def form(name: str) -> str:
    """Folded words in one spelling, without what was added about the device."""
    folded = _ADDED.sub(" ", fold(clean(name)))
    text = f" {' '.join(_words(folded))} "
    for long, short in _ABBREVIATIONS:
        text = text.replace(f" {long} ", f" {short} ")
    return _with_rank(text.strip())


def _with_rank(key: str) -> str:
    """A rank of one letter in full; one that stands alone, or elsewhere, is left as it is."""
    place = without_court(key)
    found = _lettered(place)
    if found is None:
        return key
    return f"{key[: len(key) - len(place)]}{_LETTERS[found[1]]} {found[2]}"


def without_court(key: str) -> str:
    """ "tand tp cao bang" → "tp cao bang"."""
    court, _, rest = key.partition(" ")
    return rest if court in _COURTS else key


def names_court(key: str) -> bool:
    """Whether it begins with the word for a court: "tand ha noi"."""
    return without_court(key) != key


def has_rank(key: str) -> bool:
    """Whether it says what kind of place it is, court aside."""
    return without_court(key).startswith(tuple(f"{rank} " for rank in _RANKS))


def bare(key: str) -> str:
    """ "tand tinh cao bang" → "cao bang"."""
    rest = without_court(key)
    rank = next((rank for rank in _RANKS if rest.startswith(f"{rank} ")), "")
    return rest.removeprefix(rank).strip()
