"""Ten agendas and five rosters as people really have them; roles for people, numbers that cannot ring."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from pathlib import Path

from kit.written.documents import Cell, write_document
from kit.written.sheets import write_sheet

HEADER = ["STT", "Thời gian", "Nội dung", "Người thực hiện", "Ghi chú"]
ROSTER = ["STT", "Đơn vị", "Cán bộ đầu mối", "SĐT", "Đường truyền"]


def word_programme(path: Path) -> Path:
    """A letterhead table, a numbered-columns row, headings, a merged time, a header that repeats."""
    return write_document(
        path,
        [["TÒA ÁN NHÂN DÂN TỐI CAO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]],
        [
            HEADER,
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            [Cell("I. PHẦN KHAI MẠC", span=5)],
            ["1", "14h00 – 14h10", "Phát biểu khai mạc", "Chánh án TANDTC", ""],
            ["2", "14h10 – 14h25", "Video clip kết quả\nchuyển đổi số", "Tổ kỹ thuật", "có tiếng"],
            HEADER,
            [Cell("II. PHẦN THAM LUẬN", span=5)],
            [
                "3",
                Cell("14h25 – 15h00", merge="restart"),
                "Tham luận 1",
                "Đại diện TAND thành phố Hải Phòng",
                "",
            ],
            [
                "4",
                Cell(merge="continue"),
                "Tham luận 2",
                "Đồng chí Họ Tên Mẫu, Chánh án TAND tỉnh Nghệ An",
                "",
            ],
            ["5", "Từ 15 giờ 00 phút đến 15 giờ 10 phút", "Nghỉ giải lao", "", ""],
            ["6", "khoảng 15h10", "Kết luận Hội nghị", "Chủ tọa", "10 phút"],
        ],
    )


def two_level_numbers(path: Path) -> Path:
    """Parents with parts 2.1, 2.2; lengths in their own column; automatic numbers lost."""
    return write_sheet(
        path,
        [
            ["CHƯƠNG TRÌNH HỘI NGHỊ"],
            ["(Kèm theo Kế hoạch)"],
            ["Nội dung", "STT", "Thời lượng (phút)", "Ghi chú", "Đơn vị trình bày", "Mã màu"],
            ["Khai mạc", 1, 10, None, "TANDTC", "đỏ"],
            ["Xem phim tư liệu", 2, None, None, None, None],
            ["Phim về khung chuyển đổi số", 2.1, "07 phút", None, "Tổ kỹ thuật", None],
            ["Phim về kết quả", 2.2, "1 tiếng rưỡi", None, "Tổ kỹ thuật", None],
            ["Thảo luận", None, "10-15 phút", "rút gọn nếu chậm", None, None],
            ["Bế mạc", 4, datetime.time(0, 10), None, None, None],
        ],
        merge=["A1:F1"],
    )


def morning_and_afternoon(path: Path) -> Path:
    """Two tables with different columns, a roster between them."""
    return write_document(
        path,
        [
            ["Thời gian", "Nội dung", "Chủ trì"],
            ["Buổi sáng từ 8-12h", "Phiên thứ nhất", "Chủ tọa"],
        ],
        [["Phòng", "Số ghế"], ["A", "20"]],
        [
            ["TT", "Nội dung công việc", "Bắt đầu", "Kết thúc", "Đơn vị thực hiện"],
            ["1", "Phiên thứ hai", "chiều 2h", "4h30 chiều", "TANDTC"],
            ["2", "Bế mạc", "16h30", "16h", "TANDTC"],
        ],
    )


def decomposed(path: Path) -> Path:
    """Headers and times in NFD with no-break spaces, as a Mac writes them."""
    text = (
        "STT\tThời gian\tNội dung\tNgười thực hiện\n"
        "1\t8\u00a0giờ\u00a030\tỔn định tổ chức\tBan tổ chức\n"
        "2\t9 giờ kém 15\tBáo cáo\tĐại diện Vụ Tổng hợp\n"
        "3\t9g00 – 9g30\tKết luận\tChủ tọa\n"
    )
    path.write_text(unicodedata.normalize("NFD", text), "utf-8")
    return path


def old_code_page(path: Path) -> Path:
    """Windows-1258, semicolons, a quoted cell over two lines."""
    text = 'STT;Thời gian;Nội dung;Ghi chú\n1;7-9h;"Đón tiếp\nđại biểu";Hội trường\n2;9h;Khai mạc;10 phút\n'
    path.write_bytes("".join(map(_toned, text)).encode("cp1258"))
    return path


def _toned(char: str) -> str:
    """The letter and its tone mark apart, as that code page writes them."""
    marks = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tone)) + tone


def utf_16(path: Path) -> Path:
    """ "Unicode text" of a spreadsheet: UTF-16 with TABs; times and lengths nobody can tell apart."""
    rows = ["Thời gian\tNội dung", "1h30\tTham luận chung", "0:45\tThảo luận", "Nội dung khác"]
    path.write_bytes("\r\n".join(rows).encode("utf-16"))
    return path


def pipes(path: Path) -> Path:
    """A dump with bars, a wrong length beside a span, a cell beyond the header, a date as number."""
    path.write_text(
        "Mục|Giờ|Chương trình|Thời lượng|Điểm cầu\n"
        "1|8h00-8h15|Chào cờ|10 phút|TC00\n"
        "2|14-15h30|Tham luận|90'|Điểm cầu lạ|thừa\n"
        "2|22h-1h|Trực đêm|nửa giờ|\n"
        "|8h00 - 10|Giao lưu|15'|\n",
        "utf-8-sig",
    )
    return path


def calendar(path: Path) -> Path:
    """An iCalendar file: folded lines, three zones, a cancelled event, a repeat, another day."""
    path.write_text(
        "\r\n".join(
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "BEGIN:VEVENT",
                "DTSTART;TZID=Asia/Ho_Chi_Minh:20240616T143000",
                "DURATION:PT30M",
                "SUMMARY:Tham luận của TAND tỉnh",
                "  Nghệ An",
                "LOCATION:Điểm cầu Nghệ An",
                "ORGANIZER;CN=Ban tổ chức:mailto:btc@hn2024.example",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "DTSTART:20240616T070000Z",
                "DTEND:20240616T071500Z",
                "SUMMARY:Khai mạc\\, chào cờ",
                "DESCRIPTION:dòng một\\ndòng hai",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "DTSTART;TZID=SE Asia Standard Time:20240616T150000",
                "DTEND;TZID=SE Asia Standard Time:20240616T151000",
                "RRULE:FREQ=DAILY",
                "SUMMARY:Nghỉ giải lao",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "DTSTART:20240616T080000Z",
                "STATUS:CANCELLED",
                "SUMMARY:Đã hủy",
                "END:VEVENT",
                "BEGIN:VEVENT",
                "DTSTART;TZID=Asia/Ho_Chi_Minh:20240617T080000",
                "DTEND;TZID=Asia/Ho_Chi_Minh:20240617T090000",
                "SUMMARY:Họp rút kinh nghiệm",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        ),
        "utf-8",
    )
    return path


def two_line_header(path: Path) -> Path:
    """ "Thời gian" over "Từ" and "Đến"; lengths merged over two rows; a hidden sheet."""
    from openpyxl import load_workbook

    write_sheet(
        path,
        [
            ["TT", "Thời gian", None, "Nội dung", "Phụ trách", "Thời lượng"],
            [None, "Từ", "Đến", None, None, None],
            [1, datetime.time(8, 0), datetime.time(8, 20), "Khai mạc", "Chủ tọa", None],
            [2, datetime.time(8, 20), None, "Tham luận 1", "Lãnh đạo Vụ", "30 phút"],
            [3, None, None, "Tham luận 2", None, None],
            [4, datetime.datetime(2024, 6, 16, 9, 0), "9 giờ rưỡi", "Kết luận", "Chủ tọa", None],
        ],
        merge=["A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:F2", "E4:E5", "F4:F5"],
    )
    book = load_workbook(path)
    book.create_sheet("Nháp").append(["bỏ"])
    book["Nháp"].sheet_state = "hidden"
    book.save(path)
    return path


def hostile(path: Path) -> Path:
    """Escape codes, markup, a formula's error, an endless cell, an order that runs backwards."""
    return write_sheet(
        path,
        [
            ["STT", "Giờ", "Nội dung", "Người thực hiện", "Thời lượng"],
            [1, "9h00", "Khai mạc [/] [bold]đỏ[/bold]", "Chủ tọa\u202e", "=1"],
            [2, "8h00", "x" * 3000, "#REF!", "5 con gà"],
            [3, "2h00", "=cmd|' /C calc'!A0 \u200b", "Ông Họ Tên Một; Bà Họ Tên Hai", "10'"],
        ],
    )


