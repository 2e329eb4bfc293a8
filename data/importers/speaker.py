"""Takes "Đồng chí Họ Tên, Chánh án TAND tỉnh X" apart, only where nothing else can be meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from data.text import fold

_HONORIFIC = re.compile(r"(?:đ/c|đồng chí|ông|bà|đ\.c)\s*:?\s+", re.IGNORECASE)
_TITLES = (
    *("pho chanh an", "chanh an", "pho chu tich", "chu tich", "pho vien truong", "vien truong"),
    *("pho vu truong", "vu truong", "pho cuc truong", "cuc truong", "pho giam doc", "giam doc"),
    *("pho truong phong", "truong phong", "pho chanh van phong", "chanh van phong", "chanh thanh tra"),
    *("thu truong", "bo truong", "pho bi thu", "bi thu", "tham phan", "tham tra vien", "hieu truong"),
)
_ORGANISATIONS = (
    *("tand", "taqs", "toa an", "vu", "cuc", "van phong", "bo", "so", "ubnd", "uy ban", "vien", "hoc vien"),
    *("ban", "phong", "vksnd", "tandtc", "toa phuc tham", "thanh tra", "truong"),
)
_TITLE = re.compile(rf"({'|'.join(_TITLES)})\b")
_ORGANISATION = re.compile(rf"(?:{'|'.join(_ORGANISATIONS)})\b")
_CUT = re.compile(r"\s*[,;]\s*|\s+[-–—]\s+")
_NAME_WORD = re.compile(r"[^\W\d_]\w*")


class Speaker(NamedTuple):
    """Name, title and organisation of one person."""

    name: str
    title: str
    organisation: str


def split_speaker(text: str) -> Speaker | None:
    """The three parts, or None: several people, a role without a name, or an order not known here."""
    bare = _HONORIFIC.sub("", text, count=1) if _HONORIFIC.match(text) else text
    parts = _CUT.split(bare)
    if len(parts) not in (2, 3) or not all(parts) or _HONORIFIC.search(bare):
        return None
    name, office, *rest = parts
    title = _TITLE.match(fold(office))
    if title is None or not _is_name(name):
        return None
    # Folding keeps the number of letters in NFC text, so the places are the same.
    written, behind = office[: title.end()], office[title.end() :].strip()
    if rest:
        behind = rest[0] if not behind else ""
    return Speaker(name, written, behind) if _ORGANISATION.match(fold(behind)) else None


def _is_name(text: str) -> bool:
    """Two to five capitalised words, none of which belongs to an office."""
    words = text.split()
    proper = all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in words)
    folded = fold(text)
    return 2 <= len(words) <= 5 and proper and not (_TITLE.match(folded) or _ORGANISATION.match(folded))
