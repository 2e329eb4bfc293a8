"""A moment as people type it: 15:30, 2024-06-16T15:30, or how long ago, 10m."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from console.cli.command import terminal

_AGO = re.compile(r"(\d{1,6})\s*([smh])")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def plausible(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Refuse what could never be a moment; what 15:30 means is known once the log is open."""
    try:
        if value is not None:
            instant_ms(value.strip(), "UTC", "")
    except (ValueError, OverflowError):
        raise click.BadParameter(terminal(ctx).t("cli.log.bad_since", value=value)) from None
    return value and value.strip()


def instant_ms(text: str, zone: str, day_at: str) -> int:
    """UTC milliseconds of `text`. A bare time is of the local day of `day_at` (UTC, ISO), "" for today.

    Raises ValueError for what is no moment.
    """
    if ago := _AGO.fullmatch(text):
        return int((time.time() - int(ago[1]) * _SECONDS[ago[2]]) * 1000)
    local = ZoneInfo(zone)
    if clock := _CLOCK.fullmatch(text):
        day = datetime.fromisoformat(day_at) if day_at else datetime.now(UTC)
        hour, minute, second = (int(part or 0) for part in clock.groups())
        moment = day.astimezone(local).replace(hour=hour, minute=minute, second=second, microsecond=0)
    else:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=local)
    return round(moment.timestamp() * 1000)
