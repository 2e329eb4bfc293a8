"""No platform at all: every point is called by phone, and what the operators mark is the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.base import Capability
from data.folder.model import Source
from data.health.reading import Snapshot


class ManualAdapter:
    """Always there, and says nothing of anybody. See `adapters.base.Adapter`."""

    capabilities: frozenset[Capability] = frozenset()
    proved_on = "nothing to prove"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._name = source.name
        self._real_ns = real_ns

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """A partial answer: who is absent from it was not spoken of."""
        return Snapshot(
            source=self._name, observed_ns=self._real_ns(), participants=(), requests=0, partial=True
        )

    async def aclose(self) -> None:
        """Nothing is open."""
