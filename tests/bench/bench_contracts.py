"""CPU of one roster of 767 points, for every kind of source with a platform of its own: answers → readings.

The answers are those of the fake platforms of the tests, recorded once and played back, so that neither the
network nor the fake is measured. The floor is reading the same documents to plain values and nothing else.
Prints `name figure floor ratio bar ok|MISS`, then what the cadence in the last column costs of the
platform's limit; exit 1 when a bar is missed.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from kit import contract_cms, contract_trueconf, contract_webex, contract_zoom  # noqa: E402
from kit.bench import cpu_ms, report  # noqa: E402
from kit.clock import ManualClock  # noqa: E402
from kit.conformance import AdapterUnderTest, Leg, adapted  # noqa: E402
from kit.national import national  # noqa: E402
from kit.platform import platform  # noqa: E402
from kit.subjects import OVER_HTTP  # noqa: E402

from adapters.base import Adapter, request_limit  # noqa: E402
from adapters.documents import read_json, read_xml  # noqa: E402
from data.model import Thresholds  # noqa: E402
from data.observation import Observation  # noqa: E402
from data.state import EMPTY  # noqa: E402

POINTS = 767
ROUNDS = 60
BARS_MS = {"json": 5.0, "xml": 40.0}
KINDS = {
    **{"cms": ("xml", 10), "poly": ("xml", 5), "bbb": ("xml", 5), "trueconf": ("json", 5)},
    **{"zoom": ("json", 60), "livekit": ("json", 5), "webex": ("json", 15), "galene": ("json", 5)},
}
"""By kind: what it speaks, and a sensible `interval` in seconds."""
REAL_PAGES = {contract_cms: 1000, contract_trueconf: 200, contract_zoom: 300, contract_webex: 100}


class Tape:
    """What the platform answered, in place of the network."""

    def __init__(self, adapter: Any) -> None:
        self._http = adapter._http
        self._ask = self._http._asked
        self.answers: dict[str, Any] = {}
        self._http._asked = self._recorded

    async def _recorded(self, url: Any, body: Any, **way: Any) -> Any:
        if (found := self.answers.get(str(url))) is None:
            found = self.answers[str(url)] = await self._ask(url, body, **way)
        return found


async def measured(kind: str, subject: AdapterUnderTest) -> tuple[float, float, int, int | None]:
    """(ms from answers to readings, ms of the documents alone, requests of a poll, limit a minute)."""
    points, clock = national(POINTS), ManualClock()
    legs: Sequence[Leg] = [
        Leg(ref=f"r{place}", name=f"{point.code} - {point.name}") for place, point in enumerate(points)
    ]
    settings = {"legs_per_poll": 0}
    async with (
        platform(subject.serve(lambda: legs)) as url,
        adapted(subject, url, clock, settings=settings) as adapter,
    ):
        tape = Tape(adapter)
        await adapter.poll()
        clock.advance(60)
        found = await adapter.poll()
        assert len(found.participants) == POINTS
        figure = await _least(adapter, clock, Observation("s", points, Thresholds(), EMPTY))
    read = read_xml if KINDS[kind][0] == "xml" else read_json
    floor = cpu_ms(lambda: [read(one.body) for one in tape.answers.values()], ROUNDS)
    return figure, floor, found.requests, request_limit(adapter)


async def _least(adapter: Adapter, clock: ManualClock, seen: Observation) -> float:
    spent = []
    for _ in range(ROUNDS):
        clock.advance(60)
        started = time.process_time_ns()
        seen.take(await adapter.poll(), expected=True, attended=())
        spent.append((time.process_time_ns() - started) / 1e6)
    return min(spent)


def main() -> int:
    """Run everything; 0 when every bar was reached."""
    reached, costs = True, []
    for module, page in REAL_PAGES.items():
        module.CAP = page
    for kind, (language, interval_s) in KINDS.items():
        figure, floor, requests, limit = asyncio.run(measured(kind, OVER_HTTP[kind]))
        reached &= report(f"{kind} {POINTS}: answers to readings", figure, floor, BARS_MS[language])
        a_minute = requests * 60 / interval_s
        costs.append(
            f"{kind:12} {requests} requests a poll, {a_minute:g} a minute of {limit} every {interval_s} s"
        )
        reached &= limit is None or a_minute <= limit
    print(*costs, sep="\n")
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
