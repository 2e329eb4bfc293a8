from __future__ import annotations

import msgspec
import pytest
from kit.conference import FoldingLog, conference, item, point, running

from console.screens.stage.words import stage, who
from console.stage import StageSnapshot, nameable
from console.text.sentences import translator
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.folder.model import CENTRAL, PROVINCIAL
from widgets.glyphs import UNICODE
from widgets.stage_view import Stage
from widgets.tone import Tone

VI, EN = translator("vi"), translator("en")
ROOMS = (point("TC00", CENTRAL), point("T1", PROVINCIAL))
ITEMS = [
    item("a", point="TC00", speaker="Nguyễn Văn A", speaker_title="Ông", organisation="TAND tỉnh A"),
    item("b", point="T1", organisation="TAND tỉnh B"),
    item("c", 0, point="T1"),
]


def seen(
    log: FoldingLog,
    *,
    sources: int = 1,
    age_s: float | None = 0.1,
    rehearsal: bool = False,
    polled: bool = True,
) -> StageSnapshot:
    plan = conference(ITEMS, ROOMS, sources=sources)
    return StageSnapshot(
        conference=plan,
        state=log.state,
        now=log.clock.now(),
        age_s=age_s,
        next=nameable(log.state, plan, log.clock.now(), polled=polled),
        rehearsal=rehearsal,
    )


def shown(log: FoldingLog, **fields: object) -> Stage:
    return stage(seen(log, **fields), VI, UNICODE)  # type: ignore[arg-type]


def counted(view: Stage) -> tuple[str, str]:
    assert view.countdown is not None
    return view.countdown.text, view.countdown.word


@pytest.fixture
def log() -> FoldingLog:
    log = running(ITEMS)
    log.advance()
    return log


def fare(log: FoldingLog, health: str) -> None:
    log.record(Fact(ev.HealthChanged(was="", now=health, reason="", source="s1"), point="T1"))


def test_before_the_opening_the_time_until_it() -> None:
    log = running(ITEMS)
    log.clock.advance(-90)
    assert counted(shown(log)) == ("01:30", "GIỜ KHAI MẠC 14:00")


def test_a_late_opening_is_nobodys_overtime() -> None:
    log = running(ITEMS)
    log.clock.advance(90)
    view = shown(log)
    assert counted(view) == ("00:00", "SẮP KHAI MẠC")
    assert view.countdown is not None and view.countdown.tone is Tone.STRONG


def test_on_air_the_time_that_is_left_and_who_speaks(log: FoldingLog) -> None:
    log.clock.advance(532)
    view = shown(log)
    assert counted(view) == ("01:08", "CÒN LẠI")
    assert (view.cue, view.title, view.who) == ("a", "MỤC A", "Ông Nguyễn Văn A - TAND tỉnh A")
    assert view.clock == "14:08"
    assert view.fraction == pytest.approx(532 / 600)


def test_over_time_counts_up_with_a_plus(log: FoldingLog) -> None:
    log.clock.advance(642)
    assert counted(shown(log)) == ("+00:42", "QUÁ GIỜ")


def test_a_hold_keeps_the_digits(log: FoldingLog) -> None:
    log.clock.advance(532)
    assert log.command(cmd.Hold(item="a")) is None
    log.clock.advance(300)
    view = shown(log)
    assert counted(view) == ("01:08", "TẠM DỪNG")
    assert view.countdown is not None and view.countdown.tone is Tone.STALE


def test_an_extension_gives_time_and_a_step_of_the_wall_takes_none(log: FoldingLog) -> None:
    log.clock.advance(532)
    assert log.command(cmd.Extend(item="a", seconds=60)) is None
    log.clock.step_wall(-120)
    assert counted(shown(log)) == ("02:08", "CÒN LẠI")


def test_an_open_ended_item_counts_what_was_spoken(log: FoldingLog) -> None:
    log.clock.advance(2)
    log.advance()
    log.clock.advance(2)
    log.advance()
    log.clock.advance(75)
    view = shown(log)
    assert counted(view) == ("01:15", "ĐÃ NÓI")
    assert view.fraction is None


