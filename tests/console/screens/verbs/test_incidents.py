"""What becomes of incidents, and a word on a room by hand: pure verbs, then played at the real console."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.conference import FoldingLog, conference, item, point, running
from kit.desks.playing import playing

from console.screens.questions.gate import Answer
from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Say, Situation, Verb
from console.text.sentences import translator
from console.view import Desktop
from console.view_maker import ViewMaker
from data import events as ev
from data.commands import Acknowledge, Command
from data.events import Fact
from data.incidents.commands import AssignIncidents, MergeIncidents, MuteIncidents, NoteIncidents
from data.overrule.commands import EndOverrule, OverrulePoint
from widgets.choice_card import STAY
from widgets.glyphs import UNICODE

VI = translator("vi")
ROOMS = (
    point("TC00", "central"),
    point("T1", "provincial", phone="028 0000 0179", backup_line="FTTH"),
    point("T2", "provincial"),
)
ITEMS = [item("1", point="TC00"), item("2", point="T1"), item("3", point="T2")]


def fell(key: str, subject: str, severity: str) -> tuple[Fact, Fact]:
    down = ev.HealthChanged(was="ok", now="down", reason="no_audio", source="s1")
    body = ev.IncidentOpened(
        id=key, scope="point", subject=subject, severity=severity, reason="no_audio", points=(subject,)
    )
    return Fact(down, point=subject), Fact(body, point=subject)


@pytest.fixture
def log() -> FoldingLog:
    """T1 speaks next and T2 later; both are down."""
    log = running(ITEMS)
    log.advance()
    log.record(*fell("i1", "T1", "P1"), *fell("i2", "T2", "P2"))
    return log


def pressed(action: str, log: FoldingLog, *points: str, role: str = "technician") -> Verb:
    maker = ViewMaker(conference(ITEMS, ROOMS))
    desktop = Desktop(console="c9", actor="kt1", role=role)
    view = maker.make(log.state, {}, {}, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)
    return VERBS[action](Situation(view=view, t=VI, glyphs=UNICODE, points=points))


def asked(verb: Verb) -> Ask:
    assert isinstance(verb, Ask)
    return verb


def options(verb: Verb) -> list[str]:
    return [option.key for option in asked(verb).question.choice.options]


def commanded(verb: Verb, option: str, words: str = "") -> Command:
    assert option in options(verb)
    return asked(verb).command(Answer(option, words))


def test_one_incident_cannot_be_merged_and_nothing_is_silent_yet(log: FoldingLog) -> None:
    verb = pressed("handle", log, "T1")
    assert options(verb) == [STAY, "sticky", "assign", "note", "mute.10", "mute.30"]
    assert asked(verb).question.needs_reason == {"assign", "note"}


def test_each_choice_is_its_command(log: FoldingLog) -> None:
    verb = pressed("handle", log, "T1", "T2")
    both = {"i1": "P1", "i2": "P2"}
    assert commanded(verb, "sticky") == Acknowledge(incidents=both, sticky=True)
    assert commanded(verb, "assign", "kt2") == AssignIncidents(incidents=both, to="kt2")
    assert commanded(verb, "note", "x") == NoteIncidents(incidents=("i1", "i2"), text="x")
    assert commanded(verb, "mute.30") == MuteIncidents(incidents=both, for_s=1800)
    assert commanded(verb, "merge") == MergeIncidents(incidents=("i2",), into="i1"), "into the gravest"


def test_what_was_done_can_be_taken_back(log: FoldingLog) -> None:
    log.command(MuteIncidents(incidents={"i1": "P1"}, for_s=600))
    log.command(NoteIncidents(incidents=("i1",), text="chờ nhà mạng"))
    verb = pressed("handle", log, "T1")
    assert commanded(verb, "unmute") == MuteIncidents(incidents={"i1": "P1"}, for_s=0)
    told = "\n".join("".join(piece.text for piece in line) for line in asked(verb).question.choice.lines)
    assert "chờ nhà mạng" in told and "tắt báo tới 14:10" in told
    log.record(ev.IncidentMerged(id="i9", into="i1"))
    log.command(MergeIncidents(incidents=("i1",), into="i2"))
    verb = pressed("handle", log, "T2")
    assert commanded(verb, "split") == MergeIncidents(incidents=("i1",), into="")


def test_a_word_on_a_room_and_back(log: FoldingLog) -> None:
    verb = pressed("overrule", log, "T1")
    assert commanded(verb, "ok.15", "gọi rồi") == OverrulePoint(
        points=("T1",), says="ok", for_s=900, reason="gọi rồi"
    )
    assert "unsay" not in options(verb)
    assert asked(verb).question.needs_reason == set(options(verb)) - {STAY}
    log.command(OverrulePoint(points=("T1",), says="maintenance", for_s=900, reason="đổi máy"))
    assert commanded(pressed("overrule", log, "T1"), "unsay") == EndOverrule(points=("T1",))


@pytest.mark.parametrize("action", ["handle", "overrule"])
def test_nothing_to_act_on_and_a_viewer(action: str, log: FoldingLog) -> None:
    assert isinstance(pressed(action, log, "ZZ"), Say)
    assert isinstance(pressed(action, log, "T1", role="viewer"), Say)


def test_the_steps_for_what_is_wrong_stand_on_the_call_card(log: FoldingLog) -> None:
    def steps() -> str:
        lines = asked(pressed("call", log, "T1")).question.choice.lines
        return "\n".join("".join(piece.text for piece in line) for line in lines)

    assert "1. Phòng bật micro chưa" in steps()
    lost = ev.HealthChanged(was="down", now="down", reason="absent", source="s1")
    log.record(Fact(lost, point="T1"))
    assert "3. Chuyển sang đường dự phòng: FTTH" in steps()
    log.record(Fact(ev.HealthChanged(was="down", now="ok", reason="", source="s1"), point="T1"))
    assert "1. " not in steps()


async def test_played(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.app.session.desk.record(lambda _state, _now: fell("i1", "TC00", "P1"))
        await desk.press("f3")
        await desk.press("ctrl+p", *"xu ly su co", "enter")
        assert "Giao cho" in desk.text
        await desk.press("down", "down", *"kt2", "enter")
        assert desk.state.incidents["i1"].assigned is None, "Enter confirms nothing"
        await desk.press("f8")
        await desk.until(lambda: desk.state.incidents["i1"].assigned is not None)
        await desk.press("ctrl+p", *"ghi tay", "enter")
        await desk.press("down", *"ok", "f8")
        await desk.until(lambda: "TC00" in desk.state.overruled)
        assert "ghi tay: tốt tới" in desk.text
