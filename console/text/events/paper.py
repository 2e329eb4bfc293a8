"""An event as papers tell it: in the words of an office, rooms by their names, lengths of time in words.

A screen says "4.1 lên sóng" and "thêm 2'00"; whoever reads the minutes next year was at no console. Events
whose line is plain enough have no sentence of their own here.
"""

from __future__ import annotations

from collections.abc import Mapping

from console.text.events.line import BY_OPERATOR, event_line, shaped
from console.text.events.shape import Span
from console.text.sentences import Text, Translate
from data import events as ev
from data.events import Event

_ROOMS = ("point", "where", "subject", "who")
"""What may be the code of a room."""


def paper_line(event: Event, t: Text, *, names: Mapping[str, str], by: bool = True) -> str:
    """As `event_line`; `names` are those of the rooms by their codes."""
    if isinstance(event.body, ev.Unknown):
        return event_line(event, t, by=by)
    sentence, params = shaped(event, t)
    for key, value in params.items():
        if isinstance(value, Span):
            params[key] = in_words(value.ms, t)
        elif key in _ROOMS and value in names:
            params[key] = names[value]
    if isinstance(event.body, ev.ItemInserted):
        params["title"] = event.body.new.title  # a screen has room for the short one only
    code = f"paper.{sentence}"
    said = t(code if t.has(code) else f"event.{sentence}", **params)
    return said + t("event.by", actor=event.actor) if by and event.kind in BY_OPERATOR else said


def in_words(ms: int, t: Translate) -> str:
    """A length of time in minutes and seconds: "2 phút 05 giây"; "-" before one that is less than nothing."""
    if ms < 0:
        return "-" + in_words(-ms, t)
    minutes, seconds = divmod(round(ms / 1000), 60)
    if not seconds:
        return t("paper.minutes", minutes=minutes)
    if not minutes:
        return t("paper.seconds", seconds=seconds)
    return t("paper.minutes_seconds", minutes=minutes, seconds=f"{seconds:02}")