def test_after_the_end_no_digits(log: FoldingLog) -> None:
    for _ in range(3):
        log.clock.advance(5)
        log.advance()
    assert log.state.ended
    view = shown(log)
    assert view.countdown is None
    assert (view.note, view.next) == ("HỘI NGHỊ ĐÃ KẾT THÚC", "")


@pytest.mark.parametrize("health", ["", "unknown", "degraded", "down"])
def test_the_next_is_not_named_before_its_gate_is_green(log: FoldingLog, health: str) -> None:
    if health:
        fare(log, health)
    assert shown(log).next == ""


def test_the_next_is_named_when_green_and_not_while_its_source_is_lost(log: FoldingLog) -> None:
    fare(log, "ok")
    assert shown(log).next == "tiếp theo: b Mục b - TAND tỉnh B"
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=1))
    assert shown(log).next == ""


def test_what_nobody_asks_any_more_is_not_green(log: FoldingLog) -> None:
    fare(log, "ok")
    assert shown(log, polled=False).next == ""


def test_an_untested_room_is_not_green_where_tests_are_kept(log: FoldingLog) -> None:
    fare(log, "ok")
    log.record(Fact(ev.PointTested(result="passed"), point="TC00"))
    assert shown(log).next == ""
    log.record(Fact(ev.PointTested(result="passed"), point="T1"))
    assert "tiếp theo: b" in shown(log).next


def test_the_next_is_named_when_the_operator_released_it_and_only_that_one(log: FoldingLog) -> None:
    fare(log, "down")
    assert log.command(cmd.ReleaseNext(item="b", verdict="stop", why="down")) is None
    assert "tiếp theo: b" in shown(log).next
    log.clock.advance(5)
    log.advance()
    assert shown(log).next == ""


def test_without_sources_nobody_looks_and_the_next_is_named(log: FoldingLog) -> None:
    assert "tiếp theo: b" in shown(log, sources=0).next


def test_words_of_the_operator(log: FoldingLog) -> None:
    log.command(cmd.ShowOnStage(text="Đề nghị nói to hơn", item="a", seconds=60))
    assert shown(log).message == "Đề nghị nói to hơn"
    log.clock.advance(61)
    assert shown(log).message == ""


@pytest.mark.parametrize(
    ("age_s", "said", "tone"),
    [
        (0.1, "0 s trước: ✓", Tone.DIM),
        (2.9, "2 s trước: ✓", Tone.DIM),
        (3.0, "mất liên lạc với nhật ký 3 s", Tone.ASK),
        (14.9, "mất liên lạc với nhật ký 14 s", Tone.ASK),
        (88.0, "mất liên lạc với nhật ký 1'28", Tone.ASK),
        (None, "Chưa có nhật ký", Tone.STALE),
    ],
)
def test_its_own_age_is_said(log: FoldingLog, age_s: float | None, said: str, tone: Tone) -> None:
    piece = shown(log, age_s=age_s).fresh
    assert (piece.text, piece.tone) == (said, tone)


def test_never_an_alarm_never_health(log: FoldingLog) -> None:
    before = shown(log)
    fare(log, "down")
    body = ev.IncidentOpened(
        id="i1", scope="point", subject="T1", severity="P1", reason="absent", points=("T1",)
    )
    log.record(Fact(body, point="T1"))
    assert msgspec.structs.replace(shown(log), fraction=before.fraction) == before


def test_a_rehearsal_is_marked_and_english_is_spoken(log: FoldingLog) -> None:
    assert shown(log, rehearsal=True).mark == "DIỄN TẬP"
    assert shown(log).mark == ""
    assert counted(stage(seen(log), EN, UNICODE))[1] == "REMAINING"


def test_who_is_not_told_twice() -> None:
    assert who(item("x", speaker="Chánh án Trần B", speaker_title="Chánh án")) == "Chánh án Trần B"
    assert who(item("x", speaker_title="Người dẫn chương trình")) == "Người dẫn chương trình"
    assert who(item("x", speaker="TAND tối cao", organisation="TAND tối cao")) == "TAND tối cao"
    assert who(item("x")) == ""
