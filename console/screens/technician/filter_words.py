"""What the filter card lists, and how a filter is told. Pure."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from console.point_filter import Facet, PointFilter, values
from console.text.sentences import Text
from console.view import View
from data.text import clean, fold
from widgets.line import set_cells

SHOWN = 12
"""Values listed of each facet; typing finds the others."""


class Choice(msgspec.Struct, frozen=True):
    """A filter to put on."""

    wanted: PointFilter


Row = tuple[Choice, str]


class Filters:
    """The filters that can be had from `now`: each value of each facet, by itself or with what holds."""

    words: ClassVar[str] = "filter"

    def __init__(self, view: View, now: PointFilter, t: Text) -> None:
        self._now = now
        self._t = t
        self._rows = [
            (facet, value, count, text, fold(f"{t(f'filter.group.{facet}')} {text}"))
            for facet, value, count in values(view)
            for text in (value_words(view, facet, value, t),)
        ]

    def find(self, typed: str, width: int) -> list[tuple[str, list[Row]]]:
        """Values with all of the typed words, by facet; first the way back to every room."""
        asked = fold(typed).split()
        groups: dict[str, list[Row]] = {}
        if self._now.wanted and not asked:
            groups["none"] = [(Choice(PointFilter()), set_cells(self._t("filter.none"), width))]
        for facet, value, count, text, folded in self._rows:
            rows = groups.setdefault(str(facet), [])
            if len(rows) < SHOWN and all(word in folded for word in asked):
                row = self._row(facet, value, count, text, width)
                rows.append((Choice(self._now.choosing(facet, value)), row))
        return [(group, rows) for group, rows in groups.items() if rows]

    def _row(self, facet: Facet, value: str, count: int, text: str, width: int) -> str:
        on = "filter.on" if (facet, value) in self._now.wanted else "filter.off"
        return set_cells(clean(self._t(on, value=text, count=count), width), width)


def value_words(view: View, facet: Facet, value: str, t: Text) -> str:
    """A value as people know it."""
    match facet:
        case Facet.LEVEL:
            return t(f"level.{value}") if t.has(f"level.{value}") else value
        case Facet.PROVINCE:
            point = view.points.get(value)
            return f"{value} {point.label}" if point is not None else value
        case Facet.STATE:
            return t(f"health.{value}") if t.has(f"health.{value}") else t(f"overrule.{value}")
        case Facet.ROLE:
            return t(f"filter.role.{value}")
    return value


def filter_line(view: View, wanted: PointFilter, count: int, t: Text) -> str:
    """A filter in a few words, with how many rooms it lets through."""
    said = " + ".join(value_words(view, facet, value, t) for facet, value in wanted.wanted)
    return t("filter.line", filter=clean(said, 60), count=count)
