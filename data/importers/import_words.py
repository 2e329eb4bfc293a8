"""Columns as offices head them, beyond those that a conference folder knows."""

from __future__ import annotations

from data.importers.columns import AGENDA, AGENDA_WORDS, POINTS, POINTS_WORDS, Vocabulary

END, DAY, NUMBER = "end", "day", "number"
"""Columns that are understood and not kept: the end of an item, its day, and a roster's running number."""

_AGENDA_MORE = {
    "cue": "thứ tự · số tt · stt (1)",
    "title": "summary · tiêu đề · nội dung thực hiện · nội dung làm việc · nội dung và tiến trình · tên mục"
    " · nội dung hội nghị · hạng mục",
    "speaker": "người chịu trách nhiệm · phụ trách · người phụ trách · người điều hành · người báo cáo"
    " · người thực hiện, chủ trì · lãnh đạo chủ trì · phát biểu · chủ tọa",
    "organisation": "đơn vị chủ trì · đơn vị trình bày · đơn vị báo cáo",
    "point": "location · điểm cầu phát biểu · điểm cầu lên sóng",
    "duration": "thời gian (phút) · thời lượng phát biểu · tổng thời gian",
    "start": "dtstart · thời gian thực hiện · từ · giờ bắt đầu · thời gian dự kiến · khung giờ",
    "note": "description · yêu cầu · lưu ý",
    DAY: "ngày · ngày tháng · ngày thực hiện · ngày họp · thứ, ngày",
    END: "dtend · đến · kết thúc · giờ kết thúc · thời gian kết thúc · end · end time",
}
_POINTS_MORE = {
    "name": "điểm cầu/đơn vị · tên tòa án · tên cơ quan · đơn vị/điểm cầu · cơ quan · điểm cầu (đơn vị)",
    "parent": "thuộc tỉnh · địa phương · tỉnh, tp · tỉnh/tp · tỉnh thành · thuộc",
    "contact": "cán bộ đầu mối · cán bộ đầu mối kỹ thuật · cán bộ phụ trách · người phụ trách · cán bộ"
    " · đầu mối liên hệ · họ tên cán bộ · họ tên, sđt · cán bộ đầu mối, sđt · đầu mối và số điện thoại",
    "phone": "số đt · sđt liên hệ · số di động · điện thoại liên hệ · điện thoại di động"
    " · số điện thoại liên hệ",
    "phone2": "sđt dự phòng · số máy lẻ",
    "line": "loại đường truyền · kênh truyền",
    "delegates": "số người · số người dự · số đại biểu dự",
    NUMBER: "stt · tt · số tt · số thứ tự · thứ tự · no",
}


def _joined(words: dict[str, str], more: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: " · ".join(filter(None, (words.get(name), more.get(name)))) for name in names}


_AGENDA_NAMES = (*AGENDA, END, DAY)
_POINTS_NAMES = (*POINTS, NUMBER)
AGENDA_IMPORT = Vocabulary(_AGENDA_NAMES, ("title",), _joined(AGENDA_WORDS, _AGENDA_MORE, _AGENDA_NAMES))
POINTS_IMPORT = Vocabulary(_POINTS_NAMES, ("name",), _joined(POINTS_WORDS, _POINTS_MORE, _POINTS_NAMES))
