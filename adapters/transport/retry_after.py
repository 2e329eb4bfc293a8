"""How long a platform wishes to be left alone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_REST_S = 3600.0


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The wish of a Retry-After header in seconds, 0 to `MAX_REST_S`; None when there is none.

    A date (HTTP's own, or ISO as Zoom writes it) is counted from the answer's own Date header, so
    that the two machines' clocks need not agree.
    """
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdigit():
        return min(float(wish[:9]), MAX_REST_S)
    until = _date(wish)
    if until is None:
        return None
    since = _date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - since).total_seconds(), 0.0), MAX_REST_S)


def _date(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, OverflowError, TypeError, IndexError):
            found = read(text)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
