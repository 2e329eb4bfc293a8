"""A P1 that nobody takes on: a card after 45 s, advice after 90."""

from __future__ import annotations

from pathlib import Path

from kit.conference import FoldingLog, conference, item, point, running
from kit.desks.agenda import agenda_desk
from kit.desks.playing import playing

from console.escalation import on_air, overdue, room, waits_s
from console.screens.alarm_words import alarm
from console.screens.cards.card import ChoiceScreen
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.incidents.changes import changes
from data.incidents.commands import MuteIncidents
from widgets.alarm_line import AlarmLevel, AlarmLine
from widgets.choice_card import STAY, ChoiceCard

VI = translator("vi")
ROOMS = tuple(point(code, "provincial", phone="024 0000 0001") for code in ("T1", "T2", "T3"))
POINTS = {each.code: each for each in ROOMS}
ITEMS = [item("a", point="T1"), item("b", point="T2"), item("c", point="T3")]


def down(code: str) -> Fact:
    return Fact(ev.HealthChanged(was="ok", now="down", reason="no_media", source="s1"), point=code)


def fallen(*codes: str) -> FoldingLog:
    log = running(ITEMS)
    log.advance()
    log.record(*map(down, codes))
    settle(log)
    return log


def settle(log: FoldingLog) -> None:
    log.record(*changes(log.state, POINTS, log.clock.now()))


def view(log: FoldingLog) -> View:
    maker, desktop = ViewMaker(conference(ITEMS, ROOMS, sources=0)), Desktop(console="c", actor="k")
    return maker.make(log.state, {}, {}, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)


def due(log: FoldingLog) -> list[str]:
    return [each.incident.subject for each in overdue(view(log))]


def test_after_45_s_in_nobodys_hands() -> None:
    log = fallen("T1", "T2")
    log.clock.advance(44.9)
    assert due(log) == []
    log.clock.advance(0.1)
    assert set(due(log)) == {"T1", "T2"}
    log.command(cmd.Acknowledge(incidents={"i1": "P1"}, expires_s=60))
    log.command(MuteIncidents(incidents={"i2": "P1"}, for_s=30))
    assert due(log) == []
    log.clock.advance(104)
    assert due(log) == ["T2"], "the silence is over, somebody still has the other"
    log.clock.advance(1)
    assert set(due(log)) == {"T1", "T2"}


def test_it_counts_from_when_it_became_so_grave() -> None:
    log = fallen("T3")
    log.clock.advance(600)
    log.advance()
    settle(log)
    assert waits_s(view(log), view(log).incidents[0]) == 0
    log.clock.advance(45)
    assert due(log) == ["T3"]


def test_what_was_over_and_is_back_counts_anew() -> None:
    log = fallen("T1")
    log.clock.advance(50)
    log.record(Fact(ev.HealthChanged(was="down", now="ok", reason="", source="s1"), point="T1"))
    settle(log)
    log.clock.advance(10)
    log.record(down("T1"))
    settle(log)
    assert due(log) == []
    log.clock.advance(45)
    assert due(log) == ["T1"]


def test_the_operator_is_told_of_what_is_on_air_and_the_technician_of_any_room() -> None:
    log = fallen("T2")
    log.clock.advance(45)
    assert (on_air(view(log)), room(view(log))) == ("", ("i1", "T2"))
    log.advance()
    assert on_air(view(log)) == "i1"


def test_after_90_s_the_line_says_what_could_go_first() -> None:
    log = fallen("T2")
    log.clock.advance(89)
    assert "gợi ý" not in alarm(view(log), VI).text
    log.clock.advance(1)
    assert "gợi ý F9: c (T3 sẵn sàng) trước b" in alarm(view(log), VI).text


async def test_the_rooms_card_opens_by_itself_on_the_technicians_desk_once(tmp_path: Path) -> None:
    opened = ev.IncidentOpened(
        id="i1", scope="point", subject="TC00", severity="P1", reason="no_media", points=("TC00",)
    )
    async with playing(tmp_path) as desk:
        await desk.press("f8")
        await desk.confirm()
        await desk.press("f3")
        facts = (down("TC00"), Fact(opened, point="TC00"))
        await desk.app.session.desk.record(lambda _state, _now: facts)
        await desk.settle()
        desk.app.refresh_view()
        desk.clock.advance(44)
        desk.app.refresh_view()
        desk.app.parts.opening.look()
        await desk.settle()
        assert not isinstance(desk.app.screen, ChoiceScreen)
        desk.clock.advance(1)
        desk.app.refresh_view()
        desk.app.parts.opening.look()
        await desk.settle()
        assert isinstance(desk.app.screen, ChoiceScreen)
        assert "ĐÃ GỌI TC00" in desk.text and "1. Gọi phòng" in desk.text and "tự mở" in desk.text
        assert desk.app.screen.query_one(ChoiceCard).chosen == STAY
        await desk.press("escape")
        desk.app.parts.opening.look()
        await desk.settle()
        assert not isinstance(desk.app.screen, ChoiceScreen), "once an incident"


async def test_a_lost_room_that_becomes_next_is_p1_on_the_screen_at_once_every_time(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.falls("T48", "P2")

        def told() -> bool:
            desk.app.refresh_view()
            line = desk.app.screen.query_one("#alarm", AlarmLine).value
            return line is not None and line.level is AlarmLevel.P1 and "T48" in line.text

        seen = []
        for _ in range(100):
            assert not told(), "it speaks later"
            assert await desk.session.command(cmd.Move(item="4.5", after="4.1")) is None
            seen.append(told())
            assert await desk.session.command(cmd.Move(item="4.5", after="4.4")) is None
        assert seen == [True] * 100
