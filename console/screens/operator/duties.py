"""What somebody should do now or soon: rooms to ring or to try again, raised hands, checks. Pure.

All but hands is counted from the expected start of the next three speaking rooms, and moves with it.
"""

from __future__ import annotations

from itertools import islice

import msgspec

from console.hands import hands
from console.preflight import BY_HAND
from console.text.sentences import Text, local_hour
from console.view import View
from data.folder.model import CENTRAL, AgendaItem, BridgePoint
from data.points.attention import COMING
from data.units import MS_PER_MINUTE
from widgets.due_list import Due, DueRow

CALL_UP_MIN = (10, 5, 2)
"""Minutes before the expected start at which a coming remote speaker is to be called."""
EARLY_MS = 90_000
"""A call made so long before its time counts for it."""
TEST_UP_MIN = 20
TEST_HOLDS_MS = 60 * MS_PER_MINUTE
"""A two-way test is good for so long."""
CHECKS_UP_MIN = 5
AHEAD_MS = 30 * MS_PER_MINUTE
"""What is further off moves with the programme too much to be told."""


class Turn(msgspec.Struct, frozen=True):
    """A remote room that speaks soon: in which item, at which expected wall time."""

    item: AgendaItem
    point: BridgePoint
    starts_ms: int


class Duty(msgspec.Struct, frozen=True):
    """One thing to do at `at_ms`: `kind` is call, test, hand or checks; `minutes` before the start.

    `others`: so many other rooms raise their hands, too.
    """

    kind: str
    at_ms: int
    point: str = ""
    minutes: int = 0
    others: int = 0


def turns(view: View) -> list[Turn]:
    """The next rooms to speak from afar, each once, soonest first."""
    starts = {row.cue: row.expected_start_ms for row in view.forecast.items}
    found: dict[str, Turn] = {}
    for item in view.state.pending() if not view.state.ended else ():
        point = view.points.get(item.point)
        if point is not None and point.level != CENTRAL:
            found.setdefault(point.code, Turn(item, point, starts[item.cue]))
        if len(found) == COMING:
            break
    return list(found.values())


def duties(view: View) -> list[Duty]:
    """What is not done yet, overdue ones first, then by time."""
    found = [duty for turn in turns(view) for duty in (*_calls(view, turn), *_test(view, turn))]
    found += [*_hands(view), *_checks(view)]
    now = view.now.utc_ms
    found = [duty for duty in found if duty.at_ms <= now + AHEAD_MS]
    return sorted(found, key=lambda duty: (duty.at_ms > now, duty.at_ms))


def _calls(view: View, turn: Turn) -> list[Duty]:
    """Calls still to make; of those overdue only the last, for one call answers them all."""
    called = view.state.point(turn.point.code).called
    times = [(turn.starts_ms - minutes * MS_PER_MINUTE, minutes) for minutes in CALL_UP_MIN]
    if called is not None:
        times = [(at, minutes) for at, minutes in times if called.at_ms < at - EARLY_MS]
    late = [each for each in times if each[0] <= view.now.utc_ms]
    return [Duty("call", at, turn.point.code, minutes) for at, minutes in times[max(0, len(late) - 1) :]]


def _test(view: View, turn: Turn) -> list[Duty]:
    """A test that will be too old when the room speaks is to be made again."""
    tested = view.state.point(turn.point.code).tested
    if tested is not None and tested.at_ms >= turn.starts_ms - TEST_HOLDS_MS:
        return []
    return [Duty("test", turn.starts_ms - TEST_UP_MIN * MS_PER_MINUTE, turn.point.code, TEST_UP_MIN)]


def _hands(view: View) -> list[Duty]:
    """One for all of them: the first to raise it is named. A room's clock may be ahead of ours."""
    up = hands(view)
    if not up or not view.state.on_air:
        return []
    return [Duty("hand", min(up[0].since_ms, view.now.utc_ms), up[0].point, others=len(up) - 1)]


def _checks(view: View) -> list[Duty]:
    if view.state.opened_ms is not None or all(check in view.state.checks for check in BY_HAND):
        return []
    return [Duty("checks", view.state.start_ms - CHECKS_UP_MIN * MS_PER_MINUTE, minutes=CHECKS_UP_MIN)]


def calls_now(view: View) -> set[str]:
    """Rooms whose call is due."""
    now = view.now.utc_ms
    return {duty.point for turn in turns(view) for duty in _calls(view, turn) if duty.at_ms <= now}


def due(view: View, t: Text) -> Due:
    """The list as it stands on the desk."""
    found = duties(view)
    return Due(
        heading=t("panel.duties"),
        right=str(len(found)) if found else "",
        calm=t("due.none"),
        rows=tuple(_row(view, duty, t) for duty in islice(found, 20)),
    )


def _row(view: View, duty: Duty, t: Text) -> DueRow:
    late = duty.at_ms <= view.now.utc_ms
    code = "due.hands" if duty.others else f"due.{duty.kind}"
    text = t(code, point=duty.point, minutes=duty.minutes, others=duty.others)
    if duty.kind == "test" and view.state.point(duty.point).tested is not None:
        text = t("due.retest", point=duty.point)
    return DueRow(
        time=local_hour(duty.at_ms, view.conference.timezone),
        text=text,
        late=late,
        detail=_detail(view, duty, t) if late else "",
    )


def _detail(view: View, duty: Duty, t: Text) -> str:
    """How long overdue, and the key that answers. Nobody is late for a hand."""
    if duty.kind == "hand":
        return t("due.hand.key")
    minutes = (view.now.utc_ms - duty.at_ms) // MS_PER_MINUTE
    over = t("due.over", minutes=minutes) if minutes else t("due.now")
    return f"{over}; {t(f'due.{duty.kind}.key')}"
