"""The subjects of the same questions, and what a poll of one comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from aiohttp import web
from kit.contracts.codecs import DEVICES
from kit.contracts.conformance import (
    AdapterUnderTest,
    Leg,
    adapted,
)
from kit.contracts.subjects import OVER_HTTP
from kit.platforms.loopback import Answer, platform

from adapters.errors import AdapterError
from data.health.reading import Participant, Snapshot

listing = pytest.mark.parametrize("subject", OVER_HTTP.values(), ids=OVER_HTTP.keys())

"""Who lists a whole conference."""


PAGED = {name: subject for name, subject in OVER_HTTP.items() if subject.pages}


paged = pytest.mark.parametrize("subject", PAGED.values(), ids=PAGED.keys())


EVERY = {**OVER_HTTP, **DEVICES}


every = pytest.mark.parametrize("subject", EVERY.values(), ids=EVERY.keys())


Legs = Callable[[], Sequence[Leg]]


def fixed(*legs: Leg) -> Legs:
    return lambda: legs


def several(count: int, prefix: str = "r") -> tuple[Leg, ...]:
    return tuple(Leg(ref=f"{prefix}{number}", name=f"T{number:03}") for number in range(count))


def status(code: int, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return answer


async def failure(subject: AdapterUnderTest, answer: Answer, **fields: Any) -> AdapterError:
    async with platform(answer) as url, adapted(subject, url, **fields) as adapter:
        with pytest.raises(AdapterError) as caught:
            await adapter.poll()
    return caught.value


async def snapshot(subject: AdapterUnderTest, legs: Legs, focus: Sequence[str] = ()) -> Snapshot:
    async with platform(subject.serve(legs)) as url, adapted(subject, url) as adapter:
        return await adapter.poll(focus)


def by_name(found: Snapshot) -> dict[str, Participant]:
    return {one.name: one for one in found.participants}
