"""How rooms call themselves when they join: mostly by the rule, and in all the ways people do."""

from __future__ import annotations

import random
import re
import unicodedata

from data.folder.model import BridgePoint
from data.text import fold

HOSTILE = (
    "[bold]",
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b[2J\x1b]0;own\x07T22 \x9b31m",
    "hai\ndòng\r\tnhảy",
    "\u202eTC00\u202c \u200bẩn\u2066",
    "Đ" * 4000,
    "Cao Bằng",
    "iPhone",
)
"""Guests that are on no roster. Two are no attack: a name two courts share, and a telephone."""

_full = re.compile(r"^(Tòa|Toà) án nhân dân\b")
_generic = re.compile(r"^(?:(?:Tòa|Toà) án nhân dân|TAND)\s+(?:tỉnh|thành phố|TP\.?)\s+", re.IGNORECASE)


def shown_name(point: BridgePoint, parent: BridgePoint | None, rng: random.Random) -> str:
    """The display name of a room: code first for most, the rest in forms that can still be told."""
    short = short_name(point)
    where = f", {place(parent)}" if parent is not None and parent.level == "provincial" else ""
    by_rule = f"{point.code} - {short}{where}"
    draw = rng.random()
    if draw < 0.74:
        return by_rule
    if draw < 0.81:
        return unicodedata.normalize("NFD", by_rule)
    if draw < 0.88:
        return fold(by_rule).upper()
    if draw < 0.93:
        return f"{point.code.lower()}_{fold(short)}"
    return f"{short}{where}" if draw < 0.97 else unicodedata.normalize("NFD", f"{point.name}{where}")


def second_device(name: str) -> str:
    """How the spare device of the same room signs."""
    return f"{name} (DP)"


def short_name(point: BridgePoint) -> str:
    """The name with the court's generic words abbreviated."""
    return _full.sub("TAND", unicodedata.normalize("NFC", point.name))


def place(point: BridgePoint) -> str:
    """The bare name of a province or city."""
    return _generic.sub("", unicodedata.normalize("NFC", point.name))
