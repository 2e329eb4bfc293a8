"""The programme as a list: where an item stands, where it may go, what it becomes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import msgspec
from msgspec import UNSET, UnsetType

from data.folder.model import AgendaItem, ItemKind

CAUSES = ("technical", "protocol", "speaker", "chair")
"""Causes that have a word in the catalogs (`cause.<code>`); any other text stands for itself."""

LONGEST_S = 24 * 3600
"""No item is longer than a day."""


class ItemChanges(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What becomes different in an item: the fields that are set, and no others.

    Meanings as in `AgendaItem`. The cue and the priority are not among them: the record names an
    item by its cue, and protocol is not edited away.
    """

    title: str | UnsetType = UNSET
    short: str | UnsetType = UNSET
    kind: ItemKind | UnsetType = UNSET
    speaker: str | UnsetType = UNSET
    speaker_title: str | UnsetType = UNSET
    organisation: str | UnsetType = UNSET
    point: str | UnsetType = UNSET
    duration_s: int | UnsetType = UNSET
    min_duration_s: int | UnsetType | None = UNSET
    start_ms: int | UnsetType | None = UNSET
    fixed: bool | UnsetType = UNSET
    media: str | UnsetType = UNSET
    media_length_s: int | UnsetType | None = UNSET
    fallback: str | UnsetType = UNSET
    consent: bool | UnsetType | None = UNSET
    return_by_ms: int | UnsetType | None = UNSET
    note: str | UnsetType = UNSET


def changed(item: AgendaItem, changes: ItemChanges) -> AgendaItem:
    """`item` with `changes` made."""
    named = {field: getattr(changes, field) for field in changes.__struct_fields__}
    new = {field: value for field, value in named.items() if value is not UNSET}
    return msgspec.structs.replace(item, **new) if new else item


def position(items: Sequence[AgendaItem], cue: str) -> int | None:
    """Index of the item called `cue`, or None."""
    return next((index for index, item in enumerate(items) if item.cue == cue), None)


def placed(items: Sequence[AgendaItem], item: AgendaItem, after: str) -> tuple[AgendaItem, ...]:
    """The list with `item`, new or moved, right after the cue `after` ("" or unknown: first)."""
    rest = [each for each in items if each.cue != item.cue]
    index = position(rest, after)
    at = 0 if index is None else index + 1
    return (*rest[:at], item, *rest[at:])


def before(items: Sequence[AgendaItem], cue: str) -> str:
    """The cue that stands before `cue`, "" when it is the first or not there."""
    index = position(items, cue)
    return items[index - 1].cue if index else ""


def free_cue(items: Sequence[AgendaItem], near: str) -> str:
    """A cue that nobody has, made from `near`: "4.2" gives "4.2b", then "4.2c" … "4.2z", "4.2-27"."""
    taken = {item.cue.casefold() for item in items}
    names = (f"{near}{chr(ord('a') + n)}" if n < 26 else f"{near}-{n + 1}" for n in count(1))
    return next(name for name in names if name.casefold() not in taken)
