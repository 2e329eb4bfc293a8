"""The roster as a wall shows it: regions, in each its provinces, in each its rooms. Pure.

The order is the roster's, so that a room has one place for the whole day, whatever its health.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from data.finding.place_names import short_names
from data.folder.model import CENTRAL, HIGH, PROVINCIAL, BridgePoint

UPPER = "upper"
"""The group of the central court and the high courts, whatever their regions."""
MANY_ALONE = 8
"""A group with more rooms that belong to nobody than this may show them without their names."""


class Row(msgspec.Struct, frozen=True):
    """A province, or whatever has rooms below it: its own room first, the others in roster order.

    `head` is the code of the first room. `alone` marks a room that stands by itself: it is called by
    code and name. `pool` marks rooms that only share a row: none of them is the row's own.
    """

    head: str
    name: str
    points: tuple[str, ...]
    alone: bool = False
    pool: bool = False


class Group(msgspec.Struct, frozen=True):
    """A region. `region` is "" for none, and `UPPER` stands above all regions."""

    region: str
    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many rooms."""
        return sum(len(row.points) for row in self.rows)


def groups(points: Sequence[BridgePoint]) -> tuple[Group, ...]:
    """Every point in exactly one row. Parents that are unknown, or go in a circle, count as none."""
    known = {point.code: point for point in points}
    below: dict[str, list[str]] = {}
    for code in known:
        below.setdefault(_head(code, known), []).append(code)
    names = _names([known[head] for head in below])
    by_region: dict[str, list[Row]] = {}
    for head, codes in below.items():
        rest = (code for code in codes if code != head)
        alone = _is_alone(known[head], codes)
        name = f"{head} {names[head]}" if alone else names[head]
        row = Row(head, name, (head, *rest), alone)
        region = UPPER if known[head].level in (CENTRAL, HIGH) else known[head].region
        by_region.setdefault(region, []).append(row)
    return tuple(Group(region, tuple(rows)) for region, rows in by_region.items())


def pooled(group: Group, size: int) -> Group:
    """The same rooms; where many stand alone they share rows of `size`, called by the first code."""
    alone = [code for row in group.rows if row.alone for code in row.points]
    if len(alone) <= MANY_ALONE:
        return group
    shared = [tuple(alone[at : at + size]) for at in range(0, len(alone), size)]
    rows = (row for row in group.rows if not row.alone)
    return Group(group.region, (*rows, *(Row(codes[0], codes[0], codes, pool=True) for codes in shared)))


def _head(code: str, known: Mapping[str, BridgePoint]) -> str:
    """The province of a room, or what else stands highest above it below the high courts."""
    seen, head = {code}, code
    while known[head].level not in (PROVINCIAL, CENTRAL, HIGH):
        parent = known[head].parent
        if parent in seen:
            return code
        if parent not in known or known[parent].level in (CENTRAL, HIGH):
            break
        head = parent
        seen.add(head)
    return head


def _is_alone(head: BridgePoint, codes: Sequence[str]) -> bool:
    return len(codes) == 1 and head.level != PROVINCIAL


def _names(heads: Iterable[BridgePoint]) -> dict[str, str]:
    """What the rows are called: the roster's short name, else its name without what all share."""
    by_level: dict[str, list[BridgePoint]] = {}
    for head in heads:
        by_level.setdefault(head.level, []).append(head)
    names: dict[str, str] = {}
    for level in by_level.values():
        unnamed = [head for head in level if not head.short]
        names |= {head.code: head.short for head in level if head.short}
        shortened = short_names([head.name for head in unnamed])
        names |= dict(zip((head.code for head in unnamed), shortened, strict=True))
    return names