def ministry_roster(path: Path) -> Path:
    """Province headings, phones as numbers, two numbers in a cell, a contact with a number."""
    return write_sheet(
        path,
        [
            ["DANH SÁCH ĐIỂM CẦU", None, None, None, None],
            ROSTER,
            ["I", "Trung ương", None, None, None],
            [1, "Tòa án nhân dân tối cao", "Trực kỹ thuật", "024 0000 0001", "TSLCD"],
            ["II", "Tỉnh Nghệ An", None, None, None],
            [2, "TAND tỉnh Nghệ An", "Trực kỹ thuật", 380000002, "TSLCD"],
            [3, "TAND thành phố Vinh", "Trực kỹ thuật - 038 0000 003", None, "Internet"],
            [4, "TAND huyện Nghi Lộc", "Trực kỹ thuật", "038 0000 004 / 038 0000 005", None],
            ["Tỉnh Lạng Sơn", None, None, None, None],
            [5, "TAND huyện Chi Lăng", None, "gọi lễ tân", None],
        ],
        merge=["A1:E1", "A9:E9"],
    )


def merged_provinces(path: Path) -> Path:
    """The province in a merged column, columns in another order."""
    return write_sheet(
        path,
        [
            ["SĐT", "Tỉnh", "Đường truyền", "Đơn vị", "Cán bộ đầu mối", "TT"],
            ["025 0000 0001", None, "TSLCD", "TAND tỉnh Lạng Sơn", "Trực 1", 1],
            ["025 0000 0002", "Lạng Sơn", "TSLCD", "TAND thành phố Lạng Sơn", "Trực 2", 2],
            [250000003, None, None, "TAND huyện Cao Lộc", "Trực 3", 3],
            [250000004.0, "Cao Bằng", "Internet", "TAND huyện Hạ Lang", "Trực 4", 4],
        ],
        merge=["B3:B4"],
    )


