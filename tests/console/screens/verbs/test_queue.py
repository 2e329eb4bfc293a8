"""The speakers' queue at the desk: pure verbs, then played at the real console."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest
from kit.conference import START_MS, FoldingLog, conference, item, point, running
from kit.desks.playing import playing

from console.hands import hands
from console.screens.operator.on_air import on_air
from console.screens.questions.gate import Answer
from console.screens.questions.speakers import FINISH, HAND, MOST
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import commands as cmd
from data.folder.model import Speaking
from data.health.reading import FieldOrigin, Reading, SourceStatus
from data.units import NS_PER_S
from widgets.choice_card import STAY
from widgets.glyphs import UNICODE

EN = translator("en")
NONE: Mapping[str, Reading] = MappingProxyType({})
ITEMS = [item("a", 60, speaker="Chủ tọa"), item("b")]


@pytest.fixture
def log() -> FoldingLog:
    log = running(ITEMS)
    log.advance()
    for name in ("An", "Bình", "Chi"):
        log.command(cmd.QueueSpeaker(name=name))
    return log


def view(
    log: FoldingLog, console: str = "c1", readings: Mapping[str, Reading] = NONE, age_s: int = 0
) -> View:
    rooms = [point(f"T{n}") for n in range(1, 13)]
    known = conference(ITEMS, rooms, speaking=Speaking(first_s=300, second_s=60))
    desktop = Desktop(console=console, actor="op1")
    now, real_ns = log.clock.now(), log.clock.real_ns()
    source = SourceStatus(name="s1", boot=now.boot, state="ok", answered_ns=real_ns - age_s * NS_PER_S)
    sources = {"s1": source} if readings else {}
    return ViewMaker(known).make(log.state, readings, sources, now=now, real_ns=real_ns, desktop=desktop)


def pressed(action: str, log: FoldingLog, console: str = "c1") -> Verb:
    return VERBS[action](Situation(view=view(log, console), t=EN, glyphs=UNICODE))


def raised(*codes: str) -> dict[str, Reading]:
    """These rooms raise their hands, a minute one after the other, the last by a clock that is ahead."""
    begin_ms = START_MS + 3_600_000
    return {
        code: Reading(point=code, source="s1", observed_ns=0, ref=code, legs=1, hand_ms=begin_ms + 60_000 * n)
        for n, code in enumerate(codes)
    }


def with_hands(action: str, log: FoldingLog, *codes: str) -> Ask:
    seen = view(log, readings=raised(*codes))
    return asked(VERBS[action](Situation(view=seen, t=EN, glyphs=UNICODE)))


def asked(verb: Verb) -> Ask:
    assert isinstance(verb, Ask)
    return verb


def options(verb: Verb) -> list[str]:
    return [option.key for option in asked(verb).question.choice.options]


def test_the_first_stands_right_behind_staying_and_is_called_for_the_houses_time(log: FoldingLog) -> None:
    verb = asked(pressed("speakers", log))
    assert options(verb) == [STAY, "q1", "q2", "q3"]
    assert verb.question.needs_reason == frozenset()
    assert verb.command(Answer("q1")) == cmd.CallSpeaker(id="q1", seconds=300, item="a")
    log.command(verb.command(Answer("q1")))
    log.command(cmd.QueueSpeaker(name="An"))
    again = asked(pressed("speakers", log))
    assert options(again) == [STAY, "q2", "q3", "q4", FINISH]
    assert again.command(Answer("q4")) == cmd.CallSpeaker(id="q4", seconds=60, item="a")
    assert again.command(Answer(FINISH)) == cmd.FinishSpeaker(id="q1")


def test_a_card_painted_before_the_advance_calls_nobody_into_the_next_item(log: FoldingLog) -> None:
    command = asked(pressed("speakers", log)).command(Answer("q1"))
    log.clock.advance(5)
    log.advance()
    refusal = log.command(command)
    assert refusal is not None and refusal.code == "speakers.moved"


def test_the_card_says_how_long_the_floor_is_left_and_so_does_the_item_on_air(log: FoldingLog) -> None:
    log.command(cmd.CallSpeaker(id="q1", seconds=300))
    log.clock.advance(60)
    seen = view(log)
    assert on_air(seen, EN, UNICODE).speaker == "An: 04:00 left of 05:00"
    (line,) = asked(pressed("speakers", log)).question.choice.lines
    assert line[0].text == "An: 04:00 left of 05:00"
    log.clock.advance(252)
    assert "+00:12" in on_air(view(log), EN, UNICODE).speaker
    log.command(cmd.FinishSpeaker(id="q1"))
    assert on_air(view(log), EN, UNICODE).speaker == "Chủ tọa"


def test_another_first_wants_a_reason_and_the_first_is_not_offered(log: FoldingLog) -> None:
    verb = asked(pressed("speaker_move", log))
    assert options(verb) == [STAY, "q2", "q3"]
    assert verb.question.needs_reason == {"q2", "q3"}
    assert log.command(verb.command(Answer("q3", "chủ tọa"))) is None
    assert [each.id for each in log.state.speakers.waiting] == ["q3", "q1", "q2"]


@pytest.mark.parametrize(
    ("words", "name", "room"),
    [("Dung", "Dung", ""), ("t1 Dung Lê", "Dung Lê", "T1"), ("T1", "", "T1"), ("T99 Dung", "T99 Dung", "")],
)
def test_the_words_may_begin_with_the_room(log: FoldingLog, words: str, name: str, room: str) -> None:
    verb = asked(pressed("speaker_add", log))
    assert options(verb) == [STAY, "phone", "hand", "list"]
    assert verb.question.needs_reason == {"phone", "hand", "list"}
    assert verb.command(Answer("phone", words)) == cmd.QueueSpeaker(name=name, point=room, by="phone")


def test_a_raised_hand_is_offered_and_put_in_the_queue_by_a_person(log: FoldingLog) -> None:
    verb = with_hands("speakers", log, "T2", "T1")
    assert options(verb) == [STAY, "q1", "q2", "q3", f"{HAND}T2", f"{HAND}T1"], "who raised it first is first"
    label = verb.question.choice.options[4].label
    assert "T2" in label and "hand up since 15:00" in label
    command = verb.command(Answer(f"{HAND}T2"))
    assert command == cmd.QueueSpeaker(point="T2", by="hand")
    assert log.command(command) is None
    assert options(with_hands("speakers", log, "T2", "T1")) == [STAY, "q1", "q2", "q3", "q4", f"{HAND}T1"]


def test_who_takes_a_request_down_is_offered_the_hands_and_may_add_a_name(log: FoldingLog) -> None:
    verb = with_hands("speaker_add", log, "T1")
    assert options(verb) == [STAY, f"{HAND}T1", "phone", "hand", "list"]
    assert verb.question.takes_note == {f"{HAND}T1"}
    assert verb.command(Answer(f"{HAND}T1", "Dung")) == cmd.QueueSpeaker(name="Dung", point="T1", by="hand")


def test_a_hand_opens_the_card_of_an_empty_queue_and_offers_nothing_to_move(log: FoldingLog) -> None:
    for waiting in ("q1", "q2", "q3"):
        log.command(cmd.WithdrawSpeaker(id=waiting))
    assert isinstance(pressed("speakers", log), Say)
    assert options(with_hands("speakers", log, "T1")) == [STAY, f"{HAND}T1"]
    seen = view(log, readings=raised("T1"))
    assert isinstance(VERBS["speaker_drop"](Situation(view=seen, t=EN, glyphs=UNICODE)), Say)


def test_whoever_speaks_or_waits_is_not_offered_and_whoever_spoke_is_said_to(log: FoldingLog) -> None:
    log.command(cmd.QueueSpeaker(name="Dung", point="T1"))
    assert hands(view(log, readings=raised("T1"))) == []
    log.command(cmd.CallSpeaker(id="q4", seconds=60))
    assert hands(view(log, readings=raised("T1"))) == []
    log.command(cmd.FinishSpeaker(id="q4"))
    [again] = hands(view(log, readings=raised("T1")))
    assert again.spoke
    assert "has spoken" in with_hands("speakers", log, "T1").question.choice.options[-1].label


def test_a_hand_that_nobody_sees_now_is_not_offered(log: FoldingLog) -> None:
    up = raised("T1", "T99")
    assert [each.point for each in hands(view(log, readings=up))] == ["T1"]
    assert hands(view(log, readings=up, age_s=60)) == []
    told = {"T1": msgspec.structs.replace(up["T1"], source="probe", told=(FieldOrigin("hand_ms", "s1"),))}
    assert [each.point for each in hands(view(log, readings=told))] == ["T1"]


def test_of_many_hands_some_are_offered_and_the_rest_is_counted(log: FoldingLog) -> None:
    codes = [f"T{n}" for n in range(1, 13)]
    verb = with_hands("speakers", log, *codes)
    assert len(options(verb)) == 1 + MOST
    assert verb.question.choice.lines[-1][0].text == "and 7 more hands up"


def test_out_of_the_queue(log: FoldingLog) -> None:
    verb = asked(pressed("speaker_drop", log))
    assert log.command(verb.command(Answer("q2", ""))) is None
    assert [each.id for each in log.state.speakers.waiting] == ["q1", "q3"]


def test_of_many_the_first_are_offered_and_the_rest_is_counted(log: FoldingLog) -> None:
    for n in range(20):
        log.command(cmd.QueueSpeaker(name=f"n{n}"))
    verb = asked(pressed("speakers", log))
    assert len(options(verb)) == 1 + MOST
    assert verb.question.choice.lines[0][0].text == f"and {23 - MOST} more"


@pytest.mark.parametrize("action", ["speakers", "speaker_move", "speaker_drop"])
def test_without_anybody_there_is_only_a_word(action: str) -> None:
    log = running(ITEMS)
    log.advance()
    assert pressed(action, log) == Say("nobody has asked to speak")


@pytest.mark.parametrize("action", ["speakers", "speaker_add", "speaker_move", "speaker_drop"])
def test_without_control_nothing_is_asked(log: FoldingLog, action: str) -> None:
    verb = pressed(action, log, console="c2")
    assert isinstance(verb, Say) and verb.warning


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_discussion_by_keyboard(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path / "hn", "123", size=size, language="en") as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.until(lambda: desk.state.on_air == "1")
        desk.app.parts.dispatch.choose("speaker_add")
        await desk.settle()
        await desk.press("down", *"TC00", "space", "A", "n", "f8")
        await desk.until(lambda: bool(desk.state.speakers.waiting))
        (first,) = desk.state.speakers.waiting
        assert (first.name, first.point, first.by) == ("An", "TC00", "phone")
        desk.app.parts.dispatch.choose("speakers")
        await desk.settle()
        assert "Call 1. An" in desk.text
        await desk.press("enter")
        assert not desk.state.speakers.turns, "Enter confirms nothing"
        await desk.confirm()
        await desk.until(lambda: bool(desk.state.speakers.turns))
        assert "An: 07:00 left of 07:00" in desk.text
        assert desk.state.on_air == "1"


async def test_a_hostile_name_stays_in_its_line(tmp_path: Path) -> None:
    async with playing(tmp_path / "hn", "123", language="en") as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.until(lambda: desk.state.on_air == "1")
        name = "[/red]\x1b[2J\u202e" + "x" * 200
        assert await desk.app.session.command(cmd.QueueSpeaker(name=name)) is None
        desk.app.refresh_view()
        desk.app.parts.dispatch.choose("speakers")
        await desk.settle()
        lines = desk.lines
        assert any("Call 1. [/red]" in line for line in lines)
        assert all(len(line) <= 120 and line.isprintable() for line in lines)


async def test_the_open_card_follows_the_queue(tmp_path: Path) -> None:
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8", "down", "f8")
        session = desk.app.session
        await session.command(cmd.QueueSpeaker(name="An"))
        desk.app.refresh_view()
        desk.app.action_desk("speakers")
        await desk.settle()
        assert "1. An" in desk.text
        await session.command(cmd.QueueSpeaker(name="Bình", point="TC00", by="phone"))
        await desk.until(lambda: "2. Bình" in desk.text)
        await session.command(cmd.WithdrawSpeaker(id="q1"))
        await desk.until(lambda: "1. Bình" in desk.text)
