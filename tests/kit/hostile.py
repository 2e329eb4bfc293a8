"""Names nobody should have, and a way to put one into every text of a value."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec

NAMES = (
    "TAND [/] HN",
    "TAND [/b]",
    "TAND [/",
    "([sys:LOCK=1])",
    "[@click=app.evil]Name[/]",
    "[bold red]Phòng[/bold red]",
    "[link=file:///etc/passwd]x[/link]",
    "A\x1b]0;OWNED\x07B",
    "A\x1b[2JB\x1b[31mC",
    "A\x1b]52;c;ZXZpbA==\x07B",
    "A\x9b2JB\x90q\x9c",
    "A\x00B\x08C\x7fD",
    "dòng một\ndòng hai\r\ndòng ba\tcột",
    "\u202egnort neyuhC\u202c",
    "a\u200bb\u2066c\ufeffd\u00ad",
    "Z" + "\u0301" * 60 + "algo",
    "\u0301\u0302đầu dấu",
    "法院会議室テスト庭" * 3,
    "👩\u200d⚖️ phòng 🏛️🇻🇳",
    "tag\U000e0041\U000e0042 \ud800 lone",
    "Châu Thành " * 364,
)


def poison(value: Any, name: str) -> Any:
    """`value` with every text inside replaced by `name`; enums, numbers and shape are kept."""
    if isinstance(value, Enum) or not isinstance(value, str | tuple | msgspec.Struct):
        return value
    if isinstance(value, str):
        return name
    if isinstance(value, tuple):
        return tuple(poison(part, name) for part in value)
    fields = {field: poison(getattr(value, field), name) for field in value.__struct_fields__}
    return msgspec.structs.replace(value, **fields)
