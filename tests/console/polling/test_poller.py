"""When a source is asked again, and that nothing it does stops the asking."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from msgspec.structs import replace

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut, Unreachable
from console.polling.pacing import EARLIEST_S, LONGEST_PAUSE_S, SHORTEST_PAUSE_S, early_s, pause_s
from console.polling.poller import Poller
from data.folder.model import Source
from data.health.reading import Participant, Snapshot, SourceStatus

CHANCE = st.floats(0, 1, exclude_max=True)
INTERVAL = st.floats(0.1, 60)
FAILURES = st.integers(1, 1000)
ERROR = st.sampled_from([Unreachable(), TimedOut(), BadPayload(), Unreachable(code="dns")])


@given(INTERVAL, CHANCE)
def test_after_an_answer_the_interval_give_or_take_five_per_cent(interval_s: float, chance: float) -> None:
    pause = pause_s(interval_s, 0, None, chance)
    assert pause is not None and 0.9499 * interval_s <= pause <= 1.0501 * interval_s


@given(INTERVAL, FAILURES, ERROR, CHANCE)
def test_a_source_that_fails_is_asked_often_enough_to_be_seen_coming_back(
    interval_s: float, failures: int, error: AdapterError, chance: float
) -> None:
    pause = pause_s(interval_s, failures, error, chance)
    assert pause is not None
    assert SHORTEST_PAUSE_S <= pause <= max(SHORTEST_PAUSE_S, 2 * interval_s) * 1.1 + 1e-9


@given(INTERVAL, FAILURES, st.floats(0, 3600), CHANCE)
def test_the_platforms_wish_for_rest_is_honoured_in_full(
    interval_s: float, failures: int, wish_s: float, chance: float
) -> None:
    pause = pause_s(interval_s, failures, RateLimited(retry_after_s=wish_s), chance)
    assert pause is not None and pause >= max(SHORTEST_PAUSE_S, wish_s)


@given(INTERVAL, FAILURES, CHANCE)
def test_without_a_wish_the_pause_doubles_up_to_a_bound(
    interval_s: float, failures: int, chance: float
) -> None:
    first, later = (pause_s(interval_s, n, RateLimited(), 0) for n in (failures, failures + 1))
    assert first is not None and later is not None
    assert SHORTEST_PAUSE_S <= first <= later <= LONGEST_PAUSE_S
    assert (pause_s(2, 1, RateLimited(), chance) or 0) >= 4


@given(INTERVAL, FAILURES, CHANCE)
def test_who_refuses_us_is_not_asked_again(interval_s: float, failures: int, chance: float) -> None:
    assert pause_s(interval_s, failures, Refused(), chance) is None


class Script:
    """An adapter that answers by a list; an exception in it is raised, "hang" never answers."""

    capabilities = frozenset()

    def __init__(self, clock: ManualClock, *answers: Any) -> None:
        self.asked = 0
        self.focus: list[Sequence[str]] = []
        self._clock, self._answers = clock, list(answers)

    async def poll(self, focus: Sequence[str] = ()) -> Any:
        self.asked += 1
        self.focus.append(focus)
        answer = self._answers.pop(0) if self._answers else None
        if answer is not None and not isinstance(answer, BaseException | str):
            return answer
        if isinstance(answer, BaseException):
            raise answer
        if answer == "hang":
            await asyncio.Event().wait()
        return Snapshot(source="s", observed_ns=self._clock.real_ns(), participants=(), poll_ms=7.0)

    async def aclose(self) -> None:
        pass


class Watched:
    """A poller of `answers`, run for as many polls, with what it told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: Any, timeout_s: float = 5.0) -> None:
        self.clock = ManualClock()
        self.adapter = Script(self.clock, *answers)
        self.statuses: list[SourceStatus] = []
        self.snapshots: list[Snapshot] = []
        self.pauses: list[float] = []
        self._wanted = len(answers)
        monkeypatch.setattr("console.polling.poller.random.random", lambda: 0.5)
        self.poller = Poller(
            Source(name="s", kind="x", interval_s=2.0, timeout_s=timeout_s),
            self.adapter,
            self.clock,
            focus=lambda: ("ref-1",),
            on_snapshot=self._snapshot,
            on_status=self._status,
        )
        self._really_sleep = asyncio.sleep
        monkeypatch.setattr("console.polling.poller.asyncio.sleep", self._sleep)

    async def run(self) -> None:
        task = asyncio.create_task(self.poller.run())
        async with asyncio.timeout(10):
            while not task.done() and self.adapter.asked <= self._wanted:
                await self._really_sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    def states(self) -> list[str]:
        """Each state once, in order."""
        found: list[str] = []
        for status in self.statuses:
            if not found or found[-1] != status.state:
                found.append(status.state)
        return found

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 3))
        self.clock.advance(seconds)
        await self._really_sleep(0)

    async def _snapshot(self, snapshot: Snapshot) -> None:
        self.snapshots.append(snapshot)

    async def _status(self, status: SourceStatus) -> None:
        self.statuses.append(status)


