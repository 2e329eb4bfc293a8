"""Small conferences, and a log that lives in memory: facts stamped with a clock, then folded."""

from __future__ import annotations

from collections.abc import Iterable

from kit.clock import ManualClock

from data import commands as cmd
from data import events as ev
from data.agenda.run_state import Change
from data.clock import Moment
from data.events import Event, Fact
from data.fold import fold
from data.folder.model import (
    CENTRAL,
    DISTRICT,
    HIGH,
    PROVINCIAL,
    AgendaItem,
    BridgePoint,
    Conference,
    ItemKind,
    Source,
)
from data.rules import Context, Refusal, decide
from data.state import EMPTY, ConferenceState

START_MS = 1_718_521_200_000
"""2024-06-16 14:00 in Hanoi: where `ManualClock` starts."""


def item(
    cue: str,
    minutes: float = 10,
    *,
    kind: ItemKind = ItemKind.PRESENTATION,
    point: str = "",
    **fields: object,
) -> AgendaItem:
    duration_s = round(minutes * 60)
    return AgendaItem(
        cue=cue,
        title=f"Mục {cue}",
        kind=kind,
        duration_s=duration_s,
        point=point,
        **fields,  # type: ignore[arg-type]
    )


def point(code: str, level: str = DISTRICT, parent: str = "", **fields: object) -> BridgePoint:
    return BridgePoint(code=code, name=f"Điểm {code}", level=level, parent=parent, **fields)  # type: ignore[arg-type]


def roster(provinces: int = 3, districts: int = 4) -> tuple[BridgePoint, ...]:
    """The centre TC00, one high court CC01, provinces T1… each with districts T1D1…"""
    found = [point("TC00", CENTRAL), point("CC01", HIGH, "TC00")]
    for p in range(1, provinces + 1):
        found.append(point(f"T{p}", PROVINCIAL, "CC01"))
        found += [point(f"T{p}D{d}", DISTRICT, f"T{p}") for d in range(1, districts + 1)]
    return tuple(found)


def conference(
    items: Iterable[AgendaItem] = (),
    points: Iterable[BridgePoint] = (),
    *,
    sources: int = 1,
    **fields: object,
) -> Conference:
    return Conference(
        title="Hội nghị",
        timezone="Asia/Ho_Chi_Minh",
        start_ms=START_MS,
        items=tuple(items),
        points=tuple(points),
        sources=tuple(Source(name=f"s{n}", kind="pexip") for n in range(1, sources + 1)),
        **fields,  # type: ignore[arg-type]
    )


def stamped(fact: Fact, seq: int, now: Moment, *, actor: str = "op1", console: str = "c1") -> Event:
    """The fact as the log would give it back, through its stored text."""
    kind, raw = type(fact.body).__name__, ev.encode_body(fact.body)
    return Event(
        seq=seq,
        at=fact.at or now,
        actor=actor,
        console=console,
        kind=kind,
        v=fact.body.v,
        item=fact.item,
        point=fact.point,
        body=ev.decode_body(kind, fact.body.v, raw),
        raw=raw,
    )


class FoldingLog:
    """The record without its file. `events` is everything, `state` its fold."""

    def __init__(self, clock: ManualClock | None = None, state: ConferenceState = EMPTY) -> None:
        self.clock = clock or ManualClock()
        self.state = state
        self.events: list[Event] = []

    def record(self, *facts: Fact | ev.Body, actor: str = "op1", console: str = "c1") -> tuple[Event, ...]:
        """Stamp and fold; a bare body is a fact about no item and no point."""
        now = self.clock.now()
        new = tuple(
            stamped(fact if isinstance(fact, Fact) else Fact(fact), seq, now, actor=actor, console=console)
            for seq, fact in enumerate(facts, self.state.seq + 1)
        )
        self.events += new
        self.state = fold(self.state, new)
        return new

    def command(
        self,
        command: cmd.Command,
        *,
        console: str = "c1",
        interactive: bool = True,
        holder_alive: bool = True,
    ) -> Refusal | None:
        """Decide and record; the refusal when there is one."""
        context = Context(
            console=console, actor=f"op-{console}", interactive=interactive, holder_alive=holder_alive
        )
        decision = decide(self.state, command, context, self.clock.now())
        if isinstance(decision, Refusal):
            return decision
        self.record(*decision, actor=context.actor, console=console)
        return None

    def adopt(self, items: Iterable[AgendaItem], *, hard_end_ms: int | None = None) -> None:
        """Put a programme in force."""
        plan = cmd.AdoptPlan(
            items=tuple(items),
            start_ms=START_MS,
            hard_end_ms=hard_end_ms,
            roster_digest="d",
            roster_levels={},
        )
        assert self.command(plan) is None

    def advance(self, **fields: str) -> Refusal | None:
        """One advance from whatever is on air."""
        return self.command(cmd.Advance(leaves=self.state.on_air, **fields))  # type: ignore[arg-type]

    def undo(self) -> Refusal | None:
        """Take back the last advance."""
        taken = advances(self.state)
        seq = taken[-1].seq if taken else 0
        return self.command(cmd.UndoAdvance(undone_seq=seq))


def advances(state: ConferenceState) -> tuple[Change, ...]:
    """The moves among the changes, newest last."""
    return tuple(change for change in state.changes if change.is_advance)


def running(
    items: Iterable[AgendaItem], *, hard_end_ms: int | None = None, clock: ManualClock | None = None
) -> FoldingLog:
    """A log whose programme was adopted an hour before the start, which is now; not yet opened."""
    clock = clock or ManualClock()
    clock.advance(-3600)
    log = FoldingLog(clock)
    log.adopt(items, hard_end_ms=hard_end_ms)
    clock.advance(3600)
    return log
