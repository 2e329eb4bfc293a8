"""What the operator's desk says of rooms and incidents, as values, without a screen."""

from __future__ import annotations

import pytest
from kit.conference import START_MS, FoldingLog, conference, item, point, running

from console.screens import alarm_words, frame
from console.screens.operator import points as desk_points
from console.screens.operator.coming import ROWS, coming, next_up
from console.screens.operator.feed import FeedMaker
from console.screens.operator.programme import agenda
from console.screens.operator.sick_provinces import SickProvinces
from console.screens.questions import gate as questions
from console.screens.strip import Strip
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import events as ev
from data.events import Fact
from data.folder.model import PROVINCIAL, AgendaItem
from data.health.reading import Health, SourceStatus
from data.units import NS_PER_S
from widgets.agenda_rows import Mark
from widgets.event_feed import EventFeed
from widgets.f8_line import F8Gate
from widgets.glyphs import UNICODE
from widgets.tone import Tone

T = translator("vi")
ROOMS = tuple(
    point(f"T{number}", PROVINCIAL, short=f"Tỉnh {number}", phone=f"02{number} 0000 0001")
    for number in (1, 2)
)
ITEMS = [item("a", point="T1"), item("b", point="T2")]


def view_of(log: FoldingLog, items: list[AgendaItem] = ITEMS, *, age_s: float = 0) -> View:
    """The desk when the one source answered `age_s` seconds ago."""
    real_ns = log.clock.real_ns()
    answered = SourceStatus(
        name="s1", boot="boot-1", state="ok", answered_ns=real_ns - round(age_s * NS_PER_S)
    )
    return ViewMaker(conference(items, ROOMS, sources=1)).make(
        log.state,
        {},
        {"s1": answered},
        now=log.clock.now(),
        real_ns=real_ns,
        desktop=Desktop(console="c1", actor="op1"),
    )


def with_health(**health: Health) -> FoldingLog:
    log = running(ITEMS)
    for code, now in health.items():
        log.record(
            Fact(ev.PointJoined(source="s1", ref="1", name=code), point=code),
            Fact(ev.HealthChanged(was="unknown", now=now, reason="", source="s1"), point=code),
        )
    return log


def incident(number: int, subject: str, severity: str = "P2", **fields: object) -> ev.IncidentOpened:
    told = {"scope": "point", "reason": "absent", "points": (subject,), **fields}
    return ev.IncidentOpened(id=f"i{number}", subject=subject, severity=severity, **told)  # type: ignore[arg-type]


def test_a_source_that_is_silent_leaves_no_room_good_and_none_down() -> None:
    log = with_health(T1=Health.OK, T2=Health.DOWN)
    fresh, old = (desk_points.totals(view_of(log, age_s=age), T, UNICODE).total for age in (0, 60))
    assert (fresh.ok, fresh.down, fresh.stale) == (1, 1, 0)
    assert (old.ok, old.down, old.stale) == (0, 0, 2)


def test_a_silent_source_makes_f8_ask_and_never_refuse() -> None:
    view = view_of(with_health(T1=Health.OK), age_s=60)
    sentence = frame.f8(view, T, UNICODE, waiting=False)
    assert sentence.gate is F8Gate.ASK and sentence.verdict == "~ KHÔNG THẤY"
    assert next_up(view, T, UNICODE).verdict.tone is Tone.ASK
    assert all(not row.prompt.text for row in next_up(view, T, UNICODE).rows)


def test_what_was_known_is_told_with_its_age_and_a_silent_source_has_the_alarm_line() -> None:
    view = view_of(with_health(T1=Health.OK, T2=Health.DOWN), age_s=14)
    totals = desk_points.totals(view, T, UNICODE)
    assert totals.right == "tốt 1? cũ 14 s" and totals.line == ("tốt 1? cũ 14 s",)
    line = alarm_words.alarm(view, T, UNICODE)
    assert line.text.startswith("~ KHÔNG THẤY S1 từ 13:59:46 (14 s)   2 điểm: số liệu CŨ")
    assert len(line.short) <= 78


