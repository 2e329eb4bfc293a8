"""The alarm line in words: whom to ring, what to do instead, where the fault lies."""

from __future__ import annotations

import pytest
from kit.conference import START_MS
from kit.desks.view import DeskView, begun
from wcwidth import wcswidth

from console.desk import UNWRITABLE
from console.machine import Machine
from console.screens.alarm_words import alarm
from console.screens.roll_call import words as roll_call_words
from console.text.sentences import translator
from data import events as ev
from data.events import Fact
from data.health.reading import Health, Reading
from data.record.errors import LogError, LogFull
from widgets.alarm_line import AlarmLevel, AlarmLine
from widgets.glyphs import UNICODE

T = translator("vi")


def line(desk: DeskView, width: int = 140) -> str:
    (row,) = AlarmLine().draw(alarm(desk.view(), T, UNICODE), width, 1)
    assert wcswidth(row.text) == width
    return row.text.strip()


def on_air() -> DeskView:
    """T1 is on air and has just lost its sound."""
    desk = begun()
    desk.log.advance()
    desk.log.clock.advance(60)
    desk.fare("T1", Health.DOWN, "no_media")
    desk.fail("T1", "P1", "no_media")
    desk.answer()
    return desk


def test_a_fault_on_air_names_the_room_the_fault_its_age_and_the_phone() -> None:
    desk = on_air()
    desk.log.clock.advance(7)
    desk.answer()
    told = line(desk)
    assert told.startswith(
        "!! P1  T1 TỈNH 1 ĐANG PHÁT BIỂU: KHÔNG CÓ HÌNH TIẾNG  00:07   ĐT 021 0000 0001  trực KT"
    )
    assert alarm(desk.view(), T).level is AlarmLevel.P1


def test_after_forty_five_seconds_with_nobody_on_it_the_way_out_is_named() -> None:
    desk = on_air()
    desk.log.clock.advance(52)
    desk.answer()
    told = line(desk)
    assert "00:52   CHƯA AI NHẬN 52 s" in told
    assert "gợi ý: chuyển c (T2 ✓ sẵn sàng), b ghi nợ" in told


def test_once_taken_it_says_by_whom() -> None:
    desk = on_air()
    desk.log.clock.advance(52)
    desk.log.record(ev.IncidentAcknowledged(id="i-T1", severity="P1"), actor="kt2")
    desk.answer()
    assert "gợi ý" not in line(desk) and alarm(desk.view(), T).level is AlarmLevel.WARNING


@pytest.mark.parametrize(
    ("age_s", "level", "begins"),
    [
        (14, AlarmLevel.WARNING, "~ KHÔNG THẤY S1 từ "),
        (39, AlarmLevel.WARNING, "~ KHÔNG THẤY S1 từ "),
        (48, AlarmLevel.FAULT, "!! NỀN TẢNG HỎNG  s1 không trả lời 00:48, "),
    ],
)
def test_a_silent_platform_is_not_seen_at_first_and_judged_later(
    age_s: int, level: AlarmLevel, begins: str
) -> None:
    desk = DeskView(sources=2, hotline="024 0000 0001")
    for code in ("T1", "T2", "T3"):
        desk.fare(code, Health.OK, source="s2")
    desk.answer("s1", age_s=age_s)
    desk.answer("s2")
    assert line(desk).startswith(begins)
    assert alarm(desk.view(), T).level is level


def test_where_the_fault_lies_is_concluded_only_from_another_source() -> None:
    desk = DeskView(sources=2, hotline="024 0000 0001")
    desk.answer("s1", age_s=60)
    assert "không nguồn nào khác để đối chiếu" in line(desk)
    desk.answer("s2")
    for code in ("T1", "T2", "T3"):
        desk.fare(code, Health.OK, source="s2")
    assert "s2 3/3 tỉnh ✓: lỗi ở máy chủ, không ở phòng   ĐT 024 0000 0001" in line(desk)
    for code in ("T1", "T2"):
        desk.fare(code, Health.DOWN, source="s2")
    assert "s2 cũng chỉ thấy 1/3 tỉnh" in line(desk)


def test_a_step_of_the_clock_says_from_when_to_when_and_in_which_row() -> None:
    desk = DeskView()
    desk.answer()
    desk.know(moved_ms=-120_000, moved_at_ms=START_MS, moved_row=1291)
    assert line(desk, 160).startswith("! ĐỒNG HỒ MÁY VỪA NHẢY -120 s (14:02:00 → 14:00:00)")
    assert line(desk, 160).endswith("đã ghi #1.291")
    desk.know(slept=True)
    assert line(desk, 160).startswith("! MÁY VỪA NGỦ -120 s")


def test_before_the_opening_the_slowest_province_is_named() -> None:
    desk = DeskView()
    desk.answer()
    for code in ("T1", "T1H1", "T1H2", "T2", "T2H1"):
        desk.fare(code, Health.OK)
    told = line(desk)
    assert "kết nối 5/10 (50 %)  tỉnh 2/3   chậm nhất: Tỉnh 3 0/3" in told
    assert told.endswith("F8 ► a khai mạc")


