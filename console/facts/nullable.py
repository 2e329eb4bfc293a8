"""Values of `--json` that may be unknown: `null` there, and never nought."""

from __future__ import annotations

from data.instants import utc_iso


def iso(utc_ms: int | None) -> str | None:
    """An instant as UTC ISO text with milliseconds."""
    return None if utc_ms is None else utc_iso(utc_ms)


def seconds(ms: int | None) -> float | None:
    """Milliseconds as seconds."""
    return None if ms is None else ms / 1000


def rounded(value: float | None) -> float | None:
    """Three decimals are as many as anybody reads."""
    return None if value is None else round(value, 3)
