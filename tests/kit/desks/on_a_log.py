"""A desk on a real log, in a folder of its own, with a clock that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kit.clock import ManualClock
from kit.conference import START_MS, item

from console.desk import Desk, Identity
from console.keeping.outbox import Outbox
from data.clock import Clock, Moment
from data.commands import AdoptPlan
from data.events import Fact
from data.fold import fold
from data.record.errors import LogError
from data.record.event_log import EventLog
from data.state import EMPTY, ConferenceState

PLAN = AdoptPlan(
    items=tuple(item(cue, point="TC00") for cue in "12345"),
    start_ms=START_MS,
    hard_end_ms=None,
    roster_digest="d",
    roster_levels={"central": 1},
)


class Faulty:
    """An EventLog whose `transact` fails as long as `error` is set; everything else is the log's."""

    def __init__(self, log: EventLog[ConferenceState]) -> None:
        self.log = log
        self.error: LogError | None = None
        self.tried = 0

    def transact(self, decide: Callable[[ConferenceState, Moment], Any], **who: str) -> Any:
        self.tried += 1
        if self.error is not None:
            raise self.error
        return self.log.transact(decide, **who)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)


def open_state_log(path: Path, clock: Clock, **options: Any) -> EventLog[ConferenceState]:
    """The log as consoles open it."""
    return EventLog.open(path, clock=clock, initial=EMPTY, fold=fold, **options)


@asynccontextmanager
async def desk_on(
    folder: Path,
    clock: Clock | None = None,
    *,
    console: str = "c1",
    role: str = "operator",
    plan: bool = True,
    min_take_ms: int = 0,
    **options: Any,
) -> AsyncIterator[tuple[Desk, Faulty]]:
    """A desk and its log, closed at the end; the programme of five items is in force."""
    clock = clock or ManualClock()
    faulty = Faulty(
        open_state_log(folder / "log.db", clock, busy_timeout_ms=options.pop("busy_timeout_ms", 5000))
    )
    desk = Desk(
        faulty,  # type: ignore[arg-type]
        identity=Identity(console=console, actor=f"op-{console}", role=role),
        clock=clock,
        outbox=Outbox(folder / "second" / "outbox.jsonl"),
        min_take_ms=min_take_ms,
        **options,
    )
    try:
        if plan:
            assert await desk.command(PLAN) is None
        yield desk, faulty
    finally:
        await desk.aclose()


def saying(*facts: Fact) -> Callable[[ConferenceState, Moment], Sequence[Fact]]:
    """A decision that says the same whatever it meets."""
    return lambda _state, _now: facts


async def until(true: Callable[[], object], timeout_s: float = 10) -> None:
    """Let the loop run until `true`; TimeoutError after `timeout_s`."""
    async with asyncio.timeout(timeout_s):
        while not true():  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.01)
