"""The roll beside that of another record: who was there then and is not now. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.folder.model import BridgePoint
from data.roll_call.roll import Roll
from data.roll_call.standing import PRESENT
from data.state import ConferenceState


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Codes in the order of the roster: `gone` were there then and are not now, `new` the other way."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    both: int


def compare(points: Sequence[BridgePoint], roll: Roll, then: ConferenceState) -> Comparison:
    """The roll against another record, a rehearsal's: whoever was known to be there at any time of it.

    At the end of a rehearsal everybody has left, so its last instant would say nothing.
    """
    now = {code for code, each in roll.standings.items() if each in PRESENT}
    before = {code for code, room in then.points.items() if room.seen or room.first_ms}
    lost, come = before - now, now - before
    codes = [point.code for point in points]
    return Comparison(
        gone=tuple(code for code in codes if code in lost),
        new=tuple(code for code in codes if code in come),
        both=len(now & before & set(codes)),
    )
