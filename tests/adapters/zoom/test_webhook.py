"""Zoom's webhooks: signed with the app's secret token over time and body; the address is asked for first."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.conformance import Leg, adapted
from kit.contracts.subject import SECRET_NAME
from kit.contracts.zoom import Zoom
from kit.platforms.loopback import SECRET, platform
from kit.platforms.pushing import Heard, Post, pushed
from kit.processes import free_port

from adapters.zoom.adapter import ZoomAdapter
from adapters.zoom.webhook import challenge_answer, signed, tells_change
from data.folder.problem import ProblemError

JOINED = {
    "event": "meeting.participant_joined",
    "event_ts": 1718521200123,
    "payload": {
        "account_id": "acc",
        "object": {"id": "83", "uuid": "4444AAAiAAAAAiAiAiiAii==", "participant": {"user_id": "167782040"}},
    },
}
BODY = json.dumps(JOINED).encode()
TOKEN = "q9ibPhGeRZ6ayx5WTrXjRw"
PUSHES: dict[str, Any] = {"secrets": {"client_secret": SECRET_NAME, "webhook_secret": SECRET_NAME}}
REFUSED, HEARD, SILENT = (401, b"", False), (200, b"", True), (200, b"", False)


def post(body: bytes = BODY, secret: str = SECRET, *, at: object = None, over: bytes | None = None) -> Post:
    """As Zoom signs it; `over` another body than the one that is sent."""
    sent = str(int(time.time()) if at is None else at)
    message = b":".join((b"v0", sent.encode(), body if over is None else over))
    signature = "v0=" + hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return Post(body, {"x-zm-request-timestamp": sent, "x-zm-signature": signature})


def challenge(token: object) -> bytes:
    return json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": token}}).encode()


async def answers(monkeypatch: pytest.MonkeyPatch, *posts: Post, secret: str = SECRET) -> list[Heard]:
    monkeypatch.setenv(SECRET_NAME, secret)
    return await pushed(Zoom(), posts, **PUSHES)


@pytest.mark.parametrize(
    ("changes", "worth"),
    [
        ({}, True),
        ({"event": "meeting.participant_left"}, True),
        ({"event": "meeting.ended"}, True),
        ({"event": "meeting.sharing_started"}, False),
        ({"event": "recording.completed"}, False),
        ({"event": None}, False),
        ({"payload": {"object": {"id": 83}}}, True),
        ({"payload": {"object": {"uuid": "83"}}}, True),
        ({"payload": {"object": {"id": "84"}}}, False),
        ({"payload": {"object": {}}}, False),
        ({"payload": [JOINED]}, False),
    ],
)
def test_who_comes_to_our_meeting_or_leaves_it_is_worth_a_poll(changes: dict[str, Any], worth: bool) -> None:
    assert tells_change(json.dumps({**JOINED, **changes}).encode(), "83") is worth


def test_noise_tells_nothing_and_asks_nothing() -> None:
    for body in (b"", b"\xff", b"[]", b"[" * 100_000, b'{"event": 7, "payload": 8}', b"null"):
        assert not tells_change(body, "83")
        assert challenge_answer(SECRET, body) is None


async def test_what_zoom_signed_now_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    other = json.dumps({**JOINED, "event": "meeting.sharing_started"}).encode()
    assert await answers(monkeypatch, post(), post(other)) == [HEARD, SILENT]


async def test_what_it_did_not_sign_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    good = post().headers
    forged = [
        Post(BODY),
        Post(BODY, {"x-zm-signature": good["x-zm-signature"]}),
        Post(BODY, {**good, "x-zm-signature": good["x-zm-signature"][3:]}),
        Post(BODY, {**good, "x-zm-signature": "v0=é"}),
        Post(BODY, {**good, "x-zm-request-timestamp": str(int(time.time()) - 1)}),
        post(secret="guess"),
        post(over=BODY + b" "),
        post(b"", over=BODY),
    ]
    assert await answers(monkeypatch, *forged) == [REFUSED] * len(forged)


async def test_what_is_late_or_ahead_or_has_no_time_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time())
    late = [post(at=at) for at in (now - 330, now + 330, 0, -now, "", "soon", "9" * 400)]
    assert await answers(monkeypatch, *late) == [REFUSED] * len(late)


async def test_what_was_heard_is_not_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caught and sent again as it was, or delivered twice by Zoom, which signs it anew."""
    first, again = post(), post(at=int(time.time()) - 200)
    left = json.dumps({**JOINED, "event": "meeting.participant_left"}).encode()
    assert await answers(monkeypatch, first, first, again, post(left)) == [HEARD, SILENT, SILENT, HEARD]


async def test_the_address_is_confirmed_and_nothing_is_heard_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    [found] = await answers(monkeypatch, Post(challenge(TOKEN)))
    encrypted = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert json.loads(found.body) == {"plainToken": TOKEN, "encryptedToken": encrypted}
    assert (found.status, found.news) == (200, False)


async def test_nobody_is_handed_the_signature_of_a_push(monkeypatch: pytest.MonkeyPatch) -> None:
    """A challenge is answered with the key that signs pushes: one that looks like a push is not."""
    message = f"v0:{int(time.time())}:{BODY.decode()}"
    odd = [challenge(token) for token in (message, "v0:1:", "", "a b", "é", 7, None, ["a"], "a" * 129)]
    odd.append(json.dumps({"event": "endpoint.url_validation"}).encode())
    odd.append(challenge(TOKEN) + b" " * 5000)
    assert await answers(monkeypatch, *map(Post, odd)) == [REFUSED] * len(odd)


async def test_without_its_secret_nobody_is_let_in_and_no_challenge_is_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await answers(monkeypatch, post(secret=""), Post(challenge(TOKEN)), secret="") == [REFUSED] * 2
    assert not signed("", post(secret="").headers, BODY, int(time.time() * 1000))


def test_pushes_without_a_secret_to_check_them_by_are_a_mistake_that_is_named() -> None:
    with pytest.raises(ProblemError) as caught:
        Zoom().make(Zoom().source("http://x", settings={"events_port": 9099}), ManualClock().real_ns)
    [problem] = caught.value.problems
    assert (problem.code, problem.params["setting"]) == ("source_setting_missing", "webhook_secret")


async def test_a_storm_of_pushes_never_costs_the_poll_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of rooms come within minutes: early polls take what the due ones leave, and no more."""
    monkeypatch.setenv(SECRET_NAME, SECRET)
    clock, polls = ManualClock(), []
    legs = [Leg(ref=f"r{number}") for number in range(90)]
    settings = {"events_port": free_port(), "per_day": 12_000, "legs_per_poll": 2}
    fields = {**PUSHES, "settings": settings, "interval_s": 60.0}
    async with platform(Zoom().serve(lambda: legs)) as url, adapted(Zoom(), url, clock, **fields) as adapter:
        assert isinstance(adapter, ZoomAdapter)
        for second in range(600):
            adapter._pushed(BODY)
            if not polls or adapter.news.is_set() or second - polls[-1] >= 60:
                adapter.news.clear()
                polls.append(second)
                await adapter.poll()
            clock.advance(1)
    assert 10 < len(polls) <= 60
