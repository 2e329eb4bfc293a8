"""From what a source says about one room to a health that may be shown. No clock, no I/O.

Raw evidence first, then patience (`data.health.patience`). Health comes from media, not from membership: a
leg in the roster without media is down, and a leg without any figure is unknown after its first
30 seconds, never good. Of two words about one leg (the platform's own, and what was measured) the
worse one counts. What was measured holds for a minute where nobody looked again: a bad word over the
roster's, a good one only where there is no other and media are still said to flow.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.folder.model import Thresholds
from data.health.media_meter import Figures, Meter
from data.health.patience import RECOVERY_POLLS, MediaVerdict, Track, settle
from data.health.reading import Health, Participant, Presence, Reading
from data.units import NS_PER_S

__all__ = ["RECOVERY_POLLS", "Evidence", "Track", "judge", "observe", "settle"]

FIRST_FIGURES_NS = 30 * NS_PER_S
BAD_QUALITY = 3
_RANK = {Health.OK: 0, Health.DEGRADED: 1, Health.UNKNOWN: 2, Health.DOWN: 3}
_NOTHING = Figures()


class Evidence(msgspec.Struct, frozen=True):
    """What one poll says about one point, before patience: its best leg, with the figures of it."""

    health: Health
    reason: str = ""
    leg: Participant | None = None
    figures: Figures = _NOTHING


def judge(
    track: Track,
    legs: Sequence[Participant],
    at_ns: int,
    *,
    expected: bool,
    limits: Thresholds,
    on_air: bool = False,
    relayed: bool = False,
) -> Evidence:
    """The raw evidence of one poll. The best leg speaks for the point.

    `expected` says that a room which never came is a fault by now; `on_air`, that it is listened to:
    then a mute which the room itself cannot undo is one. A `relayed` room without a leg of its own
    is seen through another, and nothing is known of it.
    """
    if track.meters:
        track.keep_only({leg.ref for leg in legs})
    if not legs and relayed:
        return Evidence(Health.UNKNOWN, "cascade")
    if not legs:
        absent = Health.DOWN if expected or track.ref else Health.UNKNOWN
        return Evidence(absent, "absent" if absent is Health.DOWN else "")
    if track.measured is not None and not any(track.measured.holds(leg.ref, at_ns) for leg in legs):
        track.measured = None
    best: Evidence | None = None
    for leg in sorted(legs, key=lambda leg: leg.ref != track.ref) if len(legs) > 1 else legs:
        evidence = _judge_leg(track, leg, at_ns, limits)
        if best is None or _RANK[evidence.health] < _RANK[best.health]:
            best = evidence
    assert best is not None and best.leg is not None
    track.seen(best.leg.ref, at_ns)
    if on_air and best.health is Health.OK and best.leg.mute_server:
        return msgspec.structs.replace(best, health=Health.DEGRADED, reason="muted_server")
    return best


def _judge_leg(track: Track, leg: Participant, at_ns: int, limits: Thresholds) -> Evidence:
    health, reason = _by_roster(track, leg, at_ns)
    if leg.streams:
        return _judge_streams(track, leg, at_ns, limits, said=(health, reason))
    if (held := track.measured) is not None and held.holds(leg.ref, at_ns):
        if track.is_hurt:
            # "Poor quality" says less than what was measured; told in turn they would fill the record.
            overruled = health in (Health.OK, Health.UNKNOWN) or reason == "quality"
        else:
            overruled = health is Health.UNKNOWN and leg.presence is Presence.MEDIA
        if overruled:
            health, reason = held.health, held.reason
    return Evidence(health, reason, leg, Figures(bitrate_bps=leg.bandwidth_bps))


def _by_roster(track: Track, leg: Participant, at_ns: int) -> tuple[Health, str]:
    """Presence and the platform's own quality word, when no stream was asked for."""
    if leg.presence is Presence.HOLD:
        return Health.DEGRADED, "held"
    if leg.presence is Presence.LISTED and not leg.quality:
        return Health.UNKNOWN, "no_figures"
    if leg.presence not in (Presence.MEDIA, Presence.LISTED):
        return Health.DOWN, "no_media"
    if not leg.quality:
        since = track.first_seen_ns if leg.ref == track.ref else None
        new = since is None or at_ns - since < FIRST_FIGURES_NS
        return (Health.OK, "") if new else (Health.UNKNOWN, "no_figures")
    return (Health.DEGRADED, "quality") if leg.quality >= BAD_QUALITY else (Health.OK, "")


