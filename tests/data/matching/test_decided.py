"""A person's decision about a name: on record, in the fold, and obeyed by the next poll."""

from __future__ import annotations

import pytest
from kit.clock import ManualClock
from kit.conference import FoldingLog, point
from kit.platforms.legs import leg, snapshot

from data import events as ev
from data.event_body import Body
from data.folder.model import Thresholds
from data.health.observation import Observation
from data.matching.commands import DismissName, MatchPoint, NameCommand, UndoMatch
from data.rules import Context, Refusal, decide
from data.state import EMPTY, ConferenceState

POINTS = [point("T1"), point("T2")]
CLOCK = ManualClock()
HALL = "Phòng họp tầng 3"


def after(state: ConferenceState, command: NameCommand, role: str = "technician") -> ConferenceState | str:
    """The state once `command` is on record, or the code of its refusal."""
    now = CLOCK.now()
    facts = decide(state, command, Context(console="k1", actor="kt", role=role), now)
    if isinstance(facts, Refusal):
        return facts.code
    log = FoldingLog(CLOCK, state)
    log.record(*facts, actor="kt")
    return log.state


def known(state: ConferenceState, command: NameCommand) -> ConferenceState:
    found = after(state, command)
    assert isinstance(found, ConferenceState), found
    return found


def poll(seen: Observation, at_s: int, state: ConferenceState, name: str = HALL) -> list[str]:
    """Polls once; the points that have a leg then."""
    seen.take(snapshot(at_s, leg("x", name=name)), expected=True, attended=(), names=state.names)
    return [code for code, reading in seen.readings.items() if reading.legs]


def test_the_next_poll_obeys_and_a_restart_remembers() -> None:
    seen = Observation("s1", POINTS, Thresholds(), EMPTY)
    assert poll(seen, 1, EMPTY) == []
    assert [each.name for each in seen.unmatched] == [HALL]
    bound = known(EMPTY, MatchPoint(source="s1", name="PHONG HOP TANG 3", point="T2"))
    assert poll(seen, 2, bound) == ["T2"]
    assert seen.unmatched == ()
    assert poll(Observation("s1", POINTS, Thresholds(), bound), 3, bound) == ["T2"]


def test_a_decision_is_about_one_source() -> None:
    bound = known(EMPTY, MatchPoint(source="s2", name=HALL, point="T2"))
    assert poll(Observation("s1", POINTS, Thresholds(), bound), 1, bound) == []


def test_a_stranger_leaves_the_queue_and_comes_back_when_that_is_undone() -> None:
    seen = Observation("s1", POINTS, Thresholds(), EMPTY)
    gone = known(EMPTY, DismissName(source="s1", name=HALL, who="guest"))
    assert poll(seen, 1, gone) == []
    assert seen.unmatched == ()
    back = known(gone, UndoMatch(source="s1", name=HALL))
    assert poll(seen, 2, back) == []
    assert [each.name for each in seen.unmatched] == [HALL]


def test_a_bind_taken_back_does_not_stick_to_the_leg() -> None:
    seen = Observation("s1", POINTS, Thresholds(), EMPTY)
    bound = known(EMPTY, MatchPoint(source="s1", name=HALL, point="T2"))
    assert poll(seen, 1, bound) == ["T2"]
    back = known(bound, UndoMatch(source="s1", name=HALL))
    poll(seen, 2, back)
    assert [each.name for each in seen.unmatched] == [HALL]


def test_a_code_still_comes_before_a_decision() -> None:
    bound = known(EMPTY, MatchPoint(source="s1", name="T1 - hội trường", point="T2"))
    assert poll(Observation("s1", POINTS, Thresholds(), bound), 1, bound, "T1 - hội trường") == ["T1"]


@pytest.mark.parametrize(
    ("command", "role", "code"),
    [
        (MatchPoint(source="s1", name="  ", point="T1"), "technician", "names.empty"),
        (MatchPoint(source="s1", name="a", point=""), "technician", "point.none"),
        (MatchPoint(source="s1", name="a", point="T1"), "viewer", "role.viewer"),
        (DismissName(source="s1", name="a", who="x"), "technician", "names.who"),
        (UndoMatch(source="s1", name="a"), "technician", "names.none"),
    ],
)
def test_what_may_not_be_decided(command: NameCommand, role: str, code: str) -> None:
    assert after(EMPTY, command, role) == code


def test_the_same_twice_is_refused_and_another_point_is_not() -> None:
    bound = known(EMPTY, MatchPoint(source="s1", name=HALL, point="T2"))
    assert after(bound, MatchPoint(source="s1", name=HALL.upper(), point="T2")) == "names.same"
    moved = known(bound, MatchPoint(source="s1", name=HALL, point="T1"))
    assert [each.point for each in moved.names.values()] == ["T1"]


def test_kinds_are_known_to_the_record() -> None:
    bodies: tuple[type[Body], ...] = (ev.PointMatched, ev.NameDismissed, ev.MatchUndone)
    assert {kind.__name__ for kind in bodies} <= set(ev.KINDS)
