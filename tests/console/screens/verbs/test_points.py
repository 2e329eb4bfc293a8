"""Ctrl+O, Ctrl+G, Ctrl+T: pure verbs, then played at the real console."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.conference import FoldingLog, conference, item, point, running
from kit.desks.playing import Playing, playing

from console.screens.questions.gate import Answer
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Do, Say, Situation, Verb
from console.text.sentences import translator
from console.view import Desktop
from console.view_maker import ViewMaker
from data import commands as cmd
from data import events as ev
from data.events import CallMade, Fact, IncidentAcknowledged, PointTested
from widgets.alarm_line import AlarmLevel, AlarmLine
from widgets.choice_card import STAY
from widgets.glyphs import UNICODE

VI = translator("vi")
ROOMS = (
    point("TC00", "central"),
    point("T1", "provincial", contact="Trực", phone="028 0000 0179", phone2="028 0000 0180"),
    point("T2", "provincial", phone="026 0000 0022"),
)
ITEMS = [item("1", point="TC00"), item("2", point="T1"), item("3", point="T2")]


def opened(key: str, subject: str, severity: str, *points: str, scope: str = "point") -> Fact:
    body = ev.IncidentOpened(
        id=key, scope=scope, subject=subject, severity=severity, reason="absent", points=points or (subject,)
    )
    return Fact(body, point=subject if scope == "point" else None)


def at(log: FoldingLog, *points: str, role: str = "technician", sources: int = 1) -> Situation:
    maker = ViewMaker(conference(ITEMS, ROOMS, sources=sources))
    desktop = Desktop(console="c9", actor="kt1", role=role)
    view = maker.make(log.state, {}, {}, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)
    return Situation(view=view, t=VI, glyphs=UNICODE, points=points)


def pressed(action: str, log: FoldingLog, *points: str, role: str = "technician") -> Verb:
    return VERBS[action](at(log, *points, role=role))


def acknowledged(verb: Verb) -> set[str]:
    assert isinstance(verb, Do) and isinstance(verb.command, cmd.Acknowledge)
    return set(verb.command.incidents)


@pytest.fixture
def log() -> FoldingLog:
    """Item 1 on air; T1, which speaks next, and T2 are down."""
    log = running(ITEMS)
    log.advance()
    for code in ("T1", "T2"):
        log.record(Fact(ev.HealthChanged(was="ok", now="down", reason="absent", source="s1"), point=code))
    log.record(
        opened("i1", "T1", "P1"),
        opened("i2", "T2", "P2"),
        opened("i3", "T3", "P3", "x", "T2", scope="province"),
    )
    return log


def test_without_a_selection_the_incident_of_the_alarm_line_is_taken_on(log: FoldingLog) -> None:
    assert acknowledged(pressed("acknowledge", log)) == {"i1"}


def test_with_a_selection_what_concerns_those_points_and_nothing_else(log: FoldingLog) -> None:
    assert acknowledged(pressed("acknowledge", log, "T1")) == {"i1"}
    assert acknowledged(pressed("acknowledge", log, "T2")) == {"i2", "i3"}
    assert acknowledged(pressed("acknowledge", log, "T3", "T1")) == {"i1", "i3"}


def test_what_was_taken_on_is_named(log: FoldingLog) -> None:
    verb = pressed("acknowledge", log)
    assert isinstance(verb, Do) and verb.what == "T1 Điểm T1"
    assert VI(verb.done, what=verb.what) == "đã nhận sự cố: T1 Điểm T1"


def test_the_severity_seen_goes_with_it(log: FoldingLog) -> None:
    verb = pressed("acknowledge", log)
    assert isinstance(verb, Do) and isinstance(verb.command, cmd.Acknowledge)
    assert verb.command.incidents == {"i1": "P1"}


def test_what_somebody_has_in_hand_is_not_taken_again(log: FoldingLog) -> None:
    log.command(cmd.Acknowledge(incidents={"i1": "P1", "i2": "P2"}), console="kt7")
    verb = pressed("acknowledge", log, "T1")
    assert isinstance(verb, Say) and "op-kt7" in verb.text
    assert acknowledged(pressed("acknowledge", log, "T2")) == {"i3"}


def test_where_nothing_is_wrong_there_is_nothing_to_take_on(log: FoldingLog) -> None:
    assert isinstance(pressed("acknowledge", log, "TC00"), Say)
    assert isinstance(pressed("acknowledge", running(ITEMS)), Say)


@pytest.mark.parametrize("action", ["acknowledge", "call", "test_point"])
def test_a_viewer_is_told_so(action: str, log: FoldingLog) -> None:
    verb = pressed(action, log, "T1", role="viewer")
    assert isinstance(verb, Say) and verb.warning


def test_a_call_to_a_room_with_two_numbers(log: FoldingLog) -> None:
    verb = pressed("call", log, "T1")
    assert isinstance(verb, Ask)
    keys = [option.key for option in verb.question.choice.options]
    assert keys == [STAY, "answered", "answered_second", "no_answer", "busy", "wrong_number"]
    assert verb.question.takes_note == set(keys[1:])
    assert verb.question.needs_reason == frozenset()
    first = verb.command(Answer("busy", "gọi lại sau"))
    assert first == cmd.RecordCall(
        point="T1", who="Trực", number="028 0000 0179", outcome="busy", note="gọi lại sau", item="2"
    )
    second = verb.command(Answer("answered_second"))
    assert isinstance(second, cmd.RecordCall)
    assert (second.number, second.outcome) == ("028 0000 0180", "answered")
    other = pressed("call", log, "T2")
    assert isinstance(other, Ask)
    assert "answered_second" not in [option.key for option in other.question.choice.options]


def test_without_a_selection_the_call_that_is_due(log: FoldingLog) -> None:
    verb = pressed("call", log)
    assert isinstance(verb, Ask) and "T1" in verb.question.choice.heading
    log.clock.advance(600)
    log.advance()
    verb = pressed("call", log)
    assert isinstance(verb, Ask) and "T2" in verb.question.choice.heading


def test_a_test_needs_a_room_and_names_its_outcome(log: FoldingLog) -> None:
    assert isinstance(pressed("test_point", log), Say)
    verb = pressed("test_point", log, "T2")
    assert isinstance(verb, Ask)
    assert verb.command(Answer("no_sound", "mic hỏng")) == cmd.RecordTest(
        point="T2", result="no_sound", note="mic hỏng"
    )


def test_every_option_has_words_of_its_own(log: FoldingLog) -> None:
    for action in ("call", "test_point"):
        verb = pressed(action, log, "T1")
        assert isinstance(verb, Ask)
        labels = [option.label for option in verb.question.choice.options]
        assert len(set(labels)) == len(labels)
        assert not any(key in label for label in labels for key in ("call.", "test.", "card."))


async def kinds(desk: Playing) -> list[str]:
    return [event.kind for event in await desk.events()]


async def fall(desk: Playing) -> None:
    """An incident stands on the alarm line."""
    fact = opened("i1", "TC00", "P1")
    down = Fact(ev.HealthChanged(was="ok", now="down", reason="absent", source="s1"), point="TC00")
    await desk.app.session.desk.record(lambda _state, _now: (down, fact))
    await desk.settle()
    desk.app.refresh_view()


async def test_ctrl_o_on_the_operators_desk(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f8")
        await desk.confirm()
        await fall(desk)
        await desk.press("ctrl+o")
        await desk.until(lambda: desk.state.incidents["i1"].taken is not None)
        (event,) = [each for each in await desk.events() if isinstance(each.body, IncidentAcknowledged)]
        assert (event.actor, event.point) == ("op1", "TC00")
        before = await kinds(desk)
        await desk.press("ctrl+o")
        assert await kinds(desk) == before


async def test_a_call_is_recorded_by_f8_alone_with_its_note(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await fall(desk)
        await desk.press("ctrl+g")
        assert "ĐÃ GỌI TC00" in desk.text
        await desk.press("down", "enter")
        assert "CallMade" not in await kinds(desk)
        await desk.press("down", "m", "a", "y", "f8")
        await desk.until(lambda: desk.state.point("TC00").called is not None)
        (event,) = [each for each in await desk.events() if isinstance(each.body, CallMade)]
        assert isinstance(event.body, CallMade)
        assert (event.body.outcome, event.body.note, event.point) == ("no_answer", "may", "TC00")


async def test_escape_and_enter_together_record_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await fall(desk)
        await desk.press("ctrl+g", "down")
        before = await kinds(desk)
        await desk.press("escape", "enter")
        await desk.press("ctrl+g", "down", "enter", "escape")
        await desk.press("ctrl+g", "f8")
        assert await kinds(desk) == before


async def test_a_room_of_the_table_is_tested_from_its_screen_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await fall(desk)
        await desk.press("ctrl+t")
        assert "THỬ HAI CHIỀU" not in desk.text
        await desk.press("f3", "ctrl+t")
        assert "THỬ HAI CHIỀU VỚI TC00" in desk.text
        await desk.press("down", "f8")
        await desk.until(lambda: desk.state.point("TC00").tested is not None)
        (event,) = [each for each in await desk.events() if isinstance(each.body, PointTested)]
        assert isinstance(event.body, PointTested) and event.body.result == "passed"


async def test_the_line_of_a_fault_on_air_names_who_has_it_and_inverts_no_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f8")
        await desk.confirm()
        await fall(desk)
        line = desk.app.screen.query_one("#alarm", AlarmLine)
        assert line.value is not None and line.value.level is AlarmLevel.P1
        await desk.press("ctrl+o")
        await desk.until(lambda: desk.state.incidents["i1"].taken is not None)
        desk.app.refresh_view()
        assert line.value.level is not AlarmLevel.P1
        assert "op1 đã nhận" in line.value.text
