"""Lists that come in pages and change while they are read: nobody is lost between two pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from adapters.errors import BadPayload
from adapters.tastypie import Listing

MAX_PAGES = 128
IN_COMMON = 5
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
