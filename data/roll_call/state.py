"""What the record knows about the presence of one room, and the figures that were frozen."""

from __future__ import annotations

import msgspec


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A person's newest word on a room (`events.PresenceMarked`). `joined`: it was in the call then."""

    mark: str
    how: str
    reason: str
    by: str
    at_ms: int
    joined: bool


class Reported(msgspec.Struct, frozen=True):
    """A head room's newest word on those below it: `present` of `expected`, taken down by whom and when."""

    present: int
    expected: int
    by: str
    at_ms: int
    at_ns: int

    @property
    def is_all(self) -> bool:
        """Whether nobody was missing."""
        return self.present >= self.expected


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """One freeze (`events.RollCallFrozen`), made by row `seq`; figures by level."""

    number: int
    expected: dict[str, int]
    present: dict[str, int]
    standings: dict[str, int]
    delegates: int
    counted: int | None
    lost: tuple[str, ...]
    by: str
    at_ms: int
    seq: int

    @property
    def total_expected(self) -> int:
        """Rooms of all levels."""
        return sum(self.expected.values())

    @property
    def total_present(self) -> int:
        """Rooms of all levels that were there."""
        return sum(self.present.values())


def excuses(mark: Marked | None, *, joined: bool) -> bool:
    """Whether `mark` says that a room has leave to be away; not when it came after that was said."""
    return mark is not None and mark.mark == "excused" and not (joined and not mark.joined)
