"""An HTTP port beside the one that a source lives by: what fails there costs only what it would have told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.base import Silent
from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut
from adapters.transport.http import HttpClient
from data.units import NS_PER_S

REST_S, LONGEST_REST_S = 5.0, 60.0


class SideDoor:
    """Who refuses us is not asked again, who wants to rest not before its time, who is silent ever less.

    `error` is what it last failed with, None while it answers. `asked` counts requests.
    """

    def __init__(self, name: str, http: HttpClient, real_ns: Callable[[], int]) -> None:
        self.asked = 0
        self.error: AdapterError | None = None
        self._name = name
        self._http = http
        self._real_ns = real_ns
        self._failures = 0
        self._rests_until_ns = 0

    @property
    def silent(self) -> list[Silent]:
        """Itself, while it does not answer."""
        return [Silent(f"{self._name} {self._http.host}", self.error.code)] if self.error else []

    @asynccontextmanager
    async def knock(self) -> AsyncIterator[bool]:
        """Whether it may be asked now. No AdapterError and no end of a timeout leaves the block."""
        if isinstance(self.error, Refused) or self._real_ns() < self._rests_until_ns:
            yield False
            return
        try:
            yield True
        except (AdapterError, TimeoutError) as error:
            self._failed(
                error if isinstance(error, AdapterError) else TimedOut(f"{self._http.host}: no time")
            )
        else:
            self.error, self._failures = None, 0

    async def get(self, path: str) -> bytes:
        """The body of a 200 answer. Raises AdapterError; only inside of `knock`."""
        await self._http.open()
        self.asked += 1
        return await self._http.get(path)

    async def aclose(self) -> None:
        """Close the session. Safe to call twice."""
        await self._http.aclose()

    def _failed(self, error: AdapterError) -> None:
        self.error, self._failures = error, self._failures + 1
        rest_s = min(REST_S * 2 ** min(self._failures - 1, 6), LONGEST_REST_S)
        if isinstance(error, RateLimited):
            rest_s = max(rest_s, error.retry_after_s or 0)
        if not isinstance(error, BadPayload):  # it answers: what it says next may be sound
            self._rests_until_ns = self._real_ns() + int(rest_s * NS_PER_S)
