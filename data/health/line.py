"""What the line to a room tells of it, where that is all there is. Pure; patience is beside it."""

from __future__ import annotations

from data.folder.model import Thresholds
from data.health.patience import Track, settle
from data.health.reading import Health, Line, Presence, Reading

OF_LINE = ("line", "line_only", "line_silent")
"""The reasons of such readings."""


def observe_line(
    track: Track,
    point: str,
    source: str,
    line: Line,
    at_ns: int,
    *,
    expected: bool,
    attended: bool,
    limits: Thresholds,
) -> Reading:
    """One look at one line. A line that answers is no call: the room is unknown, never well.

    A line that died is a fault once rooms are `expected`. What never answered may stand behind a
    firewall and proves nothing.
    """
    hold_off_s = limits.hold_off_for(attended=attended)
    raw, why = _judged(line, expected=expected)
    health, reason, checking = settle(track, raw, why, at_ns, hold_off_s=hold_off_s, limits=limits)
    measured = any(value is not None for value in (line.rtt_ms, line.jitter_ms, line.loss_pct))
    return Reading(
        point=point,
        source=source,
        observed_ns=at_ns,
        health=health,
        checking=checking,
        reason=reason or "line_silent",
        presence=Presence.ABSENT,
        line=line.state,
        line_loss_pct=line.loss_pct,
        rtt_ms=line.rtt_ms,
        jitter_ms=line.jitter_ms,
        streams_ns=at_ns if measured else None,
        remarks=("restarted",) if line.restarted else (),
    )


def _judged(line: Line, *, expected: bool) -> tuple[Health, str]:
    if line.state == "down":
        return (Health.DOWN if expected else Health.UNKNOWN), "line"
    return Health.UNKNOWN, "line_only" if line.state == "up" else "line_silent"
