"""Tastypie's `{"meta": …, "objects": […]}`, read without trust.

A list is decoded whole into typed rows; only when that fails is it read row by row and field by
field, so that one odd value costs itself and one broken row costs itself, and not the list.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Generic, TypeVar

import msgspec

from adapters.errors import BadPayload

T = TypeVar("T", bound=msgspec.Struct)
# msgspec cannot even complain of a text with half a character in it.
_ODD = (msgspec.ValidationError, UnicodeEncodeError)


class Listing(msgspec.Struct, Generic[T], frozen=True):
    """One page. `count` includes the rows too broken to be in `rows`; `total` is of all pages."""

    rows: list[T]
    count: int
    total: int


class _Meta(msgspec.Struct, frozen=True):
    total_count: int


class _Typed(msgspec.Struct, Generic[T], frozen=True):
    meta: _Meta
    objects: list[T]


class _Loose(msgspec.Struct, frozen=True):
    meta: _Meta
    objects: list[Any]


class ListReader(Generic[T]):
    """Reads pages of `row`, a Struct whose fields are all optional but those it cannot be without."""

    def __init__(self, row: type[T]) -> None:
        self._row = row
        self._fields = tuple((field.name, field.type) for field in msgspec.structs.fields(row))
        self._typed: msgspec.json.Decoder[_Typed[T]] = msgspec.json.Decoder(_Typed[row])  # type: ignore[valid-type]

    def read(self, payload: bytes) -> Listing[T]:
        """The page. An odd field is left out of its row. Raises BadPayload and nothing else."""
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            page = self._typed.decode(payload)
            return Listing(page.objects, len(page.objects), max(page.meta.total_count, 0))
        loose = _loosely(payload)
        rows = [row for thing in loose.objects if (row := self._mended(thing)) is not None]
        return Listing(rows, len(loose.objects), max(loose.meta.total_count, 0))

    def _mended(self, thing: object) -> T | None:
        """The row without its odd fields; None when it cannot be without one of them."""
        if not isinstance(thing, dict):
            return None
        sound: dict[str, object] = {}
        for name, kind in self._fields:
            with suppress(*_ODD, KeyError):
                sound[name] = msgspec.convert(thing[name], kind)
        with suppress(*_ODD):
            return msgspec.convert(sound, self._row)
        return None


def _loosely(payload: bytes) -> _Loose:
    """The list with its objects as they are, also when one text in it is no good Unicode."""
    try:
        return msgspec.convert(json.loads(payload.decode("utf-8", "replace")), _Loose)
    except msgspec.ValidationError:
        problem = "not a list of objects"
    except (ValueError, RecursionError):
        problem = "not JSON"
    raise BadPayload(problem)
