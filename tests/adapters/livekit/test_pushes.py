"""LiveKit's webhooks: signed by the server with the secret of our key, over the body that was sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from kit.contracts.livekit import LiveKit
from kit.contracts.subject import SECRET_NAME
from kit.platforms.loopback import SECRET
from kit.platforms.pushing import Post, pushed

from adapters.livekit.adapter import tells_change

JOINED = {"event": "participant_joined", "room": {"sid": "RM_1", "name": "hoi-nghi"}, "id": "EV_1"}
BODY = json.dumps(JOINED).encode()


def webhook_token(body: bytes, secret: str = SECRET, **claims: Any) -> str:
    """As `webhook/url_notifier.go` of livekit/protocol makes it: good for five minutes, a hash in base64."""
    now = int(time.time())
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    told = {"iss": "key", "nbf": now, "exp": now + 300, "sha256": digest, **claims}
    parts = [json.dumps(one).encode() for one in ({"alg": "HS256", "typ": "JWT"}, told)]
    head = ".".join(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts)
    signature = hmac.digest(secret.encode(), head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    ("body", "worth"),
    [
        (JOINED, True),
        ({**JOINED, "event": "track_published"}, True),
        ({**JOINED, "event": "room_finished"}, True),
        ({**JOINED, "event": "egress_started"}, False),
        ({**JOINED, "room": {"name": "another"}}, False),
        ({**JOINED, "room": None}, False),
        ({**JOINED, "event": 7}, False),
        ([JOINED], False),
    ],
)
def test_an_event_of_our_room_is_worth_a_poll(body: object, worth: bool) -> None:
    assert tells_change(json.dumps(body).encode(), "hoi-nghi") is worth


def test_noise_is_worth_none() -> None:
    for body in (b"", b"\xff", b"[" * 100_000):
        assert not tells_change(body, "hoi-nghi")


async def answers(*tokens: str, body: bytes = BODY) -> tuple[list[int], bool]:
    """What each push is answered, and whether any was heard."""
    posts = [
        Post(body, {"Authorization": token, "Content-Type": "application/webhook+json"}) for token in tokens
    ]
    found = await pushed(LiveKit(), posts, secrets={"api_secret": SECRET_NAME})
    return [one.status for one in found], any(one.news for one in found)


async def test_what_the_server_signed_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    assert await answers(webhook_token(BODY)) == ([200], True)
    assert await answers(f"Bearer {webhook_token(BODY)}") == ([200], True)


async def test_what_it_did_not_sign_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    head, _, _ = webhook_token(BODY).rpartition(".")
    old = int(time.time()) - 4000
    tokens = [
        *("", "x", "a.b.c", "é.é.é", f"{head}.", head),
        webhook_token(BODY, "guess"),
        webhook_token(BODY + b" "),
        webhook_token(BODY, iss="another"),
        webhook_token(BODY, nbf=old, exp=old + 300),
        webhook_token(BODY, nbf=int(time.time()) + 4000, exp=int(time.time()) + 9000),
        webhook_token(BODY, exp=None),
        webhook_token(BODY, sha256=None),
    ]
    assert await answers(*tokens) == ([401] * len(tokens), False)


async def test_without_a_secret_nobody_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, "")
    assert await answers(webhook_token(BODY, "")) == ([401], False)


async def test_what_was_heard_is_not_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    token, post = webhook_token(BODY), {"Content-Type": "application/webhook+json"}
    posts = [Post(BODY, {**post, "Authorization": token})] * 2
    found = await pushed(LiveKit(), posts, secrets={"api_secret": SECRET_NAME})
    assert [(one.status, one.news) for one in found] == [(200, True), (200, False)]
