"""A platform that pushes to an adapter over a real socket: what each post is answered, and what is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aiohttp import ClientSession
from kit.contracts.conformance import AdapterUnderTest, adapted
from kit.platforms.loopback import platform
from kit.processes import free_port

from adapters.base import news_of


class Post(NamedTuple):
    """What is posted."""

    body: bytes
    headers: Mapping[str, str] = {}


class Heard(NamedTuple):
    """What came of one post: its answer, and whether a poll is due because of it."""

    status: int
    body: bytes
    news: bool


async def pushed(subject: AdapterUnderTest, posts: Sequence[Post], **fields: Any) -> list[Heard]:
    """One after the other, to the adapter of `subject`, which was polled once."""
    port = free_port()
    settings = {"events_port": port, **fields.pop("settings", {})}
    async with (
        platform(subject.serve(tuple)) as url,
        adapted(subject, url, settings=settings, **fields) as adapter,
        ClientSession() as session,
    ):
        await adapter.poll()
        news = news_of(adapter)
        assert news is not None
        found = []
        for post in posts:
            news.clear()
            async with session.post(
                f"http://127.0.0.1:{port}/", data=post.body, headers=post.headers
            ) as answer:
                found.append(Heard(answer.status, await answer.read(), news.is_set()))
        return found
