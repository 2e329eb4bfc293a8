"""The worst-first table and the card: what is known, in order; what is not known is never nought."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import conference, item, point, roster, running
from kit.profile import THOROUGH

from console.polling.history import STEP_NS, History, Trace
from console.screens.incident_words import reason
from console.screens.technician import words as technician_words
from console.screens.technician.media import media_facts
from console.screens.technician.table import facts, rows
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.folder.model import BridgePoint
from data.health.reading import FieldOrigin, Flow, Health, Reading, SourceStatus
from data.incidents.changes import changes
from widgets.glyphs import UNICODE
from widgets.point_table import PointRow, PointRows
from widgets.tone import Tone

VI = translator("vi")
SPEAKER = point(
    "T1", "provincial", "CC01", contact="Trực kỹ thuật", phone="028 0000 0179", phone2="028 0000 0180"
)
ROOMS: tuple[BridgePoint, ...] = (SPEAKER, *(room for room in roster(3, 12) if room.code != "T1"))
ITEMS = [item("1", point="TC00"), item("2", point="T1"), item("3", point="T2"), item("4")]
OK, DEGRADED, DOWN = Health.OK, Health.DEGRADED, Health.DOWN


class Room:
    """The technicians' view of a conference with its first item on air, whose rooms all came."""

    def __init__(self, *, sources: int = 1) -> None:
        self.log = running(ITEMS)
        self.conference = conference(ITEMS, ROOMS, sources=sources)
        self.maker = ViewMaker(self.conference)
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self.history = History(room.code for room in ROOMS)
        self.log.advance()
        for room in ROOMS:
            self.fare(room.code, OK)
        self.answer()

    def answer(self, *names: str) -> None:
        for name in names or ("s1",):
            now = self.log.clock.real_ns()
            self.sources[name] = SourceStatus(name=name, boot="boot-1", state="ok", answered_ns=now)

    def fare(
        self, code: str, health: Health, reason: str = "", *, source: str = "s1", **fields: float
    ) -> None:
        self.readings[code] = Reading(point=code, source=source, observed_ns=1, health=health, **fields)  # type: ignore[arg-type]
        joined = ev.PointJoined(source=source, ref="a", name=code)
        changed = ev.HealthChanged(was="", now=health, reason=reason, source=source)
        self.log.record(Fact(joined, point=code), Fact(changed, point=code))

    def settle(self) -> None:
        points = {room.code: room for room in ROOMS}
        self.log.record(*changes(self.log.state, points, self.log.clock.now()))

    def wait(self, seconds: float) -> None:
        self.log.clock.advance(seconds)
        self.answer()

    def view(self) -> View:
        clock = self.log.clock
        return self.maker.make(
            self.log.state,
            self.readings,
            self.sources,
            now=clock.now(),
            real_ns=clock.real_ns(),
            desktop=Desktop(console="c1", actor="kt1", role="technician"),
        )

    def rows(self, *, faults_only: bool = False) -> PointRows:
        return rows(self.view(), VI, UNICODE, faults_only=faults_only)

    def card(self, code: str) -> str:
        shown = facts(self.view(), code, self.history, VI, UNICODE)
        lines = [*shown.lines, *((each.figure, each.extra) for each in shown.media), *shown.below]
        words = [shown.heading, shown.right.text, shown.name, shown.role.text]
        return "\n".join([*words, *(" ".join(piece.text for piece in line) for line in lines), shown.keys])


def told(row: PointRow) -> tuple[str, ...]:
    return (row.severity.text, row.code, row.what.text, row.since, row.role.text)


def test_all_is_well() -> None:
    shown = Room().rows()
    assert (shown.rows, shown.right, shown.calm) == ((), "", "không điểm cầu nào có lỗi")


def test_the_worst_stands_first_and_says_what_since_when_and_whom_it_concerns() -> None:
    room = Room()
    room.fare("T1D1", DEGRADED, "quality")
    room.wait(60)
    room.fare("T1", DEGRADED, "loss", audio_loss_pct=6.0, video_loss_pct=0.2)
    room.wait(28)
    assert [told(row) for row in room.rows().rows] == [
        ("P2", "T1", "tiếng mất 6,0 %", "0'28", "nói ở 2"),
        ("P4", "T1D1", "chất lượng kém", "1'28", "nghe"),
    ]


