"""The roll call as `--json` gives it. Times are UTC ISO with milliseconds, `null` when unknown."""

from __future__ import annotations

from typing import Any

from console.view import View
from data.folder.model import BridgePoint
from data.instants import utc_iso
from data.roll_call.roll import Roll
from data.roll_call.standing import Standing
from data.roll_call.state import Frozen
from data.roll_call.tally import Tally

STATES = {
    Standing.JOINED: "present",
    Standing.CALLED: "present",
    Standing.REPORTED: "present",
    Standing.SPOKEN_FOR: "present",
    Standing.EXCUSED: "excused",
    Standing.ABSENT: "absent",
    Standing.LEFT: "left",
    Standing.UNCALLED: "uncalled",
}
"""A present room that came after the opening is "late", one that went after it "left_early"."""


def summary(view: View, roll: Roll) -> dict[str, Any]:
    """The figures now, and the last frozen ones."""
    rolls = view.state.rolls
    return {**_tally(roll.total), "joined": view.joined, "frozen": _frozen(rolls[-1]) if rolls else None}


def roll_object(view: View, roll: Roll) -> dict[str, Any]:
    """Everything: figures by level, every freeze, every point."""
    levels = {level: _tally(tally) for level, tally in roll.levels.items()}
    return {
        "now": utc_iso(view.now.utc_ms),
        "live": {**_tally(roll.total), "joined": view.joined, "levels": levels},
        "frozen": [_frozen(each) for each in view.state.rolls],
        "points": [point_object(point, view, roll) for point in view.conference.points],
    }


def point_object(point: BridgePoint, view: View, roll: Roll) -> dict[str, Any]:
    """One room: its state, by whose word, its people, whom to ring up."""
    known, each = view.state.point(point.code), roll.standings[point.code]
    mark = known.marked
    return {
        "code": point.code,
        "name": point.name,
        "level": point.level,
        "parent": point.parent or None,
        "state": state_of(point.code, view, roll),
        "how": str(each),
        "first": utc_iso(known.first_ms) if known.first_ms else None,
        "by": mark.by if mark else None,
        "reason": (mark.reason or None) if mark else None,
        "delegates": known.delegates,
        "delegates_expected": point.delegates,
        "guests": known.guests,
        "contact": point.contact or None,
        "phone": point.phone or None,
        "phone2": point.phone2 or None,
    }


def state_of(code: str, view: View, roll: Roll) -> str:
    """The state of the roll call that the record's words amount to."""
    each = roll.standings[code]
    if code in roll.late:
        return "late"
    if each is Standing.LEFT and _went_early(code, view):
        return "left_early"
    return STATES[each]


def _went_early(code: str, view: View) -> bool:
    """Whether it went while the conference ran."""
    state, left_ms = view.state, view.state.point(code).left_ms
    opened, ended = state.opened_ms, state.ended_ms
    return opened is not None and left_ms > opened and (ended is None or left_ms < ended)


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "expected": tally.expected,
        "present": tally.present,
        "missing": tally.missing,
        "late": tally.late,
        "how": {str(each): number for each, number in tally.counts.items()},
        "delegates": tally.delegates if tally.counted else None,
        "delegates_expected": tally.delegates_expected,
        "delegates_counted_at": tally.counted,
        "guests": tally.guests if tally.guests_counted else None,
    }


def _frozen(each: Frozen) -> dict[str, Any]:
    return {
        "number": each.number,
        "at": utc_iso(each.at_ms),
        "row": each.seq,
        "by": each.by,
        "present": each.total_present,
        "expected": each.total_expected,
        "levels": {
            level: {"present": each.present.get(level, 0), "expected": expected}
            for level, expected in each.expected.items()
        },
        "how": each.standings,
        "delegates": each.delegates if each.counted or each.delegates else None,
        "delegates_counted_at": each.counted,
        "lost": list(each.lost),
    }
