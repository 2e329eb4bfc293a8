"""Title, day, opening and place of a new conference, as its programme says them, and where each was read."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import msgspec

from data.folder.model import Conference
from data.folder.problem import Problem
from data.importers.adopt_agenda import first_day, first_start
from data.importers.adopted import Adopted
from data.importers.heading import Heading, read_heading

START = "14:00"
"""The opening where nothing says another."""


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What conference.toml begins with; "" where nothing was read. `told` says how each was understood."""

    title: str = ""
    day: datetime.date
    start: str = START
    place: str = ""
    venue: str = ""
    told: tuple[Problem, ...] = ()


def beginning(file: str, programme: Adopted, *, day: datetime.date, given: bool) -> Beginning:
    """What `programme`, read from `file`, says of it.

    `day` is a person's own when it was `given`, else only a stand-in. Rows of the programme that name their
    days are believed before it, the lines above the table after it.
    """
    heading = read_heading(programme.above)
    codes: list[tuple[str, dict[str, str | int | float]]] = []
    start = _start(programme, heading, codes)
    day = _day(programme, heading, codes, day, given=given)
    if heading.title:
        codes.append(("title_from_heading", {"value": heading.title}))
    if heading.place:
        codes.append(("place_from_heading", {"value": heading.place}))
    if heading.venue:
        codes.append(("venue_from_heading", {"value": heading.venue}))
    told = tuple(Problem(code=code, file=file, params=params, warning=True) for code, params in codes)
    return Beginning(
        title=heading.title, day=day, start=start, place=heading.place, venue=heading.venue, told=told
    )


def moved(file: str, programme: Adopted, conference: Conference) -> tuple[Problem, ...]:
    """What a newer programme says above its table of day and hour, where conference.toml says another."""
    heading = read_heading(programme.above)
    opening = datetime.datetime.fromtimestamp(conference.start_ms / 1000, ZoneInfo(conference.timezone))
    told: list[Problem] = []
    if heading.day not in (None, opening.date()):
        params: dict[str, str | int | float] = {"date": _date(opening.date()), "value": heading.day_line}
        told.append(Problem(code="newer_day", file=file, params=params, warning=True))
    if heading.start_s not in (None, opening.hour * 3600 + opening.minute * 60):
        params = {"start": f"{opening:%H:%M}", "value": heading.time_line}
        told.append(Problem(code="newer_opening", file=file, params=params, warning=True))
    return tuple(told)


def _start(
    programme: Adopted, heading: Heading, codes: list[tuple[str, dict[str, str | int | float]]]
) -> str:
    """HH:MM: the first time of the programme, else the one above its table."""
    by_rows, line = first_start(programme), heading.time_line
    if by_rows is not None:
        start = _hour(by_rows)
        codes.append(("opening_from_agenda", {"start": start}))
        if heading.start_s not in (None, by_rows):
            codes.append(("opening_differs", {"start": start, "value": line}))
    elif heading.start_s is not None:
        start = _hour(heading.start_s)
        codes.append(("opening_from_heading", {"start": start, "value": line}))
    else:
        start = START
        codes.append(("opening_unknown", {"start": start}))
    if heading.end_s is not None:
        codes.append(("end_in_heading", {"end": _hour(heading.end_s), "value": line}))
    return start


def _day(
    programme: Adopted,
    heading: Heading,
    codes: list[tuple[str, dict[str, str | int | float]]],
    day: datetime.date,
    *,
    given: bool,
) -> datetime.date:
    if (by_rows := first_day(programme)) is not None:
        codes.append(("date_from_agenda", {"date": _date(by_rows)}))
        return by_rows
    if given:
        if heading.day not in (None, day):
            codes.append(("date_differs", {"date": _date(day), "value": heading.day_line}))
        return day
    if heading.day is not None:
        codes.append(("date_from_heading", {"date": _date(heading.day), "value": heading.day_line}))
        return heading.day
    if heading.days:
        codes.append(("dates_in_heading", {"value": "; ".join(heading.days)}))
    elif heading.issued is not None:
        codes.append(("date_of_signing", {"date": _date(heading.issued)}))
    codes.append(("date_unknown", {"date": _date(day)}))
    return day


def _hour(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def _date(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
