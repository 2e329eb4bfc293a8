"""What a record is, whatever it is kept in: values and the protocol of its implementations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

import msgspec

from data.clock import Moment
from data.events import Event, Fact
from data.record.chain import Head

if TYPE_CHECKING:
    from data.record.filter import LogFilter

S = TypeVar("S")

Decide: TypeAlias = Callable[[S, Moment], Sequence[Fact] | Any]
"""(state, now) -> a tuple or list of facts to write; anything else is a refusal."""


class Row(msgspec.Struct, frozen=True):
    """One row as stored: `at` in ISO form, `body` as its JSON text."""

    seq: int
    at: str
    mono_ns: int
    boot: str
    actor: str
    console: str
    kind: str
    v: int
    item: str | None
    point: str | None
    body: str
    prev: bytes
    hash: bytes


class Outcome(msgspec.Struct, Generic[S], frozen=True):
    """What became of a decision taken on a state of type S.

    `events` were written now. `missed` came from other writers and were folded first; each of them
    is handed out exactly once, by an Outcome or by `tail`. `refusal` is what `decide` returned when
    that was no sequence of facts.
    """

    events: tuple[Event, ...] = ()
    missed: tuple[Event, ...] = ()
    refusal: object | None = None


class Verification(msgspec.Struct, frozen=True):
    """What a verification found. `rows` counts good rows, `head` is the last good one.

    `bad_seq` is the first bad row and `why` its fault: "seq" (a row is missing or added), "prev"
    (does not stand on the row before), "hash" (its content was changed), "sealed" (follows the end
    of the record), "head" (the noted head is not in this chain), "" when all is well.
    """

    ok: bool
    rows: int
    head: Head
    bad_seq: int | None = None
    why: str = ""


class Record(Protocol[S]):
    """An append-only log with the state folded from it. One caller at a time, from any thread."""

    state: S
    head: Head

    def transact(self, decide: Decide[S], *, actor: str, console: str) -> Outcome[S]:
        """Fold what others wrote, decide on that state, write; all of it or nothing.

        `decide` may be called more than once. `state` and `head` move only when the facts are safe
        on disk. An exception from `decide` is passed on, with nothing written.
        """
        ...

    def append(self, facts: Sequence[Fact], *, actor: str, console: str, expect: int) -> Outcome[S]:
        """Write `facts` if the last row is `expect`; else refuse with the Head as it is."""
        ...

    def tail(self) -> tuple[Event, ...]:
        """Events of other writers that no Outcome handed out yet; () when it is busy now."""
        ...

    def read(self, after: int = 0, limit: int = 1000) -> list[Event]:
        """Up to `limit` events behind row `after`."""
        ...

    def rows(self, after: int = 0, limit: int = 1000) -> list[Row]:
        """The same as stored rows."""
        ...

    def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first."""
        ...

    def close(self) -> None:
        """Let go of it. Safe to call twice."""
        ...
