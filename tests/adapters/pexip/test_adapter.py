"""The adapter over real sockets, against platforms that do not behave."""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from kit.clock import ManualClock
from kit.platforms.loopback import SECRET, Answer, dripping, platform, polled, roster, row

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, TimedOut, Unreachable
from adapters.pexip.adapter import PexipAdapter
from adapters.transport.http import MAX_BODY
from data.folder.model import Source
from data.folder.problem import ProblemError

SECRETS = {"password": "DIEMCAU_TEST_PASSWORD"}


def always(body: bytes = b"", **response: object) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, **response)  # type: ignore[arg-type]

    return answer


async def failure(answer: Answer, **settings: object) -> AdapterError:
    async with platform(answer) as url, polled(url, **settings) as adapter:
        with pytest.raises(AdapterError) as caught:
            await adapter.poll()
    return caught.value


async def test_it_asks_as_the_contract_says_and_stamps_the_start_of_the_poll(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIEMCAU_TEST_PASSWORD", SECRET)
    clock = ManualClock()
    started_ns = clock.real_ns()
    asked: list[web.Request] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        clock.advance(2)
        return web.Response(body=roster([row(1)]))

    async with platform(answer) as url, polled(url, clock, secrets=SECRETS) as adapter:
        snapshot = await adapter.poll()
    [request] = asked
    assert request.path == "/api/admin/status/v1/participant/"
    assert dict(request.query) == {"conference": "hoi-nghi", "limit": "1000", "offset": "0"}
    assert request.headers["Authorization"].startswith("Basic ")
    assert (snapshot.source, snapshot.observed_ns, snapshot.requests) == ("chính", started_ns, 1)
    assert snapshot.poll_ms == 2000
    assert [one.name for one in snapshot.participants] == ["T01"]


async def test_pages_are_followed_though_the_platform_gives_fewer_than_asked() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        offset = int(request.query["offset"])
        rows = [row(number) for number in range(offset, min(offset + 30, 95))]
        return web.Response(body=roster(rows, 95, limit=30, offset=offset))

    async with platform(answer) as url, polled(url) as adapter:
        snapshot = await adapter.poll()
    assert [one.ref for one in snapshot.participants] == [f"leg-{number}" for number in range(95)]
    assert snapshot.requests == 4


async def test_a_page_that_shifts_gives_no_duplicate_and_does_not_hang() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        offset = int(request.query["offset"])
        joined_first = offset > 0
        legs = [99, *range(10)] if joined_first else list(range(10))
        return web.Response(body=roster([row(number) for number in legs[offset : offset + 4]], len(legs)))

    async with platform(answer) as url, polled(url) as adapter:
        snapshot = await adapter.poll()
    refs = Counter(one.ref for one in snapshot.participants)
    assert set(refs) == {f"leg-{number}" for number in range(10)}
    assert set(refs.values()) == {1}


async def test_an_endless_roster_is_given_up() -> None:
    error = await failure(always(roster([row(1)], 10**9)))
    assert isinstance(error, BadPayload)


async def test_a_total_that_promises_more_than_there_is_ends_at_the_empty_page() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=roster([row(1)] if request.query["offset"] == "0" else [], 50))

    async with platform(answer) as url, polled(url) as adapter:
        assert len((await adapter.poll()).participants) == 1


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, Refused, "refused"),
        (403, Refused, "refused"),
        (429, RateLimited, "rate_limited"),
        (503, RateLimited, "rate_limited"),
        (502, Unreachable, "unreachable"),
        (504, Unreachable, "unreachable"),
        (500, BadPayload, "bad_payload"),
        (404, BadPayload, "bad_payload"),
        (204, BadPayload, "bad_payload"),
    ],
)
async def test_a_status_becomes_its_error(status: int, kind: type[AdapterError], code: str) -> None:
    error = await failure(always(status=status))
    assert type(error) is kind
    assert error.code == code


NOW = datetime(2024, 6, 16, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("7", 7.0),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("999999999999999", 3600.0),
        ("soon", None),
        ("-5", None),
        ("nan", None),
    ],
)
async def test_the_platform_s_wish_to_rest_is_passed_on(wish: str, seconds: float | None) -> None:
    headers = {"Retry-After": wish, "Date": format_datetime(NOW, usegmt=True)}
    error = await failure(always(status=429, headers=headers))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == seconds


async def test_silence_times_out() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    assert isinstance(await failure(answer, timeout_s=0.2), TimedOut)


async def test_a_body_that_drips_times_out() -> None:
    assert isinstance(await failure(dripping, timeout_s=0.3), TimedOut)


async def test_many_pages_share_one_timeout() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return web.Response(body=roster([row(int(request.query["offset"]))], 40))

    assert isinstance(await failure(answer, timeout_s=0.5), TimedOut)


async def test_a_body_cut_off_is_a_bad_payload() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(roster([row(1)])[:40])
        assert request.transport is not None
        request.transport.close()
        return response

    assert isinstance(await failure(answer), BadPayload)


@pytest.mark.parametrize("body", [b"<html>login</html>", b"", b"[]", b'{"meta": {}}'])
async def test_what_is_not_the_contract_is_a_bad_payload(body: bytes) -> None:
    assert isinstance(await failure(always(body)), BadPayload)


