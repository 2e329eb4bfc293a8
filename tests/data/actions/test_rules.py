"""What may be asked of a platform, what becomes of it on record, and what a poll proves."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from kit.conference import item, running
from kit.platforms.legs import leg, snapshot

from data import events as ev
from data.actions import checks
from data.actions.action import ActionKind
from data.actions.checks import Answer
from data.actions.state import KEPT, Step
from data.commands import RequestAction, TakeControl
from data.events import Fact
from data.health.reading import Presence, Snapshot
from data.rules import Context, Refusal, decide

ALL = tuple(ActionKind)


def ask(kind: ActionKind = ActionKind.MUTE, **fields: Any) -> RequestAction:
    wanted = {"source": "s1", "point": "T1", "ref": "r-T1", "able": ALL, "fresh": True, **fields}
    return RequestAction(kind=kind, **wanted)


def opened() -> Any:
    """T9 is on air; the console c1 is in control."""
    log = running([item("1", point="T9"), item("2", point="T2")])
    assert log.advance() is None
    return log


def refusal(log: Any, command: RequestAction, **context: Any) -> str:
    who = Context(**{"console": "c1", "actor": "kt", **context})
    decided = decide(log.state, command, who, log.clock.now())
    return decided.code if isinstance(decided, Refusal) else ""


def test_a_request_is_a_row_that_names_everything() -> None:
    log = opened()
    assert log.command(ask()) is None
    event = log.events[-1]
    assert (event.kind, event.point, event.item) == ("ActionRequested", "T1", None)
    assert event.body == ev.ActionRequested(id="a1", action="mute", source="s1", ref="r-T1")
    asked = log.state.actions["a1"]
    assert (asked.step, asked.by, asked.is_open) == (Step.REQUESTED, "op-c1", True)
    assert log.command(ask(point="T9", ref="r-T9")) is None
    assert log.events[-1].item == "1", "what is on air is named when it is about that room"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ask(fresh=False), "action.away"),
        (ask(able=("drop",)), "action.unable"),
        (ask(able=()), "action.unable"),
        (ask(ref=""), "action.not_in_call"),
        (ask(point="", ref=""), "point.none"),
        (ask(ActionKind.DIAL, ref="", address=" "), "action.no_address"),
        (ask(ActionKind.DROP, point="T9"), "action.reason_needed"),
        (ask(ActionKind.DROP, point="T9", reason="hú"), ""),
        (ask(ActionKind.LOCK, point="", ref=""), ""),
        (ask(ActionKind.DIAL, ref="", address="t1@x"), ""),
    ],
)
def test_what_cannot_be_is_refused(command: RequestAction, code: str) -> None:
    assert refusal(opened(), command) == code


def test_a_lost_source_is_asked_nothing_whatever_the_sender_saw() -> None:
    log = opened()
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=3))
    assert refusal(log, ask()) == "action.away"


def test_a_room_in_the_call_is_not_dialled() -> None:
    log = opened()
    log.record(Fact(ev.PointJoined(source="s1", ref="x", name="T1"), point="T1"))
    assert refusal(log, ask(ActionKind.DIAL, address="t1@x")) == "action.in_call"


def test_one_thing_after_the_other_at_one_room() -> None:
    log = opened()
    assert log.command(ask()) is None
    assert refusal(log, ask(ActionKind.DROP)) == "action.under_way"
    assert refusal(log, ask(point="T2", ref="r-T2")) == ""
    log.record(*checks.hand_over(log.state, "a1", (), log.clock.now()))
    assert refusal(log, ask(ActionKind.DROP)) == ""


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ask(point="T9"), "control.elsewhere"),
        (ask(ActionKind.SPOTLIGHT), "control.elsewhere"),
        (ask(ActionKind.LOCK, point=""), "control.elsewhere"),
        (ask(), ""),
        (ask(ActionKind.DROP), ""),
    ],
)
def test_what_the_hall_sees_needs_control(command: RequestAction, code: str) -> None:
    log = opened()
    assert refusal(log, command, console="c2", role="technician") == code
    assert refusal(log, command, console="c2", holder_alive=False) == ""
    assert refusal(log, command, role="viewer") == "role.viewer"


def test_after_control_was_taken_it_is_allowed() -> None:
    log = opened()
    assert log.command(TakeControl(reason="máy hỏng"), console="c2") is None
    assert log.command(ask(point="T9"), console="c2") is None


# From here on: what the console that polls makes of it.


def asked_for(command: RequestAction | None = None) -> Any:
    log = opened()
    assert log.command(command or ask()) is None
    return log


def handed(command: RequestAction | None = None, answer: str = "accepted", **more: str) -> Any:
    log = asked_for(command)
    log.record(*checks.hand_over(log.state, "a1", ALL, log.clock.now()), console="c1")
    log.record(*checks.answered(log.state, "a1", Answer(answer, **more)))
    return log


def test_it_is_handed_over_once() -> None:
    log = asked_for()
    [fact] = checks.hand_over(log.state, "a1", ALL, log.clock.now())
    assert fact.body == ev.ActionSent(id="a1", action="mute")
    log.record(fact, console="c7")
    assert log.state.actions["a1"].sender == "c7"
    assert checks.hand_over(log.state, "a1", ALL, log.clock.now()) == ()
    assert checks.hand_over(log.state, "a9", ALL, log.clock.now()) == ()


def test_a_request_that_nobody_sent_in_time_is_not_done_any_more() -> None:
    log = asked_for()
    log.clock.advance(checks.EXPIRES_S + 1)
    [fact] = checks.hand_over(log.state, "a1", ALL, log.clock.now())
    assert fact.body == ev.ActionFailed(id="a1", action="mute", error="expired")


def test_an_answer_of_no_is_the_end() -> None:
    log = handed(answer="no", error="rejected", detail="no such call")
    found = log.state.actions["a1"]
    assert (found.step, found.why, found.detail) == (Step.FAILED, "rejected", "no such call")
    assert checks.settled(log.state, "a1", log.clock.now(), seen=True, polls=1) == ()


@pytest.mark.parametrize("answer", ["accepted", "doubtful", "interrupted"])
def test_only_a_poll_confirms(answer: str) -> None:
    log = handed(answer=answer)
    log.clock.advance(2)
    [fact] = checks.settled(log.state, "a1", log.clock.now(), seen=True, polls=1)
    assert fact.body == ev.ActionConfirmed(id="a1", action="mute", after_ms=2000)
    log.record(fact)
    assert not log.state.actions["a1"].is_open


@pytest.mark.parametrize(("seen", "why"), [(None, "unseen"), (False, "contrary")])
def test_two_polls_that_do_not_show_it_leave_it_unverified(seen: bool | None, why: str) -> None:
    log = handed()
    now = log.clock.now()
    assert checks.settled(log.state, "a1", now, seen=seen, polls=1) == ()
    [fact] = checks.settled(log.state, "a1", now, seen=seen, polls=2)
    assert fact.body == ev.ActionUnverified(id="a1", action="mute", why=why, after_ms=0)


def test_silence_leaves_it_unverified() -> None:
    log = handed()
    log.clock.advance(checks.AWAY_S - 1)
    assert checks.settled(log.state, "a1", log.clock.now(), seen=None, polls=0) == ()
    log.clock.advance(1)
    [fact] = checks.settled(log.state, "a1", log.clock.now(), seen=None, polls=0)
    assert isinstance(fact.body, ev.ActionUnverified) and fact.body.why == "away"


def test_a_room_that_is_rung_has_time_to_come() -> None:
    log = handed(ask(ActionKind.DIAL, ref="", address="t1@x"), ref="new")
    assert checks.settled(log.state, "a1", log.clock.now(), seen=False, polls=9) == ()
    log.clock.advance(checks.RINGS_S)
    assert checks.settled(log.state, "a1", log.clock.now(), seen=False, polls=30) != ()


def seen(kind: ActionKind, polled: Snapshot, *, made: str = "", **fields: Any) -> bool | None:
    log = handed(ask(kind, **fields), ref=made)
    return checks.shown(log.state.actions["a1"], polled)


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        (ActionKind.MUTE, {"mute_server": True}, True),
        (ActionKind.MUTE, {"mute_server": False}, False),
        (ActionKind.MUTE, {"mute_local": True}, None),
        (ActionKind.UNMUTE, {"mute_server": False}, True),
        (ActionKind.UNMUTE, {"mute_server": True}, False),
        (ActionKind.SPOTLIGHT, {}, None),
        (ActionKind.SPOTLIGHT, {"spotlight": True}, True),
        (ActionKind.UNSPOTLIGHT, {"spotlight": True}, False),
        (ActionKind.DROP, {}, False),
    ],
)
def test_what_a_leg_shows(kind: ActionKind, fields: dict[str, Any], *, shown: bool | None) -> None:
    assert seen(kind, snapshot(1, leg("T1", **fields), leg("T2", mute_server=True))) is shown


@pytest.mark.parametrize(
    ("kind", "fields", "done"),
    [
        (ActionKind.MUTE, {"mute_local": True}, True),
        (ActionKind.MUTE, {"mute_local": False}, False),
        (ActionKind.UNMUTE, {"mute_local": False}, True),
        (ActionKind.MUTE, {"mute_local": None, "mute_server": True}, None),
    ],
)
def test_where_a_platform_knows_one_mute_alone_that_one_counts(
    kind: ActionKind, fields: dict[str, Any], *, done: bool | None
) -> None:
    log = handed(ask(kind))
    polled = snapshot(1, leg("T1", **fields))
    assert checks.shown(log.state.actions["a1"], polled, one_mute=True) is done


def test_a_leg_that_is_gone_was_dropped_and_says_nothing_of_its_mute() -> None:
    assert seen(ActionKind.DROP, snapshot(1, leg("T2"))) is True
    assert seen(ActionKind.DROP, snapshot(1, leg("T1", ref="another"))) is True
    assert seen(ActionKind.MUTE, snapshot(1, leg("T2"))) is None
    partial = msgspec.structs.replace(snapshot(1, leg("T2")), partial=True)
    assert seen(ActionKind.DROP, partial) is None


@pytest.mark.parametrize(("locked", "shown"), [(True, True), (False, False), (None, None)])
def test_a_door_is_shown_by_the_call(locked: bool | None, *, shown: bool | None) -> None:
    polled = msgspec.structs.replace(snapshot(1), locked=locked)
    assert seen(ActionKind.LOCK, polled, point="", ref="") is shown
    assert seen(ActionKind.UNLOCK, polled, point="", ref="") is (None if shown is None else not shown)


def test_a_dialled_room_is_there_when_its_new_call_has_media() -> None:
    def rung(presence: Presence, made: str = "new", **fields: Any) -> bool | None:
        polled = snapshot(1, leg("T1", ref="new", presence=presence, **fields))
        return seen(ActionKind.DIAL, polled, ref="", address="t1@x", made=made)

    assert rung(Presence.MEDIA) is True
    assert rung(Presence.DIALING) is False
    assert rung(Presence.SIGNALLING) is False
    assert rung(Presence.MEDIA, made="another") is False
    assert rung(Presence.MEDIA, made="", alias="t1@x") is True
    assert rung(Presence.MEDIA, made="") is False


def test_the_newest_of_those_that_are_over_are_remembered_and_every_open_one() -> None:
    log = opened()
    assert log.command(ask(point="T0", ref="r")) is None
    for number in range(KEPT + 5):
        assert log.command(ask(point=f"P{number}", ref="r")) is None
        log.record(*checks.hand_over(log.state, f"a{number + 2}", (), log.clock.now()))
    assert log.command(ask()) is None
    assert len(log.state.actions) == KEPT + 2
    assert log.state.actions["a1"].is_open
    assert log.state.actions_asked == KEPT + 7


def test_a_kind_that_a_newer_program_asked_for_is_counted_and_left_alone() -> None:
    log = opened()
    log.record(
        ev.ActionRequested(id="a1", action="teleport", source="s1"), ev.ActionSent(id="a1", action="x")
    )
    assert log.state.actions == {} and log.state.actions_asked == 1
    assert log.command(ask()) is None
    assert set(log.state.actions) == {"a2"}
