"""What an adapter of a stranger may hand over, and what of it is kept."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from adapters.errors import BadPayload
from console.polling.answer import AT_ONCE, Answers
from console.text.sentences import local_time
from data.health.reading import FIRST_MS, LAST_MS, Line, Participant, Snapshot, Stream
from data.record.canonical import MAX_INT

ROOM = Participant(ref="r1", name="T1", quality=1, hand_ms=1_718_521_200_000)
TOO_LARGE = [MAX_INT, -MAX_INT, 2**63, 2**64, 10**400]


def answer(*legs: Any, **fields: Any) -> Snapshot:
    return Snapshot(**{"source": "s", "observed_ns": 1, "participants": legs, **fields})


async def kept(*legs: Any, **fields: Any) -> Snapshot:
    return await Answers("s").sound(answer(*legs, **fields))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
async def test_a_figure_that_is_no_number_was_not_said(number: float) -> None:
    leg = replace(ROOM, streams=(Stream(kind="audio", direction="rx", loss_pct=number),))
    assert (await kept(leg)).participants[0].streams[0].loss_pct is None


@pytest.mark.parametrize("number", TOO_LARGE)
async def test_an_integer_that_no_reader_could_hold_was_not_said(number: int) -> None:
    """It costs itself: neither its room nor the source, and no row of any other."""
    stream = Stream(kind="audio", direction="rx", packets_lost=number, packets_received=7)
    leg = replace(ROOM, quality=number, bandwidth_bps=number, hand_ms=number, streams=(stream,))
    found, other = (await kept(leg, replace(ROOM, ref="r2"))).participants
    expected = replace(stream, packets_lost=None)
    assert found == replace(ROOM, quality=None, bandwidth_bps=None, hand_ms=None, streams=(expected,))
    assert other == replace(ROOM, ref="r2")


@pytest.mark.parametrize("number", [MAX_INT - 1, 1 - MAX_INT, 0])
async def test_the_largest_integer_of_the_record_is_kept(number: int) -> None:
    leg = replace(ROOM, quality=number, bandwidth_bps=number)
    assert (await kept(leg)).participants == (leg,)


@pytest.mark.parametrize("at_ms", [FIRST_MS, LAST_MS])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
async def test_an_instant_that_is_kept_can_be_told_in_every_zone(at_ms: int, zone: str) -> None:
    [found] = (await kept(replace(ROOM, hand_ms=at_ms))).participants
    assert len(local_time(found.hand_ms, zone)) == len("14:30:05")
    for beyond in (FIRST_MS - 1, LAST_MS + 1):
        assert (await kept(replace(ROOM, hand_ms=beyond))).participants[0].hand_ms is None


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {"source": "s"},
        answer(replace(ROOM, ref="\ud800")),
        answer(replace(ROOM, ref=7)),
        answer(replace(ROOM, ref=["r1"])),
        answer(replace(ROOM, name="T1 \udc00")),
        answer(replace(ROOM, quality="good")),
        answer(replace(ROOM, quality=1.5)),
        answer(replace(ROOM, mute_local=2**60)),
        answer(replace(ROOM, streams=(Stream(kind=7, direction="rx", packets_lost=MAX_INT),))),  # type: ignore[arg-type]
        answer(replace(ROOM, streams=7)),
        answer("r1"),
        answer(ROOM, participants=7),
        answer(ROOM, poll_ms=math.nan),
        answer(ROOM, observed_ns=2**63),
        answer(ROOM, observed_ns=-1),
        answer(ROOM, requests=MAX_INT),
        answer(ROOM, lines=(Line(name="T1", address="10.0.0.1", rtt_ms="slow"),)),  # type: ignore[arg-type]
        answer(ROOM, source="another"),
    ],
)
async def test_what_no_row_could_hold_is_refused_whole(odd: object) -> None:
    answers = Answers("s")
    for _ in range(2):
        with pytest.raises(BadPayload):
            await answers.sound(odd)
    assert (await answers.sound(answer(ROOM))).participants == (ROOM,)


async def test_a_leg_that_says_what_it_said_before_is_the_same_object() -> None:
    answers = Answers("s")
    first = await answers.sound(answer(ROOM, replace(ROOM, ref="r2")))
    second = await answers.sound(answer(replace(ROOM, ref="r0"), replace(ROOM, ref="r2"), replace(ROOM)))
    assert second.participants[1] is first.participants[1]
    assert second.participants[2] is first.participants[0]
    third = await answers.sound(answer(replace(ROOM, name="T1 b")))
    assert third.participants == (replace(ROOM, name="T1 b"),)


class _Liar(str):
    """Says that it is whatever it is compared with."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


async def test_who_claims_to_have_been_made_sure_of_is_taken_for_what_was() -> None:
    answers = Answers("s")
    [first] = (await answers.sound(answer(ROOM))).participants
    [found] = (await answers.sound(answer(replace(ROOM, name=_Liar("\ud800"))))).participants
    assert found is first


LEGS = st.lists(
    st.builds(
        Participant,
        ref=st.sampled_from(["a", "b", "c"]),
        name=st.sampled_from(["x", "y"]),
        quality=st.none() | st.integers(),
        hand_ms=st.none() | st.integers(),
        mute_local=st.none() | st.booleans(),
    ),
    max_size=6,
)


@given(st.lists(LEGS, min_size=1, max_size=4))
def test_whatever_came_before_an_answer_is_read_as_it_would_be_alone(rosters: list[Any]) -> None:
    async def run() -> None:
        answers = Answers("s")
        for legs in rosters:
            found = await answers.sound(answer(*legs))
            assert found == await kept(*legs)
            assert msgspec.json.decode(msgspec.json.encode(found), type=Snapshot) == found

    asyncio.run(run())


async def test_others_have_their_turn_while_a_large_roster_is_gone_through() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    legs = [replace(ROOM, ref=f"r{number}") for number in range(4 * AT_ONCE + 1)]
    assert len((await kept(*legs)).participants) == len(legs)
    task.cancel()
    assert turns >= 4
