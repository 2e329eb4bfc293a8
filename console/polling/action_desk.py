"""Hands to the platforms what people asked of them, and finds out what became of it.

Runs only in the console that holds the polling lease. What was handed over once is never handed over again:
the record says so before the first byte goes out. When this process dies in between, the next one that polls
finds it there and looks for what it did.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from adapters.base import Adapter, actions_of, can_act, knows_one_mute
from adapters.errors import AdapterError, surely_undone
from console.desk import Desk
from data.actions import checks
from data.actions.checks import Answer
from data.actions.state import AskedAction, Step
from data.clock import Clock, Moment
from data.events import Fact
from data.health.reading import Snapshot
from data.state import ConferenceState
from data.text import clean
from data.units import NS_PER_S

logger = logging.getLogger(__name__)

Facts = Callable[[ConferenceState, Moment], Sequence[Fact]]
ANSWERS_S = 15.0
"""No adapter is waited for longer."""
WRITES_AGAIN_S = 0.25


class ActionDesk:
    """One per lease. `write` puts facts on record as long as the lease is ours, `adapters` may still grow.

    Call `send` whenever something may have been asked for, `on_snapshot` after every poll, `look` once a
    second.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        *,
        write: Callable[[Facts], Awaitable[None]],
        on_done: Callable[[asyncio.Task[None]], None],
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._adapters = adapters
        self._write = write
        self._on_done = on_done
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[str, tuple[int, int]] = {}
        self._heard_ns: dict[str, int] = {}

    def send(self) -> None:
        """Hand over what is due, each in a task of its own: one slow platform delays no other."""
        for asked in list(self._desk.state.actions.values()):
            if asked.step is Step.REQUESTED and asked.id not in self._sending:
                task = asyncio.create_task(self._hand_over(asked), name=f"act:{asked.id}")
                self._sending[asked.id] = task
                task.add_done_callback(self._forget_task)

    async def on_snapshot(self, snapshot: Snapshot) -> None:
        """Look in one poll for what was asked of its source."""
        self._heard_ns[snapshot.source] = self._clock.real_ns()
        for asked in checks.open_at(self._desk.state, snapshot.source):
            if asked.step is not Step.ANSWERED:
                continue
            since_ns, polls = self._waited(asked)
            if snapshot.observed_ns <= since_ns:
                continue  # asked before the platform had answered
            self._waiting[asked.id] = (since_ns, polls + 1)
            one_mute = knows_one_mute(self._adapters.get(asked.source))
            await self._settle(asked, checks.shown(asked, snapshot, one_mute=one_mute), polls + 1)

    async def look(self) -> None:
        """Take over what a dead console had handed over; give up what a silent source was asked."""
        open_ = [one for one in self._desk.state.actions.values() if one.is_open]
        for asked in open_:
            if asked.step is Step.SENT:
                await self._take_over(asked)
            elif asked.step is Step.ANSWERED and self._is_silent(asked):
                await self._settle(asked, None, 0)
        self._waiting = {one.id: self._waiting[one.id] for one in open_ if one.id in self._waiting}

    async def stop(self) -> None:
        """Whatever is under way is left to whoever polls next."""
        tasks = list(self._sending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget_task(self, task: asyncio.Task[None]) -> None:
        self._sending = {key: one for key, one in self._sending.items() if one is not task}
        self._on_done(task)

    async def _hand_over(self, asked: AskedAction) -> None:
        """On record as ours first; then asked once; then what came back."""
        adapter, key = self._adapters.get(asked.source), asked.id
        able = actions_of(adapter)
        await self._write(lambda state, now: checks.hand_over(state, key, able, now))
        ours = self._desk.state.actions.get(key)
        if ours is None or ours.step is not Step.SENT or ours.sender != self._desk.identity.console:
            return
        answer = await self._answer(adapter, asked)
        self._waiting[key] = (self._clock.real_ns(), 0)
        await self._record_answer(key, answer)

    async def _answer(self, adapter: Adapter | None, asked: AskedAction) -> Answer:
        if adapter is None or not can_act(adapter):
            return Answer("no", "unable")
        try:
            async with asyncio.timeout(ANSWERS_S):
                result = await adapter.act(checks.order_of(asked))
        except AdapterError as error:
            kind = "no" if surely_undone(error) else "doubtful"
            return Answer(kind, clean(error.code), clean(error.detail))
        except TimeoutError:
            return Answer("doubtful", "timed_out")
        except Exception as error:  # an adapter of a stranger may raise anything: nobody knows what it did
            logger.exception("source %s", asked.source)
            return Answer("doubtful", "bad_payload", type(error).__name__)
        return Answer("accepted", ref=result.ref)

    async def _record_answer(self, key: str, answer: Answer) -> None:
        """A log that is busy or full now gets the answer later; else it would read as interrupted."""
        while True:
            await self._write(lambda state, now: checks.answered(state, key, answer))
            asked = self._desk.state.actions.get(key)
            if asked is None or asked.step is not Step.SENT:
                return
            await asyncio.sleep(WRITES_AGAIN_S)

    async def _take_over(self, asked: AskedAction) -> None:
        """Handed over by a console that is gone: what it was told, nobody knows; the polls will show."""
        if asked.id not in self._sending:
            answer = Answer("interrupted")
            await self._write(lambda state, now: checks.answered(state, asked.id, answer))

    def _is_silent(self, asked: AskedAction) -> bool:
        since_ns = max(self._waited(asked)[0], self._heard_ns.get(asked.source, 0))
        return self._clock.real_ns() - since_ns >= checks.AWAY_S * NS_PER_S

    def _waited(self, asked: AskedAction) -> tuple[int, int]:
        """(instant from which on polls count, how many did so far)."""
        return self._waiting.setdefault(asked.id, (self._clock.real_ns(), 0))

    async def _settle(self, asked: AskedAction, seen: bool | None, polls: int) -> None:
        await self._write(lambda state, now: checks.settled(state, asked.id, now, seen=seen, polls=polls))
