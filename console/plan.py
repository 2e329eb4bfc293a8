"""What the folder says, as the commands that put it in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from data.commands import AdoptPlan, NoticeAbsence, Replan
from data.folder.model import Conference
from data.folder.plan_digest import plan_digest
from data.folder.roster_digest import roster_digest
from data.state import ConferenceState, ItemState


def plan_of(conference: Conference) -> AdoptPlan:
    """Adopt what the folder says; a rule refuses it after the opening."""
    return AdoptPlan(
        items=conference.items,
        start_ms=conference.start_ms,
        hard_end_ms=conference.hard_end_ms,
        roster_digest=roster_digest(conference.points),
        roster_levels=dict(Counter(point.level for point in conference.points)),
    )


def notice_of(conference: Conference) -> NoticeAbsence:
    """What is said before anything else is written: a programme long left alone asks before it goes on."""
    return NoticeAbsence(limit_s=conference.thresholds.old_resume_h * 3600)


def replan_of(conference: Conference, reason: str = "") -> Replan:
    """Go on by what the folder says, after the opening."""
    return Replan(
        items=conference.items,
        hard_end_ms=conference.hard_end_ms,
        folder=folder_digest(conference),
        reason=reason,
    )


def folder_digest(conference: Conference) -> str:
    """The number by which the record knows the folder's programme."""
    return plan_digest(conference.items, conference.start_ms, conference.hard_end_ms)


class Departure(msgspec.Struct, frozen=True):
    """An item to come of which folder and programme in force think differently: added, removed, changed."""

    what: str
    cue: str
    title: str


def departures(conference: Conference, state: ConferenceState) -> Iterator[Departure]:
    """What the folder's programme would change in the one in force; what ran is not among it."""
    ours = {item.cue: item for item in state.items if state.run(item.cue).started_ms is None}
    theirs = {item.cue for item in conference.items}
    for item in conference.items:
        if item.cue in ours and ours[item.cue] != item:
            yield Departure("changed", item.cue, item.title)
        elif state.item(item.cue) is None:
            yield Departure("added", item.cue, item.title)
    for item in ours.values():
        if item.cue not in theirs and state.run(item.cue).state is ItemState.PENDING:
            yield Departure("removed", item.cue, item.title)
