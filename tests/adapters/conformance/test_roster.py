"""To every adapter that speaks HTTP: is a list read whole, and nothing made up that it does not say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.contracts.asked import by_name, every, fixed, listing, paged, several, snapshot
from kit.contracts.conformance import (
    AdapterUnderTest,
    Leg,
    adapted,
    faults_of,
)
from kit.contracts.lines import proves
from kit.platforms.loopback import platform

from adapters.errors import Emptied
from console.polling.answer import Answers
from data.folder.model import BridgePoint, Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Presence
from data.state import ConferenceState


@listing
async def test_the_roster_is_read(subject: AdapterUnderTest) -> None:
    found = await snapshot(subject, fixed(*several(5)))
    assert sorted(by_name(found)) == [f"T{number:03}" for number in range(5)]
    told = Presence.MEDIA if subject.tells_media else Presence.LISTED
    assert {one.presence for one in found.participants} == {told}
    assert [fault for one in found.participants for fault in faults_of(one)] == []
    assert found.requests >= 1


@every
async def test_an_empty_conference_is_an_answer(subject: AdapterUnderTest) -> None:
    assert (await snapshot(subject, fixed())).participants == ()


@proves("missing")
@every
async def test_what_is_not_said_is_none(subject: AdapterUnderTest) -> None:
    found = await snapshot(subject, fixed(Leg(ref="a", name="T1", media=None)), ["a"])
    for one in found.participants:
        assert one.presence is Presence.LISTED
        assert (one.mute_server, one.mute_local, one.on_hold, one.quality) == (None,) * 4
        assert (one.bandwidth_bps, one.connected_at_ms) == (None, None)
        for stream in one.streams:
            assert (stream.loss_pct, stream.jitter_ms, stream.rtt_ms, stream.bitrate_bps) == (None,) * 4


@proves("units")
@every
@pytest.mark.parametrize(
    ("bitrate", "loss"), [("23 kbps", "0.3%"), ("lots", "-"), ("", ""), (-5, -0.1), (True, True)]
)
async def test_a_figure_with_a_unit_is_read_whole_or_not_at_all(
    subject: AdapterUnderTest, bitrate: object, loss: object
) -> None:
    leg = Leg(ref="a", name="T1", bitrate=bitrate, loss=loss, received=1000, lost=3)
    found = await snapshot(subject, fixed(leg), ["a"])
    for stream in found.participants[0].streams:
        assert stream.bitrate_bps in (None, 23_000) if bitrate == "23 kbps" else stream.bitrate_bps is None
        assert stream.loss_pct in (None, 0.3) if loss == "0.3%" else stream.loss_pct is None


@every
@pytest.mark.parametrize("number", [2**53, 2**63, 2**64, 10**30])
async def test_a_number_that_no_reader_could_hold_costs_itself(
    subject: AdapterUnderTest, number: int
) -> None:
    """What is handed over is what will be kept: nothing is left that would have to be left out of it."""
    legs = Leg(ref="a", name="T1", bitrate=number, received=number, lost=number), Leg(ref="b", name="T2")
    async with platform(subject.serve(fixed(*legs))) as url, adapted(subject, url) as adapter:
        found = await adapter.poll(["a"])
        assert await Answers(found.source).sound(found) == found
    assert found.participants[0].ref
    assert [fault for one in found.participants for fault in faults_of(one)] == []


@proves("counters")
@every
async def test_a_counter_that_restarts_makes_no_loss_and_no_fault(subject: AdapterUnderTest) -> None:
    clock, counts = ManualClock(), [(9000, 40), (9500, 41), (20, 0), (520, 1), (1020, 1)]
    now = counts[0]
    point = BridgePoint(code="P1", name="T001", level="district")
    watch = Observation("nguồn", [point], Thresholds(), ConferenceState())

    def legs() -> Sequence[Leg]:
        return [Leg(ref="a", name="P1 - T001", received=now[0], lost=now[1])]

    async with platform(subject.serve(legs)) as url, adapted(subject, url, clock) as adapter:
        for each in counts:
            now = each
            found = await adapter.poll(["a"])
            watch.take(found, expected=True, attended=["P1"])
            assert [fault for one in found.participants for fault in faults_of(one)] == []
            assert watch.readings["P1"].health is not Health.DOWN
            assert not watch.readings["P1"].checking
            clock.advance(2)


@proves("twice")
@listing
async def test_a_leg_that_is_listed_twice_is_one(subject: AdapterUnderTest) -> None:
    found = await snapshot(subject, fixed(*several(3), *several(3)))
    assert len(found.participants) == 3


@proves("pages")
@paged
async def test_pages_that_shift_lose_nobody_and_count_nobody_twice(subject: AdapterUnderTest) -> None:
    asked = 0

    def legs() -> Sequence[Leg]:
        nonlocal asked
        asked += 1
        return several(95) if asked == 1 else (Leg(ref="new", name="NEW"), *several(95))

    found = await snapshot(subject, legs)
    refs = [one.ref for one in found.participants]
    assert len(refs) == len(set(refs))
    assert {f"r{number}" for number in range(95)} <= set(refs)


@paged
@pytest.mark.parametrize("gone", [1, 3, 20])
async def test_who_leaves_between_two_pages_hides_nobody(subject: AdapterUnderTest, gone: int) -> None:
    """A leg that slipped over the edge of a page was not answered "not in the call"."""
    asked = 0

    def legs() -> Sequence[Leg]:
        nonlocal asked
        asked += 1
        return several(95) if asked == 1 else several(95)[gone:]

    found = await snapshot(subject, legs)
    assert {f"r{number}" for number in range(gone, 95)} <= {one.ref for one in found.participants}


@proves("clock")
@every
@pytest.mark.parametrize("off", ["Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "?"])
async def test_a_platform_whose_clock_is_wrong_is_heard_by_ours(subject: AdapterUnderTest, off: str) -> None:
    sound, clock = subject.serve(fixed(*several(1))), ManualClock()

    async def skewed(request: web.Request) -> web.StreamResponse:
        answer = await sound(request)
        answer.headers["Date"] = off
        return answer

    started_ns = clock.real_ns()
    async with platform(skewed) as url, adapted(subject, url, clock) as adapter:
        found = await adapter.poll()
    assert (found.observed_ns, len(found.participants)) == (started_ns, 1)


@proves("restart")
@listing
async def test_a_platform_that_starts_anew_is_one_loss_and_not_all_rooms(subject: AdapterUnderTest) -> None:
    clock, now = ManualClock(), several(9)
    async with platform(subject.serve(lambda: now)) as url, adapted(subject, url, clock) as adapter:
        assert len((await adapter.poll()).participants) == 9
        clock.advance(2)
        now = ()
        with pytest.raises(Emptied):
            await adapter.poll()
        clock.advance(2)
        if subject.refs_change:
            now = several(3, "again")
            with pytest.raises(Emptied):
                await adapter.poll()
        clock.advance(2)
        now = several(8, "again" if subject.refs_change else "r")
        assert len((await adapter.poll()).participants) == 8


@listing
async def test_a_conference_that_stays_empty_is_believed(subject: AdapterUnderTest) -> None:
    clock, now = ManualClock(), several(9)
    async with platform(subject.serve(lambda: now)) as url, adapted(subject, url, clock) as adapter:
        await adapter.poll()
        now = ()
        clock.advance(2)
        with pytest.raises(Emptied):
            await adapter.poll()
        clock.advance(120)
        assert (await adapter.poll()).participants == ()
