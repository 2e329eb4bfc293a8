"""How the items of the programme ran, and what it takes to take a change of them back."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from data.folder.model import AgendaItem


class Stage(StrEnum):
    """The stages of the day; they choose alarm rules, footer and state line."""

    CONNECTING = "connecting"
    ROLL_CALL = "roll_call"
    READY = "ready"
    RUNNING = "running"
    BREAK = "break"
    ENDED = "ended"
    SEALED = "sealed"


class ItemState(StrEnum):
    """Where an item of the programme stands."""

    __hash__ = str.__hash__  # Enum's own is Python, and these are keys at every picture

    PENDING = "pending"
    ON_AIR = "on_air"
    DONE = "done"
    SKIPPED = "skipped"
    DEFERRED = "deferred"


class ItemRun(msgspec.Struct, frozen=True, kw_only=True):
    """How an item ran. `*_ns` are conference time (`data.timeline`), `*_ms` the wall clock.

    Pause (`held_ns`), extension (`extended_s`) and overrun are three numbers, each with its causes
    in the words of the people; overrun is derived. An item to come may be extended already.
    """

    state: ItemState = ItemState.PENDING
    started_ns: int | None = None
    started_ms: int | None = None
    ended_ns: int | None = None
    ended_ms: int | None = None
    held_ns: int = 0
    held_since_ns: int | None = None
    extended_s: int = 0
    hold_causes: tuple[str, ...] = ()
    extension_causes: tuple[str, ...] = ()
    overrun_cause: str = ""

    @property
    def was_held(self) -> bool:
        """Whether it stands still, or stood still at some time."""
        return self.held_since_ns is not None or self.held_ns > 0

    def held_until(self, t_ns: int) -> int:
        """Nanoseconds of pauses up to conference time `t_ns`."""
        running = 0 if self.held_since_ns is None else max(0, t_ns - self.held_since_ns)
        return self.held_ns + running

    def elapsed_ns(self, t_ns: int) -> int:
        """Nanoseconds on air without pauses, up to `t_ns` or the end."""
        if self.started_ns is None:
            return 0
        end = t_ns if self.ended_ns is None else self.ended_ns
        return max(0, end - self.started_ns - self.held_until(end))


PENDING = ItemRun()


class Tick(msgspec.Struct, frozen=True):
    """Somebody looked at `check` of an item (`data.agenda.item_checks`), and all was well."""

    check: str
    at_ms: int
    by: str


class Absence(msgspec.Struct, frozen=True):
    """Nobody wrote of the running conference from conference time `from_ns` (wall time `from_ms`) on."""

    from_ns: int
    from_ms: int

    def away_ns(self, t_ns: int) -> int:
        """How long, up to conference time `t_ns`: it lasts until somebody has answered."""
        return max(0, t_ns - self.from_ns)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the programme, with what is needed to take it back.

    `seq` is its first row and `kind` that row's kind; `item` the item it is about (of an advance: the
    one that was left, "" for the opening), `entered` what an advance put on air ("" for the end).
    The rest is how it was before: `runs` of the items that the change touched (None: not begun),
    `items` that it edited, `order` of cues when it changed, the stage of the day, the folder's plan, and the
    absence that it answered.
    """

    seq: int
    at_ns: int
    at_ms: int
    kind: str
    item: str
    actor: str
    on_air: str
    stage: Stage
    entered: str = ""
    opened_ms: int | None = None
    ended_ms: int | None = None
    hard_end_ms: int | None = None
    folder_plan: str = ""
    runs: tuple[tuple[str, ItemRun | None], ...] = ()
    items: tuple[AgendaItem, ...] = ()
    order: tuple[str, ...] | None = None
    absence: Absence | None = None

    @property
    def is_advance(self) -> bool:
        """Whether it moved the conference on: opening, next item, jump, end."""
        return self.kind in _ADVANCES

    @property
    def opened(self) -> bool:
        """Whether it opened the conference."""
        return self.kind == "ConferenceOpened"

    @property
    def left(self) -> str:
        """What was on air before it, "" for nothing."""
        return self.on_air


_ADVANCES = ("ConferenceOpened", "ItemEnded")
