"""CPU of one poll of 767 points, for every kind of source with a platform of its own: answers → readings.

The answers are those of the fake platforms of the tests, recorded once and played back, so that neither the
network nor the fake is measured. No poll is like the next where rooms are looked at in turn: a whole cycle of
turns is gone through, and the middle and the dearest poll of it are told, each with its garbage collection
and with what makes sure of an answer. The floor is reading the documents of the last poll to plain values.
Prints `name figure floor ratio bar ok|MISS`, then of every kind what a sensible cadence costs of its limit;
exit 1 when a bar is missed or a limit passed.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from kit.bench import cpu_ms, report
from kit.clock import ManualClock
from kit.contracts import cms as contract_cms
from kit.contracts import subjects
from kit.contracts import trueconf as contract_trueconf
from kit.contracts import webex as contract_webex
from kit.contracts import zoom as contract_zoom
from kit.contracts.codecs import DEVICES
from kit.contracts.conformance import AdapterUnderTest, Leg, adapted
from kit.contracts.subjects import OVER_HTTP
from kit.national import national
from kit.platforms.loopback import platform

from adapters.base import Adapter, request_limit
from adapters.registry import kinds
from adapters.transport.documents import read_json, read_xml
from adapters.transport.http import HttpClient
from console.polling.answer import Answers
from data.folder.model import Thresholds
from data.health.observation import Observation
from data.state import EMPTY

POINTS = 767
DEVICES_ASKED = 100
ROUNDS = 60
CYCLE, CYCLES = 60, 5
"""A Janus is read session by session, 8 kB each: all of them in 12 polls, and each lists its handles anew at
every fifth look. Each poll of the cycle is taken at its best of so many: more is the doing of its neighbours.
"""
BARS_MS = {"json": 5.0, "xml": 40.0}
KINDS = {
    **{"cms": ("xml", 10), "poly": ("xml", 5), "bbb": ("xml", 5), "trueconf": ("json", 5)},
    **{"zoom": ("json", 60), "livekit": ("json", 5), "webex": ("json", 15), "galene": ("json", 5)},
    **{"pexip": ("json", 2), "generic json": ("json", 2), "generic xml": ("xml", 2), "janus": ("json", 2)},
    **{"jitsi focus": ("json", 5), "jitsi bridge": ("json", 5)},
}
"""By subject: what it speaks, and a sensible `interval` in seconds."""
DEVICES_S = {"cisco codec": 30, "poly codec": 30}
NO_PLATFORM = {
    "feed": "one request a playlist, two where a master leads to it, every `interval`",
    "file": "reads a file",
    "manual": "asks nobody",
    "probe": "one question a line and check, on the house's own lines",
}
REAL_PAGES = {
    subjects: 1000,
    contract_cms: 1000,
    contract_trueconf: 200,
    contract_zoom: 300,
    contract_webex: 100,
}


class Tape:
    """What platforms answered, in place of the network, for as long as it runs."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, bytes], Any] = {}
        self.played: list[Any] = []
        self._ask = HttpClient._asked

    def __enter__(self) -> Tape:
        tape = self

        async def asked(client: HttpClient, url: Any, body: Any, **way: Any) -> Any:
            key = (str(url), body.content.partition(b'"transaction"')[0] if body else b"")
            if (found := tape.answers.get(key)) is None:
                found = tape.answers[key] = await tape._ask(client, url, body, **way)
            tape.played.append(found)
            return found

        HttpClient._asked = asked  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        HttpClient._asked = self._ask  # type: ignore[method-assign]


class Cost(NamedTuple):
    """CPU in ms of the middle and of the dearest poll of a cycle, and of the documents alone."""

    middle: float
    dearest: float
    floor: float
    requests: int
    limit: int | None


