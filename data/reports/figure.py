"""A number of the report and the rows of the record that it comes from."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Rows(msgspec.Struct, frozen=True):
    """`count` rows of the record from `first` to `last`; none of them: all zero."""

    first: int = 0
    last: int = 0
    count: int = 0

    def plus(self, seq: int) -> Rows:
        """These and row `seq`."""
        return self.joined(Rows(seq, seq, 1))

    def joined(self, other: Rows) -> Rows:
        """These and the `other` ones, which are none of these."""
        if not self.count or not other.count:
            return self if self.count else other
        return Rows(min(self.first, other.first), max(self.last, other.last), self.count + other.count)


NO_ROWS = Rows()


class Figure(msgspec.Struct, frozen=True):
    """`value` counts things, or milliseconds where its name ends in `_ms`."""

    value: int
    rows: Rows = NO_ROWS


def all_rows(parts: Iterable[Rows]) -> Rows:
    """The rows of several figures together."""
    found = NO_ROWS
    for part in parts:
        found = found.joined(part)
    return found


def rows_of(seqs: Iterable[int]) -> Rows:
    """The rows with these numbers, each once."""
    found = set(seqs)
    return Rows(min(found), max(found), len(found)) if found else NO_ROWS
