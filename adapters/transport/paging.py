"""Lists that come in pages and change while they are read: nobody is lost between two pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from adapters.errors import BadPayload
from adapters.transport.tastypie import Listing

MAX_PAGES = 64
IN_COMMON = 5
TRIES = 3
T = TypeVar("T", bound=msgspec.Struct)


async def by_offset(ask: Callable[[int], Awaitable[Listing[T]]], ref: Callable[[T], str]) -> list[T]:
    """All pages, each asked for from a little before the end of the last. Raises BadPayload.

    Whoever leaves meanwhile moves the others up, over the edge of a page; when even the rows in
    common are gone, the reading begins again. What was read twice is there twice.
    """
    found: list[T] = []
    offset, tail = 0, frozenset[str]()
    for _ in range(MAX_PAGES):
        page = await ask(offset)
        found += page.rows
        if tail and page.rows and tail.isdisjoint(map(ref, page.rows)):
            offset, tail = 0, frozenset()
            continue
        if page.count == 0 or offset + page.count >= page.total:
            return found
        common = min(IN_COMMON, page.count // 2)
        offset += page.count - common
        tail = frozenset(map(ref, page.rows[len(page.rows) - common :]))
    raise BadPayload(f"roster over {MAX_PAGES} pages")


Page = tuple[Listing[T], str]
"""A page, and what to ask the next one with: "" when it was the last."""


async def by_token(ask: Callable[[str], Awaitable[Page[T]]], ref: Callable[[T], str]) -> tuple[list[T], bool]:
    """(all pages of a list whose next page is named by the last, whether nobody can be missing).

    Such pages cannot overlap. When the total changed on the way, or fewer were read than it says, the list
    is read again, and what any reading showed is there. Raises BadPayload.
    """
    found: list[T] = []
    for _ in range(TRIES):
        once, totals, broken = await _through(ask)
        found += once
        if len(totals) == 1 and len(set(map(ref, once))) + broken >= totals.pop():
            return once, True
    return found, False


async def _through(ask: Callable[[str], Awaitable[Page[T]]]) -> tuple[list[T], set[int], int]:
    """(rows, the totals that the pages named, how many rows were too broken to be read)."""
    found: list[T] = []
    totals: set[int] = set()
    broken, token = 0, ""
    for _ in range(MAX_PAGES):
        page, token = await ask(token)
        found += page.rows
        broken += page.count - len(page.rows)
        totals.add(page.total)
        if not token or not page.count:
            return found, totals, broken
    raise BadPayload(f"roster over {MAX_PAGES} pages")