def test_a_province_that_fell_is_one_row_but_a_coming_speaker_stays_alone() -> None:
    room = Room()
    for code in ("T2", "T2D1", "T2D2", "T2D3", "T2D4"):
        room.fare(code, DOWN, "absent")
    room.settle()
    room.wait(62)
    shown = room.rows()
    group = next(row for row in shown.rows if row.key.startswith("i"))
    assert (group.code, group.name, group.what.text) == ("T2", "Điểm T2 ×5", "mất KN, 1 sự cố")
    assert [row.code for row in shown.rows] == ["T2", "T2"]
    assert len({row.key for row in shown.rows}) == 2
    assert shown.right == "5 điểm, 2 dòng"


def test_rooms_of_a_region_that_never_came_are_not_said_to_be_lost() -> None:
    room = Room()
    codes = ("T2D1", "T2D2", "T2D3")
    opened = ev.IncidentOpened(
        id="i9", scope="region", subject="Tây Nguyên", severity="P3", reason="never", points=codes
    )
    for code in codes:
        room.fare(code, DOWN, "absent")
    room.log.record(Fact(opened))
    group = next(row for row in room.rows().rows if row.key == "i9")
    assert (group.label, group.name) == ("vùng", "Tây Nguyên ×3")
    assert group.what.text == "chưa KN, 1 sự cố"


def test_who_took_a_fault_on_is_told_in_its_row_and_on_its_card() -> None:
    room = Room()
    room.fare("T1", DOWN, "absent")
    room.settle()
    incident = next(iter(room.log.state.incidents))
    room.log.command(cmd.Acknowledge(incidents={incident: "P1"}), console="kt1")
    (row,) = room.rows().rows
    assert row.what.text == "mất KN (op-kt1)"
    assert "op-kt1 đã nhận" in room.card("T1")


def test_a_lost_source_does_not_make_a_list_of_all_points() -> None:
    room = Room()
    room.fare("T1D1", DOWN, "absent")
    room.log.clock.advance(60)
    shown = room.rows()
    assert [(row.code, row.severity.text, row.severity.tone) for row in shown.rows] == [
        ("T1D1", UNICODE.stale, Tone.STALE)
    ]


def test_when_one_of_two_sources_is_lost_its_points_are_listed_as_old_last_of_all() -> None:
    room = Room(sources=2)
    room.fare("T3D1", OK, source="s2")
    room.fare("T1D1", DEGRADED, "quality")
    room.answer("s1", "s2")
    room.log.clock.advance(60)
    room.answer("s1")
    assert [row.code for row in room.rows().rows] == ["T1D1", "T3D1"]
    assert [row.code for row in room.rows(faults_only=True).rows] == ["T1D1"]


def test_a_conference_without_sources_says_that_nothing_is_watched() -> None:
    room = Room()
    room.maker = ViewMaker(msgspec.structs.replace(room.conference, sources=()))
    room.sources = {}
    room.log.state = msgspec.structs.replace(room.log.state, points={})
    assert "chưa cấu hình nguồn" in room.rows().calm
    assert room.rows().rows == ()


healths = st.sampled_from([OK, DEGRADED, DOWN])


@THOROUGH
@given(st.dictionaries(st.sampled_from([room.code for room in ROOMS]), healths, max_size=25), st.booleans())
def test_every_sick_point_is_in_exactly_one_row_gravest_first(
    fares: dict[str, Health], faults_only: bool
) -> None:
    room = Room()
    for code, health in fares.items():
        room.fare(code, health, "absent" if health is DOWN else "")
    room.settle()
    shown, view = room.rows(faults_only=faults_only), room.view()
    covered = {each.incident.id: set(each.incident.points) for each in view.incidents}
    alone = [row.code for row in shown.rows if row.key not in covered]
    grouped = [code for row in shown.rows if row.key in covered for code in covered[row.key]]
    sick = {code for code, health in fares.items() if health is not OK}
    assert set(alone) | set(grouped) == sick
    assert len(alone) == len(set(alone))
    assert not (set(alone) & set(grouped)) - {"TC00", "T1", "T2"}
    grades = [row.severity.text for row in shown.rows]
    assert grades == sorted(grades)
    assert len({row.key for row in shown.rows}) == len(shown.rows)