@pytest.mark.parametrize(
    ("after_s", "shown"), [(0, "10:00"), (599, "00:01"), (601, "+0:01"), (760, "+2:40"), (1260, "+11'")]
)
def test_what_is_left_fits_its_column(after_s: int, shown: str) -> None:
    log = running(ITEMS)
    log.advance()
    log.clock.advance(after_s)
    assert agenda(view_of(log), T).rows[0].deviation == shown


def test_all_that_is_to_come_is_told_where_there_is_room() -> None:
    items = [item(f"a{number}", point="T1") for number in range(20)]
    log = running(items)
    log.record(Fact(ev.HealthChanged(was="ok", now=Health.DOWN, reason="", source="s1"), point="T1"))
    rows = coming(view_of(log, items), T, UNICODE).rows
    assert [row.cue for row in rows] == [f"a{number}" for number in range(1, ROWS)]
    assert {row.verdict.text for row in rows[3:]} == {"✗"}


def test_sick_provinces_stand_worst_first_and_are_counted_once_a_change() -> None:
    log, counted = with_health(T1=Health.DEGRADED, T2=Health.DOWN), SickProvinces()
    view = view_of(log)
    rows = counted.rows(view)
    assert [(row.label, row.down, row.degraded) for row in rows] == [("Tỉnh 2 1", 1, 0), ("Tỉnh 1 1", 0, 1)]
    assert counted.rows(view) is rows
    assert counted.rows(view_of(with_health(T1=Health.OK, T2=Health.OK))) == ()


def test_a_lost_room_that_speaks_soon_is_to_be_called_now() -> None:
    view = view_of(with_health(T1=Health.DOWN, T2=Health.OK))
    first, second = next_up(view, T, UNICODE).rows
    assert (first.prompt.text, first.phone) == ("GỌI NGAY", "ĐT 021 0000 0001")
    assert (second.prompt.text, second.phone) == ("", "")


def test_an_incident_says_who_when_and_whom_to_phone() -> None:
    log = with_health(T1=Health.DOWN)
    log.record(Fact(incident(1, "T1"), point="T1"))
    view = view_of(log)
    line = alarm_words.alarm(view, T, UNICODE)
    assert (
        line.text == "!! P1  T1 Tỉnh 1 nói ở a, sau 0': mất kết nối   CHƯA AI NHẬN 0,0 s   ĐT 021 0000 0001"
    )
    assert line.short == "!! P1  T1 Tỉnh 1: mất KN  nói ở a, sau 0'  ĐT 021 0000 0001"
    (row,) = desk_points.incidents(view, T).rows
    assert (row.subject, row.brief) == ("T1 Tỉnh 1", "mất KN")


def test_a_room_that_never_came_is_not_called_lost() -> None:
    log = running(ITEMS)
    log.record(Fact(incident(1, "T2"), point="T2"))
    assert "chưa kết nối " in alarm_words.alarm(view_of(log), T, UNICODE).text


@pytest.mark.parametrize(
    ("speaker", "title", "shown"),
    [
        ("Chánh án TAND tối cao", "Chánh án", "Chánh án TAND tối cao"),
        ("Người dẫn", "Chủ tọa", "Chủ tọa Người dẫn"),
        ("", "Chủ tọa", "Chủ tọa"),
        ("", "", "Ban tổ chức"),
        ("Người dẫn", "", "Người dẫn"),
    ],
)
def test_a_title_is_not_said_twice(speaker: str, title: str, shown: str) -> None:
    items = [item("a", speaker=speaker, speaker_title=title, organisation="Ban tổ chức")]
    view = view_of(running(items), items)
    assert next_up(view, T, UNICODE).speaker == shown


def told(strip: Strip) -> list[str]:
    return [
        f"{row.subject} {row.text}"
        for row in FeedMaker("Asia/Ho_Chi_Minh", T)
        .make(
            strip.shown,
            unwritten_from=Strip.NEVER,
            points={room.code: room for room in ROOMS},
            faults=strip.faults,
        )
        .rows
    ]


