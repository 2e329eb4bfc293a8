from __future__ import annotations

import msgspec
import pytest
from kit.hostile import NAMES, poison
from kit.screens.text import screen_lines, screen_text
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding
from wcwidth import wcswidth

from console.theme import VARIABLE_DEFAULTS, register_themes
from widgets.choice_card import Choice, ChoiceCard, Option
from widgets.line import Piece
from widgets.tone import Tone

GATE = Choice(
    heading="CHUYỂN SANG 4.3? ĐIỂM CẦU CHƯA SẴN SÀNG",
    right=Piece("ĐỎ", Tone.STOP),
    tone=Tone.STOP,
    lines=(
        (Piece("✗ ", Tone.STOP), Piece("T79 TP HCM    mất kết nối từ 15:38:04 (2'12)")),
        (Piece("✗ ", Tone.STOP), Piece("tiếng         không nhận gói nào 2'10")),
        (Piece("! ", Tone.ASK), Piece("thử 2 chiều   gần nhất 13:31, quá 60 phút")),
        (Piece("✓ ", Tone.GO), Piece("dự phòng      clip phát biểu 7'40 đã nạp, đã thử")),
    ),
    options=(
        Option("stay", "Ở lại 4.2, không làm gì"),
        Option("clip", "Dùng dự phòng: phát clip phát biểu 7'40"),
        Option("swap", "Đổi chỗ với 4.4 (TC00 ✓ sẵn sàng)"),
        Option("defer", "Chuyển 4.3 ra sau, ghi nợ, sang 4.4"),
        Option("force", "Vẫn chuyển sang 4.3: phải ghi lý do"),
    ),
    hint="↑↓ chọn   F8 thực hiện   Esc ở lại   (Enter không tác dụng ở đây)",
)


class CardApp(App[None]):
    """The card alone; keys that it lets through are heard."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012
        Binding(key, f"hear('{key}')", show=False) for key in ("enter", "escape", "f8", "space")
    ]
    CSS = "Screen { align: center middle; }"

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        register_themes(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield ChoiceCard(GATE)

    def action_hear(self, key: str) -> None:
        self.heard.append(key)

    @property
    def card(self) -> ChoiceCard:
        return self.query_one(ChoiceCard)


async def test_the_card_as_drawn() -> None:
    app = CardApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        region = app.card.region
        assert (region.width, region.height) == (76, 14)
        rows = [
            line[region.x : region.right].rstrip() for line in screen_lines(app)[region.y : region.bottom]
        ]
    assert {wcswidth(row) for row in rows} == {76}
    assert rows[0].startswith("┌ CHUYỂN SANG 4.3? ĐIỂM CẦU CHƯA SẴN SÀNG ─") and rows[0].endswith("─ ĐỎ ┐")
    assert rows[2].startswith("│  ✗ T79 TP HCM    mất kết nối từ 15:38:04 (2'12)")
    assert rows[7].startswith("│  > Ở lại 4.2, không làm gì")
    assert rows[8].startswith("│    Dùng dự phòng")


async def test_staying_is_chosen_and_enter_does_nothing() -> None:
    app = CardApp()
    async with app.run_test() as pilot:
        assert app.card.chosen == "stay"
        await pilot.press("escape", "enter", "enter", "f8")
        assert app.heard == ["escape", "f8"]
        assert app.card.chosen == "stay"


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["down"], "clip"),
        (["down", "down", "up"], "clip"),
        (["up"], "stay"),
        (["down"] * 20, "force"),
        (["end"], "force"),
        (["end", "home"], "stay"),
        (["down", "enter"], "clip"),
        (["j", "2", "backspace"], "stay"),
    ],
)
async def test_moving(keys: list[str], chosen: str) -> None:
    app = CardApp()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert app.card.chosen == chosen
        assert "enter" not in app.heard


async def test_new_facts_leave_the_mark_on_its_option() -> None:
    app = CardApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "down")
        app.card.show(msgspec.structs.replace(GATE, lines=GATE.lines[:1]))
        await pilot.pause()
        assert app.card.chosen == "swap"
        assert app.card.region.height == 11


async def test_an_option_that_is_gone_falls_back_to_staying() -> None:
    app = CardApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "down")
        app.card.show(msgspec.structs.replace(GATE, options=GATE.options[:2]))
        await pilot.pause()
        assert app.card.chosen == "stay"
        assert "> Ở lại" in screen_text(app)


async def test_the_card_shrinks_to_a_narrow_screen() -> None:
    app = CardApp()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        assert app.card.region.width == 60
        assert {wcswidth(line) for line in screen_lines(app)} == {60}


async def test_hostile_cards() -> None:
    app = CardApp()
    async with app.run_test(size=(120, 40)) as pilot:
        for name in NAMES:
            app.card.show(poison(GATE, name))
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(app)} == {120}
            assert "\x1b" not in screen_text(app) and "\x9b" not in screen_text(app)
