"""What never leaves the house in a paper: meeting links and passwords; telephone numbers if so asked."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from data.record.contract import Row

HIDDEN = "[…]"
_LINK = re.compile(
    r"(?i)\b(?:https?|sips?|rtmps?|rtsp|h323|msteams|zoommtg|webex):\S+"
    r"|\b[\w-]+(?:\.[\w-]+)+/\S+"
)
_SECRET = re.compile(
    r"(?i)\b(pass(?:word|code|wd)?|pwd|pin|mật khẩu|mat khau|mã họp|mã phòng|meeting id)"
    r"(\s*(?:[:=]|là\b|is\b)\s*)\S+"
)
_PHONE = re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .\-]?\d){8,10}(?![\w])")


def discreet(text: str, *, contacts: bool) -> str:
    """`text` without links and passwords, and without telephone numbers unless `contacts`."""
    text = _SECRET.sub(rf"\1\2{HIDDEN}", _LINK.sub(HIDDEN, text))
    return text if contacts else _PHONE.sub(HIDDEN, text)


_PEOPLE = frozenset({"who", "number", "contact", "phone", "phone2"})
"""Keys of a body, at any depth, that say whom to call and where."""


def without_people(row: Row) -> Row:
    """`row` with nobody to call in its body; its hash is that of the row as it stands in the record."""
    try:
        body = msgspec.json.decode(row.body)
    except msgspec.DecodeError:
        return msgspec.structs.replace(row, body=discreet(row.body, contacts=False))
    spared = msgspec.json.encode(_spared(body)).decode()
    return row if body == _spared(body) else msgspec.structs.replace(row, body=spared)


def _spared(value: Any) -> Any:
    match value:
        case dict():
            return {key: "" if key in _PEOPLE else _spared(each) for key, each in value.items()}
        case list():
            return [_spared(each) for each in value]
        case str():
            return _PHONE.sub(HIDDEN, value)
    return value
