"""Who asked to speak, who has the floor, who had it: the speakers' queue of a discussion."""

from __future__ import annotations

import msgspec

from data.agenda.run_state import ItemRun


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One who asked: a person by `name`, or the room `point`. `by` and `turn` as in `SpeakerQueued`."""

    id: str
    name: str
    organisation: str
    point: str
    by: str
    turn: int
    asked_ms: int

    @property
    def who(self) -> str:
        """The name, else the code of the room."""
        return self.name or self.point


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """The floor, given to `asking` within the item `item` for `seconds`.

    `from_ns` and `to_ns` (None: still) count on the running time of the item, which stands still in its
    pauses; `run_ns` is when the item began, so that a turn of a start taken back counts for nothing.
    """

    asking: Asking
    item: str
    seconds: int
    at_ms: int
    run_ns: int | None
    from_ns: int
    to_ns: int | None = None

    def spoken_ns(self, run: ItemRun, t_ns: int) -> int:
        """Nanoseconds it took up to conference time `t_ns`, by `run` of its item; without pauses."""
        if run.started_ns is None or run.started_ns != self.run_ns:
            return 0
        elapsed = run.elapsed_ns(t_ns)
        return max(0, (elapsed if self.to_ns is None else min(self.to_ns, elapsed)) - self.from_ns)


class Speakers(msgspec.Struct, frozen=True, kw_only=True):
    """`waiting` in the order in which they will be called; `turns` were given, oldest first.

    The last turn is the floor itself while its `to_ns` is None. `asked` counts everybody who ever asked.
    """

    waiting: tuple[Asking, ...] = ()
    turns: tuple[Turn, ...] = ()
    asked: int = 0

    def floor(self, on_air: str) -> Turn | None:
        """Who speaks now, within the item `on_air`."""
        last = self.turns[-1] if self.turns else None
        return last if last is not None and last.to_ns is None and last.item == on_air else None

    def find(self, asking_id: str) -> Asking | None:
        """The one who waits as `asking_id`."""
        return next((each for each in self.waiting if each.id == asking_id), None)


NOBODY = Speakers()