def test_the_strip_tells_what_was_asked_and_how_it_ended_a_doubt_in_amber() -> None:
    log = running(ITEMS)
    strip = Strip()
    facts = (
        Fact(ev.ActionRequested(id="a1", action="mute", source="s1", ref="r"), point="T1"),
        Fact(ev.ActionSent(id="a1", action="mute"), point="T1"),
        Fact(ev.ActionAnswered(id="a1", action="mute", answer="accepted"), point="T1"),
        Fact(ev.ActionUnverified(id="a1", action="mute", why="unseen", after_ms=4000), point="T1"),
    )
    strip.add(log.record(*facts), "c1")
    maker = FeedMaker("Asia/Ho_Chi_Minh", T)
    rows = maker.make(strip.shown, unwritten_from=Strip.NEVER, points={}, faults=strip.faults).rows
    assert [(row.subject, row.tone) for row in rows] == [("T1", Tone.ASK), ("T1", Tone.PLAIN)]
    assert "CHƯA XÁC NHẬN" in rows[0].text


def test_a_region_is_named_whole_and_not_cut_in_the_column_of_codes() -> None:
    log = running(ITEMS)
    strip = Strip()
    region = "Trung du và miền núi phía Bắc"
    strip.load(log.record(Fact(incident(1, region, scope="region", points=("T1", "T2")))))
    rows = FeedMaker("Asia/Ho_Chi_Minh", T).make(
        strip.shown, unwritten_from=Strip.NEVER, points={}, faults=strip.faults
    )
    (line,) = [row.text for row in EventFeed().draw(rows, 100, 4) if "P2" in row.text]
    assert region in line and "…" not in line


def test_the_strip_tells_grave_incidents_to_their_end_and_leaves_small_ones_out() -> None:
    log = running(ITEMS)
    strip = Strip()
    facts = (
        Fact(incident(1, "T1"), point="T1"),
        Fact(incident(2, "T2", "P4"), point="T2"),
        Fact(incident(3, "s1", scope="source", reason="unreachable", points=())),
        Fact(ev.IncidentResolved(id="i2", open_ms=1000), point="T2"),
        Fact(ev.IncidentResolved(id="i1", open_ms=61_000), point="T1"),
    )
    strip.load(log.record(*facts))
    assert told(strip) == [
        "T1 Tỉnh 1: sự cố không kết nối đã khắc phục sau 1'01",
        "T1 mở sự cố P2 Tỉnh 1: không kết nối",
    ]


def test_the_strip_calls_an_incident_by_its_room_and_fault_and_never_by_its_number() -> None:
    log = running(ITEMS)
    log.record(Fact(incident(1, "T1"), point="T1"), Fact(incident(2, "T2"), point="T2"))
    strip = Strip()
    strip.faults.know(log.state.incidents.values())
    facts = (
        Fact(ev.IncidentAcknowledged(id="i1", severity="P2"), point="T1"),
        Fact(ev.IncidentAssigned(id="i1", to="kt2")),
        Fact(ev.IncidentMuted(id="i1", severity="P2", for_s=60)),
        Fact(ev.IncidentMerged(id="i1", into="i2")),
        Fact(ev.IncidentNoted(id="i1", text="đã đổi dây")),
        Fact(ev.IncidentChanged(id="i1", severity="P1", was="P3", points=("T1",)), point="T1"),
        Fact(ev.IncidentResolved(id="i1", open_ms=61_000), point="T1"),
    )
    for event in log.record(*facts):
        strip.add((event,), "c1")
        strip.tick()
    assert told(strip)[::-1] == [
        "T1 Tỉnh 1: op1 nhận xử lý sự cố không kết nối (P2)",
        "T1 Tỉnh 1: sự cố không kết nối giao cho kt2",
        "T1 Tỉnh 1: sự cố không kết nối tắt báo trong 1'00",
        "T1 Tỉnh 1: sự cố không kết nối gộp vào Tỉnh 2",
        "T1 Tỉnh 1: sự cố không kết nối: đã đổi dây",
        "T1 Tỉnh 1: sự cố không kết nối đổi mức từ P3 sang P1",
        "T1 Tỉnh 1: sự cố không kết nối đã khắc phục sau 1'01",
    ]
    again = ev.IncidentReopened(id="i1", severity="P1", reason="loss", after_ms=9_000)
    over = ev.IncidentResolved(id="i1", open_ms=61_000)
    strip.add(log.record(Fact(again, point="T1"), Fact(over, point="T1")), "c1")
    strip.tick()
    assert told(strip)[:2] == [
        "T1 Tỉnh 1: sự cố mất gói đã khắc phục sau 1'01",
        "T1 sự cố Tỉnh 1 (P1) tái diễn sau 0'09: mất gói",
    ]


