"""What F1 says on F5 of the box and its quick filters is what they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.desks.playing import playing
from kit.record.events import event

from console.reading.jump import jump_of
from console.reading.syntax import CONDITIONS, JUMPS, log_syntax
from console.screens.cards.help import HelpScreen
from console.text.sentences import translator
from data import events as ev
from data.folder.model import AgendaItem, BridgePoint, ItemKind
from data.record.filter import EVERYTHING, Group, LogFilter, parse

ITEMS = (AgendaItem(cue="4.3", title="Tham luận", kind=ItemKind.PRESENTATION, duration_s=480),)
POINTS = {"T79": BridgePoint(code="T79", name="TP HCM", level="provincial")}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_example_is_understood_as_it_says(language: str) -> None:
    t = translator(language)
    typed = {name: t(f"record.help.{name}.typed") for name in (*JUMPS, *CONDITIONS)}
    jumps = [jump_of(typed[name], ITEMS, POINTS) for name in JUMPS]
    assert [(jump.at_s, jump.cue, jump.point) for jump in jumps if jump is not None] == [
        (15 * 3600 + 38 * 60, "", ""), (None, "4.3", ""), (None, "", "T79"),
    ]  # fmt: skip
    assert [jump_of(typed[name], ITEMS, POINTS) for name in CONDITIONS] == [None] * len(CONDITIONS)
    assert parse(typed["of_point"], 0) == LogFilter(points=("t79",))
    assert parse(typed["of_item"], 0) == LogFilter(items=("4.3",))
    assert parse(typed["of_actor"], 0) == LogFilter(actors=("op1",))
    assert parse(typed["of_kind"], 0) == LogFilter(kinds=("item",))
    assert parse(typed["since"], 0) == LogFilter(since_ms=(15 * 60 + 30) * 60_000)
    assert len(parse(typed["words"], 0).words) == 2
    together = t("record.help.together").split(": ", 1)[1]
    asked = parse(together, 0)
    assert asked.points == ("t79",) and asked.since_ms is not None and len(asked.words) == 2
    machine = t("record.help.of_actor").split("; ")[1].split()[0]
    lost = event(1, ev.SourceLost(source="pexip", error="x", detail="", points=1))
    assert parse(machine, 0).accepts(lost, lambda _event: "") and parse(machine, 0) != EVERYTHING


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_quick_filter_is_explained(language: str) -> None:
    title, rows = log_syntax(translator(language))[-1]
    assert title.isupper() and len(rows) == len(Group)
    assert all(row.title and "record." not in row.title + row.keys for row in rows)


async def test_f1_on_f5_tells_them_and_elsewhere_it_does_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as desk:
        await desk.press("f1")
        assert isinstance(desk.app.screen, HelpScreen) and "điểm:T79" not in desk.text
        await desk.press("escape", "f5")
        await desk.press("f1")
        groups = {title for title, _rows in desk.app.screen._groups}  # type: ignore[attr-defined]
        assert {title for title, _rows in log_syntax(translator("vi"))} <= groups
        assert "LỌC VÀ TÌM TRONG NHẬT KÝ" in desk.text and "15:38" in desk.text
