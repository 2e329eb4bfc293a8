"""A console without a screen whose platform changes its mind about every room at every poll.

`python -m kit.days.storm FOLDER` runs it until it is killed: the telemetry of a very bad day.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from adapters import registry
from adapters.base import Capability
from console.cli import main
from data.folder.conference import load
from data.folder.model import Source
from data.health.reading import Participant, Presence, Snapshot


class Stormy:
    """All rooms in, all rooms out, under new ids."""

    capabilities: frozenset[Capability] = frozenset()

    def __init__(self, source: Source, real_ns: Callable[[], int], codes: Sequence[str]) -> None:
        self._source, self._real_ns, self._codes = source, real_ns, codes
        self._turn = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        self._turn += 1
        here = self._codes if self._turn % 2 else ()
        legs = tuple(
            Participant(ref=f"{code}-{self._turn}", name=code, presence=Presence.MEDIA, quality=1)
            for code in here
        )
        return Snapshot(source=self._source.name, observed_ns=self._real_ns(), participants=legs)

    async def aclose(self) -> None:
        pass


if __name__ == "__main__":
    conference, problems = load(Path(sys.argv[1]))
    assert conference is not None, problems
    codes = [point.code for point in conference.points]
    registry.make = lambda source, real_ns: Stormy(source, real_ns, codes)
    sys.exit(main(["run", sys.argv[1], "--headless"]))
