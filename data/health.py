"""From what a source says about one room to a health that may be shown. No clock, no I/O.

Raw evidence first, then patience: a raw fault must last before it is called a fault, and a
recovery must last before it is called one. Health comes from media, not from membership: a leg
in the roster without media is down, and a leg without any figure is unknown after its first
30 seconds, never good. Of two words about one leg (the platform's own, and what was measured) the
worse one counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

from data.model import Thresholds
from data.reading import Health, Participant, Presence, Reading, Stream

NS = 1_000_000_000
WINDOWS = 3
DEGRADED_WINDOWS = 2
RECOVERY_POLLS = 2
FIRST_FIGURES_NS = 30 * NS
GHOST_NS = 3 * NS
BAD_QUALITY = 3


class Evidence(msgspec.Struct, frozen=True):
    """What one poll says about one point, before patience."""

    health: Health
    reason: str = ""
    leg: Participant | None = None
    audio_loss_pct: float | None = None
    video_loss_pct: float | None = None
    jitter_ms: float | None = None
    bitrate_bps: int | None = None


class Counter(msgspec.Struct, frozen=True):
    """Packets a leg had sent us, and since when it has been that many."""

    packets: int
    at_ns: int


class Track:
    """What must be remembered about one point between polls; owned by whoever polls."""

    __slots__ = (
        "counters",
        "down_since_ns",
        "first_seen_ns",
        "good",
        "ref",
        "shown",
        "shown_reason",
        "windows",
    )

    def __init__(self, shown: Health = Health.UNKNOWN, reason: str = "") -> None:
        self.shown = shown
        self.shown_reason = reason
        self.windows: deque[bool] = deque(maxlen=WINDOWS)
        self.down_since_ns: int | None = None
        self.good = 0
        self.ref = ""
        self.first_seen_ns: int | None = None
        self.counters: dict[str, Counter] = {}

    def seen(self, ref: str, at_ns: int) -> None:
        """A leg called `ref` is there; a new ref (or a new watcher) starts its own first figures."""
        if ref != self.ref or self.first_seen_ns is None:
            self.ref, self.first_seen_ns = ref, at_ns


def judge(
    track: Track, legs: Sequence[Participant], at_ns: int, *, expected: bool, limits: Thresholds
) -> Evidence:
    """The raw evidence of one poll. The best leg speaks for the point.

    `expected` says that a room which never came is a fault by now.
    """
    if track.counters:
        track.counters = {leg.ref: track.counters[leg.ref] for leg in legs if leg.ref in track.counters}
    if not legs:
        absent = Health.DOWN if expected or track.ref else Health.UNKNOWN
        return Evidence(absent, "absent" if absent is Health.DOWN else "")
    best: Evidence | None = None
    for leg in sorted(legs, key=lambda leg: leg.ref != track.ref) if len(legs) > 1 else legs:
        evidence = _judge_leg(track, leg, at_ns, limits)
        if best is None or _RANK[evidence.health] < _RANK[best.health]:
            best = evidence
    assert best is not None and best.leg is not None
    track.seen(best.leg.ref, at_ns)
    return best


_RANK = {Health.OK: 0, Health.DEGRADED: 1, Health.UNKNOWN: 2, Health.DOWN: 3}


def _judge_leg(track: Track, leg: Participant, at_ns: int, limits: Thresholds) -> Evidence:
    if leg.streams:
        return _judge_streams(track, leg, at_ns, limits)
    health, reason = _by_roster(track, leg, at_ns)
    return Evidence(health, reason, leg, bitrate_bps=leg.bandwidth_bps)


def _by_roster(track: Track, leg: Participant, at_ns: int) -> tuple[Health, str]:
    """Presence and the platform's own quality word, when no stream was asked for."""
    if leg.presence is Presence.HOLD:
        return Health.DEGRADED, "held"
    if leg.presence is not Presence.MEDIA:
        return Health.DOWN, "no_media"
    if not leg.quality:
        since = track.first_seen_ns if leg.ref == track.ref else None
        new = since is None or at_ns - since < FIRST_FIGURES_NS
        return (Health.OK, "") if new else (Health.UNKNOWN, "no_figures")
    return (Health.DEGRADED, "quality") if leg.quality >= BAD_QUALITY else (Health.OK, "")


def _judge_streams(track: Track, leg: Participant, at_ns: int, limits: Thresholds) -> Evidence:
    audio, video = _worst_loss(leg.streams, "audio"), _worst_loss(leg.streams, "video")
    jitters = [stream.jitter_ms for stream in leg.streams if stream.jitter_ms is not None]
    rates = [s.bitrate_bps for s in leg.streams if s.direction == "rx" and s.bitrate_bps is not None]
    jitter, bitrate = max(jitters, default=None), sum(rates) if rates else None
    if _is_ghost(track, leg, at_ns):
        health, reason = Health.DOWN, "no_media"
    else:
        worst = max((loss for loss in (audio, video) if loss is not None), default=None)
        health, reason = _measured(*_by_roster(track, leg, at_ns), worst, jitter, limits)
    return Evidence(health, reason, leg, audio, video, jitter, bitrate)


