"""Which console polls. The right is an event in the log (an epoch), its pulse a row in `live.db`."""

from __future__ import annotations

from collections.abc import Callable

from console.desk import Desk
from console.polling.live import Live
from data.clock import Clock
from data.health.telemetry import Lease, take_polling
from data.units import NS_PER_S

DEAD_AFTER_NS = 3 * NS_PER_S


class PollingLease:
    """Call `step` once a second. `held` is our lease while we are the one who polls."""

    def __init__(self, desk: Desk, live: Live, clock: Clock, is_gone: Callable[[str], bool]) -> None:
        self.held: Lease | None = None
        self._desk = desk
        self._live = live
        self._clock = clock
        self._is_gone = is_gone
        self._doubts = 0

    async def step(self) -> None:
        """Beat, notice that we lost the lease, or take it from somebody who is gone."""
        if self.held is not None:
            await self._keep(self.held)
        elif await self._is_vacant():
            await self._take()

    async def _keep(self, held: Lease) -> None:
        state = self._desk.state
        newest = (state.epoch, state.poller) == (held.epoch, held.console)
        if not newest or not await self._live.lease_beat(held.epoch, held.console):
            self.held = None

    async def _is_vacant(self) -> bool:
        """Nobody polls: provably, or because two looks in a row found no pulse."""
        state = self._desk.state
        if state.epoch == 0 or self._is_gone(state.poller):
            return True
        lease = await self._live.lease()
        now = self._clock.now()
        alive = (
            lease is not None
            and lease.epoch == state.epoch
            and lease.boot == now.boot
            and self._clock.real_ns() - lease.beat_ns < DEAD_AFTER_NS
        )
        self._doubts = 0 if alive else self._doubts + 1
        return self._doubts >= 2

    async def _take(self) -> None:
        me, seen = self._desk.identity.console, self._desk.state.epoch
        await self._desk.record(lambda state, _now: take_polling(state, me, seen))
        state = self._desk.state
        if state.poller != me or state.epoch != seen + 1:
            return
        self.held = Lease(me, state.epoch)
        self._doubts = 0
        await self._live.lease_beat(state.epoch, me)
