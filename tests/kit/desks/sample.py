"""The operator's desk with the reference figures, as an app that only shows widgets."""

from __future__ import annotations

from typing import ClassVar

from kit.product import ROOT
from textual.app import App, ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from console.theme import VARIABLE_DEFAULTS, register_themes
from data.health.reading import Health
from widgets.agenda_timeline import Agenda, AgendaHeads, AgendaRow, AgendaTimeline, Mark
from widgets.alarm_line import AlarmLevel, AlarmLine, AlarmSentence
from widgets.coming_list import Coming, ComingList, ComingRow
from widgets.countdown import Countdown
from widgets.due_list import Due, DueList, DueRow
from widgets.event_feed import EventFeed, Feed, FeedRow
from widgets.f8_line import F8Gate, F8Line, F8Sentence
from widgets.glyphs import UNICODE, GlyphSet
from widgets.header_lines import Header, HeaderFact, HeaderLines
from widgets.incident_list import IncidentList, IncidentRow, Incidents
from widgets.key_bar import KeyBar, KeyHint, Keys
from widgets.line import Piece
from widgets.next_card import NextCard, NextUp
from widgets.picture import Picture
from widgets.point_totals import LevelRow, PointTotals, Totals
from widgets.source_strip import SourceMark, Sources, SourceStrip
from widgets.speaker_card import OnAir, SpeakerCard
from widgets.tone import Tone

OK, BAD = Health.OK, Health.DEGRADED
_PROGRAMME = (
    ("P1", "14:02", "Ổn định; chào cờ; giới thiệu đại biểu", "Ổn định, chào cờ", "TC00", None, "10'", ""),
    ("1", "14:12", "Phát biểu khai mạc Hội nghị", "Phát biểu khai mạc", "TC00", None, "10'", "+1'"),
    ("2.1", "14:23", "Clip: Khung chuyển đổi số", "Clip Khung chuyển đổi số", "TC00", None, "7'", ""),
    (
        "2.2",
        "14:30",
        "Clip: Kết quả chuyển đổi số",
        "Clip Kết quả chuyển đổi số",
        "TC00",
        None,
        "10'",
        "",
    ),
    (
        "2.3",
        "14:40",
        "Clip: Trí tuệ nhân tạo trong Tòa án",
        "Clip Trí tuệ nhân tạo trong",
        "TC00",
        None,
        "7'",
        "",
    ),
    ("2.4", "14:47", "Clip: Bài học và nhân rộng", "Clip Bài học và nhân rộng", "TC00", None, "6'", ""),
    ("3.1", "14:53", "Phiên tòa trực tuyến (thứ nhất)", "Phiên tòa TT (thứ nhất)", "T31", None, "5'", "+0'"),
    ("3.2", "14:58", "Phiên tòa trực tuyến (thứ hai)", "Phiên tòa TT (thứ hai)", "T48", None, "5'", "+1'"),
    ("3.3", "-", "Phiên tòa trực tuyến (thứ ba)", "Phiên tòa TT (thứ ba)", "T79", BAD, "5'", "NỢ"),
    ("B1", "15:04", "Nghỉ giải lao", "Nghỉ giải lao", "TC00", None, "15'", "+5'"),
    ("4.1", "15:24", "Tham luận: Xét xử trực tuyến", "TL Xét xử trực tuyến", "T31", OK, "8'", "01:08"),
    ("4.2", "15:32", "Tham luận: Trợ lý ảo", "TL Trợ lý ảo", "TC00", OK, "8'", ""),
    ("4.3", "15:40", "Tham luận: Quản lý hoạt động tố tụng", "TL Quản lý tố tụng", "T79", BAD, "8'", ""),
    ("4.4", "15:48", "Tham luận: Bộ TT&TT", "TL Bộ TT&TT", "TC00", OK, "10'", ""),
    ("4.5", "15:58", "Tham luận: Bộ, Ngành (thứ hai)", "TL Bộ, Ngành (thứ hai)", "TC00", OK, "10'", ""),
    ("5", "16:08", "Phát biểu chỉ đạo", "Phát biểu chỉ đạo", "TC00", OK, "20'", ""),
    ("6", "16:28", "Phát biểu kết luận Hội nghị", "Phát biểu kết luận", "TC00", OK, "10'", ""),
    ("P2", "16:38", "Tuyên bố kết thúc; ngắt kết nối", "Tuyên bố kết thúc", "TC00", OK, "3'", ""),
)


