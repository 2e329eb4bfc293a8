"""What can be found in a conference: points, agenda items, people, lines of the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from data.finding.search import Entry, Index
from data.folder.model import CENTRAL, HIGH, LEVELS, AgendaItem, BridgePoint


def points_index(points: Sequence[BridgePoint]) -> Index:
    """Points by code, names, province and region, contacts' numbers."""
    # A high court is over half of the country: its name says nothing of where a province is.
    labels = {point.code: point.label for point in points if point.level not in (CENTRAL, HIGH)}
    known = {level: rank for rank, level in enumerate(LEVELS)}
    return Index(
        [
            Entry(
                key=point.code,
                code=point.code,
                names=(point.label, point.name, *point.aliases),
                words=(labels.get(point.parent, ""), point.region),
                phones=(point.phone, point.phone2),
                level=known.get(point.level, len(known)),
            )
            for point in points
        ]
    )


def items_index(items: Iterable[AgendaItem]) -> Index:
    """Agenda items by cue, titles and the point on air."""
    return Index(
        [
            Entry(
                key=item.cue,
                code=item.cue,
                names=(item.label, item.title),
                words=(item.point, item.organisation),
            )
            for item in items
        ]
    )


def words_index(lines: Iterable[tuple[str, str]]) -> Index:
    """(key, text) pairs by the words of the text."""
    return Index([Entry(key=key, words=(text,)) for key, text in lines])


class Person(msgspec.Struct, frozen=True):
    """Who speaks in an item (`cue`), or whom a point is reached through (`point`)."""

    name: str
    title: str = ""
    cue: str = ""
    point: str = ""
    phone: str = ""


def people_of(items: Iterable[AgendaItem], points: Iterable[BridgePoint]) -> list[Person]:
    """Speakers in the order of the programme, then contacts in the order of the roster."""
    speakers = [
        Person(item.speaker, item.speaker_title or item.organisation, cue=item.cue, point=item.point)
        for item in items
        if item.speaker
    ]
    contacts = [
        Person(point.contact, point.label, point=point.code, phone=point.phone)
        for point in points
        if point.contact
    ]
    return speakers + contacts


def people_index(people: Sequence[Person]) -> Index:
    """People by name and telephone, speakers by their office too; a key is the place in `people`."""
    return Index(
        [
            Entry(
                key=str(at),
                names=(person.name,),
                words=(person.title,) if person.cue else (),
                phones=(person.phone,),
            )
            for at, person in enumerate(people)
        ]
    )
