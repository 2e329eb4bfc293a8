"""Vietnamese text: normal form, search folding, dictionary order, and harmlessness on a terminal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\ufffd"
ELLIPSIS = "…"
MAX_MARKS = 2
"""Combining marks kept on one base letter; Vietnamese in NFD needs two."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_QUALITIES = "\u0306\u0302\u031b"
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    chr(code)
    for start, end in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(start, end + 1)
)
# Composed Latin letters and the punctuation of Vietnamese prose: NFC, one cell, no marks.
_plain = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u024f\u1ea0-\u1ef9‐-—‘-‟†-…′″]*").fullmatch


def nfc(text: str) -> str:
    """`text` with composed letters; two spellings of one word then compare equal."""
    return unicodedata.normalize("NFC", text)


class _Unmarked(dict[int, int | None]):
    """A `str.translate` table that learns: combining marks go, đ loses its stroke."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) == "Mn" else code
        return self[code]


_unmarked = _Unmarked({ord("đ"): ord("d")})


def fold(text: str) -> str:
    """The form to search by: no case, no accents, đ as d. Hoà and Hòa both become hoa."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return folded.translate(_unmarked)


@lru_cache(maxsize=4096)
def _weights(char: str) -> tuple[str, str, str]:
    """Letter, tone and case of one NFC character, each as text that compares in order."""
    base, *marks = list(unicodedata.normalize("NFD", char))
    lower = base.lower()
    letter = nfc(lower + "".join(mark for mark in marks if mark in _QUALITIES))
    index = _ALPHABET.find(letter)
    if index < 0 <= (index := _ALPHABET.find(lower)):
        marks = [*marks, "\uffff"]
    # Digits and punctuation sort before every letter, foreign scripts after them.
    primary = chr(0x300 + index) if index >= 0 else (char if char < "\u0300" else "\uffff" + char)
    tone = "".join(chr(0x31 + _TONES.find(mark)) for mark in marks if mark not in _QUALITIES) or "0"
    return primary, tone, "1" if base != lower else "0"


def sort_key(text: str) -> tuple[str, str, str]:
    """Dictionary order of Vietnamese (CLDR): letters, then tones, then case.

    a ă â b c d đ e ê … and level < huyền < hỏi < ngã < sắc < nặng. Compares with other keys only.
    """
    letters, tones, cases = zip(*map(_weights, nfc(text)), strict=True) if text else ((), (), ())
    return "".join(letters), "".join(tones), "".join(cases)


def is_plain(text: str) -> bool:
    """Whether `clean` leaves `text` as it is, its length apart. Quick, and False when in doubt."""
    return _plain(text) is not None


def _safe(char: str) -> str:
    if char.isprintable() and char not in _INVISIBLE:
        return char
    return " " if unicodedata.category(char) == "Zs" else REPLACEMENT


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _clusters(text: str) -> list[tuple[str, int]]:
    """(base with at most MAX_MARKS marks, cells); a mark with nothing to sit on is replaced."""
    clusters: list[tuple[str, int]] = []
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me"):
            clusters.append((char, _cells(char)))
        elif not clusters:
            clusters.append((REPLACEMENT, 1))
        elif len(clusters[-1][0]) <= MAX_MARKS:
            clusters[-1] = (clusters[-1][0] + char, clusters[-1][1])
    return clusters


def clean(text: str, limit: int = 120) -> str:
    """`text` from outside, made harmless: one line of at most `limit` terminal cells, in NFC.

    Control characters, line ends, escape bytes, bidi and zero-width characters, tags and lone
    surrogates become U+FFFD; other spaces become a space; the rest is unchanged. A cut text ends
    in "…". Cleaning twice is cleaning once.
    """
    if len(text) <= limit and _plain(text):
        return text
    # A hostile megabyte costs no more than a long line: nothing past this could be shown.
    head = text[: limit * 8]
    clusters = _clusters(nfc("".join(map(_safe, head))))
    cut = len(head) < len(text)
    if not cut and sum(cells for _, cells in clusters) <= limit:
        return "".join(cluster for cluster, _ in clusters)
    kept: list[str] = []
    room = limit - 1
    for cluster, cells in clusters:
        if cells > room:
            break
        kept.append(cluster)
        room -= cells
    return "".join(kept) + ELLIPSIS