def _judge_streams(
    track: Track, leg: Participant, at_ns: int, limits: Thresholds, *, said: tuple[Health, str]
) -> Evidence:
    """Figures make a leg worse than its roster line, or known; never better than its own platform says."""
    health, reason = said
    meter = track.meters.get(leg.ref)
    if meter is None:
        meter = track.meters[leg.ref] = Meter()
    figures = meter.read(leg.streams, at_ns)
    bad, why = _by_figures(track, leg, figures, limits)
    track.measured = MediaVerdict(leg.ref, bad, why, at_ns) if why or _says_loss(figures) else None
    if bad is Health.DOWN:
        health, reason = (health, reason) if health is Health.DOWN else (bad, why)
    elif health is not Health.DOWN and reason != "held":
        if why:
            health, reason = bad, why
        elif health is Health.UNKNOWN and _says_loss(figures):
            health, reason = Health.OK, ""
    return Evidence(health, reason, leg, figures)


def _by_figures(track: Track, leg: Participant, figures: Figures, limits: Thresholds) -> tuple[Health, str]:
    """What is wrong with the media, the worst first; ("ok", "") when nothing is."""
    if figures.ghost:
        return Health.DOWN, "no_media"
    muted = leg.mute_local or leg.mute_server
    loss = (limits.loss_degraded_pct, limits.loss_clear_pct)
    delay = (limits.jitter_degraded_ms, limits.jitter_clear_ms)
    # Each is asked, so that each keeps its own memory.
    found = {
        "no_video": "video" in figures.silent,
        "no_audio": "audio" in figures.silent and not muted,
        "loss": track.is_over(leg.ref, "audio", figures.audio_harm_pct, *loss)
        | track.is_over(leg.ref, "video", figures.video_harm_pct, *loss),
        "jitter": track.is_over(leg.ref, "jitter", figures.jitter_ms, *delay),
        "rtt": track.is_over(leg.ref, "rtt", figures.rtt_ms, limits.rtt_degraded_ms, limits.rtt_clear_ms),
    }
    reason = next((reason for reason, is_so in found.items() if is_so), "")
    return (Health.DEGRADED, reason) if reason else (Health.OK, "")


def _says_loss(figures: Figures) -> bool:
    return figures.audio_loss_pct is not None or figures.video_loss_pct is not None


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
    on_air: bool = False,
    misnamed: bool = False,
    relayed: bool = False,
) -> Reading:
    """One poll's reading of one point. `attended` points (on air, next) get the short hold-off.

    Figures of streams that this poll did not ask for are carried over from `before`, with their
    own age in `streams_ns`, as long as the leg is the same. `misnamed`: a leg calls itself something
    by which nobody could tell whose room it is.
    """
    evidence = judge(track, legs, at_ns, expected=expected, limits=limits, on_air=on_air, relayed=relayed)
    hold_off_s = limits.hold_off_for(attended=attended)
    health, reason, checking = settle(
        track, evidence.health, evidence.reason, at_ns, hold_off_s=hold_off_s, limits=limits
    )
    leg, figures = evidence.leg, evidence.figures
    if leg is None:
        return Reading(
            point=point, source=source, observed_ns=at_ns, health=health, checking=checking, reason=reason
        )
    fresh = bool(leg.streams)
    carried = not fresh and before is not None and before.ref == leg.ref and before.streams_ns is not None
    old = before if carried else None
    told = old or figures
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
        hand_ms=leg.hand_ms,
        quality=leg.quality,
        audio_loss_pct=told.audio_loss_pct,
        video_loss_pct=told.video_loss_pct,
        jitter_ms=told.jitter_ms,
        bitrate_bps=told.bitrate_bps,
        streams_ns=at_ns if fresh else (old.streams_ns if old else None),
        residual_pct=told.residual_pct,
        rtt_ms=told.rtt_ms,
        level_dbov=told.level_dbov,
        remarks=_remarks(leg, len(legs), told.level_dbov, limits, misnamed=misnamed),
        flows=told.flows,
        others=tuple((each.ref, each.name) for each in legs if each is not leg) if len(legs) > 1 else (),
    )


def _remarks(
    leg: Participant, legs: int, level_dbov: float | None, limits: Thresholds, *, misnamed: bool
) -> tuple[str, ...]:
    """Oddities that are no sickness."""
    if not (leg.mute_server or misnamed or legs > 1 or level_dbov is not None):
        return ()
    too_low = level_dbov is not None and level_dbov <= -limits.low_level_db and not leg.mute_local
    found = {
        "muted_server": leg.mute_server,
        "duplicate": legs > 1,
        "wrong_name": misnamed,
        "low_level": too_low,
    }
    return tuple(remark for remark, is_so in found.items() if is_so)