async def test_one_failure_is_a_hiccup_two_are_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(
        monkeypatch, None, Unreachable("x"), None, Unreachable("x"), TimedOut("y"), TimedOut("y"), None
    )
    await watched.run()
    assert watched.states() == ["ok", "lost", "ok"]
    lost = next(status for status in watched.statuses if status.state == "lost")
    assert (lost.error, lost.detail) == ("timed_out", "y")
    assert lost.answered_ns is not None, "its last answer keeps its age"
    back = watched.statuses[-1]
    assert (back.state, back.error, back.detail) == ("ok", "", "")
    assert watched.pauses[:7] == [2.0, 2.1, 2.0, 2.1, 4.2, 4.2, 2.0]


async def test_a_refusal_ends_the_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, Refused("401"), None, None)
    await watched.run()
    assert watched.adapter.asked == 1
    assert [(status.state, status.error) for status in watched.statuses] == [("refused", "refused")]


async def test_rest_is_given_before_the_next_request(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, RateLimited(retry_after_s=45.0), RateLimited(), None)
    await watched.run()
    assert watched.pauses[0] >= 45
    assert watched.pauses[1] == pytest.approx(8 * 1.05)
    assert watched.states() == ["waiting", "lost", "ok"]


@pytest.mark.parametrize("surprise", [ValueError("bug"), KeyError("id"), MemoryError(), RecursionError()])
async def test_an_adapter_that_breaks_does_not_stop_the_polling(
    monkeypatch: pytest.MonkeyPatch, surprise: Exception
) -> None:
    watched = Watched(monkeypatch, surprise, surprise, None, None)
    await watched.run()
    assert watched.states() == ["waiting", "lost", "ok"]
    assert watched.statuses[0].error == "bad_payload"
    assert len(watched.snapshots) >= 2


ROOM = Participant(ref="r1", name="T1")
ODD = [
    [],
    Snapshot(source="s", observed_ns=1, participants=(replace(ROOM, ref="\ud800"),)),
    Snapshot(source="s", observed_ns=1, participants=(replace(ROOM, name="T1 \udc00"),)),
    Snapshot(source="s", observed_ns=1, participants=(replace(ROOM, quality="good"),)),
    Snapshot(source="s", observed_ns=1, participants=(ROOM,), poll_ms=math.nan),
    Snapshot(source="another", observed_ns=1, participants=(ROOM,)),
]


@pytest.mark.parametrize("odd", ODD)
async def test_an_answer_that_no_row_could_hold_goes_no_further(
    monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    watched = Watched(monkeypatch, odd, odd, None, None)
    await watched.run()
    assert watched.states() == ["waiting", "lost", "ok"]
    assert watched.statuses[0].error == "bad_payload"
    assert all(not snapshot.participants for snapshot in watched.snapshots), "none of it came through"


async def test_an_answer_that_cannot_be_taken_is_that_sources_error_until_one_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched = Watched(monkeypatch, *[None] * 6)
    take, taken = watched.poller._on_snapshot, 0

    async def chokes(snapshot: Snapshot) -> None:
        nonlocal taken
        taken += 1
        if 2 <= taken <= 5:
            raise ValueError("nobody thought of that")
        await take(snapshot)

    watched.poller._on_snapshot = chokes
    await watched.run()
    assert watched.states() == ["ok", "lost", "ok"], "lost once, not at every other poll"
    assert len(watched.snapshots) >= 2


async def test_what_an_error_says_of_itself_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, Unreachable("\ud800\x1b[31m"), None)
    await watched.run()
    assert watched.statuses[0].detail == "\ufffd\ufffd[31m"


async def test_an_adapter_that_never_answers_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, "hang", None, timeout_s=0.05)
    await watched.run()
    assert watched.statuses[0].error == "timed_out"
    assert watched.statuses[-1].state == "ok"


async def test_every_answer_says_how_long_it_took_and_how_many_it_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched = Watched(monkeypatch, None, None)
    await watched.run()
    assert watched.adapter.focus[0] == ("ref-1",)
    status, snapshot = watched.statuses[-1], watched.snapshots[-1]
    assert (status.poll_ms, status.roster, status.answered_ns) == (7.0, 0, snapshot.observed_ns)
    assert status.since_ns == watched.statuses[0].since_ns, "ok since the first answer"


async def test_a_push_brings_the_next_poll_forward(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched = Watched(monkeypatch, None, None, None)
    watched.poller._news = news = asyncio.Event()
    task = asyncio.create_task(watched.poller._rest(3600.0))
    await watched._really_sleep(0)
    assert not task.done()
    news.set()
    await asyncio.wait_for(task, 10)
    assert watched.pauses == [EARLIEST_S], "a little in any case, and then until it is told"
    await watched.poller._once()
    assert not news.is_set(), "what is told during a poll is not lost, what was told before is answered"


async def test_pushes_of_a_source_that_fails_do_not_hurry_it(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch, Unreachable("x"))
    watched.poller._news = news = asyncio.Event()
    await watched.poller._once()
    news.set()
    await watched.poller._rest(2.0)
    assert watched.pauses == [2.0]


def test_a_platform_that_takes_long_is_not_kept_busy_by_pushes() -> None:
    assert early_s(None) == early_s(5.0) == EARLIEST_S
    assert early_s(200.0) == pytest.approx(1.0), "a fifth of the time"
