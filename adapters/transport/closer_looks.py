"""Legs that are looked at one by one, in what is left of a poll once its roster was read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

from adapters.errors import AdapterError, RateLimited
from data.units import NS_PER_S

AT_ONCE = 4
T = TypeVar("T")


class CloserLooks:
    """A look that fails costs itself: a leg may have left between two requests, and the roster stands.

    Once the platform, or our own budget, wants rest, nothing is looked at until it is over: for as long as
    was said, or for `rest_s`.
    """

    def __init__(self, real_ns: Callable[[], int], rest_s: float) -> None:
        self._real_ns = real_ns
        self._rest_s = rest_s
        self._until_ns = 0

    def may(self, left_s: float) -> bool:
        """Whether there is time and leave to look."""
        return left_s > 0 and self._real_ns() >= self._until_ns

    async def at(
        self, wanted: Iterable[str], look: Callable[[str], Awaitable[T]], left_s: float
    ) -> dict[str, T]:
        """What `look` found of each ref, in the order wanted, as far as `left_s` goes."""
        found: dict[str, T] = {}
        if not self.may(left_s):
            return found
        queue = iter(wanted)
        with suppress(TimeoutError):
            async with asyncio.timeout(left_s):
                await asyncio.gather(*(self._one_by_one(queue, look, found) for _ in range(AT_ONCE)))
        return found

    async def _one_by_one(
        self, queue: Iterator[str], look: Callable[[str], Awaitable[T]], found: dict[str, T]
    ) -> None:
        for ref in queue:
            try:
                found[ref] = await look(ref)
            except RateLimited as error:
                self._until_ns = self._real_ns() + int((error.retry_after_s or self._rest_s) * NS_PER_S)
                return
            except AdapterError:
                continue
