"""Which bridge point is this participant? Exact evidence only; a doubtful name is left unmatched.

In this order: what the platform calls the room, the code at the head of the name, a stored alias,
the folded full name with its province, the folded name where only one point has it, a court named
letter for letter as the roster names it. A bare "Cao Bằng" may be the province or its city: without a
rank only a district's name binds, and only when no other point shares it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from data.folder.model import DISTRICT, BridgePoint
from data.health.reading import Participant, Snapshot
from data.matching.name_forms import (
    bare,
    form,
    names_court,
    placed_forms,
    ranked_forms,
    spellings,
    without_court,
)
from data.text import clean, fold

MAX_REMEMBERED = 50_000
_CODE_CHARS = 32


class Bound(msgspec.Struct, frozen=True):
    """A roster, sorted out: the legs of each point by code, and those of nobody we know."""

    by_point: dict[str, list[Participant]]
    unmatched: list[Participant]


class Binder:
    """Binds names to the points of one roster, always the same name to the same point.

    `learned` maps a name, as a person once decided it, to a code ("": to nobody); it stands
    behind addresses and codes as an alias does, before all other names. Evidence that fits two points
    is no evidence. Never raises, whatever the name.
    """

    def __init__(self, points: Sequence[BridgePoint], learned: Mapping[str, str] = {}) -> None:
        by_code = {point.code: point for point in points}
        self._ids = _unique(
            (_address(text), point.code) for point in points for text in (point.platform_id, *point.aliases)
        )
        self._codes = _unique((fold(point.code), point.code) for point in points)
        self._aliases = _unique((form(text), point.code) for point in points for text in point.aliases)
        self._placed = _unique(placed_forms(points, by_code))
        self._ranked = _unique(ranked_forms(points))
        self._whole = _unique((key, point.code) for point in points if names_court(key := form(point.name)))
        self._bare = _bare_districts(points)
        self._points = frozenset(by_code)
        self._learned: dict[str, str] = {}
        self._known: dict[tuple[str, str], str | None] = {}
        self.learn(learned)

    def learn(self, learned: Mapping[str, str]) -> None:
        """Go by these decisions from now on, and no longer by earlier ones."""
        self._learned = {
            fold(clean(name)): code for name, code in learned.items() if not code or code in self._points
        }
        self._known.clear()

    def bind(self, participant: Participant) -> str | None:
        """The code of the point, or None when nothing is certain."""
        key = (participant.alias, participant.name)
        try:
            return self._known[key]
        except KeyError:
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            code = self._known[key] = self._find(*key)
            return code

    def bind_all(self, snapshot: Snapshot) -> Bound:
        """Every participant of `snapshot`, under its point or unmatched, in roster order."""
        by_point: dict[str, list[Participant]] = {}
        unmatched: list[Participant] = []
        known = self._known
        for participant in snapshot.participants:
            code = known.get((participant.alias, participant.name)) or self.bind(participant)
            if code is None:
                unmatched.append(participant)
            elif code in by_point:
                by_point[code].append(participant)
            else:
                by_point[code] = [participant]
        return Bound(by_point, unmatched)

    def _find(self, alias: str, name: str) -> str | None:
        shown = clean(name)
        folded = fold(shown)
        certain = (
            self._ids.get(_address(alias))
            or self._ids.get(_address(shown))
            or self._by_code(folded.lstrip(" ([#"))
        )
        if certain is not None:
            return certain
        if (decided := self._learned.get(folded)) is not None:
            return decided or None
        key = form(shown)
        return (
            self._aliases.get(folded)
            or self._aliases.get(key)
            or self._placed.get(key)
            or self._ranked.get(key)
            or self._whole.get(key)
            or self._bare.get(without_court(key))
        )

    def _by_code(self, folded: str) -> str | None:
        """The longest code that stands at the head of the name, whole.

        A code without a digit could be a word, so it counts only before a dash or the like.
        """
        for end in range(min(len(folded), _CODE_CHARS), 0, -1):
            head, rest = folded[:end], folded[end:]
            code = self._codes.get(head)
            if code is not None and _ends_code(rest, has_digit=any(map(str.isdigit, head))):
                return code
        return None


def _ends_code(rest: str, *, has_digit: bool) -> bool:
    if has_digit:
        return not rest[:1].isalnum()
    return rest.lstrip()[:1] in ("", *"-–—_:|.")


def _bare_districts(points: Iterable[BridgePoint]) -> dict[str, str]:
    """District names that no other point of any level has, nor a province, ranks aside."""
    points = list(points)
    alone = _unique((bare(key), point.code) for point in points for key in spellings(point))
    districts = {point.code for point in points if point.level == DISTRICT}
    return {name: code for name, code in alone.items() if code in districts}


def _address(text: str) -> str:
    """An alias to compare by: case and scheme do not count."""
    return re.sub(r"^(?:sips?|h323|tel):", "", clean(text, 200).strip().casefold())


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keys that mean one code only."""
    found: dict[str, str | None] = {}
    for key, code in pairs:
        if key:
            found[key] = code if found.get(key, code) == code else None
    return {key: code for key, code in found.items() if code is not None}
