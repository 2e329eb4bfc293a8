"""Vietnamese of the time before Unicode: TCVN3 (fonts called .VnTime) and VNI (VNI-Times). Pure.

Such text looks like Latin letters with foreign accents ("Thêi gian", "Thôøi gian") wherever its font is not
applied, in a csv as in a cell of an office file. Words decide which of the two it is: text that already has
Vietnamese words is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.text import nfc

LEAST_WORDS = 3
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_ALONE = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
"""Letters of their own in VNI; ì and í are as in Unicode."""
_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
"""What stands behind a letter in VNI, as the marks that it means."""
_MARKED = "".join(_VNI_MARKS)
_VNI = re.compile(rf"([aeouyôöAEOUYÔÖ])([{_MARKED}{_MARKED.upper()}])|([ôöñæóòîÔÖÑÆÓÒÎ])")
_WORD = re.compile(r"\w+")
_WORDS = frozenset(
    _WORD.findall(
        "nội trình thời thực hiện người điểm cầu đơn vị hội nghị tòa án nhân dân tỉnh huyện thành phố của và"
        " phát biểu mạc bế báo cáo luận kết số điện thoại họ chú địa chỉ cấp quận lượng giờ đại trực tuyến"
        " chủ trì đồng chánh thẩm"
    )
)
"""Words of every programme and roster that no other language writes so."""


def in_unicode(texts: Iterable[str]) -> str:
    """ "TCVN3" or "VNI" when the texts only make Vietnamese words when read so; "" for any other text."""
    joined = nfc(" ".join(texts)).lower()
    if joined.isascii() or _words(joined):
        return ""
    found = {name: _words(read(joined)) for name, read in READERS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= LEAST_WORDS else ""


def from_tcvn3(text: str) -> str:
    """Letter by letter; capitals were a font of their own, so most come out small."""
    return "".join(_TCVN3.get(char, char) for char in nfc(text))


def from_vni(text: str) -> str:
    """A letter and the mark behind it together."""
    return _VNI.sub(_of_vni, nfc(text))


def _of_vni(match: re.Match[str]) -> str:
    letter, mark, alone = match.groups()
    if alone:
        return _VNI_ALONE[alone]
    marks = _VNI_MARKS[mark.lower()]
    return nfc(_VNI_ALONE.get(letter, letter) + marks)


READERS = {"TCVN3": from_tcvn3, "VNI": from_vni}


def _words(text: str) -> int:
    """How many of the words that every programme and roster has stand in it."""
    return sum(word in _WORDS for word in _WORD.findall(text))