def _mark(at: int, cue: str) -> Mark:
    if cue == "3.3":
        return Mark.DEFERRED
    if at < 10:
        return Mark.DONE
    if cue == "4.1":
        return Mark.ON_AIR
    return Mark.PROTOCOL if cue in ("5", "6", "P2") else Mark.NONE


def _tone(deviation: str) -> Tone:
    return {"NỢ": Tone.DEBT, "+5'": Tone.ASK}.get(deviation, Tone.DIM if "'" in deviation else Tone.PLAIN)


AGENDA = Agenda(
    title="CHƯƠNG TRÌNH",
    right="18 mục",
    heads=AgendaHeads("mục", "giờ", "nội dung", "điểm ✓", "dài", "lệch"),
    rows=tuple(
        AgendaRow(
            cue=cue, mark=_mark(at, cue), time=time, title=title, short=short, point=point,
            health=health, duration=duration, deviation=deviation, deviation_tone=_tone(deviation),
        )
        for at, (cue, time, title, short, point, health, duration, deviation) in enumerate(_PROGRAMME)
    ),
    foot="mục 5 muộn nhất 16:12 để xong trước 16:45",
    legend="# nghi lễ  » chuyển sau  ✓ xong  ► trên sóng",
)  # fmt: skip
ON_AIR = OnAir(
    heading="ĐANG TRÊN SÓNG",
    cue="4.1",
    title="Xét xử trực tuyến, bước đột phá trong cải cách tư pháp của hệ thống Tòa án",
    speaker="Lãnh đạo TAND thành phố Hải Phòng",
    place="từ điểm cầu T31 Hải Phòng",
    place_short="T31",
    countdown=Countdown(68, "CÒN LẠI"),
    elapsed="đã nói 06:52 trên 08:00",
    elapsed_short="06:52 / 08:00",
    fraction=412 / 480,
    media=(
        Piece("hình ✓"), Piece("tiếng ✓"), Piece("mất gói 0,3 %"), Piece("2 s", Tone.DIM),
    ),
)  # fmt: skip
COMING_ROWS = (
    ComingRow(
        cue="4.3", time="15:40", place="T79 TP HCM", title="Quản lý tố tụng",
        verdict=Piece("! tiếng mất 6 %", Tone.ASK), phone="ĐT 028 0000 0179",
        prompt=Piece("GỌI NGAY", Tone.ASK), lead="T-9'",
    ),
    ComingRow(cue="4.4", time="15:48", place="TC00", title="Bộ TT&TT", verdict=Piece("✓", Tone.GO)),
    ComingRow(cue="5", time="16:08", place="TC00  # nghi lễ", verdict=Piece("✓", Tone.GO)),
)  # fmt: skip
NEXT = NextUp(
    heading="TIẾP THEO",
    cue="4.2",
    time="15:32",
    title="Trợ lý ảo - công cụ đắc lực cho Thẩm phán",
    speaker="Chánh án TAND tỉnh Quảng Ninh",
    place="TC00 Hội trường B2",
    verdict=Piece("✓ SẴN SÀNG", Tone.GO),
    checks=(Piece("mic ✓ 15:26"), Piece("slide ✓"), Piece("dự phòng ✓")),
    rows=(
        ComingRow(
            cue="4.2", time="15:32", place="TC00", title="Trợ lý ảo · Chánh án Quảng Ninh",
            verdict=Piece("✓ SẴN SÀNG", Tone.GO),
        ),
        *COMING_ROWS[:2],
    ),
)  # fmt: skip
COMING = Coming(heading="SẮP TỚI", right="gọi trước 10-5-2'", rows=COMING_ROWS)
TOTALS = Totals(
    heading="ĐIỂM CẦU",
    right="tốt 751/767",
    ok_label="tốt",
    rows=(
        LevelRow(label="TƯ 1", ok=1),
        LevelRow(label="cấp cao 3", ok=3),
        LevelRow(label="tỉnh 63", ok=61, degraded=1, down=1),
        LevelRow(label="huyện 700", ok=686, degraded=8, down=4, stale=2),
    ),
    total=LevelRow(label="TỔNG", ok=751, degraded=9, down=5, stale=2),
    line=("tốt 751/767", "tỉnh 61/63", "huyện 686/700"),
    line_right=Piece("pexip ✓ 1 s", Tone.DIM),
)
INCIDENTS = Incidents(
    heading="SỰ CỐ",
    right="P1-P3: 3",
    rows=(
        IncidentRow(
            severity=1, label="P1", subject="T79 TP HCM",
            lines=(
                Piece("tiếng mất gói 6 %"),
                Piece("nói ở 4.3, sau 9'"),
                Piece("15:29 CHƯA AI NHẬN", Tone.STOP),
            ),
        ),
        IncidentRow(severity=2, label="P2", subject="Quảng Trị mất KN 9'"),
        IncidentRow(
            severity=3, label="P3", subject="Cà Mau: 4/10 mất KN",
            lines=(Piece("1 sự cố: đường tỉnh"), Piece("15:22 kt2 đang gọi", Tone.DIM)),
        ),
    ),
)  # fmt: skip
DUE = Due(
    heading="VIỆC TỚI GIỜ",
    right="4",
    rows=(
        DueRow(time="15:30", text="gọi T79 (T-10)", late=True, detail="quá 1'; ^G ghi lại"),
        DueRow(time="15:35", text="gọi T79 (T-5)"),
        DueRow(time="15:38", text="gọi T79 (T-2)"),
        DueRow(time="15:50", text="thử lại T79"),
    ),
)
FEED = Feed(
    heading="NHẬT KÝ",
    right="F5 mở",
    rows=(
        FeedRow(time="15:30:52", subject="T79", text="tiếng suy giảm: mất gói 6 % (đang ở mục 4.1)"),
        FeedRow(time="15:29:40", subject="#12", text="mở sự cố P1 T79: nói ở 4.3, dự kiến 15:40"),
        FeedRow(time="15:26:03", subject="TC00", text="thử hai chiều đạt, người thử: kt1"),
        FeedRow(time="15:24:16", subject="4.1", text="lên sóng (điều hành: op1)   trễ 4'16\""),
    ),
)
HEADER = Header(
    title="HỘI NGHỊ GIỚI THIỆU MÔ HÌNH CHUYỂN ĐỔI SỐ TRONG TÒA ÁN NHÂN DÂN",
    short_title="Hội nghị giới thiệu mô hình chuyển đổi số trong TAND",
    badge=Piece("CHÍNH THỨC", Tone.GO),
    date="16/06/2024",
    time="15:31:08",
    state=Piece("► ĐANG DIỄN RA", Tone.ON_AIR),
    facts=(
        HeaderFact("TRỄ 4'", Tone.ASK),
        HeaderFact("xong 16:41 (KH 16:37)"),
        HeaderFact("hạn cứng 16:45 dư 4'", Tone.PLAIN, "hạn 16:45 dư 4'"),
        HeaderFact("nợ 1 mục", Tone.DEBT),
    ),
    control=Piece("op1 · CẦM QUYỀN", Tone.STRONG),
)
ALARM = AlarmSentence(
    level=AlarmLevel.P1,
    text="!! P1  T79 TP HCM nói ở 4.3, sau 9': tiếng mất gói 6 %   CHƯA AI NHẬN 1'28   ĐT 028 0000 0179",
    right="F9 F3 ^O Nhận   +0",
    short="P1 T79 TP HCM tiếng mất gói 6 %, nói sau 9' · CHƯA AI NHẬN",
    short_right="sự cố 3",
)
F8 = F8Sentence(
    gate=F8Gate.GO,
    leaving="4.1 Xét xử trực tuyến",
    leaving_short="4.1",
    coming="4.2 Trợ lý ảo · TC00",
    verdict="✓ SẴN SÀNG",
)
KEYS = Keys(
    (
        KeyHint("F8", "Chuyển"), KeyHint("F7", "Dừng"), KeyHint("F6", "Giờ"),
        KeyHint("F9", "Phương án", "P.án"), KeyHint("^Z", "Hoàn tác"), KeyHint("^F", "Tìm"),
        KeyHint("^L", "Khóa"), KeyHint("^P", "Lệnh", keep=True),
    ),
    (
        KeyHint("F1", "Phím", keep=True), KeyHint("F2", ""), KeyHint("F3", ""), KeyHint("F4", ""),
        KeyHint("F5", "màn hình"),
    ),
)  # fmt: skip
SOURCES = Sources(
    marks=(
        SourceMark(name="pexip", health=OK, age="0,9 s"),
        SourceMark(name="snmp", health=OK, age="4 s"),
        SourceMark(name="ping", health=OK, age="3 s"),
    ),
    writing=Piece("ghi ✓ 15:31:08"),
    events="sự kiện 1.284",
    control=Piece("op1 · CẦM QUYỀN", Tone.STRONG),
    keyboard=Piece("bàn phím ở đây ✓", Tone.DIM),
)