def test_what_is_not_known_of_a_point_is_a_dash_and_never_nought() -> None:
    room = Room()
    shown = facts(room.view(), "T3D1", room.history, VI, UNICODE)
    assert [each.figure.text.strip() for each in shown.media] == ["-", "-"]
    assert [each.extra.text for each in shown.media] == ["jitter -", "-"]
    card = room.card("T3D1")
    assert "0,0 %" not in card
    assert "-   ĐT -" in card
    assert "đường chính -   dự phòng -" in card
    assert "chưa thử" in card


def test_the_card_of_a_speaker() -> None:
    room = Room()
    room.fare(
        "T1", DEGRADED, "loss", audio_loss_pct=6.0, video_loss_pct=0.2, jitter_ms=41.0, bitrate_bps=1_100_000
    )
    room.log.command(cmd.RecordTest(point="T1", result="passed"), console="kt1")
    room.log.command(cmd.RecordCall(point="T1", who="Trực", number="0", outcome="busy"), console="kt1")
    room.wait(88)
    card = room.card("T1")
    for words in (
        "T1 Điểm T1", "s1 0,0 s", "nói ở 2  T-", "! tiếng mất 6,0 %", "1'28",
        "Trực kỹ thuật   ĐT 028 0000 0179 / 028 0000 0180", "6,0 %", "jitter 41 ms", "0,2 %", "1,1 Mb/s",
        "2 chiều   đạt 14:00 (op-kt1)", "máy bận (op-kt1)", "mất gói", "^G Gọi", "^O Nhận",
    ):  # fmt: skip
        assert words in card, words
    assert "QUÁ 60'" not in card
    room.wait(3600)
    assert "QUÁ 60'" in room.card("T1")


def test_the_card_of_what_is_old_says_so_and_how_old() -> None:
    room = Room()
    room.log.clock.advance(14)
    shown = facts(room.view(), "T1", room.history, VI, UNICODE)
    assert shown.right.text == "~ số liệu cũ, s1 14 s"
    assert shown.right.tone is Tone.STALE
    assert Tone.GO not in [piece.tone for line in shown.lines for piece in line]


def test_the_card_shows_the_last_minutes_and_the_last_changes() -> None:
    room = Room()
    for sample in range(4):
        at = (sample + 1) * STEP_NS
        heard = msgspec.structs.replace(room.readings["T1"], audio_loss_pct=float(sample), streams_ns=at)
        room.history.add({"T1": heard}, at)
    room.history.note(room.log.events)
    shown = facts(room.view(), "T1", room.history, VI, UNICODE)
    assert shown.media[0].trend[-5:] == (None, 0.0, 1.0, 2.0, 3.0)
    assert set(shown.media[1].trend) == {None}
    assert "14:00:00 tốt" in room.card("T1")


def test_a_card_of_nothing_says_that_nothing_is_selected() -> None:
    room = Room()
    assert "chưa chọn" in facts(room.view(), "", room.history, VI, UNICODE).name


def test_an_age_is_never_below_nought_though_the_wall_clock_went_back() -> None:
    room = Room()
    room.fare("T1D1", DOWN, "absent")
    room.log.clock.step_wall(-300)
    assert room.rows().rows[0].since == "0'00"
    assert "-5" not in room.card("T1D1")


def test_what_another_source_told_is_shown_with_its_name_and_age() -> None:
    room = Room(sources=2)
    told = (FieldOrigin("rtt_ms", "s2", 1), FieldOrigin("line", "s2"))
    room.fare("T2", OK, rtt_ms=34.0, line="up", told=told)  # type: ignore[arg-type]
    room.answer("s1", "s2")
    assert "theo s2 (0,0 s): đường thông, phản hồi 34 ms" in room.card("T2")
    room.wait(14)
    assert "theo s2 (14 s)" in room.card("T2"), "its own age, not that of the source that speaks"
    assert "theo" not in room.card("T1")


