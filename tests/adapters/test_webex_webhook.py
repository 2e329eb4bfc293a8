"""Webex's webhooks: signed with the secret of the webhook, over the body alone."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, adapted
from kit.contracts.subject import SECRET_NAME
from kit.contracts.webex import Webex
from kit.platforms.loopback import SECRET, platform
from kit.platforms.pushing import Heard, Post, pushed
from kit.processes import free_port

from adapters.webex import WebexAdapter, tells_change
from data.folder.problem import ProblemError

JOINED = {
    "id": "WEBHOOK-1",
    "resource": "meetingParticipants",
    "event": "joined",
    "actorId": "PERSON-1",
    "data": {"id": "m1_I_1", "meetingId": "m1", "hostEmail": "chair@example.org"},
}
BODY = json.dumps(JOINED).encode()
REFUSED, HEARD, SILENT = (401, b"", False), (200, b"", True), (200, b"", False)


def post(body: bytes = BODY, secret: str = SECRET, over: bytes | None = None) -> Post:
    """As Webex signs it; `over` another body than the one that is sent."""
    message = body if over is None else over
    return Post(body, {"X-Spark-Signature": hmac.new(secret.encode(), message, hashlib.sha1).hexdigest()})


async def answers(monkeypatch: pytest.MonkeyPatch, *posts: Post, secret: str = SECRET) -> list[Heard]:
    monkeypatch.setenv(SECRET_NAME, secret)
    return await pushed(Webex(), posts, secrets={"webhook_secret": SECRET_NAME})


@pytest.mark.parametrize(
    ("changes", "worth"),
    [
        ({}, True),
        ({"event": "left"}, True),
        ({"data": {"id": "m1_I_1"}}, True),
        ({"data": {"meetingId": "m2"}}, False),
        ({"data": {"meetingId": ["m1"]}}, False),
        ({"resource": "messages"}, False),
        ({"resource": None}, False),
    ],
)
def test_who_comes_to_our_meeting_or_leaves_it_is_worth_a_poll(changes: dict[str, Any], worth: bool) -> None:
    assert tells_change(json.dumps({**JOINED, **changes}).encode(), "m1") is worth


def test_noise_tells_nothing() -> None:
    for body in (b"", b"\xff", b"[]", b"[" * 100_000, b"null"):
        assert not tells_change(body, "m1")


async def test_what_webex_signed_is_heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    left = json.dumps({**JOINED, "event": "left"}).encode()
    other = json.dumps({**JOINED, "resource": "messages"}).encode()
    shouted = Post(left, {"X-Spark-Signature": post(left).headers["X-Spark-Signature"].upper()})
    found = await answers(monkeypatch, post(), post(), post(other), shouted)
    assert found == [HEARD, SILENT, SILENT, HEARD]


async def test_what_it_did_not_sign_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
    forged = [
        Post(BODY),
        *(Post(BODY, {"X-Spark-Signature": odd}) for odd in ("", "é", sha256)),
        post(secret="guess"),
        post(over=BODY + b" "),
    ]
    assert await answers(monkeypatch, *forged) == [REFUSED] * len(forged)


async def test_without_its_secret_nobody_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await answers(monkeypatch, post(secret=""), secret="") == [REFUSED]


def test_pushes_without_a_secret_to_check_them_by_are_a_mistake_that_is_named() -> None:
    with pytest.raises(ProblemError) as caught:
        Webex().make(Webex().source("http://x", settings={"events_port": 9099}), ManualClock().real_ns)
    [problem] = caught.value.problems
    assert (problem.code, problem.params["setting"]) == ("source_setting_missing", "webhook_secret")


async def test_a_meeting_as_large_as_the_day_is_asked_early_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight requests a poll, of a budget that lets twelve go at once."""
    monkeypatch.setenv(SECRET_NAME, SECRET)
    monkeypatch.setattr("kit.contracts.webex.CAP", 100)
    legs = [Leg(ref=f"r{number}") for number in range(767)]
    fields: dict[str, Any] = {"settings": {"events_port": free_port()}, "interval_s": 15.0}
    clock, secrets = ManualClock(), {"webhook_secret": SECRET_NAME}
    async with (
        platform(Webex().serve(lambda: legs)) as url,
        adapted(Webex(), url, clock, secrets=secrets, **fields) as adapter,
    ):
        assert isinstance(adapter, WebexAdapter)
        assert (await adapter.poll()).requests == 8
        adapter._pushed(BODY)
        assert not adapter.news.is_set(), "so soon it would cost the next poll"
        clock.advance(5)
        adapter._pushed(BODY)
        assert adapter.news.is_set()
        await adapter.poll()
        clock.advance(14)
        assert len((await adapter.poll()).participants) == 767
