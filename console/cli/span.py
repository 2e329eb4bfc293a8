"""How long something is to hold, as it is written on the command line."""

from __future__ import annotations

from console.cli.command import Terminal
from console.cli.failures import Denied


def span_s(talk: Terminal, written: str) -> int:
    """Seconds of "20", "1:30", "90 giây"; a bare number is minutes. Raises Denied for what is no time."""
    from data.importers.times import parse_duration

    length = parse_duration(written.strip())
    if length is None:
        raise Denied(talk.t("cli.extend.not_a_time", value=written))
    return length
