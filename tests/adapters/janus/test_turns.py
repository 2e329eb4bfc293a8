"""A room larger than one poll looks at: whose turn it is, what is kept meanwhile, and what it costs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.conference import point
from kit.platforms.janus_hall import JanusHall
from kit.platforms.loopback import platform

from adapters.janus.adapter import JanusAdapter
from adapters.janus.payload import Handle, Member
from adapters.janus.sessions import PER_POLL, Sessions
from adapters.transport.turns import Turns
from data.actions.action import Action, ActionKind
from data.folder.model import Source, Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Presence, Snapshot
from data.state import EMPTY

EVERY_S = 2.0


class Watch:
    """The room of `hall`, polled every two seconds into readings; the sick are asked for, as by the desk."""

    def __init__(self, hall: JanusHall, url: str, **settings: Any) -> None:
        self.hall, self.clock = hall, ManualClock()
        source = Source(
            name="s1",
            kind="janus",
            settings={"admin_url": f"{url}/admin", "room": 7, **settings},
            interval_s=EVERY_S,
        )
        self.adapter = JanusAdapter(source, self.clock.real_ns)
        points = [point(f"T{n}") for n in hall.members]
        self.seen = Observation("s1", points, Thresholds(), EMPTY)
        self.looked: set[int] = set()

    async def poll(self, *focus: str) -> Snapshot:
        self.clock.advance(EVERY_S)
        self.hall.now_s += EVERY_S
        self.hall.looked.clear()
        self.hall.asked = 0
        wanted = [*focus, *self.seen.refs(self.seen.sick())]
        found = await self.adapter.poll(wanted)
        self.seen.take(found, expected=True, attended=())
        self.looked |= self.hall.looked.keys()
        return found

    def health(self) -> dict[int, Health]:
        return {int(code[1:]): reading.health for code, reading in self.seen.readings.items()}


@asynccontextmanager
async def watched(members: int, **settings: Any) -> AsyncIterator[Watch]:
    hall = JanusHall(members)
    async with platform(hall.answer) as url:
        watch = Watch(hall, url, **settings)
        try:
            yield watch
        finally:
            await watch.adapter.aclose()


async def test_200_rooms_are_gone_through_20_at_a_time_and_none_is_unknown_meanwhile() -> None:
    async with watched(200, sessions_per_poll=20) as watch:
        for number in range(10):
            found = await watch.poll()
            assert watch.hall.asked <= 2 + 20 * 3, "its list of handles, and two handles"
            assert found.partial is (number < 9)
            assert len(watch.looked) == len(found.participants) == 20 * (number + 1)
        for number in range(1, 45):
            found = await watch.poll("7.1007")
            assert watch.hall.looked[7] == 1, "wanted: at every poll"
            assert not found.partial
            assert sum(watch.hall.looked.values()) == 20
            assert watch.hall.asked == found.requests <= 2 + 20 * 3
            assert set(watch.health().values()) == {Health.OK}, number
        ages = [watch.clock.real_ns() - (one.streams_ns or 0) for one in watch.seen.readings.values()]
        assert max(ages) <= 11 * EVERY_S * 1e9
        quiet = next(one for one in found.participants if not one.streams)
        assert quiet.presence is Presence.MEDIA


async def test_a_room_that_died_is_found_within_a_round_and_its_hold_off() -> None:
    async with watched(200, sessions_per_poll=20) as watch:
        for _ in range(20):
            await watch.poll()
        victim = next(iter(watch.hall.looked))
        watch.hall.dead[victim] = watch.hall.now_s
        checking = down = None
        for number in range(1, 11 + 14):
            await watch.poll()
            reading = watch.seen.readings[f"T{victim}"]
            checking = checking or (number if reading.checking else None)
            down = down or (number if reading.health is Health.DOWN else None)
        assert checking is not None and checking <= 11
        assert down is not None and down - checking <= 14, "25 s, looked at all the while"
        assert watch.hall.looked[victim] == 1
        assert [n for n, health in watch.health().items() if health is not Health.OK] == [victim]


async def test_as_many_as_are_looked_at_are_all_looked_at() -> None:
    async with watched(20, sessions_per_poll=20) as watch:
        for _ in range(3):
            found = await watch.poll()
            assert all(one.streams for one in found.participants) and len(found.participants) == 20
            assert set(watch.hall.looked.values()) == {1}


async def test_half_of_a_poll_goes_round_however_many_are_wanted() -> None:
    async with watched(100, sessions_per_poll=20) as watch:
        for _ in range(5):
            everybody = await watch.poll()
        wanted = [one.ref for one in everybody.participants[:60]]
        watch.looked.clear()
        for _ in range(10):
            await watch.poll(*wanted)
        assert watch.looked == set(range(1, 101))


def pushed(kind: int, session: int, **event: Any) -> bytes:
    return json.dumps(
        [{"type": kind, "session_id": session, "handle_id": 10 * session + 1, "event": event}]
    ).encode()


def of_room(what: str, member: int, **more: Any) -> dict[str, Any]:
    return {"plugin": "janus.plugin.videoroom", "data": {"event": what, "room": 7, "id": member, **more}}


async def test_whom_something_was_told_of_is_looked_at_next() -> None:
    async with watched(100, sessions_per_poll=10) as watch:
        for _ in range(12):
            await watch.poll()
        later = sorted(watch.seen.readings.values(), key=lambda one: one.streams_ns or 0)[-20:-10]
        told = [int(one.point[1:]) for one in later]
        adapter = watch.adapter
        adapter._pushed(pushed(16, 1000 + told[0], connection="hangup"))
        adapter._pushed(pushed(32, 1000 + told[1], mid="0", receiving=False))
        adapter._pushed(pushed(64, 1000 + told[2], **of_room("unpublished", told[2])))
        adapter._pushed(pushed(16, 31337, connection="hangup"))
        await adapter.act(Action(kind=ActionKind.MUTE, ref=f"{told[3]}.{1000 + told[3]}"))
        watch.hall.waiting.add(told[4])
        await watch.poll()
        assert set(told[:5]) <= watch.hall.looked.keys()
        watch.hall.waiting.clear()
        watch.hall.members[500] = 1500
        await watch.poll()
        assert {told[4], 500} <= watch.hall.looked.keys(), "who publishes again, and who came"
        del watch.hall.members[told[5]]
        await watch.poll()
        watch.hall.members[told[5]] = 7000
        found = await watch.poll()
        assert f"{told[5]}.7000" in {one.ref for one in found.participants if one.streams}


def test_who_is_wanted_last_of_many_has_its_turn_as_all_have() -> None:
    turns, here, seen = Turns(), [str(n) for n in range(6)], set[str]()
    for _ in range(3):
        for key in turns.choose(here, here, 4):
            turns.looked(key)
            seen.add(key)
    assert seen == set(here)


async def test_a_storm_of_pushes_is_worked_off_and_the_room_on_air_does_not_wait_for_it() -> None:
    async with watched(100, sessions_per_poll=10) as watch:
        for _ in range(11):
            await watch.poll()
        for n in range(41, 81):
            watch.adapter._pushed(pushed(32, 1000 + n, mid="0", receiving=True))
        watch.looked.clear()
        for _ in range(10):
            await watch.poll("7.31337")
            assert watch.hall.looked[7] == 1, "by its id, though that call is over"
        assert set(range(41, 81)) <= watch.looked


def hall(*sessions: int) -> list[Member]:
    return [Member(str(n), f"T{n}", True, n) for n in sessions]


def own(session: str) -> Handle:
    return Handle(session, "7", session, True, (), id=f"{session}1")


def polled(
    known: Sessions, listed: Sequence[str], roster: Sequence[Member], *, seen: bool = True
) -> list[str]:
    """Who was looked at; those whose member is in the roster (its id is its session's) are found there."""
    chosen = known.choose(listed, roster, ())
    here = {one.id for one in roster}
    for session in chosen if seen else ():
        known.handles_of(session)
        known.saw(session, ["1"], [own(session)] if session in here else [])
    known.looks(roster)
    return chosen


def test_a_look_is_good_for_two_rounds_and_no_longer() -> None:
    known, roster = Sessions("7", 2, 2.0), hall(1, 2, 3, 4)
    ids = [one.id for one in roster]
    for _ in range(2):
        polled(known, ids, roster)
    told = []
    for _ in range(6):
        polled(known, ids, roster, seen=False)
        told.append(sum(look.own is not None for _, look in known.looks(roster)))
    assert told == [4, 4, 4, 2, 0, 0]
    assert [look.session for _, look in known.looks(roster)] == ids, "who it is stays known"


def test_sessions_of_other_rooms_wait_until_somebody_is_sought_among_them() -> None:
    known, roster = Sessions("7", 4, 2.0), hall(*range(8))
    ids, others = [one.id for one in roster], [f"9{n}" for n in range(8)]
    for _ in range(4):
        polled(known, [*others, *ids], roster)
    looked = [one for _ in range(6) for one in polled(known, [*others, *ids], roster)]
    assert set(looked) == set(ids) and len(looked) == 24
    sought = [*roster, *hall(90)]
    looked = [one for _ in range(4) for one in polled(known, [*others, *ids], sought)]
    assert "90" in looked
    assert {one.id: look.session for one, look in known.looks(sought)}["90"] == "90"


@pytest.mark.parametrize(
    ("sessions", "interval_s", "looks"),
    [(64, 2.0, 64), (767, 2.0, PER_POLL), (767, 5.0, 160), (10_000, 2.0, 834)],
)
def test_unless_told_how_many_all_have_their_turn_in_24_s(
    sessions: int, interval_s: float, looks: int
) -> None:
    known, ids = Sessions("7", 0, interval_s), [str(n) for n in range(sessions)]
    assert len(known.choose(ids, hall(*range(sessions)), ())) == looks


def test_a_session_that_no_look_succeeds_on_hides_nobody() -> None:
    known, roster = Sessions("7", 2, 2.0), hall(1, 2, 3)
    ids = [one.id for one in roster]
    for _ in range(4):
        assert polled(known, ids, roster, seen=False) == ids[:2], "there was no time to look at any"
        assert known.looks(roster) == [], "they may be in the third"
    polled(known, ids, roster, seen=False)
    assert [one.id for one, look in known.looks(roster) if look.own is None] == ids
