"""Which column a header word means, in English as we write it or in Vietnamese as offices do."""

from __future__ import annotations

import re

from data.text import fold

AGENDA = (
    *("cue", "title", "short", "kind", "speaker", "speaker_title", "organisation", "point"),
    *("duration", "min_duration", "start", "fixed", "priority", "media", "media_length", "fallback"),
    *("candidates", "consent", "return_by", "record", "checklist", "note", "source"),
)
"""Columns of the programme. `source` says where a row comes from; it stays in the file."""

AGENDA_NEEDED = ("cue", "title", "kind", "duration")

POINTS = (
    *("code", "name", "short", "level", "region", "parent", "aliases", "platform_id", "cascade_of"),
    *("contact", "phone", "phone2", "line", "backup_line", "guests", "delegates", "note", "source"),
)
"""Columns of the roster; `source` as in AGENDA."""

POINTS_NEEDED = ("code", "name", "level")

AGENDA_WORDS = {
    "cue": "stt · tt · mục · số mục · số thứ tự · no",
    "title": "nội dung · nội dung chương trình · chương trình · nội dung công việc",
    "short": "tên ngắn · viết tắt · short title",
    "kind": "loại · loại mục · hình thức · type",
    "speaker": "người thực hiện · người phát biểu · người trình bày · thực hiện · chủ trì · diễn giả"
    " · người thực hiện (chủ trì) · người chủ trì · báo cáo viên",
    "speaker_title": "chức vụ · chức danh",
    "organisation": "đơn vị · cơ quan · đơn vị thực hiện · cơ quan thực hiện · organization",
    "point": "điểm cầu · mã điểm cầu · site · site code · bridge point",
    "duration": "thời lượng · số phút · thời lượng (phút) · phút · thời lượng dự kiến · minutes",
    "min_duration": "thời lượng tối thiểu · tối thiểu",
    "start": "thời gian · giờ · bắt đầu · giờ bắt đầu · thời gian bắt đầu · thời điểm · time · start time",
    "fixed": "cố định · giờ cố định",
    "priority": "ưu tiên · nghi lễ",
    "media": "tệp · video · clip · tài liệu · tệp trình chiếu",
    "media_length": "độ dài video · độ dài clip",
    "fallback": "dự phòng · phương án dự phòng",
    "candidates": "điểm cầu thay thế · phương án điểm cầu",
    "consent": "đồng ý",
    "return_by": "về hội trường trước · trở lại trước",
    "record": "ghi hình",
    "checklist": "kiểm tra · việc cần kiểm tra",
    "note": "ghi chú · chú thích · notes",
    "source": "nguồn",
}
POINTS_WORDS = {
    "code": "mã · mã điểm cầu · mã đơn vị · ký hiệu",
    "name": "tên · tên điểm cầu · điểm cầu · đơn vị · tên đơn vị · tòa án · site",
    "short": "tên ngắn · viết tắt · tên viết tắt",
    "level": "cấp · cấp tòa án",
    "region": "vùng · khu vực · miền",
    "parent": "trực thuộc · cấp trên · tỉnh · tỉnh, thành phố · tỉnh/thành phố · đơn vị cấp trên",
    "aliases": "tên khác · tên gọi khác · alias",
    "platform_id": "tài khoản · tên đăng nhập · mã phòng họp · thiết bị · địa chỉ gọi",
    "cascade_of": "nối qua · chuyển tiếp qua",
    "contact": "đầu mối · đầu mối kỹ thuật · người liên hệ · cán bộ kỹ thuật · họ tên · họ và tên",
    "phone": "sđt · điện thoại · số điện thoại · đt · di động · mobile",
    "phone2": "sđt 2 · điện thoại 2 · số điện thoại 2 · điện thoại dự phòng",
    "line": "đường truyền · đường chính · đường truyền chính",
    "backup_line": "đường dự phòng · đường truyền dự phòng",
    "guests": "khách mời · có khách mời",
    "delegates": "số đại biểu · đại biểu · số lượng đại biểu · số đại biểu tham dự · số người tham dự",
    "note": "ghi chú · chú thích · notes",
    "source": "nguồn",
}
_punctuation = re.compile(r"[\s_.:*\-–—()/,]+")


def squeeze(word: str) -> str:
    """A header word without case, accents, spaces and punctuation."""
    return _punctuation.sub("", fold(word))


def _dictionary(columns: tuple[str, ...], words: dict[str, str]) -> dict[str, str]:
    known = {squeeze(word): column for column in columns for word in words[column].split(" · ")}
    return known | {squeeze(column): column for column in columns}


class Vocabulary:
    """The columns of one kind of table, those it cannot do without, and all their names."""

    def __init__(self, columns: tuple[str, ...], needed: tuple[str, ...], words: dict[str, str]) -> None:
        self.columns = columns
        self.needed = needed
        self._words = _dictionary(columns, words)

    def column(self, header: str) -> str:
        """The column that `header` means, "" when unknown. Two words for one thing ("Người phát biểu / Người
        thực hiện") mean what both mean; two different things are none.
        """
        if whole := self._words.get(squeeze(header), ""):
            return whole
        parts = {self._words.get(squeeze(part), "") for part in header.split("/")}
        return parts.pop() if len(parts) == 1 else ""


AGENDA_VOCABULARY = Vocabulary(AGENDA, AGENDA_NEEDED, AGENDA_WORDS)
POINTS_VOCABULARY = Vocabulary(POINTS, POINTS_NEEDED, POINTS_WORDS)