async def test_a_body_too_large_is_given_up() -> None:
    error = await failure(always(b" " * (MAX_BODY + 1)))
    assert isinstance(error, BadPayload)
    assert str(MAX_BODY) in error.detail


async def test_a_small_body_that_unpacks_too_large_is_given_up() -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        response = web.Response(body=b" " * (MAX_BODY * 4))
        response.enable_compression(web.ContentCoding.gzip)
        return response

    assert isinstance(await failure(answer), BadPayload)


async def test_a_redirect_to_another_host_is_not_followed() -> None:
    reached: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        reached.append(request.path)
        return web.Response(body=roster([]))

    async with platform(elsewhere) as other:
        error = await failure(always(status=302, headers={"Location": f"{other}/x"}))
    assert isinstance(error, BadPayload)
    assert reached == []


async def test_a_redirect_inside_the_host_is_followed_but_not_for_ever() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/moved/":
            return web.Response(body=roster([row(1)]))
        return web.Response(status=307, headers={"Location": "/moved/"})

    async with platform(answer) as url, polled(url) as adapter:
        assert len((await adapter.poll()).participants) == 1
    assert isinstance(await failure(always(status=302, headers={"Location": "/again"})), BadPayload)


async def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with polled(f"http://127.0.0.1:{port}") as adapter:
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
    assert caught.value.code == "unreachable"


async def test_tls_that_is_none_is_told_apart() -> None:
    async with platform(always()) as url, polled(url.replace("http:", "https:")) as adapter:
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
    assert caught.value.code == "tls"


async def test_a_missing_ca_file_is_told_apart() -> None:
    async with platform(always()) as url, polled(url, ca_file="/nowhere/ca.pem") as adapter:
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
    assert caught.value.code == "tls"


async def test_a_name_nobody_has_is_told_apart() -> None:
    async with polled("http://khong-co.invalid", timeout_s=3.0) as adapter:
        with pytest.raises((Unreachable, TimedOut)) as caught:
            await adapter.poll()
    assert caught.value.code in {"dns", "timed_out"}


async def test_a_password_that_is_not_set_is_refused_by_its_variable_s_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DIEMCAU_TEST_PASSWORD", raising=False)
    error = await failure(always(), secrets=SECRETS)
    assert isinstance(error, Refused)
    assert "DIEMCAU_TEST_PASSWORD" in error.detail


@pytest.mark.parametrize(("user", "password"), [("a:b", SECRET), ("a", f"{SECRET}\udcff")])
async def test_credentials_that_cannot_be_sent_are_refused_in_silence(
    user: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIEMCAU_TEST_PASSWORD", password)
    error = await failure(always(), username=user, secrets=SECRETS)
    assert isinstance(error, Refused)
    assert SECRET not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("status", [0, 302, 401, 429, 500])
async def test_no_secret_in_any_error_or_traceback(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMCAU_TEST_PASSWORD", SECRET)

    async def answer(request: web.Request) -> web.StreamResponse:
        if status == 0 and request.transport is not None:
            request.transport.close()
        return web.Response(status=status or 200, headers={"Location": "http://elsewhere.invalid/"})

    async with platform(answer) as url, polled(url, secrets=SECRETS) as adapter:
        with pytest.raises(AdapterError) as caught:
            await adapter.poll()
        shown = repr(adapter) + repr(vars(adapter))
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown += "".join(report.format()) + repr(caught.value) + caught.value.detail
    assert SECRET not in shown
    assert caught.value.__context__ is None or isinstance(caught.value.__context__, AdapterError)


async def test_a_user_in_the_url_is_not_shown() -> None:
    async with polled(f"http://ai:{SECRET}@127.0.0.1:9") as adapter:
        with pytest.raises(AdapterError) as caught:
            await adapter.poll()
    assert SECRET not in caught.value.detail


async def test_after_closing_twice_a_poll_is_an_error_of_the_family_or_opens_anew() -> None:
    async with platform(always(roster([row(1)]))) as url, polled(url) as adapter:
        await adapter.poll()
        await adapter.aclose()
        await adapter.aclose()
        assert len((await adapter.poll()).participants) == 1


@pytest.mark.parametrize(
    ("url", "settings", "code", "setting"),
    [
        ("https://x.example", {}, "source_setting_missing", "conference"),
        ("", {"conference": "a"}, "source_setting_missing", "url"),
        ("ftp://x.example", {"conference": "a"}, "source_setting_bad", "url"),
        ("http://", {"conference": "a"}, "source_setting_bad", "url"),
        ("https://x.example", {"conference": 5}, "source_setting_bad", "conference"),
        (
            "https://x.example",
            {"conference": "a", "streams_per_poll": -1},
            "source_setting_bad",
            "streams_per_poll",
        ),
        (
            "https://x.example",
            {"conference": "a", "streams_per_poll": "8"},
            "source_setting_bad",
            "streams_per_poll",
        ),
    ],
)
def test_wrong_settings_are_named(url: str, settings: dict[str, str | int], code: str, setting: str) -> None:
    with pytest.raises(ProblemError) as caught:
        PexipAdapter(Source(name="n", kind="pexip", url=url, settings=dict(settings)), ManualClock().real_ns)
    [problem] = caught.value.problems
    assert (problem.code, problem.params) == (code, {"name": "n", "setting": setting})