class OperatorScreen(Screen[None]):
    """The arrangement of the real one, without its behaviour."""

    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (120, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-low"), (30, "-middling"), (38, "-tall"), (50, "-high")]

    def __init__(self, glyphs: GlyphSet = UNICODE) -> None:
        super().__init__()
        self.glyphs = glyphs

    def compose(self) -> ComposeResult:
        g = self.glyphs
        yield HeaderLines(id="header", glyphs=g)
        yield AlarmLine(id="alarm", glyphs=g)
        with Container(id="desk"):
            yield AgendaTimeline(id="agenda", glyphs=g)
            with Vertical(id="middle"):
                yield SpeakerCard(id="on-air", glyphs=g)
                yield NextCard(id="next", glyphs=g)
                yield ComingList(id="coming", glyphs=g)
            with Vertical(id="side"):
                yield PointTotals(id="totals", glyphs=g)
                yield IncidentList(id="incidents", glyphs=g)
                yield DueList(id="due", glyphs=g)
        yield EventFeed(id="feed", glyphs=g)
        yield AlarmLine(id="alarm-low", glyphs=g)
        yield PointTotals(id="points-line", glyphs=g)
        yield F8Line(id="f8", glyphs=g)
        yield KeyBar(id="keys", glyphs=g)
        yield SourceStrip(id="sources", glyphs=g)

    VALUES: ClassVar = {
        "header": HEADER, "alarm": ALARM, "agenda": AGENDA, "on-air": ON_AIR, "next": NEXT,
        "coming": COMING, "totals": TOTALS, "incidents": INCIDENTS, "due": DUE, "feed": FEED,
        "alarm-low": ALARM, "points-line": TOTALS, "f8": F8, "keys": KEYS, "sources": SOURCES,
    }  # fmt: skip

    def on_mount(self) -> None:
        for name, value in self.VALUES.items():
            self.query_one(f"#{name}", Picture).show(value)


class DeskApp(App[None]):
    CSS_PATH = ROOT / "console" / "console.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, glyphs: GlyphSet = UNICODE, theme: str = "diemcau-dark") -> None:
        super().__init__()
        self.glyphs = glyphs
        register_themes(self, name=theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def get_default_screen(self) -> Screen[None]:
        return OperatorScreen(self.glyphs)
