"""Instants of the wall clock: milliseconds since 1970 (UTC), as a datetime and as the record writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

HOME_ZONE = "Asia/Ho_Chi_Minh"
"""The one timezone of Vietnam: that of a conference where nothing says another."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS_PER_DAY = 86_400_000
_from_iso = datetime.fromisoformat


def utc_datetime(utc_ms: int) -> datetime:
    """The instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=utc_ms)


def utc_iso(utc_ms: int) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, such as "2024-06-16T07:00:00.000Z"."""
    return utc_datetime(utc_ms).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def utc_ms_of(iso: str) -> int:
    """The milliseconds of such a text. Raises ValueError when `iso` is none."""
    since = _from_iso(iso) - _EPOCH
    return since.days * _MS_PER_DAY + since.seconds * 1000 + since.microseconds // 1000
