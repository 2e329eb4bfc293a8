"""The small forms of an item: their boxes, and the command that the words in them make. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from console.view import View
from data.agenda.item_rules import length_s
from data.agenda.programme import ItemChanges, free_cue
from data.commands import Command, Edit, Insert
from data.folder.model import AgendaItem, ItemKind
from data.text import fold

Typed = Mapping[str, str]
_MINUTES_AND_SECONDS = re.compile(r"(\d{1,3}):([0-5]\d)")


class Wrong(msgspec.Struct, frozen=True):
    """What was typed cannot be done: the field, and the message that says why."""

    field: str
    code: str
    params: dict[str, str] = {}


class Field(msgspec.Struct, frozen=True):
    """A box: `name` is that of the message `form.<name>` and of the item's field, `value` what it holds."""

    name: str
    value: str = ""


class Form(msgspec.Struct, frozen=True, eq=False):
    """`make` turns what was typed into a command; `title` is a message id about the item `cue`."""

    title: str
    cue: str
    fields: tuple[Field, ...]
    make: Callable[[Typed], Command | Wrong]


def inserting(view: View, after: str) -> Form:
    """A new item right after `after`, or after the item on air."""
    fields = tuple(Field(name) for name in ("title", "minutes", "point", "speaker"))
    return Form("form.insert.title", after, fields, lambda typed: _insert(view, after, typed))


def editing(view: View, item: AgendaItem) -> Form:
    """Title, speaker, point and length of an item, on air or to come."""
    fields = (
        Field("title", item.title),
        Field("speaker", item.speaker),
        Field("point", item.point),
        Field("minutes", written(length_s(view.state, item))),
        Field("reason"),
    )
    return Form("form.edit.title", item.cue, fields, lambda typed: _edit(view, item, typed))


def substituting(view: View, item: AgendaItem) -> Form:
    """Another speaker for an item; title and court are theirs."""
    fields = (Field("speaker"), Field("speaker_title"), Field("organisation", item.organisation))

    def make(typed: Typed) -> Command | Wrong:
        if not typed["speaker"]:
            return Wrong("speaker", "form.needed")
        changes = ItemChanges(
            speaker=typed["speaker"],
            speaker_title=typed["speaker_title"],
            organisation=typed["organisation"],
        )
        return Edit(item=item.cue, changes=changes, how="substitute", expect=view.state.on_air)

    return Form("form.substitute.title", item.cue, fields, make)


def _insert(view: View, after: str, typed: Typed) -> Command | Wrong:
    if not typed["title"]:
        return Wrong("title", "form.needed")
    seconds, point = seconds_of(typed["minutes"]), point_of(view, typed["point"])
    if isinstance(seconds, Wrong):
        return seconds
    if isinstance(point, Wrong):
        return point
    near = after or view.state.on_air or "0"
    new = AgendaItem(
        cue=free_cue(view.state.items, near),
        title=typed["title"],
        kind=ItemKind.PRESENTATION,
        duration_s=seconds,
        point=point,
        speaker=typed["speaker"],
    )
    return Insert(new=new, after=after or None, expect=view.state.on_air)


def _edit(view: View, item: AgendaItem, typed: Typed) -> Command | Wrong:
    point, seconds = point_of(view, typed["point"]), seconds_of(typed["minutes"])
    if isinstance(seconds, Wrong):
        return seconds
    if isinstance(point, Wrong):
        return point
    if not typed["title"]:
        return Wrong("title", "form.needed")
    new = {"title": typed["title"], "speaker": typed["speaker"], "point": point}
    other = {name: value for name, value in new.items() if getattr(item, name) != value}
    changes = msgspec.structs.replace(ItemChanges(), **other)
    if typed["title"] != item.title and item.short:
        changes = msgspec.structs.replace(changes, short="")
    if typed["minutes"] != written(length_s(view.state, item)):
        plain_s = seconds - view.state.run(item.cue).extended_s
        changes = msgspec.structs.replace(changes, duration_s=plain_s)
    if changes == ItemChanges():
        return Wrong("title", "form.same")
    return Edit(item=item.cue, changes=changes, reason=typed["reason"], expect=view.state.on_air)


def written(seconds: int) -> str:
    """As a box shows a length: "8", or "7:30"."""
    whole, rest = divmod(seconds, 60)
    return f"{whole}:{rest:02d}" if rest else str(whole)


def seconds_of(typed: str, field: str = "minutes") -> int | Wrong:
    """A bare number is minutes, "7:30" minutes and seconds."""
    from data.importers.times import parse_duration

    if parts := _MINUTES_AND_SECONDS.fullmatch(typed):
        return int(parts[1]) * 60 + int(parts[2])
    seconds = parse_duration(typed) if typed else None
    return Wrong(field, "form.not_a_time", {"value": typed}) if seconds is None else seconds


def point_of(view: View, typed: str, field: str = "point") -> str | Wrong:
    """A code of the roster however it was typed; "" for none."""
    if not typed:
        return ""
    wanted = fold(typed)
    found = next((code for code in view.points if fold(code) == wanted), None)
    return Wrong(field, "form.no_point", {"value": typed}) if found is None else found