def test_a_room_whose_line_is_dead_is_told_from_one_that_left() -> None:
    room = Room()
    room.fare("T1D1", DOWN, "line")
    room.fare("T1D2", DOWN, "left")
    assert {row.code: row.what.text for row in room.rows().rows} == {
        "T1D1": "đứt đường",
        "T1D2": "rời phòng họp",
    }


def test_a_relayed_room_says_through_whom_it_is_seen_and_how_that_one_fares() -> None:
    room = Room()
    rooms = tuple(
        msgspec.structs.replace(each, cascade_of="T1") if each.code == "T1D1" else each for each in ROOMS
    )
    room.maker = ViewMaker(conference(ITEMS, rooms))
    room.fare("T1D1", Health.UNKNOWN, "cascade")
    assert "nối qua T1 Điểm T1: tốt" in room.card("T1D1")
    assert "nối qua" not in room.card("T1D2")


def test_both_ways_are_told_one_by_one_where_they_are_known() -> None:
    def told(**fields: object) -> list[str]:
        reading = Reading(point="T1", source="s1", observed_ns=0, **fields)  # type: ignore[arg-type]
        rows = media_facts(reading, Trace(), OK, VI)
        return [" ".join(f"{row.label} {row.figure.text} {row.extra.text}".split()) for row in rows]

    assert told(audio_loss_pct=6.0, video_loss_pct=0.2) == [
        "tiếng lên mất 6,0 % jitter -",
        "hình lên mất 0,2 % -",
    ]
    flows = (
        Flow(kind="audio", direction="rx", loss_pct=6.0, residual_pct=0.5, jitter_ms=41.0),
        Flow(kind="audio", direction="tx", loss_pct=0.0),
        Flow(kind="video", direction="rx", bitrate_bps=1_100_000),
    )
    assert told(audio_loss_pct=6.0, flows=flows) == [
        "tiếng lên mất 6,0 % jitter 41 ms sau bù 0,5 %",
        "tiếng về mất 0,0 % jitter -",
        "hình lên mất - 1,1 Mb/s",
    ]


def test_the_head_of_the_screen_counts_what_the_list_holds() -> None:
    room = Room()
    room.fare("T1D1", DEGRADED, "quality")
    room.fare("T2", DOWN, "absent")
    room.settle()
    room.wait(5)
    listed = [row.severity.text for row in room.rows().rows]
    counts = [piece.text.strip() for piece in technician_words.turns(room.view(), VI, UNICODE).right]
    assert "P4" in listed
    assert counts == [f"{grade} {listed.count(grade)}" for grade in ("P1", "P2", "P3", "P4")]


def test_an_incident_that_outlives_its_loss_names_the_loss_and_no_figure_of_now() -> None:
    room = Room()
    room.fare("T1", DEGRADED, "loss", audio_loss_pct=6.0, video_loss_pct=0.2)
    room.settle()
    (incident,) = room.log.state.incidents.values()
    assert reason(room.view(), incident, VI, short=True) == "tiếng mất 6 %"
    room.readings["T1"] = msgspec.structs.replace(room.readings["T1"], audio_loss_pct=0.3)
    assert "%" not in reason(room.view(), incident, VI, short=True)


def test_a_sick_room_that_has_leave_to_be_away_is_in_no_grade() -> None:
    room = Room()
    room.fare("T1D1", DEGRADED, "quality")
    graded = technician_words.turns(room.view(), VI, UNICODE).right[-1].text.strip()
    room.log.record(Fact(ev.PresenceMarked(mark="excused", reason="ốm"), point="T1D1"))
    room.fare("T1D1", DOWN, "absent")
    room.log.record(Fact(ev.PointLeft(source="s1", ref="a"), point="T1D1"))
    assert graded == "P4 1"
    (row,) = room.rows().rows
    assert row.severity.text not in ("P1", "P2", "P3", "P4")
    assert technician_words.turns(room.view(), VI, UNICODE).right[-1].text.strip() == "P4 0"
