"""The same questions to every adapter that speaks HTTP: does it survive its platform, and stay honest."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import traceback
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.contracts.codecs import DEVICES
from kit.contracts.conformance import (
    AUTHORITY,
    AdapterUnderTest,
    Leg,
    adapted,
    altered,
    counted,
    faults_of,
    garbled,
    over_tls,
)
from kit.contracts.lines import proves
from kit.contracts.subject import SECRET_NAME
from kit.contracts.subjects import OVER_HTTP
from kit.hostile import NAMES
from kit.platforms.certificates import expired
from kit.platforms.loopback import SECRET, Answer, platform

from adapters.errors import AdapterError, BadPayload, Emptied, RateLimited, Refused, TimedOut, Unreachable
from adapters.transport.http import MAX_BODY
from console.polling.pacing import pause_s
from data.folder.model import BridgePoint, Thresholds
from data.health.observation import Observation
from data.health.reading import Health, Participant, Presence, Snapshot
from data.state import ConferenceState

listing = pytest.mark.parametrize("subject", OVER_HTTP.values(), ids=OVER_HTTP.keys())
"""Who lists a whole conference."""
PAGED = {name: subject for name, subject in OVER_HTTP.items() if subject.pages}
paged = pytest.mark.parametrize("subject", PAGED.values(), ids=PAGED.keys())
EVERY = {**OVER_HTTP, **DEVICES}
every = pytest.mark.parametrize("subject", EVERY.values(), ids=EVERY.keys())
GARBLED = 100
"""Garbled answers an example: with 8 of those and fourteen kinds, over eleven thousand."""
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


@proves("refused")
@every
@pytest.mark.parametrize(
    ("code", "kind"),
    [(401, Refused), (403, Refused), (429, RateLimited), (503, RateLimited), (502, Unreachable)],
)
async def test_a_failing_poll_costs_one_request(
    subject: AdapterUnderTest, code: int, kind: type[AdapterError]
) -> None:
    answer, asked = counted(status(code))
    error = await failure(subject, answer)
    assert type(error) is kind
    assert len(asked) == 1
    assert (pause_s(2.0, 1, error, 0.5) is None) == (kind is Refused)


@proves("rest")
@every
@pytest.mark.parametrize("code", [429, 503])
async def test_the_wish_to_rest_is_heard(subject: AdapterUnderTest, code: int) -> None:
    error = await failure(subject, status(code, **{"Retry-After": "17"}))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 17.0
    assert (pause_s(2.0, 1, error, 0.0) or 0) >= 17


@proves("said no")
@every
async def test_a_no_inside_http_200_is_not_an_empty_roster(subject: AdapterUnderTest) -> None:
    for body in subject.errors_in_200():
        error = await failure(subject, altered(subject.serve(fixed(*several(2))), lambda _, b=body: b))
        assert isinstance(error, BadPayload | Refused), body


@proves("slow")
@every
async def test_a_body_that_drips_times_out(subject: AdapterUnderTest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(300):
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    assert isinstance(await failure(subject, answer, timeout_s=0.3), TimedOut)


@proves("cut off")
@every
async def test_a_body_cut_off_is_a_bad_payload(subject: AdapterUnderTest) -> None:
    sound = subject.serve(fixed(*several(3)))

    async def cut(request: web.Request) -> web.StreamResponse:
        whole = await sound(request)
        assert isinstance(whole, web.Response) and isinstance(whole.body, bytes)
        response = web.StreamResponse(headers={"Content-Length": str(len(whole.body))})
        await response.prepare(request)
        await response.write(whole.body[: len(whole.body) // 2])
        assert request.transport is not None
        request.transport.close()
        return response

    assert isinstance(await failure(subject, cut), BadPayload)
    shorter = altered(sound, lambda body: body[: len(body) // 2])
    assert isinstance(await failure(subject, shorter), BadPayload)


@proves("charset")
@listing
async def test_another_charset_costs_letters_and_not_the_roster(subject: AdapterUnderTest) -> None:
    legs = fixed(Leg(ref="a", name="Toa @@ A"), Leg(ref="b", name="T2"))
    answer = altered(subject.serve(legs), lambda body: body.replace(b"@@", "án".encode("cp1258")))
    async with platform(answer) as url, adapted(subject, url) as adapter:
        try:
            found = await adapter.poll()
        except BadPayload:
            return
    assert "T2" in by_name(found)
    assert [fault for one in found.participants for fault in faults_of(one)] == []


@proves("too big")
@every
async def test_a_body_over_the_limit_is_given_up(subject: AdapterUnderTest) -> None:
    answer = altered(subject.serve(fixed(*several(2))), lambda body: body + b" " * MAX_BODY)
    error = await failure(subject, answer)
    assert isinstance(error, BadPayload)
    assert str(MAX_BODY) in error.detail


@proves("tls")
@every
async def test_tls_is_told_apart_from_no_connection(subject: AdapterUnderTest) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"https://127.0.0.1:{free.getsockname()[1]}"
    async with adapted(subject, nobody) as adapter:
        with pytest.raises(Unreachable) as absent:
            await adapter.poll()
    async with over_tls(subject.serve(fixed(*several(1)))) as url:
        async with adapted(subject, url) as adapter:
            with pytest.raises(Unreachable) as strange:
                await adapter.poll()
        async with adapted(subject, url, settings={"ca_file": str(AUTHORITY)}) as adapter:
            assert len((await adapter.poll()).participants) == 1
    assert (absent.value.code, strange.value.code) == ("unreachable", "tls")


@every
async def test_a_certificate_that_has_expired_is_told(subject: AdapterUnderTest, tmp_path: Path) -> None:
    """Of an authority that is trusted, so that nothing but its date is wrong."""
    old = expired(tmp_path)
    answer, asked = counted(subject.serve(fixed(*several(1))))
    async with (
        over_tls(answer, old) as url,
        adapted(subject, url, settings={"ca_file": str(old)}) as adapter,
    ):
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
    assert (caught.value.code, asked) == ("tls", [])
    assert "expired" in caught.value.detail


@proves("redirect")
@every
async def test_no_other_host_is_told_anything(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    elsewhere, asked = counted(subject.serve(fixed(*several(2))))
    async with platform(elsewhere) as other:
        for code in (301, 302, 307, 308):
            away = status(code, Location=f"{other}/x")
            error = await failure(subject, away, secrets={subject.secret: SECRET_NAME})
            assert isinstance(error, BadPayload)
    assert asked == []


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


@every
@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_name_reads_the_same_in_both_forms(subject: AdapterUnderTest, form: Any) -> None:
    name = "TAND huyện Đông Sơn – Thừa Thiên Huế"
    found = await snapshot(subject, fixed(Leg(ref="a", name=unicodedata.normalize(form, name))))
    assert [one.name for one in found.participants] == [name]


@proves("names")
@listing
async def test_hostile_names_come_out_clean_and_cost_nobody(subject: AdapterUnderTest) -> None:
    legs = [Leg(ref=f"r{number}", name=name) for number, name in enumerate(NAMES) if "\ud800" not in name]
    found = await snapshot(subject, fixed(*legs, Leg(ref="last", name="LAST")))
    assert len(found.participants) == len(legs) + 1
    assert "LAST" in by_name(found)
    assert [fault for one in found.participants for fault in faults_of(one)] == []


@proves("names", "charset")
@pytest.mark.parametrize("subject", DEVICES.values(), ids=DEVICES.keys())
async def test_a_device_may_call_itself_anything(subject: AdapterUnderTest) -> None:
    for name in (one for one in NAMES if "\ud800" not in one):
        [found] = (await snapshot(subject, fixed(Leg(ref="a", name=name)))).participants
        assert faults_of(found) == []
    other = altered(
        subject.serve(fixed(Leg(ref="a", name="Toa @@ A"))),
        lambda body: body.replace(b"@@", "án".encode("cp1258")),
    )
    async with platform(other) as url, adapted(subject, url) as adapter:
        try:
            [found] = (await adapter.poll()).participants
        except BadPayload:
            return
    assert faults_of(found) == []


@proves("garbled")
@every
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_malformed_answers_neither_break_it_nor_make_a_room_well(
    subject: AdapterUnderTest, seed: int
) -> None:
    """No leg has media: whatever is garbled, none may come out as if it had."""
    chance = random.Random(seed)
    legs = fixed(*(Leg(ref=f"r{number}", name=f"T{number}", media=False) for number in range(4)))

    async def run() -> None:
        answer = altered(subject.serve(legs), lambda body: garbled(body, chance))
        clock = ManualClock()
        async with platform(answer) as url, adapted(subject, url, clock) as adapter:
            for _ in range(GARBLED):
                clock.advance(60)  # so that its own budget silences no answer
                try:
                    found = await adapter.poll(["r1"])
                except RateLimited:
                    pytest.fail("it asked nobody")
                except AdapterError:
                    continue
                assert [fault for one in found.participants for fault in faults_of(one)] == []
                assert {one.presence for one in found.participants} <= set(Presence) - {Presence.MEDIA}

    asyncio.run(run())


@proves("secrets")
@every
async def test_a_secret_is_in_no_log_no_error_and_no_traceback(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    caplog.set_level(logging.DEBUG)
    shown = ""
    faults = [status(code, Location="http://elsewhere.invalid/") for code in (302, 401, 403, 404, 429, 500)]
    faults.append(altered(subject.serve(fixed(Leg(ref="a"))), lambda _: b"<html>"))
    for answer in faults:
        secrets = {subject.secret: SECRET_NAME}
        async with platform(answer) as url, adapted(subject, url, secrets=secrets) as adapter:
            with pytest.raises(AdapterError) as caught:
                await adapter.poll()
            shown += repr(adapter) + repr(vars(adapter))
        report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        shown += "".join(report.format()) + repr(caught.value) + caught.value.detail
    assert SECRET not in shown
    assert SECRET not in caplog.text


@every
async def test_a_secret_that_is_not_set_is_named_and_nobody_is_asked(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_NAME, raising=False)
    answer, asked = counted(subject.serve(fixed()))
    error = await failure(subject, answer, secrets={subject.secret: SECRET_NAME})
    assert isinstance(error, Refused)
    assert SECRET_NAME in error.detail
    assert asked == []
