"""Names of places, shortened the way Vietnamese papers shorten them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn")
_SHORT = (
    ("duyên hải miền Trung", "DHMT"),
    ("Đồng bằng", "ĐB"),
    ("miền núi", "MN"),
    ("phía ", ""),
    (" và ", ", "),
)
_COMMA = re.compile(r"\s*,\s*")


def short_region(name: str) -> str:
    """ "Trung du và miền núi phía Bắc" is "Trung du, MN Bắc"."""
    for long, short in _SHORT:
        name = re.sub(re.escape(long), short, name, flags=re.IGNORECASE)
    return _COMMA.sub(", ", name).strip()


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names without the words that all of them begin with, nor the kind of place that follows.

    A name that would be nothing but such words stays whole; so does a name alone.
    """
    if len(names) < 2:
        return tuple(names)
    words = [name.split() for name in names]
    shared = sum(1 for _ in takewhile(lambda alike: len(set(alike)) == 1, zip(*words, strict=False)))
    return tuple(
        _without_kind(" ".join(own[shared:])) or name for own, name in zip(words, names, strict=True)
    )


def _without_kind(name: str) -> str:
    """A district called by a number keeps its kind: "quận 1"."""
    for kind in _KINDS:
        rest = name[len(kind) :].strip()
        if name.casefold().startswith(f"{kind} ") and not rest.isdigit():
            return rest
    return name.strip()
