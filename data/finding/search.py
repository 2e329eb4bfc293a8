"""Finding things by whatever a person remembers of them: a code, part of a name, a telephone number.

Accents, case, spaces and the stroke of đ never matter: "thaibinh", "TB" and "Thái Bình" are one. An
index is built once from a roster or a plan; a search is then a few passes over long strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

import msgspec

from data.text import fold, nfc

MOST = 60
"""Finds that a search gives back at most, unless asked for more."""

_CODE, _NAME, _INITIALS, _PHONE, _END = "\x01", "\x02", "\x03", "\x04", "\x05"
_CALLED = "\x06"
_LAST = "\U0010ffff"
_SHORTEST_INSIDE = 4
"""Letters from which on a search without spaces looks into the middle of names."""
_SHORTEST_PHONE = 3

_not_a_word = re.compile(r"[^a-z0-9\u00df-\U0010ffff]+")
_number = re.compile(r"[\d\s.+()-]+")
_office = re.compile(r"(?:(?:toa ?an|vien ?kiem ?sat|uy ?ban) ?nhan ?dan ?|(?:tand|ubnd) )(?=.)")
_kind = re.compile(r"(?:cap cao tai|tinh|thanh pho|tp|quan|huyen|thi xa|tx) (?=\D)")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to be found, and what it is known by. `level` counts from 0 and settles ties."""

    key: str
    code: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    level: int = 0


class _Lines:
    """Many lines in one string, asked which of them hold a text."""

    def __init__(self, lines: Iterable[str]) -> None:
        kept = [f"{line}\n" for line in lines]
        self._text = "".join(kept)
        self._starts = [0]
        for line in kept:
            self._starts.append(self._starts[-1] + len(line))

    def holding(self, needle: str) -> Iterator[int]:
        """Numbers of the lines with `needle`, in order."""
        at = self._text.find(needle) if needle else -1
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(needle, self._starts[line + 1])


class _Vocabulary:
    """Which lines have a word that begins so."""

    def __init__(self, texts: Iterable[str]) -> None:
        lines: dict[str, list[int]] = {}
        for line, text in enumerate(texts):
            for word in set(text.split()):
                lines.setdefault(word, []).append(line)
        self._words = sorted(lines)
        self._lines = [lines[word] for word in self._words]

    def holding(self, beginnings: Iterable[str]) -> list[int]:
        """Numbers of the lines that have a word for each of the beginnings, in order."""
        each = sorted((self._beginning(word) for word in beginnings), key=_size)
        found = set[int]().union(*each[0]) if each else set()
        for lists in each[1:]:
            if not found:
                break
            found &= set().union(*lists)
        return sorted(found)

    def _beginning(self, word: str) -> list[list[int]]:
        first = bisect_left(self._words, word)
        return self._lines[first : bisect_left(self._words, word + _LAST, first)]


def _size(lists: list[list[int]]) -> int:
    return sum(map(len, lists))


class Hit(NamedTuple):
    """A find. `close` when what was typed is its code, name, initials or number, or begins one or a word of
    one; else the letters stand in the middle of one, or in what else is known of it.
    """

    key: str
    close: bool


class Index:
    """`hits` ranks: exact code, exact name (as it is called, then without the kind of place), initials,
    beginning of a number, name or code, beginning of a word in it, middle of it, all words anywhere; ties
    by level, then in the given order.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        ordered = sorted(entries, key=lambda entry: entry.level)
        names = [_proper_names(entry) for entry in ordered]
        self._keys = [entry.key for entry in ordered]
        self._handles = _Lines(map(_handles, ordered, names))
        self._names = _Lines("".join(f" {name}" for name in each) for each in names)
        self._phones = _Lines(map(_phone_line, ordered))
        self._words = _Vocabulary(map(_words, ordered, names))

    def find(self, query: str, most: int = MOST) -> list[str]:
        """Keys of what is meant by `query`, the likeliest first; nothing for a query without letters."""
        return [hit.key for hit in self.hits(query, most)]

    def hits(self, query: str, most: int = MOST) -> list[Hit]:
        """As `find`, with how close each is."""
        found: dict[int, bool] = {}
        ranks = chain(zip(repeat(True), self._near(query)), zip(repeat(False), self._far(query)))
        for close, line in ((close, line) for close, lines in ranks for line in lines):
            found.setdefault(line, close)
            if len(found) >= most:
                break
        return [Hit(self._keys[line], close) for line, close in found.items()]

    def _near(self, query: str) -> Iterator[Iterable[int]]:
        asked = _spaced(query)
        name = _office.sub("", asked, count=1)
        close = name.replace(" ", "")
        handles = self._handles.holding
        if not close:
            return
        yield handles(f"{_CODE}{asked.replace(' ', '')}{_END}")
        yield handles(f"{_CALLED}{close}{_END}")
        yield handles(f"{_NAME}{close}{_END}")
        yield handles(f"{_INITIALS}{close}{_END}")
        if _dialled(query):
            yield self._phones.holding(f"{_PHONE}{_digits(query)}")
        yield handles(f"{_NAME}{close}")
        yield handles(f"{_CODE}{close}")
        yield self._names.holding(f" {name}")

    def _far(self, query: str) -> Iterator[Iterable[int]]:
        name = _office.sub("", _spaced(query), count=1)
        close = name.replace(" ", "")
        if len(close) >= _SHORTEST_INSIDE:
            yield self._handles.holding(close)
        if dialled := _dialled(query):
            yield self._phones.holding(dialled)
        yield self._words.holding(name.split())


def words_of(text: str) -> list[str]:
    """Its words as they are compared: without accents, case and signs."""
    return _spaced(text).split()


def _dialled(query: str) -> str:
    """The digits of what can only be a telephone number, else ""."""
    digits = _only_digits(query) if _number.fullmatch(query) else ""
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def _spaced(text: str) -> str:
    return _not_a_word.sub(" ", fold(nfc(text))).strip()


def _proper(name: str) -> str:
    """Without the kind of office and of place that so many names begin with."""
    return _kind.sub("", _office.sub("", name, count=1), count=1)


def _only_digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def _digits(phone: str) -> str:
    """A number as it is dialled here, without its leading zero or country code."""
    digits = _only_digits(phone)
    if phone.strip().startswith("+84"):
        digits = digits[2:]
    return digits.lstrip("0")


def _proper_names(entry: Entry) -> list[str]:
    return list(dict.fromkeys(filter(None, (_proper(_spaced(name)) for name in entry.names))))


def _handles(entry: Entry, names: Sequence[str]) -> str:
    code = _spaced(entry.code).replace(" ", "")
    parts = [f"{_CODE}{code}{_END}"] if code else []
    for name in dict.fromkeys(_office.sub("", _spaced(name), count=1) for name in entry.names):
        parts.append(f"{_CALLED}{name.replace(' ', '')}{_END}")
    for name in names:
        parts.append(f"{_NAME}{name.replace(' ', '')}{_END}")
        if " " in name:
            parts.append(f"{_INITIALS}{''.join(word[0] for word in name.split())}{_END}")
    return "".join(parts)


def _phone_line(entry: Entry) -> str:
    return "".join(f"{_PHONE}{digits}{_END}" for digits in map(_digits, entry.phones) if digits)


def _words(entry: Entry, names: Sequence[str]) -> str:
    return " ".join((*map(_folded_again, (entry.code, *entry.words)), *names))


@lru_cache(maxsize=1024)
def _folded_again(text: str) -> str:
    """Provinces and regions come again with every point."""
    return _spaced(text)
