"""Which rooms a technician wants to see: by level, region, province, state, source, role. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from operator import is_
from typing import TypeAlias

import msgspec

from console.view import View
from data.health.grouping import province_of, region_of
from data.health.reading import Health
from data.overrule.state import MAINTENANCE
from data.points.attention import Role, roles


class Facet(StrEnum):
    """What rooms can be told apart by, in the order in which it is offered."""

    STATE = "state"
    ROLE = "role"
    LEVEL = "level"
    SOURCE = "source"
    REGION = "region"
    PROVINCE = "province"


Value: TypeAlias = Callable[[str], str]
"""The value of a room, by its code; "" for none."""


class PointFilter(msgspec.Struct, frozen=True):
    """A value a facet, all of which must fit. Empty: every room."""

    wanted: tuple[tuple[Facet, str], ...] = ()

    def choosing(self, facet: Facet, value: str) -> PointFilter:
        """With this value of `facet`; without any when it was that already."""
        rest = tuple(each for each in self.wanted if each[0] is not facet)
        return PointFilter(rest if (facet, value) in self.wanted else (*rest, (facet, value)))


def facets(view: View) -> Mapping[Facet, Value]:
    """How each facet is read off this view."""
    points, by_role = view.points, roles(view.state)

    def source(code: str) -> str:
        reading = view.readings.get(code)
        return reading.source if reading is not None else ""

    def state(code: str) -> str:
        said = view.state.point(code).said
        if said is not None and said.says == MAINTENANCE:
            return MAINTENANCE
        return str(view.board.health.get(code, Health.UNKNOWN))

    return {
        Facet.STATE: state,
        Facet.ROLE: lambda code: str(by_role.get(code, Role.AUDIENCE)),
        Facet.LEVEL: lambda code: points[code].level,
        Facet.SOURCE: source,
        Facet.REGION: lambda code: region_of(points, code),
        Facet.PROVINCE: lambda code: province_of(points[code]),
    }


def values(view: View) -> Iterator[tuple[Facet, str, int]]:
    """Every value that some room has, with how many have it: by facet, in the order of the roster."""
    for facet, value in facets(view).items():
        for each, count in Counter(map(value, view.points)).items():
            if each:
                yield facet, each, count


class Sieve:
    """The rooms that a filter lets through, worked out anew only when what it asks for may have changed."""

    def __init__(self) -> None:
        self._wanted = PointFilter()
        self._seen: tuple[object, ...] = ()
        self._codes: frozenset[str] = frozenset()

    def of(self, wanted: PointFilter, view: View) -> frozenset[str] | None:
        """The codes; None when every room is wanted."""
        if not wanted.wanted:
            return None
        seen = (view.points, view.board, view.state.items, view.state.runs)
        fresh = len(seen) == len(self._seen) and all(map(is_, seen, self._seen))
        by_source = any(facet is Facet.SOURCE for facet, _ in wanted.wanted)
        if by_source or not fresh or wanted != self._wanted:
            self._wanted, self._seen, self._codes = wanted, seen, _codes(wanted, view)
        return self._codes


def _codes(wanted: PointFilter, view: View) -> frozenset[str]:
    read = facets(view)
    asked = [(read[facet], value) for facet, value in wanted.wanted]
    return frozenset(code for code in view.points if all(of(code) == value for of, value in asked))
