"""The fields of an event's body in words: names, codes, moments, lengths, figures with their units. Pure."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from console.text.problems import word
from console.text.sentences import NOTHING, Text, clock, local_date, local_time
from data.events import Event
from widgets.glyphs import CUT

MS_PER_S = 1000
_BODY_FIELDS = 24
_LIST_ITEMS = 12
_INSTANTS = frozenset({"start_ms", "hard_end_ms", "planned_start_ms", "at_ms", "from_ms", "return_by_ms"})
_CODE = re.compile("[a-z][a-z_0-9]*")
_CODES = {
    **{"now": "health", "was": "health", "reason": "reason", "cause": "cause", "check": "preflight"},
    **{"mark": "roll.mark", "outcome": "call", "result": "test", "says": "overrule", "why": "gate"},
    **{"undone": "change.kind", "scope": "record.scope", "action": "act", "answer": "act_answer"},
    **{"kind": "kind"},
}
"""Fields that hold codes, and the family of their words."""
_FAMILIES = ("record.body", "record.figure", "item_field", "level", "roll.state")
"""Where a name may have its word: fields of a body, what was measured, of an item, levels, standings."""
_UNITS = {
    "_pct": ("%", 1),
    "_ms": ("ms", 0),
    "_bps": ("bit/s", 0),
    "_db": ("dB", 0),
    "_dbov": ("dBov", 0),
    "_s": ("s", 0),
}
"""How a figure whose name ends so is written: its unit, and decimals."""
_MEASURED = frozenset({"values", "thresholds"})


def body_lines(event: Event, timezone: str, t: Text) -> list[tuple[str, str]]:
    """The fields of the body as (name, value), read from the stored text, so none is left out.

    Names and codes are in words; the stored text itself stands below them on the card.
    """
    try:
        fields = msgspec.json.decode(event.raw)
    except ValueError:
        return []
    if not isinstance(fields, dict):
        return [("", _value(fields, timezone, t))]
    shown = list(fields.items())[:_BODY_FIELDS]
    return [
        (field_name(str(name), t), _field(str(name), value, timezone, t))
        for name, value in shown
        if value not in ("", {})
    ]


def field_name(name: str, t: Text) -> str:
    """What a field of the record is called; its own name where nobody gave it a word."""
    known = (f"{family}.{name}" for family in _FAMILIES)
    return next((t(code) for code in known if t.has(code)), name)


def figure(name: str, value: float, t: Text) -> str:
    """A measured figure, or a threshold of one, by the unit that its name ends with."""
    unit, decimals = next((_UNITS[end] for end in _UNITS if name.endswith(end)), ("", 2))
    written = t.number(value, min(decimals, len(f"{value:g}".partition(".")[2])) if not unit else decimals)
    return f"{written} {unit}".rstrip()


def _field(name: str, value: Any, timezone: str, t: Text) -> str:
    if name in _MEASURED and isinstance(value, dict):
        return ", ".join(_measured(str(key), each, t) for key, each in value.items())
    if isinstance(value, str) and name in _CODES and _CODE.fullmatch(value):
        return word(t, _CODES[name], value)
    if isinstance(value, bool) or not isinstance(value, int):
        return _value(value, timezone, t)
    if name in _INSTANTS:
        return f"{local_date(value, timezone)} {local_time(value, timezone)}"
    if name.endswith("_ms"):
        return f"{clock(value / MS_PER_S)}  ({t.number(value)} ms)"
    return clock(value) if name.endswith("_s") or name == "seconds" else _value(value, timezone, t)


def _measured(name: str, value: Any, t: Text) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{field_name(name, t)} {figure(name, value, t) if number else value}"


def _value(value: Any, timezone: str, t: Text) -> str:
    if isinstance(value, list):
        shown = "; ".join(_value(each, timezone, t) for each in value[:_LIST_ITEMS])
        return f"[{len(value)}] {shown}{f' {CUT}' if len(value) > _LIST_ITEMS else ''}"
    if isinstance(value, dict):
        told = ((str(name), each) for name, each in value.items())
        return ", ".join(f"{field_name(name, t)}: {_field(name, each, timezone, t)}" for name, each in told)
    if isinstance(value, bool):
        return t("record.yes" if value else "record.no")
    if isinstance(value, int | float):
        return figure("", value, t)
    return NOTHING if value is None else str(value)
