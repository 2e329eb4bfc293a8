"""Whether the day in conference.toml can be meant, seen from today. Pure.

Apart from reading the folder: what is read there is kept for later starts, and only this changes overnight.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.agenda.plan_line import spans
from data.folder.model import Conference
from data.folder.problem import Problem
from data.instants import HOME_ZONE, utc_datetime

FAR_DAYS = 366
"""A conference planned further ahead than that has a wrong year."""
_SETTINGS = "conference.toml"
_DAY_MS = 24 * 3600 * 1000
_HOME_OFFSET = timedelta(hours=7)


def doubtful_day(conference: Conference, now_ms: int) -> tuple[Problem, ...]:
    """Warnings about a day that is over or a year away at `now_ms`, an end days later, a strange timezone."""
    zone = ZoneInfo(conference.timezone)
    opening, today = _local(conference.start_ms, zone), _local(now_ms, zone).date()
    end_ms = _planned_end_ms(conference)
    last_ms = max(end_ms, conference.hard_end_ms or 0)
    told: list[Problem] = []
    date = f"{opening:%d/%m/%Y}"
    if _local(last_ms, zone).date() < today:
        told.append(_warning("date_past", "date", date=date, days=(today - opening.date()).days))
    elif (days := (opening.date() - today).days) > FAR_DAYS:
        told.append(_warning("date_far", "date", date=date, days=days))
    if conference.hard_end_ms is not None and conference.hard_end_ms - end_ms > _DAY_MS:
        hard_end = _local(conference.hard_end_ms, zone)
        told.append(
            _warning(
                "hard_end_far",
                "hard_end",
                value=f"{hard_end:%H:%M %d/%m/%Y}",
                end=f"{_local(end_ms, zone):%H:%M %d/%m/%Y}",
            )
        )
    if conference.language == "vi" and opening.utcoffset() != _HOME_OFFSET:
        here = opening.astimezone(ZoneInfo(HOME_ZONE))
        told.append(
            _warning(
                "timezone_elsewhere",
                "timezone",
                value=conference.timezone,
                opening=f"{opening:%H:%M}",
                here=f"{here:%H:%M %d/%m/%Y}",
                home=HOME_ZONE,
            )
        )
    return tuple(told)


def _planned_end_ms(conference: Conference) -> int:
    return max(
        (end for _start, end in spans(conference.items, conference.start_ms)), default=conference.start_ms
    )


def _local(utc_ms: int, zone: ZoneInfo) -> datetime:
    return utc_datetime(utc_ms).astimezone(zone)


def _warning(code: str, column: str, **params: str | int) -> Problem:
    return Problem(code=code, file=_SETTINGS, column=column, params=dict(params), warning=True)
