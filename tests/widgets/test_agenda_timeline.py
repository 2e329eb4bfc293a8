from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.desks.sample import AGENDA, DeskApp
from kit.profile import THOROUGH

from widgets.agenda_timeline import Agenda, AgendaRow, AgendaTimeline, Mark
from widgets.glyphs import UNICODE
from widgets.line import Line
from widgets.tone import Tone


class Listening(DeskApp):
    """Remembers what the programme said."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def on_agenda_timeline_item_chosen(self, message: AgendaTimeline.ItemChosen) -> None:
        self.heard.append(f"chosen {message.cue}")

    def on_agenda_timeline_item_opened(self, message: AgendaTimeline.ItemOpened) -> None:
        self.heard.append(f"opened {message.cue}")


def programme(total: int, on_air: int) -> Agenda:
    rows = tuple(
        AgendaRow(
            cue=str(at), title=f"Mục {at}",
            mark=Mark.DONE if at < on_air else Mark.ON_AIR if at == on_air else Mark.NONE,
        )
        for at in range(total)
    )  # fmt: skip
    return Agenda(title="CHƯƠNG TRÌNH", rows=rows)


def on_air_line(lines: tuple[Line, ...]) -> Line:
    return next(line for line in lines if line.base is Tone.ON_AIR_ROW)


@THOROUGH
@given(st.integers(1, 60), st.data(), st.integers(3, 40), st.integers(40, 140))
def test_the_item_on_air_is_always_in_sight(total: int, data: st.DataObject, height: int, width: int) -> None:
    on_air = data.draw(st.integers(0, total - 1))
    lines = tuple(AgendaTimeline(glyphs=UNICODE).draw(programme(total, on_air), width, height))
    assert len(lines) == height
    assert {line.width for line in lines} == {width}
    assert f"Mục {on_air}" in on_air_line(lines).text


@THOROUGH
@given(st.integers(5, 60), st.data())
def test_what_follows_is_in_sight_too(total: int, data: st.DataObject) -> None:
    on_air = data.draw(st.integers(0, total - 2))
    lines = tuple(AgendaTimeline(glyphs=UNICODE).draw(programme(total, on_air), 78, 6))
    assert any(line.text.startswith("│  ") and f"Mục {on_air + 1} " in line.text for line in lines)


def test_before_the_opening_the_list_stands_at_its_head() -> None:
    rows = tuple(msgspec.structs.replace(row, mark=Mark.NONE) for row in AGENDA.rows)
    lines = AgendaTimeline().draw(msgspec.structs.replace(AGENDA, rows=rows), 78, 6)
    assert "P1  14:02" in lines[1].text


def test_after_the_end_it_stands_at_its_foot() -> None:
    rows = tuple(msgspec.structs.replace(row, mark=Mark.DONE) for row in AGENDA.rows)
    lines = AgendaTimeline().draw(msgspec.structs.replace(AGENDA, rows=rows), 78, 6)
    assert "P2  16:38" in lines[4].text


def test_an_empty_programme_is_a_frame() -> None:
    lines = AgendaTimeline().draw(Agenda(title="CHƯƠNG TRÌNH", rows=()), 40, 6)
    assert [line.width for line in lines] == [40] * 6


async def test_a_selection_is_not_the_item_on_air() -> None:
    app = Listening()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        agenda = app.screen.query_one(AgendaTimeline)
        agenda.focus()
        await pilot.press("down", "down")
        assert agenda.selected == "4.3"
        chosen = next(line for line in agenda.lines if line.base is Tone.SELECTED_ROW)
        assert chosen.text.startswith(">  4.3")
        assert on_air_line(agenda.lines).text.startswith("│► 4.1")
        await pilot.press("up", "up", "up", "enter")
        await pilot.pause()
    assert app.heard == ["chosen 4.2", "chosen 4.3", "chosen 4.2", "chosen 4.1", "chosen B1", "opened B1"]


@pytest.mark.parametrize(
    ("keys", "cue"),
    [(["home"], "P1"), (["end"], "P2"), (["pageup"], "P1"), (["pagedown"], "P2"), (["end", "down"], "P2")],
)
async def test_far_moves_stop_at_the_ends(keys: list[str], cue: str) -> None:
    app = Listening()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.screen.query_one(AgendaTimeline).focus()
        await pilot.press(*keys)
        assert app.screen.query_one(AgendaTimeline).selected == cue


async def test_release_returns_to_the_item_on_air() -> None:
    app = Listening()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        agenda = app.screen.query_one(AgendaTimeline)
        agenda.focus()
        resting = agenda.lines
        await pilot.press("end")
        assert not any(line.base is Tone.ON_AIR_ROW for line in agenda.lines)
        agenda.release()
        await pilot.pause()
        assert agenda.lines == resting
        assert app.heard == ["chosen P2", "chosen "]


async def test_a_scrolled_selection_stays_in_sight_row_by_row() -> None:
    app = Listening()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        agenda = app.screen.query_one(AgendaTimeline)
        agenda.focus()
        for key in ["down"] * 9 + ["up"] * 20:
            await pilot.press(key)
            assert sum(line.base is Tone.SELECTED_ROW for line in agenda.lines) == 1
        assert agenda.selected == "P1"


async def test_enter_without_a_selection_says_nothing_and_letters_do_nothing() -> None:
    app = Listening()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.screen.query_one(AgendaTimeline).focus()
        await pilot.press("enter", "j", "k", "d", "backspace", "space", "5")
        await pilot.pause()
    assert app.heard == []


async def test_a_click_selects_its_row() -> None:
    app = Listening()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.click(AgendaTimeline, offset=(10, 14))
        assert app.screen.query_one(AgendaTimeline).selected == "4.3"
        await pilot.click(AgendaTimeline, offset=(10, 1))
        assert app.screen.query_one(AgendaTimeline).selected == "4.3"
