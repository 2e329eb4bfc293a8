"""The plan as a frab schedule (JSON), as schedule programs and conference apps read it.

conference{acronym, title, start, end, daysCount, timeslot_duration, time_zone_name, rooms, tracks, days};
a day holds its events by room. A room is the bridge point that speaks. Nothing here tells of what ran.
What is needed and how it is spelled is as in the schema of c3voc (github.com/voc/schedule, JSON, version 1).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from data.agenda.plan_line import spans
from data.exporters.material import Material
from data.exporters.sink import Sink
from data.exporters.wording import Words
from data.folder.model import AgendaItem
from data.text import fold

_OURS = UUID("3d2b3f2e-5f0c-5b0a-9a55-6469656d6361")
"""Names the events: the same item of the same plan has the same `guid` in every file."""
_SLOT = "00:05"


def write_frab(material: Material, out: Sink) -> None:
    """The programme of the opening, before it the one in force, without a record the folder's."""
    state, conference, words = material.report.state, material.conference, material.words
    items, start_ms = (state.plan, state.start_ms) if state.items else (conference.items, conference.start_ms)
    rooms = {point.code: words.text(point.label) for point in conference.points}
    days: dict[str, dict[str, list[dict[str, Any]]]] = {}
    ends: dict[str, datetime] = {}
    first = last = words.local(start_ms)
    for number, (item, (start, end)) in enumerate(zip(items, spans(items, start_ms), strict=True), 1):
        begin, last = words.local(start), max(last, words.local(end))
        room = rooms.get(item.point) or words.text(item.point) or words.t("report.frab.no_room")
        name = {"id": number, "guid": str(uuid5(_OURS, f"{conference.start_ms}/{item.cue}"))}
        event = name | _event(item, begin, room, words)
        date = f"{begin:%Y-%m-%d}"
        days.setdefault(date, {}).setdefault(room, []).append(event)
        ends[date] = max(ends.get(date, begin), words.local(end))
    used = list(dict.fromkeys(room for day in days.values() for room in day))
    told = {
        "acronym": _acronym(conference.short_title or conference.title),
        "title": words.text(conference.title),
        "start": f"{first:%Y-%m-%d}",
        "end": f"{last:%Y-%m-%d}",
        "daysCount": len(days),
        "timeslot_duration": _SLOT,
        "time_zone_name": conference.timezone,
        "rooms": [{"name": room, "guid": str(uuid5(_OURS, room))} for room in used],
        "tracks": [],
        "days": [
            _day(index, date, rooms_of, ends[date])
            for index, (date, rooms_of) in enumerate(sorted(days.items()), 1)
        ],
    }
    version = f"{state.plan_version}"
    whole = {"schedule": {"version": version, "base_url": "", "conference": told}}
    out.write(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")


def _day(index: int, date: str, rooms: dict[str, list[dict[str, Any]]], end: datetime) -> dict[str, Any]:
    first = min(event["date"] for events in rooms.values() for event in events)
    last = end.isoformat(timespec="seconds")
    return {"index": index, "date": date, "day_start": first, "day_end": last, "rooms": rooms}


def _event(item: AgendaItem, begin: datetime, room: str, words: Words) -> dict[str, Any]:
    """An item, without the number and the name that it has among all."""
    hours, minutes = divmod(-(-item.duration_s // 60), 60)
    title = words.text(f"{item.cue}. {item.title}")
    return {
        "date": begin.isoformat(timespec="seconds"),
        "start": f"{begin:%H:%M}",
        "duration": f"{hours:02}:{minutes:02}",
        "room": room,
        "slug": _slug(f"item {title}")[:60].rstrip("-"),
        "url": "",
        "title": title,
        "subtitle": words.text(item.organisation),
        "track": None,
        "type": item.kind.value,
        "language": words.t("report.frab.language"),
        "abstract": "",
        "description": words.text(item.speaker_title),
        "recording_license": "",
        "do_not_record": "true" if item.record is False else None,
        "persons": [_person(words.text(item.speaker))] if item.speaker else [],
        "links": [],
        "attachments": [],
    }


def _person(name: str) -> dict[str, str]:
    """`name` for the readers of today, `public_name` for the older ones."""
    return {"name": name, "public_name": name}


def _acronym(title: str) -> str:
    """At least four letters, digits or underlines, as the format wants it."""
    return _slug(title).replace("-", "_")[:40].strip("_").ljust(4, "_")


def _slug(text: str) -> str:
    """Letters without accents, and hyphens."""
    letters = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(text))
    return "-".join(letters.split()) or "x"
