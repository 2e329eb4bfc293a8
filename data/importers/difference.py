"""What a newer version of a programme or roster changes, and the rows that would then stand.

A row is recognised by number and name, else by a name that only one row has, else by its number
where the name is nearly the same: numbers shift when somebody puts an item in between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeAlias

import msgspec

from data.importers.adopted import Adopted
from data.importers.times import parse_duration, parse_time
from data.text import fold, nfc

Line: TypeAlias = dict[str, str]

_ALIKE = 0.6


class What(StrEnum):
    """What becomes of a row. KEPT: it has run, so the newer version does not touch it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    KEPT = "kept"
    NOT_CLEARED = "not_cleared"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference. `old` and `new` are texts of `column`, numbers, or places from 1."""

    what: What
    key: str
    name: str
    column: str = ""
    old: str = ""
    new: str = ""


class Difference(msgspec.Struct, frozen=True):
    """The rows as they would stand, and every change from those that stand now."""

    rows: tuple[Line, ...]
    changes: tuple[Change, ...]


def difference(
    old: Sequence[Line],
    new: Adopted,
    *,
    key: str,
    name: str,
    ran: frozenset[str] = frozenset(),
    references: Sequence[str] = (),
    running: bool = False,
) -> Difference:
    """`old` brought up to `new`; rows whose `key` is in `ran` stay as they are, at the head.

    A cell that is empty, guessed or not understood in the newer version never clears one that is
    filled. Once something has run, known rows keep their numbers: the record speaks of them so.
    `references` are columns that hold keys of other rows. `running`: keys only number the rows, so
    that one number with two quite different names means two rows.
    """
    pairs = _pairs(old, new, key, name)
    names = {number: cells[name] for number, cells in new.rows}
    known = {
        number: row
        for row, number in pairs
        if row is not None and not (running and _strangers(row[name], names[number]))
    }
    keys = _keys(old, new, known, key, ran=ran)
    new = _pointed(new, keys, key, references)
    differ = _Differ(key, name)
    kept = [row for row in old if row[key] in ran]
    numbers = {id(row): number for number, row in known.items()}
    for row in kept:
        differ.keep(row, new, numbers.get(id(row)))
    result = [
        differ.merged(known.get(number), number, cells, new, own=keys[number])
        for number, cells in new.rows
        if number not in known or known[number][key] not in ran
    ]
    for row in old:
        if id(row) not in numbers and row[key] not in ran:
            differ.tell(What.REMOVED, row)
    differ.moves([numbers[id(row)] for row in old if id(row) in numbers and row[key] not in ran], new, keys)
    return Difference((*kept, *result), tuple(differ.changes))


def _strangers(old: str, new: str) -> bool:
    """Whether two names say different things rather than one thing in other words."""
    return SequenceMatcher(None, fold(old), fold(new), autojunk=False).ratio() < _ALIKE


def _keys(
    old: Sequence[Line], new: Adopted, known: dict[int, Line], key: str, *, ran: frozenset[str]
) -> dict[int, str]:
    """The key that each row of the file shall have, by its number."""
    keys = {
        number: row[key]
        for number, row in known.items()
        if ran or row[key] in ran or (number, key) in new.guessed
    }
    # What ran may have been put in on the day: its number is taken although no file has it.
    taken = {fold(own) for own in (*keys.values(), *ran)} | {fold(row[key]) for row in old if ran}
    for number, cells in new.rows:
        if number not in keys:
            keys[number] = _free(cells[key], taken)
    return keys


def _pointed(new: Adopted, keys: dict[int, str], key: str, references: Sequence[str]) -> Adopted:
    """References to a key of the file become references to what that row is called in the end."""
    called = {cells[key]: keys[number] for number, cells in new.rows}
    rows = tuple(
        (
            number,
            cells
            | {column: called.get(cells[column], cells[column]) for column in references if column in cells},
        )
        for number, cells in new.rows
    )
    return msgspec.structs.replace(new, rows=rows)


def _pairs(old: Sequence[Line], new: Adopted, key: str, name: str) -> list[tuple[Line | None, int]]:
    """(row that stands, number of the row in the file); None for one that is not there yet."""
    free = list(old)
    wanted = dict(new.rows)
    pairs: list[tuple[Line | None, int]] = []

    def match(same: str) -> None:
        def word(row: Line, number: int | None) -> str:
            texts = {"key": row.get(key, ""), "name": row.get(name, "")}
            if same == "key" and number is not None and (number, key) in new.guessed:
                return ""
            return fold(f"{texts['key']}\0{texts['name']}" if same == "both" else texts[same])

        owners = Counter(word(row, None) for row in free)
        claims = Counter(word(row, number) for number, row in wanted.items())
        by_word = {word(row, None): row for row in free}
        for number, row in list(wanted.items()):
            sought = word(row, number)
            if sought and owners[sought] == claims[sought] == 1:
                pairs.append((by_word[sought], number))
                free.remove(by_word[sought])
                del wanted[number]

    for same in ("both", "name", "key"):
        match(same)
    return [*pairs, *((None, number) for number in wanted)]


class _Differ:
    """Collects the changes while rows are merged."""

    def __init__(self, key: str, name: str) -> None:
        self._key = key
        self._name = name
        self.changes: list[Change] = []

    def tell(self, what: What, row: Line, column: str = "", old: str = "", new: str = "") -> None:
        """One change of `row`."""
        self.changes.append(
            Change(what=what, key=row[self._key], name=row[self._name], column=column, old=old, new=new)
        )

    def keep(self, row: Line, new: Adopted, number: int | None) -> None:
        """A row that has run: named when the newer version would have it otherwise."""
        cells = dict(new.rows).get(number) if number is not None else None
        if cells is None:
            self.tell(What.KEPT, row)
            return
        for column in self._changing(row, number or 0, cells, new):
            self.tell(What.KEPT, row, column, row.get(column, ""), cells[column])

    def _changing(self, row: Line, number: int, cells: Line, new: Adopted) -> list[str]:
        return [
            column
            for column, text in cells.items()
            if column != self._key
            and text
            and (number, column) not in new.guessed | new.unread
            and not _same(column, row.get(column, ""), text)
        ]

    def merged(self, before: Line | None, number: int, cells: Line, new: Adopted, *, own: str) -> Line:
        """The row as it would stand, under its `own` key."""
        if before is None:
            row = {**cells, self._key: own}
            self.tell(What.ADDED, row)
            return row
        row = before | {self._key: own}
        for column in self._changing(before, number, cells, new):
            self.tell(What.CHANGED, before, column, before.get(column, ""), cells[column])
            row[column] = cells[column]
        for column, text in cells.items():
            if not text and before.get(column) and self._stands_in_file(column, new):
                self.tell(What.NOT_CLEARED, before, column, before[column])
        if own != before[self._key]:
            self.tell(What.RENUMBERED, before, self._key, before[self._key], own)
        return row

    def _stands_in_file(self, column: str, new: Adopted) -> bool:
        return any(use.column == column for use in new.columns)

    def moves(self, order: Sequence[int], new: Adopted, keys: dict[int, str]) -> None:
        """`order`: the file's row numbers of known rows as they stand now."""
        files = {number: place for place, (number, _) in enumerate(new.rows)}
        steady = _longest_rise([files[number] for number in order])
        rows = dict(new.rows)
        ranked = {number: place for place, number in enumerate(sorted(order, key=files.__getitem__), 1)}
        for place, number in enumerate(order):
            if place not in steady:
                row = rows[number] | {self._key: keys[number]}
                self.tell(What.MOVED, row, old=str(place + 1), new=str(ranked[number]))


def _same(column: str, old: str, new: str) -> bool:
    if column in ("duration", "min_duration", "media_length"):
        return old == new or (parse_duration(old) is not None and parse_duration(old) == parse_duration(new))
    if column in ("start", "return_by"):
        return old == new or (parse_time(old) is not None and parse_time(old) == parse_time(new))
    return nfc(old) == nfc(new)


def _free(key: str, taken: set[str]) -> str:
    """`key`, with letters behind it until nobody else has it."""
    while fold(key) in taken:
        key += "b"
    taken.add(fold(key))
    return key


def _longest_rise(places: Sequence[int]) -> set[int]:
    """Indices of a longest rising subsequence: what stayed in order while the others moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(tails[at - 1] if at else None)
        ends[at:], tails[at:] = [place, *ends[at + 1 :]], [index, *tails[at + 1 :]]
    steady: set[int] = set()
    step = tails[-1] if tails else None
    while step is not None:
        steady.add(step)
        step = before[step]
    return steady