def test_what_follows_on_a_regions_incident_names_it_shortly() -> None:
    log = running(ITEMS)
    strip = Strip()
    region = "Trung du và miền núi phía Bắc"
    begun = Fact(incident(1, region, scope="region", points=("T1", "T2")))
    strip.load(log.record(begun, Fact(ev.IncidentResolved(id="i1", open_ms=61_000))))
    assert told(strip)[0] == " Trung du, MN Bắc: sự cố không kết nối đã khắc phục sau 1'01"


def test_of_an_incident_from_before_what_was_read_the_room_is_told() -> None:
    log = running(ITEMS)
    strip = Strip()
    strip.load(log.record(Fact(ev.IncidentNoted(id="i7", text="đã gọi"), point="T1")))
    strip.load(log.record(Fact(ev.IncidentNoted(id="i8", text="cáp đứt"))))
    assert told(strip) == [" sự cố từ trước: cáp đứt", "T1 sự cố Tỉnh 1: đã gọi"]


def test_the_strip_says_a_cue_once() -> None:
    log = running(ITEMS)
    log.advance()
    strip = Strip()
    strip.load(log.record(Fact(ev.ItemHeld(), item="a")))
    assert told(strip) == ["a tạm dừng (điều hành: op1)"]


def test_before_the_record_has_a_programme_the_folders_is_shown() -> None:
    view = view_of(FoldingLog())
    assert [row.cue for row in agenda(view, T).rows] == ["a", "b"]
    assert view.forecast.offset_ms == 0
    assert "khai mạc: a" in frame.f8(view, T, UNICODE, waiting=False).coming


def test_after_the_end_rooms_that_leave_are_no_alarm_and_the_line_says_what_is_left_to_do() -> None:
    log = running(ITEMS)
    log.record(Fact(incident(1, "T2"), point="T2"))
    log.record(Fact(ev.PhaseChanged(to="ended")))
    view = view_of(log)
    assert view.incidents, "they stay in the lists"
    line = alarm_words.alarm(view, T, UNICODE)
    assert "ĐÃ KẾT THÚC" in line.text and "^E" in line.right


def test_a_room_that_counts_as_well_counts_as_connected_on_the_card_of_the_opening() -> None:
    log = with_health(T1=Health.OK)
    log.record(Fact(ev.PointJoined(source="s1", ref="1", name="T1"), point="T1"))
    log.record(Fact(ev.PointLeft(source="s1", ref="1"), point="T1"))
    view = view_of(log)
    assert not view.state.point("T1").joined and view.board.total.counts[Health.OK] == 1
    said = [
        "".join(piece.text for piece in line) for line in questions.advance(view, T, UNICODE).choice.lines
    ]
    assert any(text.startswith("kết nối 1/") for text in said), said


def test_an_item_that_was_skipped_is_not_told_as_done() -> None:
    log = running(ITEMS)
    log.record(Fact(ev.ItemSkipped(), item="b"))
    rows = agenda(view_of(log), T).rows
    assert [row.mark for row in rows if row.cue == "b"] == [Mark.SKIPPED]


@pytest.mark.parametrize(
    ("spare_minutes", "said", "tone"),
    [
        (5, "mục c muộn nhất 14:25 để xong trước 14:35", Tone.PLAIN),
        (-5, "mục c muộn nhất 14:15, dự kiến 14:20: F6", Tone.STOP),
    ],
)
def test_a_protected_item_that_will_be_too_late_is_told_in_red(
    spare_minutes: int, said: str, tone: Tone
) -> None:
    items = [item("a"), item("b"), item("c", priority="protocol")]
    log = running(items, hard_end_ms=START_MS + (30 + spare_minutes) * 60_000)
    shown = agenda(view_of(log, items), T)
    assert (shown.foot, shown.foot_tone) == (said, tone)
