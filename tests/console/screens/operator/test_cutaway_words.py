"""A live trial on the desk: back in the hall by when, and which other courts could be shown."""

from __future__ import annotations

from kit.conference import START_MS, item
from kit.desks.view import DeskView

from console.screens.operator.coming import next_up
from console.screens.operator.on_air import on_air
from console.screens.operator.programme import agenda
from console.text.sentences import translator
from data.folder.model import ItemKind
from data.health.reading import Health
from widgets.glyphs import UNICODE
from widgets.tone import Tone

VI = translator("vi")
MIN = 60_000
TRIAL = item(
    "t",
    0,
    kind=ItemKind.LIVE_FEED,
    point="T1",
    candidates=("T2", "T3"),
    consent=True,
    fallback="clip",
    return_by_ms=START_MS + 20 * MIN,
)


def desk() -> DeskView:
    found = DeskView([item("a", point="TC00"), TRIAL, item("b")])
    found.answer()
    found.fare("T1", Health.OK)
    found.fare("T2", Health.DEGRADED, "loss")
    found.fare("T3", Health.OK)
    return found


def test_the_next_card_names_the_other_courts_healthiest_first() -> None:
    at = desk()
    at.log.advance()
    checks = next_up(at.view(), VI, UNICODE).checks
    (piece,) = [each for each in checks if each.text.startswith("thay được")]
    assert piece.text == "thay được: T3 ✓  T2 !" and piece.tone is Tone.GO
    at.fare("T3", Health.DOWN, "absent")
    checks = next_up(at.view(), VI, UNICODE).checks
    assert "thay được: T2 !  T3 ✗" in [each.text for each in checks]


def test_without_a_length_the_hall_is_what_is_counted_down_to() -> None:
    at = desk()
    at.log.advance()
    at.log.clock.advance(600)
    at.log.advance()
    at.log.clock.advance(120)
    card = on_air(at.view(), VI, UNICODE)
    assert card.countdown is not None
    assert (card.countdown.seconds, card.countdown.word) == (8 * 60, "CÒN LẠI")
    assert card.elapsed == "đã chạy 02:00, về hội trường lúc 14:20"
    assert card.fraction == 0.2
    row = next(row for row in agenda(at.view(), VI).rows if row.cue == "t")
    assert row.deviation == "08:00"
    at.log.clock.advance(540)
    late = on_air(at.view(), VI, UNICODE)
    assert late.countdown is not None and (late.countdown.seconds, late.countdown.word) == (-60, "QUÁ GIỜ")


def test_a_break_with_a_fixed_end_counts_down_to_it() -> None:
    rest = item("p", 15, kind=ItemKind.BREAK, return_by_ms=START_MS + 30 * MIN, min_duration_s=300)
    at = DeskView([item("a"), rest, item("b")])
    at.log.advance()
    at.log.clock.advance(20 * 60)
    at.log.advance()
    card = on_air(at.view(), VI, UNICODE)
    assert card.countdown is not None and card.countdown.seconds == 10 * 60
    assert card.elapsed_short == "00:00 / 14:30"
