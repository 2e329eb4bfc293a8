"""What a poll adds to the record: joins, leaves, health, lost and found sources. Pure.

Readings themselves are not events; only their transitions are. Decided inside the log's write
transaction, so a console that lost the polling lease while it slept stops before it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from data import events as ev
from data.clock import Moment
from data.events import Fact
from data.folder.model import Thresholds
from data.health.reading import Health, Reading, SourceStatus
from data.ruling import Refusal
from data.state import ConferenceState, PointState
from data.units import NS_PER_MS

BATCH = 200


class Lease(msgspec.Struct, frozen=True):
    """The right to poll, as its holder believes it: `console` took it as `epoch`."""

    console: str
    epoch: int


def fenced(state: ConferenceState, lease: Lease) -> Refusal | None:
    """A refusal when somebody else took over polling since."""
    if (state.epoch, state.poller) == (lease.epoch, lease.console):
        return None
    return Refusal("polling.elsewhere", {"console": state.poller, "epoch": state.epoch})


def take_polling(state: ConferenceState, console: str, seen_epoch: int) -> tuple[Fact, ...] | Refusal:
    """Begin a new epoch, unless somebody was faster than what we saw."""
    if state.epoch != seen_epoch:
        return Refusal("polling.elsewhere", {"console": state.poller, "epoch": state.epoch})
    return (Fact(ev.PollingTaken(epoch=state.epoch + 1, previous=state.poller)),)


def point_facts(state: ConferenceState, readings: Iterable[Reading], limits: Thresholds) -> list[Fact]:
    """At most `BATCH` facts that bring the record up to `readings`; call again for the rest."""
    facts: list[Fact] = []
    for reading in readings:
        known = state.point(reading.point)
        if _same(known, reading):
            continue
        facts += _membership(known, reading)
        if known.health is not reading.health or known.reason != reading.reason:
            facts.append(_health(known, reading, limits))
        if len(facts) >= BATCH:
            break
    return facts[:BATCH]


def _same(known: PointState, reading: Reading) -> bool:
    return (
        known.health is reading.health
        and known.reason == reading.reason
        and known.joined == (reading.legs > 0)
        and (not known.joined or _is_known_leg(known, reading))
    )


def _is_known_leg(known: PointState, reading: Reading) -> bool:
    """A probe that tells of a room in the call of a silent platform brings no other leg."""
    return known.ref == reading.ref and (known.source == reading.source or bool(reading.line))


def _membership(known: PointState, reading: Reading) -> list[Fact]:
    if reading.legs == 0:
        left = ev.PointLeft(source=reading.source, ref=known.ref)
        return [Fact(left, point=reading.point)] if known.joined else []
    if known.joined and _is_known_leg(known, reading):
        return []
    other_way = known.joined and known.source != reading.source
    joined = ev.PointJoined(
        source=reading.source, ref=reading.ref, name=reading.name, rejoin=known.seen and not other_way
    )
    return [Fact(joined, point=reading.point)]


def _health(known: PointState, reading: Reading, limits: Thresholds) -> Fact:
    measured: dict[str, float | int | str | None] = {
        "audio_loss_pct": reading.audio_loss_pct,
        "video_loss_pct": reading.video_loss_pct,
        "residual_pct": reading.residual_pct,
        "jitter_ms": reading.jitter_ms,
        "rtt_ms": reading.rtt_ms,
        "quality": reading.quality,
    }
    body = ev.HealthChanged(
        was=known.health,
        now=reading.health,
        reason=reading.reason,
        source=reading.source,
        values={name: value for name, value in measured.items() if value is not None},
        thresholds=in_force(reading.reason, limits),
    )
    return Fact(body, point=reading.point)


_DECIDED_BY = {
    "loss": ("loss_degraded_pct", "loss_clear_pct"),
    "jitter": ("jitter_degraded_ms", "jitter_clear_ms"),
    "rtt": ("rtt_degraded_ms", "rtt_clear_ms"),
    "flapping": ("flap_on_pct", "flap_off_pct"),
    **dict.fromkeys(("absent", "never", "away"), ("hold_off_s", "hold_off_on_air_s")),
    "no_media": ("hold_off_s", "hold_off_on_air_s"),
    "line": ("hold_off_s", "hold_off_on_air_s"),
    "left": ("hold_off_s", "hold_off_on_air_s"),
}


def in_force(reason: str, limits: Thresholds) -> dict[str, float]:
    """The thresholds that `reason` was decided by."""
    return {name: getattr(limits, name) for name in _DECIDED_BY.get(reason, ())}


def source_facts(
    state: ConferenceState, sources: Mapping[str, SourceStatus], points: int, now: Moment
) -> list[Fact]:
    """One event when a source is lost, one when it is back."""
    facts = []
    for name, status in sources.items():
        loss = state.lost.get(name)
        if status.state in ("lost", "refused") and loss is None:
            body = ev.SourceLost(source=name, error=status.error, detail=status.detail, points=points)
            facts.append(Fact(body))
        elif status.state == "ok" and loss is not None:
            lost_ms = (state.t_ns(now) - loss.since_ns) // NS_PER_MS
            facts.append(Fact(ev.SourceRecovered(source=name, lost_ms=lost_ms)))
    return facts


def shown_health(known: Health, *, source_fresh: bool) -> Health:
    """What may be shown of a recorded health: what nobody confirms any more is stale.

    A point that was never known stays unknown; nothing that cannot be seen is ok or down.
    """
    if source_fresh or known is Health.UNKNOWN:
        return known
    return Health.STALE
