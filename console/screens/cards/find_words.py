"""What the find card lists: finds in groups, each a row of words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar, TypeAlias

import msgspec

from console.screens.cards.find_reason import reason
from console.screens.strip import Strip
from console.text.events.named import told_by_name
from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.events import Event
from data.finding.findable import Person, items_index, people_index, people_of, points_index, words_index
from data.finding.place_names import short_region
from data.finding.search import Index
from data.folder.model import CENTRAL, HIGH, BridgePoint
from data.health.reading import Health
from data.text import clean
from widgets.glyphs import GlyphSet
from widgets.line import set_cells

NAME_CELLS, REST_CELLS = 46, 38
"""Of a point's row: the widest name with its province, and all the rest."""
POINTS, OTHERS = 40, 8
"""Finds shown of points, and of each other group."""


class Group(StrEnum):
    """In the order in which they are listed."""

    POINTS = "points"
    ITEMS = "items"
    PEOPLE = "people"
    RECORD = "record"
    FAR = "far"


class Find(msgspec.Struct, frozen=True):
    """Something found, by the point or the item it leads to; `cue` wins. Both may be empty."""

    cue: str = ""
    point: str = ""


Row: TypeAlias = tuple[Find, str]


class Roster:
    """The part of the index that lasts all day: points and their contacts. Costly to make."""

    def __init__(self, points: Sequence[BridgePoint]) -> None:
        self.points = points_index(points)
        self.contacts = people_of((), points)
        self.contact_index = people_index(self.contacts)


class Finder:
    """What can be found, from when the card was opened; how it fares is looked up at each `find`.

    That costs a few milliseconds at most, with ten thousand points.
    """

    words: ClassVar[str] = "find"

    def __init__(
        self, roster: Roster, look: Callable[[], View], strip: Strip, t: Text, glyphs: GlyphSet
    ) -> None:
        self._roster = roster
        self._look = look
        self._view = look()
        self._t = t
        self._glyphs = glyphs
        self._speakers = people_of(self._view.state.items, ())
        self._events = {str(event.seq): (event, self._told(event, strip)) for event in strip.shown}
        self._items = items_index(self._view.state.items)
        self._speaker_index = people_index(self._speakers)
        self._lines: Index = words_index((key, line) for key, (_, line) in self._events.items())

    def find(self, typed: str, width: int) -> list[tuple[Group, list[Row]]]:
        """Groups that have anything, with rows of exactly `width` cells; none before anything is typed."""
        if not typed.strip():
            return []
        self._view = self._look()
        points = self._roster.points.hits(typed, POINTS)
        items = [row for cue in self._items.find(typed, OTHERS) for row in self._item(cue, typed)]
        people = [self._speakers[int(key)] for key in self._speaker_index.find(typed, OTHERS)]
        people += [self._roster.contacts[int(key)] for key in self._roster.contact_index.find(typed, OTHERS)]
        groups = {
            Group.POINTS: [self._point(hit.key, width, typed) for hit in points if hit.close],
            Group.ITEMS: items,
            Group.PEOPLE: [self._person(person) for person in people[:OTHERS]],
            Group.RECORD: [self._event(*self._events[key]) for key in self._lines.find(typed, OTHERS)],
            Group.FAR: [self._point(hit.key, width, typed) for hit in points if not hit.close],
        }
        return [
            (group, [(find, set_cells(clean(text, width), width)) for find, text in rows])
            for group, rows in groups.items()
            if rows
        ]

    def _point(self, code: str, width: int, typed: str) -> Row:
        point = self._view.points[code]
        name, phones = self._named(point), (point.phone, point.phone2)
        why = reason(typed, f"{code} {name} {phones[0]}", (*point.aliases, point.name, *phones, point.region))
        name = _cells(_because(name, why), min(NAME_CELLS, width - REST_CELLS))
        return Find(point=code), f"{code:<6} {name} {_cells(self._health(code), 14)} {point.phone}"

    def where(self, find: Find) -> str:
        """One sentence on what was found: the point and whom to ring, or the item."""
        item, point = self._view.state.item(find.cue), self._view.points.get(find.point)
        if item is not None:
            return f"{item.cue} {item.label}"
        if point is None:
            return self._t("find.not_here")
        health = self._health(point.code)
        return self._t(
            "find.where", code=point.code, name=self._named(point), health=health, phone=point.phone
        )

    def _named(self, point: BridgePoint) -> str:
        """With its province, where it has one."""
        above = self._view.points.get(point.parent)
        if above is None or above.level in (CENTRAL, HIGH):
            return point.label
        return f"{point.label}, {above.label}"

    def _health(self, code: str) -> str:
        health = self._view.board.health.get(code, Health.UNKNOWN)
        return f"{self._glyphs.health(health)} {word(self._t, 'health', health)}"

    def _item(self, cue: str, typed: str) -> list[Row]:
        item, outlook = self._view.state.item(cue), self._view.forecast.of(cue)
        if item is None or outlook is None:
            return []
        time = local_hour(outlook.expected_start_ms, self._view.conference.timezone)
        state = word(self._t, "item_state", outlook.state)
        why = reason(typed, f"{cue} {item.label}", (item.title, item.organisation, item.point))
        return [(Find(cue=cue), f"{_cells(cue, 6)} {time}  {_cells(_because(item.label, why), 48)} {state}")]

    def _person(self, person: Person) -> Row:
        found = Find(cue=person.cue, point=person.point)
        office = f"{person.cue} {person.title}" if person.cue else f"{person.point} {person.title}"
        return found, f"{_cells(person.name, 30)} {_cells(office, 34)} {person.phone}"

    def _told(self, event: Event, strip: Strip) -> str:
        return " ".join(filter(None, told_by_name(event, self._t, self._view.points, strip.faults)))

    def _event(self, event: Event, line: str) -> Row:
        time = local_hour(event.at.utc_ms, self._view.conference.timezone)
        return Find(cue=event.item or "", point=event.point or ""), f"{time}  {line}"


def _because(name: str, why: str) -> str:
    return f"{name} ({short_region(why)})" if why else name


def _cells(text: str, width: int) -> str:
    return set_cells(clean(text, width), width)
