"""The sound and the picture of one room, to it and from it, with how they came for five minutes. Pure."""

from __future__ import annotations

from console.polling.history import Trace
from console.text.sentences import NOTHING, Text
from data.health.reading import Flow, Health, Reading
from widgets.glyphs import HEALTH_TONE
from widgets.line import Piece
from widgets.point_card import MediaFacts
from widgets.tone import Tone

FULL_LOSS_PCT = 10.0
KBPS = 1000
MBPS = 1_000_000
WAYS = (("audio", "rx"), ("audio", "tx"), ("video", "rx"), ("video", "tx"))
"""From the room, and to it; the second only where something was measured."""


def media_facts(reading: Reading | None, trace: Trace, health: Health, t: Text) -> tuple[MediaFacts, ...]:
    """A row a medium and way. The trend beside what comes from the room is of the worse way."""
    flows = {(flow.kind, flow.direction): flow for flow in reading.flows} if reading is not None else {}
    shown = [way for way in WAYS if way in flows or way[1] == "rx"]
    labels = {way: t(f"points.media.{way[0]}.{way[1]}") for way in shown}
    room = max(map(len, labels.values()))
    trends = {("audio", "rx"): trace.audio_loss_pct, ("video", "rx"): trace.video_loss_pct}
    return tuple(
        MediaFacts(
            label=labels[way].ljust(room),
            trend=trends.get(way, ()),
            full=FULL_LOSS_PCT,
            figure=_loss(flow.loss_pct, health, t),
            extra=_extra(flow, t),
        )
        for way in shown
        for flow in (flows.get(way) or _whole(way[0], reading),)
    )


def _whole(kind: str, reading: Reading | None) -> Flow:
    """What is known of a medium whose streams nobody told one by one."""
    if reading is None:
        return Flow(kind=kind, direction="rx")
    loss = reading.audio_loss_pct if kind == "audio" else reading.video_loss_pct
    return Flow(
        kind=kind,
        direction="rx",
        loss_pct=loss,
        jitter_ms=reading.jitter_ms,
        bitrate_bps=reading.bitrate_bps,
    )


def _extra(flow: Flow, t: Text) -> Piece:
    """Jitter of sound, rate of a picture, and what repair left of the loss."""
    if flow.kind == "audio":
        jitter = NOTHING if flow.jitter_ms is None else f"{t.number(flow.jitter_ms)} ms"
        said = t("points.media.jitter", jitter=jitter)
    else:
        said = _rate(flow.bitrate_bps, t)
    if flow.residual_pct is not None and flow.residual_pct != flow.loss_pct:
        said = f"{said}   {t('points.media.left', pct=flow.residual_pct)}"
    return Piece(said)


def _loss(pct: float | None, health: Health, t: Text) -> Piece:
    if pct is None:
        return Piece(f"{NOTHING:>6}", Tone.UNKNOWN)
    tone = HEALTH_TONE[health] if health in (Health.DEGRADED, Health.DOWN, Health.STALE) else Tone.PLAIN
    return Piece(f"{t.number(pct, 1)} %".rjust(6), tone)


def _rate(bps: int | None, t: Text) -> str:
    if bps is None:
        return NOTHING
    return f"{t.number(bps / MBPS, 1)} Mb/s" if bps >= MBPS else f"{t.number(bps / KBPS)} kb/s"
