"""What the person in control was shown is in the record, in their words, once, and answers later."""

from __future__ import annotations

from pathlib import Path

from kit.desks.playing import Playing, playing

from data import events as ev
from data.agenda.run_state import Stage
from data.events import Fact, NoticeShown


async def put(desk: Playing, *bodies: ev.Body, point: str | None = None) -> None:
    facts = tuple(Fact(body, point=point) for body in bodies)
    await desk.app.session.desk.record(lambda _state, _now: facts)  # type: ignore[attr-defined]


async def shown(desk: Playing) -> list[NoticeShown]:
    return [event.body for event in await desk.everything() if isinstance(event.body, NoticeShown)]


def look(desk: Playing, times: int = 1) -> None:
    for _ in range(times):
        desk.app.refresh_view()
        desk.app.parts.notices.look(desk.app.parts.viewing.painted())


async def opened(desk: Playing) -> None:
    await desk.press("f8")
    await desk.confirm()
    assert desk.state.on_air == "1"


FAULT = (
    ev.HealthChanged(was="ok", now="down", reason="no_media", source="s1"),
    ev.IncidentOpened(
        id="i1", scope="point", subject="TC00", severity="P1", reason="no_media", points=("TC00",)
    ),
)


async def test_an_alarm_is_told_once_in_the_words_of_the_line_and_its_end_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        before = len(await shown(desk))
        await put(desk, *FAULT, point="TC00")
        look(desk, 1)
        await desk.settle()
        assert len(await shown(desk)) == before, "it has not stood for a moment yet"
        look(desk, 2)
        await desk.until(lambda: desk.app.parts.notices._told != "")
        line = desk.lines[2]
        desk.clock.advance(44)
        look(desk, 8)
        await desk.settle()
        told = (await shown(desk))[before:]
        assert [(each.surface, each.code) for each in told] == [("alarm", "alarm.point")]
        assert "TC00" in told[0].text and told[0].text.split("  ")[0] in line
        assert told[0].thresholds == {"hold_off_s": 25, "hold_off_on_air_s": 6}
        row = next(
            event for event in await desk.everything() if event.body is told[0] or event.body == told[0]
        )
        assert (row.item, row.point, row.console) == ("1", "TC00", desk.app.session.desk.identity.console)
        await put(desk, ev.IncidentResolved(id="i1", open_ms=1))
        look(desk, 3)
        await desk.until(lambda: desk.app.parts.notices._told == "")
        assert [each.text for each in await shown(desk)][-1] == ""


async def test_the_gate_is_told_with_what_it_said(tmp_path: Path) -> None:
    async with playing(tmp_path, young_item_s=30, young_item_pct=25) as desk:
        await desk.press("f8")
        await desk.press("escape")
        (told,) = await shown(desk)
        assert told.surface == "gate" and "KHAI MẠC" in told.text.upper()
        assert "tested_for_min" in told.thresholds
        await opened(desk)
        await desk.press("f8")
        last = (await shown(desk))[-1]
        assert "2" in last.text and last.thresholds["young_item_s"] == 30


async def test_a_console_that_is_not_in_control_tells_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        before = len(await shown(desk))
        await put(desk, ev.ControlHanded())
        await put(desk, *FAULT, point="TC00")
        look(desk, 4)
        await desk.settle()
        assert len(await shown(desk)) == before


async def test_behind_the_end_of_the_record_nothing_is_written_and_nothing_fails(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await opened(desk)
        await put(desk, *FAULT, point="TC00")
        await put(desk, ev.RecordSealed(reason="x"))
        rows = len(await desk.everything())
        look(desk, 4)
        await desk.settle()
        assert desk.state.stage is Stage.SEALED
        assert len(await desk.everything()) == rows and desk.app.session.trouble == ""
