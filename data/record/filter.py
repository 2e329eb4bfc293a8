"""Which rows of the record a reader wants, from one line of typing. Pure.

`đường truyền điểm:T79 sau 15:30` asks for rows of T79 from 15:30 on whose words hold both of the
others. Accents and case never matter; every condition must hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import msgspec

from data.events import Event
from data.instants import utc_iso
from data.record.authorship import PROGRAM, source_of
from data.text import fold


class Group(StrEnum):
    """The quick filters, in the order in which they are offered."""

    ALL = "all"
    AGENDA = "agenda"
    INCIDENTS = "incidents"
    HEALTH = "health"
    PEOPLE = "people"
    SOURCES = "sources"
    NOTES = "notes"


BEGINNINGS: dict[Group, tuple[str, ...]] = {
    Group.AGENDA: (
        *("Item", "Plan", "Phase", "Conference", "Advance", "Change", "Overrun", "Gate", "Roster"),
        *("Speaker", "Absence", "Hold", "Checklist", "Stage"),
    ),
    Group.INCIDENTS: ("Incident", "Notice"),
    Group.HEALTH: ("Point", "Health"),
    Group.PEOPLE: ("Control", "Presence", "Participant", "Name", "Match", "Call", "Delegate", "RollCall"),
    Group.SOURCES: ("Source", "Polling", "Clock", "Action"),
    Group.NOTES: ("Note", "Corrected", "Export", "Record"),
}
"""How the kinds of a group begin: a kind that only a newer program knows has its group too."""

_FIELDS = {
    **dict.fromkeys(("kind", "loai"), "kinds"),
    **dict.fromkeys(("item", "muc"), "items"),
    **dict.fromkeys(("point", "diem"), "points"),
    **dict.fromkeys(("actor", "ai"), "actors"),
}
_SINCE = ("since", "sau")
_PROGRAM = f"{PROGRAM} may machine"
"""What one may call the program as the actor of a row, folded."""
_CLOCK = re.compile(r"(\d{1,2})[:hg](\d{2})(?::(\d{2}))?")
_NOT_ASCII = "GLOB '*[^ -~]*'"


class LogFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions, folded (`data.text.fold`); of the values of one field any may hold.

    `words` are looked for in the row as it is told, `kinds` and `actors` in the middle of theirs;
    `items` and `points` are whole codes. Rows of the program answer to its name, "máy" and their source.
    `since_ms` is UTC milliseconds.
    """

    group: Group = Group.ALL
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    since_ms: int | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether every row passes."""
        return self == EVERYTHING

    def accepts(self, event: Event, told: Callable[[Event], str]) -> bool:
        """Whether `event` is wanted; `told` gives the row's folded words and is asked last."""
        return (
            (self.since_ms is None or event.at.utc_ms >= self.since_ms)
            and (self.group is Group.ALL or event.kind.startswith(BEGINNINGS[self.group]))
            and (not self.items or fold(event.item or "") in self.items)
            and (not self.points or fold(event.point or "") in self.points)
            and (not self.kinds or _any_in(self.kinds, fold(event.kind)))
            and (not self.actors or _any_in(self.actors, _whose(event)))
            and (not self.words or _all_in(self.words, told(event)))
        )

    def narrowing(self) -> tuple[str, tuple[Any, ...]]:
        """A condition of SQL, with its parameters, that holds for every row that `accepts` takes.

        It may hold for others too: SQLite folds no letters but ASCII ones, so rows with any other
        are let through. "" when it would narrow nothing.
        """
        parts: list[str] = []
        values: list[Any] = []
        if self.since_ms is not None:
            parts.append("at >= ?")
            values.append(utc_iso(self.since_ms))
        if self.group is not Group.ALL:
            beginnings = BEGINNINGS[self.group]
            parts.append("(" + " OR ".join(["kind GLOB ?"] * len(beginnings)) + ")")
            values += [f"{beginning}*" for beginning in beginnings]
        for column, codes in (("item", self.items), ("point", self.points)):
            if codes:
                marks = ", ".join("?" * len(codes))
                parts.append(f"(lower({column}) IN ({marks}) OR {column} {_NOT_ASCII})")
                values += codes
        return " AND ".join(parts), tuple(values)


EVERYTHING = LogFilter()


def parse(text: str, midnight_ms: int, group: Group = Group.ALL) -> LogFilter:
    """What `text` asks for; times are of the day that begins at `midnight_ms` (UTC).

    Nothing typed is wrong: what is no condition of a known field is a word to look for.
    """
    found: dict[str, list[str]] = {"words": [], "kinds": [], "items": [], "points": [], "actors": []}
    since_s: int | None = None
    tokens = text.split()
    while tokens:
        token = tokens.pop(0)
        name, _, value = token.partition(":")
        key = fold(name)
        at_s = _since(key, value, tokens)
        if at_s is not None:
            since_s = at_s
        elif value and key in _FIELDS:
            found[_FIELDS[key]].append(fold(value))
        elif word := fold(token):
            found["words"].append(word)
    since_ms = None if since_s is None else midnight_ms + since_s * 1000
    fields = {name: tuple(values) for name, values in found.items()}
    return LogFilter(group=group, since_ms=since_ms, **fields)


def _whose(event: Event) -> str:
    """Whom a row is of, folded: a person, or the program and what told it; and the console."""
    body, person = event.body, event.actor
    if body.by_program:
        person = f"{_PROGRAM} {source_of(event)} {person if body.to_person else ''}"
    return fold(f"{person} {event.console}")


def _since(key: str, value: str, coming: list[str]) -> int | None:
    """Seconds of the day in `since:15:30` or `sau 15:30` (whose time is taken from `coming`)."""
    if key not in _SINCE:
        return None
    if value:
        return clock_s(value)
    at_s = clock_s(coming[0]) if coming else None
    if at_s is not None:
        coming.pop(0)
    return at_s


def clock_s(text: str) -> int | None:
    """Seconds since midnight of `15:38`, `15h38` or `15:38:04`; None for anything else."""
    written = _CLOCK.fullmatch(text.strip())
    if written is None:
        return None
    hour, minute, second = (int(part or 0) for part in written.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def _any_in(wanted: tuple[str, ...], text: str) -> bool:
    return any(each in text for each in wanted)


def _all_in(wanted: tuple[str, ...], text: str) -> bool:
    return all(each in text for each in wanted)