def _measured(
    health: Health, reason: str, loss: float | None, jitter: float | None, limits: Thresholds
) -> tuple[Health, str]:
    """Figures make a leg worse than its roster line, or known; never better than its own platform says."""
    if health is Health.DOWN or reason == "held":
        return health, reason
    if loss is not None and loss >= limits.loss_degraded_pct:
        return Health.DEGRADED, "loss"
    if jitter is not None and jitter >= limits.jitter_degraded_ms:
        return Health.DEGRADED, "jitter"
    return (Health.OK, "") if health is Health.UNKNOWN and loss is not None else (health, reason)


def _worst_loss(streams: Sequence[Stream], kind: str) -> float | None:
    losses = [s.loss_pct for s in streams if s.kind == kind and s.loss_pct is not None]
    return max(losses, default=None)


def _is_ghost(track: Track, leg: Participant, at_ns: int) -> bool:
    """Listed, but no packet came from the room for 3 s. Counters that restart are a new start."""
    counts = [s.packets_received for s in leg.streams if s.direction == "rx"]
    known = [count for count in counts if count is not None]
    if not known:
        return False
    total, last = sum(known), track.counters.get(leg.ref)
    if last is None or total != last.packets:
        track.counters[leg.ref] = Counter(total, at_ns)
        return False
    return at_ns - last.at_ns >= GHOST_NS


def settle(track: Track, evidence: Evidence, at_ns: int, *, hold_off_s: float) -> tuple[Health, str, bool]:
    """Patience: (health to show, its reason, whether a raw fault is still being checked)."""
    raw = evidence.health
    track.windows.append(raw in (Health.DEGRADED, Health.DOWN))
    if raw is Health.OK:
        return _settle_good(track)
    track.good = 0
    if raw is not Health.DOWN:
        track.down_since_ns = None
    elif track.down_since_ns is None:
        track.down_since_ns = at_ns
    if raw is Health.UNKNOWN:
        return _show(track, Health.UNKNOWN, evidence.reason)
    if track.down_since_ns is not None:
        if track.shown is Health.DOWN or at_ns - track.down_since_ns >= hold_off_s * NS:
            return _show(track, Health.DOWN, evidence.reason)
        return track.shown, track.shown_reason, True
    if track.shown is Health.DEGRADED or sum(track.windows) >= DEGRADED_WINDOWS:
        return _show(track, Health.DEGRADED, evidence.reason)
    return track.shown, track.shown_reason, True


def _settle_good(track: Track) -> tuple[Health, str, bool]:
    track.good += 1
    track.down_since_ns = None
    if track.shown in (Health.OK, Health.UNKNOWN) or track.good >= RECOVERY_POLLS:
        return _show(track, Health.OK, "")
    return track.shown, track.shown_reason, False


def _show(track: Track, health: Health, reason: str) -> tuple[Health, str, bool]:
    track.shown, track.shown_reason = health, reason
    return health, reason, False


def observe(
    track: Track,
    point: str,
    source: str,
    legs: Sequence[Participant],
    at_ns: int,
    *,
    expected: bool,
    attended: bool,
    limits: Thresholds,
    before: Reading | None = None,
) -> Reading:
    """One poll's reading of one point. `attended` points (on air, next) get the short hold-off.

    Figures of streams that this poll did not ask for are carried over from `before`, with their
    own age in `streams_ns`, as long as the leg is the same.
    """
    evidence = judge(track, legs, at_ns, expected=expected, limits=limits)
    hold_off = limits.hold_off_on_air_s if attended else limits.hold_off_s
    health, reason, checking = settle(track, evidence, at_ns, hold_off_s=hold_off)
    leg = evidence.leg
    if leg is None:
        return Reading(
            point=point, source=source, observed_ns=at_ns, health=health, checking=checking, reason=reason
        )
    fresh = bool(leg.streams)
    carried = not fresh and before is not None and before.ref == leg.ref and before.streams_ns is not None
    old = before if carried else None
    return Reading(
        point=point,
        source=source,
        observed_ns=at_ns,
        health=health,
        checking=checking,
        reason=reason,
        presence=leg.presence,
        ref=leg.ref,
        name=leg.name,
        legs=len(legs),
        mute_local=leg.mute_local,
        mute_server=leg.mute_server,
        quality=leg.quality,
        audio_loss_pct=old.audio_loss_pct if old else evidence.audio_loss_pct,
        video_loss_pct=old.video_loss_pct if old else evidence.video_loss_pct,
        jitter_ms=old.jitter_ms if old else evidence.jitter_ms,
        bitrate_bps=old.bitrate_bps if old else evidence.bitrate_bps,
        streams_ns=at_ns if fresh else (old.streams_ns if old else None),
    )
