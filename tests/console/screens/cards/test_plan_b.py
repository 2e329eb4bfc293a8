"""F9 at the desk: ready before it is needed, and nothing happens before F8."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.agenda import agenda_desk
from kit.desks.playing import QUIET_S

from console.screens.cards.plan_b import PlanBCard
from data import events as ev
from data.health.reading import Health
from widgets.choice_card import STAY, ChoiceCard


def mark(desk: object) -> str:
    return desk.app.screen.query_one(ChoiceCard).chosen  # type: ignore[attr-defined, no-any-return]


async def test_the_room_of_4_3_dies_at_t_3(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f8")
        desk.clock.advance(300)
        await desk.fares(Health.DOWN, "T79")
        assert desk.state.on_air == "4.2"
        await desk.press("f9")
        assert isinstance(desk.app.screen, PlanBCard)
        assert desk.on_card("PHƯƠNG ÁN CHO 4.3", "(T-", "Đổi chỗ với 4.4", "(TC00): sẵn sàng")
        assert mark(desk) == STAY, "nothing is preselected but staying"
        await desk.confirm()
        assert desk.order == ["4.1", "4.2", "4.4", "4.3", "4.5", "5"]
        assert "4.4" in desk.f8 and "SẴN SÀNG" in desk.f8
        view = desk.app.parts.viewing.view()
        starts = {row.cue: row.expected_start_ms for row in view.forecast.items}
        assert starts["4.3"] - starts["4.4"] == starts["4.5"] - starts["4.3"] == 8 * 60_000
        assert (await desk.events())[-1].kind == "ItemMoved"
        assert "4.4   chuyển tới ngay sau 4.2 (điều hành: op1)" in desk.text
        await desk.press("ctrl+z")
        assert desk.on_card("HOÀN TÁC THAY ĐỔI CUỐI?", "đổi chỗ 4.4")
        await desk.confirm()
        assert desk.order == ["4.1", "4.2", "4.3", "4.4", "4.5", "5"]


@pytest.mark.parametrize("way", ["escape", "enter then escape", "f8 on stay"])
async def test_leaving_the_card_changes_nothing(tmp_path: Path, way: str) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        seen = await desk.rows()
        await desk.press("f9")
        if way == "f8 on stay":
            await desk.press("f8", "escape")
        else:
            await desk.press("down", *(["enter"] if way.startswith("enter") else []), "escape")
        assert desk.app.screen is desk.app.desk
        assert await desk.rows() == seen


async def test_f8_held_does_one_thing(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.fares(Health.DOWN, "T79")
        seen = await desk.rows()
        await desk.press("f9", "down")
        desk.clock.advance(QUIET_S)
        for _ in range(12):
            await desk.pilot.press("f8")
        await desk.settle()
        assert await desk.rows() == seen + 1, "one swap of two neighbours"
        assert desk.state.on_air == "4.1"


async def test_what_is_not_ready_only_rings(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.fares(Health.DOWN, "TC00", "T48", "T79")
        await desk.select("4.3")
        seen = await desk.rows()
        await desk.press("f9")
        assert desk.on_card("PHƯƠNG ÁN CHO 4.3", "Đổi chỗ với mục sau: chưa nơi nào sẵn sàng")
        await desk.press("end", "f8")
        assert isinstance(desk.app.screen, PlanBCard)
        assert await desk.rows() == seen


async def test_the_card_follows_what_is_seen(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.select("4.3")
        await desk.press("f9")
        assert desk.on_card("Đổi chỗ với 4.4")
        await desk.press("down")
        assert mark(desk).startswith("4.3:swap:4.4")
        await desk.fares(Health.DOWN, "TC00")
        await desk.until(lambda: "Đổi chỗ với 4.5" in desk.text)
        assert mark(desk) == STAY, "another target is another plan: the mark does not follow it"
        await desk.press("left")
        assert desk.on_card("PHƯƠNG ÁN CHO 4.2")


async def test_a_clip_is_chosen_and_stands_in_the_log(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.fares(Health.DOWN, "T79")
        await desk.select("4.3")
        await desk.press("f9", "down", "down")
        assert ":clip:" in mark(desk)
        await desk.press("f8")
        item = desk.state.item("4.3")
        assert item is not None and (item.media, item.point) == ("clip 7'40", "TC00")
        assert "4.3   dùng dự phòng: phát clip 7'40" in desk.text


async def test_whoever_reads_is_named(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.fares(Health.DOWN, "T79")
        await desk.select("4.3")
        await desk.press("f9")
        while ":read:" not in mark(desk):
            await desk.press("down")
        seen = await desk.rows()
        await desk.press("f8")
        assert await desk.rows() == seen, "without a name nothing is done"
        await desk.pilot.press(*"Lan")
        await desk.press("enter", "f8")
        assert desk.state.item("4.3").speaker == "Lan"  # type: ignore[union-attr]
        assert "4.3   đọc thay: Lan" in desk.text


async def test_it_opens_by_itself_once_and_steals_no_key(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        desk.clock.advance(60)
        await desk.falls("T31")
        desk.clock.advance(30)
        desk.app.parts.opening.look()
        assert desk.app.screen is desk.app.desk, "not before 45 s"
        desk.clock.advance(20)
        await desk.press("ctrl+n")
        desk.app.parts.opening.look()
        assert not isinstance(desk.app.screen, PlanBCard), "not over another card"
        await desk.press("escape")
        seen = await desk.rows()
        desk.app.refresh_view()
        await desk.until(lambda: isinstance(desk.app.screen, PlanBCard))
        await desk.settle()
        assert desk.on_card("PHƯƠNG ÁN CHO 4.1", "tự mở", "Cắt hình, tiếng về hội trường TC00")
        assert mark(desk) == STAY
        await desk.pilot.press("f8")
        assert isinstance(desk.app.screen, PlanBCard), "the press was meant for the desk"
        assert await desk.rows() == seen
        await desk.press("f8", "escape")
        assert desk.app.screen is desk.app.desk
        assert (await desk.rows(), desk.state.on_air) == (seen, "4.1")
        desk.clock.advance(60)
        desk.app.parts.opening.look()
        await desk.settle()
        assert desk.app.screen is desk.app.desk, "once an incident"


async def test_an_acknowledged_fault_opens_nothing(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.falls("T31")
        desk.app.refresh_view()
        await desk.press("ctrl+o")
        assert desk.state.incidents["i-T31"].taken is not None
        desk.clock.advance(90)
        desk.app.refresh_view()
        desk.app.parts.opening.look()
        await desk.settle()
        assert desk.app.screen is desk.app.desk


async def test_the_red_gate_offers_other_ways(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f8")
        await desk.fares(Health.DOWN, "T79")
        await desk.press("f8")
        assert desk.on_card(
            "Dùng dự phòng: clip 7'40, rồi F8", "Đổi chỗ với 4.4", "sang 4.4", "phải ghi lý do"
        )
        assert mark(desk) == STAY
        await desk.press("down", "down", "down", "f8")
        assert desk.state.on_air == "4.4"
        assert str(desk.state.run("4.3").state) == "deferred"
        kinds = [event.kind for event in await desk.events()][-3:]
        assert kinds == ["ItemEnded", "ItemDeferred", "ItemStarted"]
        assert isinstance((await desk.events())[-2].body, ev.ItemDeferred)


async def test_the_red_gate_still_goes_with_a_reason(tmp_path: Path) -> None:
    async with agenda_desk(tmp_path) as desk:
        await desk.opened()
        await desk.press("f8")
        await desk.fares(Health.DOWN, "T79")
        await desk.press("f8", "end", "f8")
        assert desk.state.on_air == "4.2"
        await desk.pilot.press(*"ok")
        await desk.press("f8")
        assert desk.state.on_air == "4.3"