def test_a_room_that_is_well_is_in_the_call_though_no_source_tells_of_its_joining() -> None:
    desk = DeskView()
    desk.answer()
    for code in ("T1", "T1H1", "T1H2", "T2", "T2H1"):
        desk.readings[code] = Reading(point=code, source="s1", observed_ns=1, health=Health.OK)
        change = ev.HealthChanged(was="", now=Health.OK, reason="", source="s1")
        desk.log.record(Fact(change, point=code))
    assert "kết nối 5/10 (50 %)  tỉnh 2/3   chậm nhất: Tỉnh 3 0/3" in line(desk)


def test_a_rehearsal_in_the_last_quarter_of_an_hour_of_the_real_day_is_said_loudly() -> None:
    desk = DeskView()
    desk.answer()
    desk.know(rehearsal=True, log_name="rehearsal-2.db")
    desk.log.clock.advance(-14 * 60)
    desk.answer()
    assert line(desk).startswith("! ĐANG LÀ DIỄN TẬP, còn 14' tới giờ khai mạc thật")
    desk.log.clock.advance(-2 * 60)
    desk.answer()
    assert "ĐANG LÀ DIỄN TẬP" not in line(desk)


def test_a_rehearsal_that_runs_well_says_which_log_it_writes() -> None:
    desk = DeskView()
    desk.know(rehearsal=True)
    desk.answer()
    desk.log.advance()
    assert line(desk).startswith("DIỄN TẬP   demo   không tính vào biên bản")
    desk.know(rehearsal=False)
    assert line(desk) == ""


@pytest.mark.parametrize("width", [80, 100, 120, 140, 200])
def test_every_line_fits_every_width_and_keeps_its_words(width: int) -> None:
    silent = DeskView()
    silent.answer(age_s=14)
    locked = DeskView()
    locked.answer()
    locked.know(locked=True)
    away = DeskView()
    away.answer()
    away.know(focused=False)
    for desk, words in (
        (on_air(), "T1"),
        (silent, "KHÔNG THẤY"),
        (locked, "KHÓA PHÍM"),
        (away, "BÀN PHÍM KHÔNG Ở CỬA SỔ NÀY"),
    ):
        told = line(desk, width)
        assert words in told and "…" not in told, told


def test_without_a_source_it_says_how_points_are_marked_and_a_source_tried() -> None:
    desk = DeskView(sources=0)
    assert "THỦ CÔNG; chương trình chạy đủ" in line(desk, 120), "before the opening"
    desk.log.advance()
    told = line(desk, 120)
    assert "Đánh dấu điểm cầu bằng F4" in told and told.endswith("diemcau source test")
    assert "THỦ CÔNG" in line(desk, 80)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("error", UNWRITABLE)
def test_why_the_log_takes_nothing_is_told_in_words(language: str, error: type[LogError]) -> None:
    desk = DeskView()
    desk.know(failure=error.code, unwritten=2, machine=Machine(looked=True, free_bytes=0))
    told = alarm(desk.view(), translator(language), UNICODE)
    assert error.code not in told.text + told.short and "disk." not in told.text
    assert ("0 MB" in told.text) is (error is LogFull)


def test_a_disk_nobody_has_looked_at_has_no_figure() -> None:
    desk = DeskView()
    desk.know(failure="log_full", unwritten=2)
    assert line(desk, 120).startswith("!! KHÔNG GHI ĐƯỢC NHẬT KÝ: đĩa đầy; CHƯA GHI 2 việc")


def test_after_the_end_the_line_says_what_is_left_to_do_and_no_more() -> None:
    desk = DeskView()
    desk.answer()
    for _ in range(5):
        desk.log.advance()
        desk.log.clock.advance(60)
    desk.answer()
    assert "niêm phong nhật ký và xuất báo cáo" in line(desk) and line(desk).endswith("^E Xuất")
    desk.log.record(ev.RecordSealed(reason="xong"))
    assert "nhật ký đã niêm phong" in line(desk) and "niêm phong nhật ký" not in line(desk)
    desk.know(past=0.0)
    assert "^E" not in line(desk) and "niêm phong" not in line(desk) and "xuất" not in line(desk)


def test_the_keys_of_a_replay_change_nothing() -> None:
    past_fault = on_air()
    assert line(past_fault).endswith("F9 phương án  F3 thẻ  ^O Nhận")
    past_fault.know(past=1.0)
    assert line(past_fault).endswith("F3 thẻ") and "F9" not in line(past_fault)
    desk = DeskView()
    here = {hint.label for hint in roll_call_words.keys(desk.view(), T, 120).left}
    desk.know(past=1.0)
    past = {hint.label for hint in roll_call_words.keys(desk.view(), T, 120).left}
    assert {"Có mặt/vắng", "Tỉnh báo"} <= here and "Chỉ vắng" in past
    assert past & {"Có mặt/vắng", "Tỉnh báo"} == set()