async def measured(kind: str, subject: AdapterUnderTest) -> Cost:
    """What the polls of 767 legs cost, and the most requests of one."""
    points, clock = national(POINTS), ManualClock()
    legs: Sequence[Leg] = [
        Leg(ref=f"r{place}", name=f"{point.code} - {point.name}") for place, point in enumerate(points)
    ]
    with Tape() as tape:
        async with (
            platform(subject.serve(lambda: legs)) as url,
            adapted(subject, url, clock, timeout_s=60.0) as adapter,
        ):
            pause_s = 60 if request_limit(adapter) else KINDS[kind][1]
            for _ in range(CYCLE):
                found = await adapter.poll()
                clock.advance(pause_s)
            assert len(found.participants) == POINTS
            seen, answers = Observation(found.source, points, Thresholds(), EMPTY), Answers(found.source)
            cycles = [await _cycle(adapter, clock, pause_s, answers, seen) for _ in range(CYCLES)]
            tape.played.clear()
            found = await adapter.poll()
    polls = [min(times) for times in zip(*cycles, strict=True)]
    read = read_xml if KINDS[kind][0] == "xml" else read_json
    floor = cpu_ms(lambda: [read(one.body) for one in tape.played], ROUNDS)
    return Cost(statistics.median(polls), max(polls), floor, found.requests, request_limit(adapter))


async def _cycle(
    adapter: Adapter, clock: ManualClock, pause_s: float, answers: Answers, seen: Observation
) -> list[float]:
    spent = []
    for _ in range(CYCLE):
        started = time.process_time_ns()
        seen.take(await answers.sound(await adapter.poll()), expected=True, attended=())
        spent.append((time.process_time_ns() - started) / 1e6)
        clock.advance(pause_s)
    return spent


async def asked_of_devices(subject: AdapterUnderTest) -> tuple[int, int | None]:
    """(requests of a poll of so many devices, limit a minute)."""
    clock = ManualClock()
    async with platform(subject.serve(lambda: [Leg(ref="a")])) as url:
        hosts = ", ".join(f"{url} = R{place}" for place in range(DEVICES_ASKED))
        async with adapted(subject, "", clock, settings={"hosts": hosts}, timeout_s=60.0) as adapter:
            await adapter.poll()  # logs in, and learns their names
            clock.advance(60)
            return (await adapter.poll()).requests, request_limit(adapter)


def within(name: str, requests: int, limit: int | None, interval_s: int) -> bool:
    """One line of what a cadence costs; whether that is allowed."""
    a_minute = requests * 60 / interval_s
    allowed = f"of {limit}" if limit is not None else "(no limit is named)"
    print(f"{name:30} {requests:4} requests a poll, {a_minute:g} a minute {allowed} every {interval_s} s")
    return limit is None or a_minute <= limit


def main() -> int:
    """Run everything; 0 when every bar was reached."""
    reached, costs = True, {}
    assert set(KINDS) == set(OVER_HTTP)
    seen = {one.kind for one in (*OVER_HTTP.values(), *DEVICES.values())} | set(NO_PLATFORM)
    assert seen == set(kinds()), "every kind has its line"
    subjects.SDP = "a=rtpmap:111 opus/48000/2\r\n" * 90
    for module, page in REAL_PAGES.items():
        module.CAP = page
    for kind, (language, interval_s) in KINDS.items():
        cost, bar = asyncio.run(measured(kind, OVER_HTTP[kind])), BARS_MS[language]
        reached &= report(f"{kind} {POINTS}: the middle poll", cost.middle, cost.floor, bar)
        reached &= report(f"{kind} {POINTS}: the dearest poll", cost.dearest, cost.floor, bar)
        costs[kind] = (cost.requests, cost.limit, interval_s)
    for kind, spent in costs.items():
        reached &= within(kind, *spent)
    for kind, interval_s in DEVICES_S.items():
        asked = asyncio.run(asked_of_devices(DEVICES[kind]))
        reached &= within(f"{kind}, {DEVICES_ASKED} of them", *asked, interval_s)
    for kind, words in NO_PLATFORM.items():
        print(f"{kind:30} {words}")
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
