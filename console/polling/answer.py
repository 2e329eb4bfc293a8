"""Whether what an adapter hands over can be kept, shown and written down.

An adapter of a stranger may hand over anything: with one half of a surrogate pair, or an integer that the
record cannot hold, among the readings, no row of any source could be written any more. So every answer is
written as JSON and read back. That costs half a microsecond a leg, and most legs say at every poll what they
said before; therefore a leg that equals one that was made sure of is that one, and the others are gone
through so many at a time, with the event loop let go between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter, eq
from typing import Generic, TypeVar, cast

import msgspec

from adapters.errors import BadPayload
from data.health.reading import Line, Participant, Snapshot

AT_ONCE = 256
"""Legs gone through before others have their turn: a fifth of a millisecond, where all of them are new."""
ODD = (ValueError, TypeError, OverflowError, RecursionError)
S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")

_whole = msgspec.json.Decoder(Snapshot)


class Answers:
    """Those of one adapter for `source`, from poll to poll."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._legs = _Rows(Participant, attrgetter("ref"))
        self._lines = _Rows(Line, attrgetter("address"))

    async def sound(self, answer: object) -> Snapshot:
        """The answer as it would be read back from a file: every field of its type, every text UTF-8.

        Figures that are no number, or none that their field can hold, are None. Raises BadPayload.
        """
        try:
            found = await self._sound(answer)
        except ODD as error:
            raise BadPayload(type(error).__name__) from None
        if found.source != self._source:
            raise BadPayload("the answer of another source")
        return found

    async def _sound(self, answer: object) -> Snapshot:
        if not isinstance(answer, Snapshot):
            return _read_back(answer, _whole)
        frame = _read_back(msgspec.structs.replace(answer, participants=(), lines=()), _whole)
        legs, lines = await self._legs.sound(answer.participants), await self._lines.sound(answer.lines)
        return msgspec.structs.replace(frame, participants=legs, lines=lines)


class _Rows(Generic[S]):
    """Rows of one kind, of which those of the last answer are known by their `key`."""

    def __init__(self, kind: type[S], key: Callable[[S], Hashable]) -> None:
        self._kind, self._key = kind, key
        self._one: msgspec.json.Decoder[S] = msgspec.json.Decoder(kind)
        self._many: msgspec.json.Decoder[list[S]] = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]
        self._sure: dict[Hashable, S] = {}

    async def sound(self, rows: Sequence[S]) -> tuple[S, ...]:
        """Raises one of `ODD`."""
        if not isinstance(rows, tuple | list):
            raise TypeError("no list")
        found: list[S] = []
        for start in range(0, len(rows), AT_ONCE):
            if start:
                await asyncio.sleep(0)
            found += self._slice(rows[start : start + AT_ONCE])
        self._sure = dict(zip(map(self._key, found), found, strict=True))
        return tuple(found)

    def _slice(self, rows: Sequence[S]) -> Sequence[S]:
        if set(map(type, rows)) - {self._kind}:
            return self._read(rows)
        known = list(map(self._sure.get, map(self._key, rows)))
        same = list(map(eq, known, rows))
        if all(same):
            return cast("list[S]", known)
        new = iter(self._read([row for row, is_so in zip(rows, same, strict=True) if not is_so]))
        return [one if is_so and one else next(new) for one, is_so in zip(known, same, strict=True)]

    def _read(self, rows: Sequence[S]) -> list[S]:
        """All at once; one by one when something in one of them cannot be held."""
        try:
            return _read_back(rows, self._many)
        except (msgspec.ValidationError, OverflowError):
            return [_read_back(_held(one), self._one) for one in rows]


def _read_back(thing: object, decoder: msgspec.json.Decoder[T]) -> T:
    return decoder.decode(msgspec.json.encode(thing))


def _held(thing: S) -> S:
    """The same without figures too large for their fields, in its streams as well; what is of another type
    stays, and is refused.
    """
    if not isinstance(thing, msgspec.Struct):
        return thing
    changes: dict[str, object] = {}
    for field in msgspec.structs.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, tuple):
            changes[field.name] = tuple(map(_held, value))
        elif type(value) in (int, float) and _is_beyond(value, field.type):
            changes[field.name] = None
    return msgspec.structs.replace(thing, **changes)


def _is_beyond(value: float, kind: object) -> bool:
    """Whether the field holds such numbers, and not this one."""
    return _fits(type(value)(), kind) and not _fits(value, kind)


def _fits(value: object, kind: object) -> bool:
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, OverflowError):
        return False
    return True
