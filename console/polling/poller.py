"""Polls one source for as long as this console holds the lease. Policy only: no rules, no screen.

Log the edge, not the level: the first failures of a row make one event, the first answer another.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import msgspec

from adapters.base import Adapter, actions_of, news_of
from adapters.errors import AdapterError, BadPayload, Refused, TimedOut
from console.polling.answer import Answers
from console.polling.pacing import LOST_AFTER_FAILURES, early_s, pause_s
from data.clock import Clock
from data.folder.model import Source
from data.health.reading import Snapshot, SourceStatus
from data.text import clean

logger = logging.getLogger(__name__)

LONGEST_DETAIL = 200
OnSnapshot = Callable[[Snapshot], Awaitable[None]]
OnStatus = Callable[[SourceStatus], Awaitable[None]]


class Poller:
    """Asks one adapter again and again.

    `status` is the newest word on the source. `on_snapshot` gets each answer, `on_status` each
    change of state; `focus` tells which participants deserve a closer look, most wanted first.
    """

    def __init__(
        self,
        source: Source,
        adapter: Adapter,
        clock: Clock,
        *,
        focus: Callable[[], Sequence[str]],
        on_snapshot: OnSnapshot,
        on_status: OnStatus,
    ) -> None:
        self.source = source
        self.status = SourceStatus(
            name=source.name,
            boot=clock.now().boot,
            interval_s=source.interval_s,
            since_ns=clock.real_ns(),
            acts=tuple(sorted(actions_of(adapter))),
        )
        self._adapter = adapter
        self._clock = clock
        self._focus = focus
        self._on_snapshot = on_snapshot
        self._on_status = on_status
        self._failures = 0
        self._choked = False
        self._news = news_of(adapter)
        self._answers = Answers(source.name)

    async def run(self) -> None:
        """Poll until cancelled, or until the source refuses our credentials."""
        while True:
            error = await self._once()
            pause = pause_s(self.source.interval_s, self._failures, error, random.random())
            if pause is None:
                return
            await self._rest(pause)

    async def _rest(self, pause: float) -> None:
        """Until the next poll is due, or, of a platform that answers, until it pushed a change."""
        if self._news is None or self._failures:
            await asyncio.sleep(pause)
            return
        least = min(pause, early_s(self.status.poll_ms))
        await asyncio.sleep(least)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause - least):
                await self._news.wait()

    async def _once(self) -> AdapterError | None:
        if self._news is not None:
            self._news.clear()
        try:
            async with asyncio.timeout(self.source.timeout_s):
                answer = await self._adapter.poll(self._focus())
            snapshot = await self._answers.sound(answer)
        except TimeoutError:
            return await self._failed(TimedOut())
        except AdapterError as error:
            return await self._failed(error)
        except Exception as error:  # an adapter of a stranger may raise anything: the show goes on
            logger.exception("source %s", self.source.name)
            return await self._failed(BadPayload(type(error).__name__))
        try:
            await self._answered(snapshot)
        except Exception as error:  # what nobody thought of is this source's fault alone
            logger.exception("source %s", self.source.name)
            self._choked = True
            return await self._failed(BadPayload(type(error).__name__))
        return None

    async def _answered(self, snapshot: Snapshot) -> None:
        """Tell that it answers, then what; after an answer that could not be taken, the other way round."""
        if self._choked:
            await self._on_snapshot(snapshot)
        changed = self.status.state != "ok"
        self.status = msgspec.structs.replace(
            self.status,
            state="ok",
            since_ns=self._clock.real_ns() if changed else self.status.since_ns,
            answered_ns=snapshot.observed_ns,
            poll_ms=snapshot.poll_ms,
            error="",
            detail="",
            roster=len(snapshot.participants),
        )
        await self._on_status(self.status)
        if not self._choked:
            await self._on_snapshot(snapshot)
        self._choked, self._failures = False, 0

    async def _failed(self, error: AdapterError) -> AdapterError:
        self._failures += 1
        code, detail = (clean(str(said), LONGEST_DETAIL) for said in (error.code, error.detail))
        state = self.status.state
        if isinstance(error, Refused):
            state = "refused"
        elif self._failures >= LOST_AFTER_FAILURES:
            state = "lost"
        if state != self.status.state:
            logger.warning("source %s: %s %s", self.source.name, code, detail)
            self.status = msgspec.structs.replace(self.status, state=state, since_ns=self._clock.real_ns())
        self.status = msgspec.structs.replace(self.status, error=code, detail=detail)
        await self._on_status(self.status)
        return error
