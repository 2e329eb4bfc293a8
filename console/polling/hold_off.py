"""Calls a room down at the end of its hold-off, not at the poll after it, which may be a minute later."""

from __future__ import annotations

import asyncio

from console.polling.health_desk import HealthDesk
from data.clock import Clock
from data.units import NS_PER_S


async def watch_hold_offs(health: HealthDesk, clock: Clock) -> None:
    """Until cancelled: sleep until the next hold-off ends, or until something that was heard changes that."""
    while True:
        health.heard.clear()
        due_ns = health.due_ns()
        pause_s = None if due_ns is None else max(0.0, (due_ns - clock.real_ns()) / NS_PER_S)
        try:
            async with asyncio.timeout(pause_s):
                await health.heard.wait()
        except TimeoutError:
            await health.ripen()
