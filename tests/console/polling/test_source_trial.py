"""Trying a source before the day, where its platform names its rooms little by little."""

from __future__ import annotations

import asyncio

import pytest
from kit.clock import ManualClock
from kit.conference import conference, point
from kit.platforms.janus_hall import JanusHall
from kit.platforms.loopback import platform

from console.polling.source_trial import ROUNDS, try_source
from data.folder.model import Source


@pytest.mark.parametrize(("per_poll", "polls"), [(100, ROUNDS), (20, 9)])
async def test_a_room_larger_than_a_poll_is_gone_through_once(
    monkeypatch: pytest.MonkeyPatch, per_poll: int, polls: int
) -> None:
    hall, shown, sleep = JanusHall(100), [], asyncio.sleep
    monkeypatch.setattr("console.polling.source_trial.asyncio.sleep", lambda _: sleep(0))
    async with platform(hall.answer) as url:
        settings = {"admin_url": f"{url}/admin", "room": 7, "sessions_per_poll": per_poll}
        source = Source(name="s1", kind="janus", settings=settings)
        day = conference(points=[point(f"T{n}") for n in hall.members])
        found = await try_source(source, day, ManualClock(), lambda *step: shown.append(step))
    # Half of a poll goes to those who are asked for, and they are all that are known.
    assert (found.roster, found.matched, len(found.took_ms)) == (100, 100, polls)
    assert [done for done, _ in shown] == [*range(polls), ROUNDS] and all(a <= b for a, b in shown)
    assert found.ok and found.missing == ()