def word_roster(path: Path) -> Path:
    """Word: a nested table, a heading over all columns that names a court, an empty row."""
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ghép</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    return write_document(
        path,
        [
            ROSTER,
            [Cell("TAND tỉnh Bắc Giang", span=5)],
            ["1", "TAND huyện Lục Nam", "Trực\nkỹ thuật", "020 0000 0001", "TSLCD"],
            ["", "", "", "", ""],
            ["2", "TAND huyện Lục Ngạn", "Trực", "", Cell(raw=inner)],
        ],
    )


def comma_roster(path: Path) -> Path:
    """csv with our own codes, a name that two points share, a level of another office."""
    path.write_text(
        "Mã,Đơn vị,Cấp,SĐT,Trực thuộc,Số đại biểu,Ghi chú\n"
        "TC00,Điểm cầu trung tâm,central,024 0000 0001,,200,\n"
        "H1,TAND huyện Châu Thành,district,84000000001,Tiền Giang,mười,\n"
        "H2,TAND huyện Châu Thành,district,12,TC00,12,gần sông\n"
        "h2,Học viện Tòa án,học viện,024 0000 0002,TC00,,\n",
        "utf-8",
    )
    return path


def hostile_roster(path: Path) -> Path:
    """UTF-16 without a mark at its head, names with control characters, no levels."""
    rows = ["STT;Điểm cầu;Đầu mối;Điện thoại", "1;TAND\x1b[2J huyện X;Trực;+84 24 0000 0001", "2;[/];;0"]
    path.write_bytes("\n".join(rows).encode("utf-16-le"))
    return path


Maker = Callable[[Path], Path]
AGENDAS: dict[str, Maker] = {
    "word.docx": word_programme,
    "levels.xlsx": two_level_numbers,
    "halves.docx": morning_and_afternoon,
    "nfd.csv": decomposed,
    "cp1258.csv": old_code_page,
    "utf16.csv": utf_16,
    "bars.txt": pipes,
    "calendar.ics": calendar,
    "two_lines.xlsx": two_line_header,
    "hostile.xlsx": hostile,
}
ROSTERS: dict[str, Maker] = {
    "ministry.xlsx": ministry_roster,
    "merged.xlsx": merged_provinces,
    "word.docx": word_roster,
    "commas.csv": comma_roster,
    "hostile.csv": hostile_roster,
}
