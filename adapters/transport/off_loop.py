"""Decoding away from the event loop, so that a roster of ten thousand rows holds up no key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sized
from typing import TypeVar

LONG = 16 * 1024
T = TypeVar("T")
S = TypeVar("S", bound=Sized)


async def off_loop(work: Callable[[S], T], given: S, *, long: int = LONG) -> T:
    """`work(given)`, in a thread when `given` has `long` bytes or items or more. Raises what `work` raises.

    A thread costs a fifth of a millisecond, so what is short is done at once.
    """
    if len(given) < long:
        return work(given)
    return await asyncio.to_thread(work, given)
