"""Whole stories of a conference day, told by keyboard on the sample programme."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.seed import AtSeedDesk, seed_desk

from console.screens.cards.card import ChoiceScreen
from console.screens.technician.screen import TechnicianScreen
from data import events as ev

CUES = ["P1", "1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "B1"]
CUES += ["4.1", "4.2", "4.3", "4.4", "4.5", "5", "6", "P2"]
ASKED = ["P1", "5", "6", "P2", "the end"]
"""The opening, whatever is protocol, and the end."""
MINUTE_S = 60.0


def asks(desk: AtSeedDesk) -> bool:
    """Whether a card stands over the desk and waits."""
    return isinstance(desk.app.screen, ChoiceScreen)


async def go_on(desk: AtSeedDesk) -> bool:
    """F8, and yes where it asks; whether it did."""
    await desk.press("f8")
    if asked := asks(desk):
        await desk.press("down", "f8")
    assert not asks(desk)
    return asked


async def run_out(desk: AtSeedDesk) -> None:
    """The item on air uses its time up to the second."""
    item = desk.state.item(desk.state.on_air)
    assert item is not None
    await desk.later(item.duration_s)


async def test_the_whole_programme_from_the_opening_to_the_end(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        assert [item.cue for item in desk.state.items] == CUES
        asked = []
        for cue in CUES:
            assert f" {cue} " in desk.f8, "the line says what F8 will do"
            if await go_on(desk):
                asked.append(cue)
            assert desk.state.on_air == cue
            await run_out(desk)
        assert "KẾT THÚC" in desk.f8
        await desk.press("f8")
        assert asks(desk) and desk.state.on_air == "P2" and "KẾT THÚC HỘI NGHỊ?" in desk.text
        await desk.press("f8")
        assert desk.state.on_air == "P2", "the first line of the card is to stay"
        assert await go_on(desk)
        assert [*asked, "the end"] == ASKED
        assert desk.state.ended and desk.state.on_air == ""
        assert "đã kết thúc, F8 không làm gì" in desk.f8

        rows = await desk.kinds()
        for key in ("f8", "f8", "f7", "f8"):
            await desk.press(key)
            await desk.later(MINUTE_S)
        assert await desk.kinds() == rows
        assert rows.count("ItemStarted") == rows.count("ItemEnded") == len(CUES)
        assert rows.count("ConferenceOpened") == 1
        assert rows.count("GateOverridden") == 0


async def test_the_room_of_4_3_dies_at_t_3(tmp_path: Path) -> None:
    """What the platform tells raises the alarm; the gate at F8 would come three minutes too late."""
    async with seed_desk(tmp_path) as desk:
        while desk.state.on_air != "4.2":
            await go_on(desk)
            if desk.state.on_air != "4.2":
                await run_out(desk)
        await desk.later(5 * MINUTE_S)
        assert "4.3" in desk.f8 and "✓ SẴN SÀNG" in desk.f8
        desk.platform.away = frozenset({"T79"})
        await desk.later(2)
        await desk.later(2)
        assert "! ĐANG KIỂM TRA" in desk.text, "one poll that misses it raises nothing, and is not hidden"
        assert "! ĐANG KIỂM TRA" in desk.f8 and "SẴN SÀNG" not in desk.f8, "nothing is green that looks lost"
        assert "gate.checking" not in desk.text and "mở sự cố" not in desk.text
        await desk.later(26)
        assert desk.lines[2].startswith(" !! P1  T79 TP HCM nói ở 4.3, sau 2': mất kết nối")
        assert "ĐT 028 0000 0179" in desk.lines[2] and "F9 phương án" in desk.lines[2]
        assert "✗ MẤT KẾT NỐI" in desk.f8 and desk.state.on_air == "4.2"
        await desk.press("f9")
        assert "PHƯƠNG ÁN CHO 4.3" in desk.text and "> Ở lại, không làm gì" in desk.text
        assert "✓ Đổi chỗ với 4.4" in desk.text
        await desk.press("down", "f8")
        assert "→  4.4" in desk.f8 and "✓ SẴN SÀNG" in desk.f8
        await desk.press("f8")
        assert desk.state.on_air == "4.4"


async def test_the_platform_fails_for_forty_minutes(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        await go_on(desk)
        await run_out(desk)
        await go_on(desk)
        before = await desk.kinds()
        desk.platform.answers = False
        await desk.later(10)
        await desk.polled(5)
        assert set(desk.state.lost) == {"pexip"}
        text = desk.text
        assert text.count("KHÔNG THẤY PEXIP") == 1, "one line, in its fixed place"
        assert desk.lines[2].startswith(" ~ KHÔNG THẤY PEXIP")
        assert "~ KHÔNG THẤY" in desk.f8, "not seen is not down"
        assert desk.app.screen.query_one("#f8").display
        shown = desk.app.parts.viewing.view().board.total.counts
        assert (shown["stale"], shown["ok"], shown["down"], shown["degraded"]) == (67, 0, 0, 0)

        await desk.later(MINUTE_S)
        asked = []
        for _ in range(5):
            await desk.later(7.5 * MINUTE_S)
            cue = desk.state.next_item
            assert cue is not None
            assert "KHÔNG THẤY" in desk.f8, "amber, as long as nobody can check"
            if await go_on(desk):
                asked.append(cue.cue)
            assert desk.state.on_air == cue.cue
        assert len(asked) == 1, f"one question a source, not one an item: {asked}"

        desk.platform.answers = True
        await desk.later(2)
        assert not desk.state.lost
        assert "KHÔNG THẤY" not in desk.lines[2] and "✓ SẴN SÀNG" in desk.f8
        after = (await desk.kinds())[len(before) :]
        assert (after.count("SourceLost"), after.count("SourceRecovered")) == (1, 1)
        assert not {"HealthChanged", "PointLeft", "PointJoined"} & set(after)
        opened = [
            event.body.scope for event in await desk.events() if isinstance(event.body, ev.IncidentOpened)
        ]
        assert opened == ["source"]


async def test_a_source_that_is_lost_again_asks_again(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        await go_on(desk)
        for _ in range(2):
            desk.platform.answers = False
            await desk.later(10)
            await desk.polled(5)
            assert set(desk.state.lost) == {"pexip"}
            await desk.later(10 * MINUTE_S)
            assert await go_on(desk)
            await desk.later(10 * MINUTE_S)
            assert not await go_on(desk)
            desk.platform.answers = True
            await desk.later(2)
            assert not desk.state.lost


async def test_the_operator_looks_at_the_points_and_presses_f8(tmp_path: Path) -> None:
    async with seed_desk(tmp_path) as desk:
        await go_on(desk)
        await run_out(desk)
        before = await desk.kinds()
        await desk.press("f3")
        assert isinstance(desk.app.screen, TechnicianScreen)
        for key in ("f8", "f7", "ctrl+z"):
            await desk.press(key)
            await desk.until(lambda: "chỉ dùng ở màn hình Điều hành (F2)" in desk.text)
        await desk.press("enter", "f8")
        assert isinstance(desk.app.screen, TechnicianScreen)
        assert await desk.kinds() == before and desk.state.on_air == "P1"
        await desk.press("f2")
        assert "P1 Ổn định, chào cờ  →  1 Phát biểu khai mạc" in desk.f8
        await desk.press("f8")
        assert desk.state.on_air == "1"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_a_rehearsal_is_told_on_every_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with seed_desk(tmp_path, size=size, points=10, rehearsal=True) as desk:
        for key in ("f2", "f3", "f5"):
            await desk.press(key)
            assert "DIỄN TẬP" in desk.lines[0], (key, desk.lines[0])
            assert "CHÍNH THỨC" not in desk.text, key
        await desk.press("f2")
        assert desk.f8.startswith(" F8 DIỄN TẬP ► ")
