"""Rooms that fail together, gathered under what they share: a province, or the region above it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from data.folder.model import CENTRAL, HIGH, PROVINCIAL, BridgePoint

TOGETHER, NEVER = "group", "never"
GROUP_POINTS = 3
GROUP_SHARE = 0.3
REGION_PROVINCES = 3
REGION_SHARE = 0.5
"""So many of a region's provinces, and so large a share of them, are an outage of the region."""


class Gone(msgspec.Struct, frozen=True):
    """Rooms that are down: those that were in the call, and those that have never been."""

    fell_out: Sequence[str]
    never_came: Sequence[str]


class Group(msgspec.Struct, frozen=True):
    """Rooms with one fault; `never` when they have not come yet."""

    scope: str
    subject: str
    never: bool
    points: frozenset[str]

    @property
    def key(self) -> tuple[str, str, bool]:
        """What `held` knows it by."""
        return self.scope, self.subject, self.never


Held = Mapping[tuple[str, str, bool], tuple[str, ...]]


def gather(points: Mapping[str, BridgePoint], gone: Gone, held: Held) -> list[Group]:
    """Every group of rooms that failed together; no room is in two.

    `held` are groups that are open already, with the rooms that keep them so.
    """
    regions = _held(held, "region", never=False)
    provinces = _provinces(points, gone.fell_out, _held(held, "province", never=False))
    return [
        *_regions(points, gone.fell_out, provinces, regions),
        *_absent(points, gone.never_came, held),
    ]


def _held(held: Held, scope: str, *, never: bool) -> set[str]:
    return {subject for kind, subject, unseen in held if (kind, unseen) == (scope, never)}


def _provinces(points: Mapping[str, BridgePoint], down: Iterable[str], held: set[str]) -> dict[str, set[str]]:
    """The rooms that fell out, of each province where enough of them did."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in down:
        found[province_of(points[code])].add(code)
    if not found:
        return {}
    sizes: dict[str, int] = defaultdict(int)
    for point in points.values():
        sizes[province_of(point)] += 1
    return {
        name: codes
        for name, codes in found.items()
        if name and (name in held or len(codes) >= max(GROUP_POINTS, GROUP_SHARE * sizes[name]))
    }


def _regions(
    points: Mapping[str, BridgePoint],
    down: Iterable[str],
    provinces: Mapping[str, set[str]],
    held: set[str],
) -> list[Group]:
    """Provinces, less those whose whole region fell out."""
    struck: dict[str, set[str]] = defaultdict(set)
    for name in provinces:
        struck[region_of(points, name)].add(name)
    all_of: dict[str, set[str]] = defaultdict(set)
    if len(provinces) >= REGION_PROVINCES:
        for point in points.values():
            if name := province_of(point):
                all_of[region_of(points, name)].add(name)
    lost = held | {
        region
        for region, names in struck.items()
        if region and len(names) >= max(REGION_PROVINCES, REGION_SHARE * len(all_of[region]))
    }
    groups = [
        Group("province", name, False, frozenset(codes))
        for name, codes in provinces.items()
        if region_of(points, name) not in lost
    ]
    by_region: dict[str, set[str]] = defaultdict(set)
    for code in down if lost else ():
        if province_of(points[code]):
            by_region[region_of(points, code)].add(code)
    return groups + [
        Group("region", region, False, frozenset(by_region[region]))
        for region in sorted(lost)
        if by_region[region]
    ]


def _absent(points: Mapping[str, BridgePoint], never: Iterable[str], held: Held) -> list[Group]:
    """Rooms that have not come, by region; by province where the roster has no regions."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code in never:
        if region := region_of(points, code):
            found["region", region].add(code)
        elif province := province_of(points[code]):
            found["province", province].add(code)
    return [
        Group(scope, subject, True, frozenset(codes))
        for (scope, subject), codes in found.items()
        if len(codes) >= GROUP_POINTS or (scope, subject, True) in held
    ]


def province_of(point: BridgePoint) -> str:
    """The province a room belongs to; a provincial court belongs to its own, higher courts to none."""
    if point.level in (CENTRAL, HIGH):
        return ""
    return point.code if point.level == PROVINCIAL else point.parent


def region_of(points: Mapping[str, BridgePoint], code: str) -> str:
    """The region of a room, or of the province that it belongs to; "" where nothing says."""
    point = points.get(code)
    if point is None or point.region:
        return point.region if point is not None else ""
    parent = points.get(point.parent)
    return parent.region if parent is not None else ""
