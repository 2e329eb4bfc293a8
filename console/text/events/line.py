"""One line of Vietnamese (or English) for an event of the record."""

from __future__ import annotations

from collections.abc import Mapping

from console.text.events import actions, agenda, desk, incidents, people, points
from console.text.events.shape import Params, Shape
from console.text.sentences import Translate
from data import events as ev
from data.events import Event

BY_OPERATOR = frozenset(
    {
        *("AbsenceAnswered", "AdvanceUndone", "ChangeUndone", "ConferenceOpened", "HoldExplained"),
        *("ItemBroughtBack", "ItemDeferred", "ItemEdited", "ItemExtended", "ItemHeld", "ItemInserted"),
        *("ItemMoved", "ItemSkipped", "ItemStarted"),
    }
)
"""What only whoever runs the programme does: their lines say who that was."""


def event_line(event: Event, t: Translate, *, by: bool = True) -> str:
    """What happened, without time and place: those stand in their own columns. Without `by` it does not say
    who ran the programme, for a reader who has been told.
    """
    if isinstance(event.body, ev.Unknown):
        return t("event.unknown", kind=event.kind)
    sentence, params = shaped(event, t)
    said = t(f"event.{sentence}", **params)
    return said + t("event.by", actor=event.actor) if by and event.kind in BY_OPERATOR else said


def shaped(event: Event, t: Translate) -> tuple[str, Params]:
    """The name of the sentence that tells a known event, and all that it may name."""
    params: Params = {name: getattr(event.body, name) for name in event.body.__struct_fields__}
    params |= {"actor": event.actor, "console": event.console, "item": event.item, "point": event.point}
    shape = _SHAPES.get(type(event.body))
    return event.kind + (shape(event.body, params, t) if shape else ""), params


def without_subject(sentence: str, item: str | None, point: str | None) -> str:
    """`sentence` where columns of their own name the item and the point already."""
    for code in (item, point):
        if code:
            sentence = sentence.removeprefix(f"{code}: ").removeprefix(f"{code} ")
    return sentence


_SHAPES: Mapping[type[ev.Body], Shape] = {
    kind: shape
    for room in (actions, agenda, desk, incidents, people, points)
    for kind, shape in room.SHAPES.items()
}
"""The other kinds are told by their own fields."""
