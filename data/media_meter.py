"""Figures of one leg's media, from counters that only grow, start anew, or wrap. Pure but for its memory.

Loss on the link is what did not arrive; residual loss is what was missing after repair. Sound and
picture are never averaged: ten per cent on the link may cost the one much and the other nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

import msgspec

from data.reading import Flow, Stream

NS = 1_000_000_000
WINDOW_NS = 20 * NS
WHOLE_NS, LEAST_NS = 16 * NS, 4 * NS
"""From `WHOLE_NS` on our own window is believed; from `LEAST_NS` on where nothing else is said."""
GHOST_NS = 3 * NS
_WRAP = 1 << 32
_WRAPS_FROM, _WRAPS_TO = _WRAP * 3 // 4, _WRAP // 4


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The worst of both directions, None where nothing was said; `bitrate_bps` is from the room alone.

    `silent` names media from the room that stand still; `ghost` says that all of them do. `*_harm_pct`
    is the loss that people hear or see: residual where it is known. `level_dbov` is the loudest of the
    last 20 s; `flows` are the streams one by one.
    """

    audio_loss_pct: float | None = None
    video_loss_pct: float | None = None
    audio_harm_pct: float | None = None
    video_harm_pct: float | None = None
    residual_pct: float | None = None
    jitter_ms: float | None = None
    rtt_ms: float | None = None
    bitrate_bps: int | None = None
    level_dbov: float | None = None
    silent: tuple[str, ...] = ()
    ghost: bool = False
    flows: tuple[Flow, ...] = ()


class _Sample(msgspec.Struct, frozen=True):
    at_ns: int
    received: int
    lost: int
    recovered: int


class _Counters:
    """One stream's cumulative counters, unwrapped, over the last window."""

    __slots__ = ("_raw", "_samples", "at_ns", "before_ns", "moved_ns")

    def __init__(self) -> None:
        self.moved_ns = 0
        self.at_ns: int | None = None
        self.before_ns: int | None = None
        self._raw: Stream | None = None
        self._samples: deque[_Sample] = deque()

    def add(self, stream: Stream, at_ns: int) -> None:
        received, before = stream.packets_received, self._raw
        if received is None:
            return
        self.before_ns, self.at_ns = self.at_ns, at_ns
        last = None if before is None else before.packets_received
        if last is None or received != last:
            self.moved_ns = at_ns
        gained = None if last is None else _gained(last, received)
        if gained is None or at_ns - self._samples[-1].at_ns > 2 * WINDOW_NS:
            self._samples.clear()  # it began anew, or too long ago to be a window
            self._samples.append(_Sample(at_ns, 0, 0, 0))
        else:
            assert before is not None
            top = self._samples[-1]
            lost = _gained(before.packets_lost or 0, stream.packets_lost or 0) or 0
            recovered = _gained(before.packets_recovered or 0, stream.packets_recovered or 0) or 0
            self._samples.append(
                _Sample(at_ns, top.received + gained, top.lost + lost, top.recovered + recovered)
            )
        while len(self._samples) > 2 and at_ns - self._samples[1].at_ns >= WINDOW_NS:
            self._samples.popleft()
        self._raw = stream

    def loss(self) -> tuple[int, float, float | None] | None:
        """(nanoseconds covered, link loss, residual loss) in per cent; None before anything was sent."""
        raw = self._raw
        if raw is None or raw.packets_lost is None or len(self._samples) < 2:
            return None
        first, last = self._samples[0], self._samples[-1]
        lost = last.lost - first.lost
        sent = last.received - first.received + lost
        if sent <= 0:
            return None
        missing = max(0, lost - (last.recovered - first.recovered))
        residual = None if raw.packets_recovered is None else 100 * missing / sent
        return last.at_ns - first.at_ns, 100 * lost / sent, residual


def _gained(before: int, now: int) -> int | None:
    """How much a counter grew; None when it began anew. A 32-bit one may have gone round."""
    if now >= before:
        return now - before
    if _WRAPS_FROM <= before < _WRAP and now < _WRAPS_TO:
        return now + _WRAP - before
    return None


class Meter:
    """The memory of one leg's streams between polls."""

    __slots__ = ("_levels", "_streams")

    def __init__(self) -> None:
        self._streams: dict[tuple[str, str], _Counters] = {}
        self._levels: deque[tuple[int, float]] = deque()

    def read(self, streams: Sequence[Stream], at_ns: int) -> Figures:
        """Take in what a poll said of this leg's streams."""
        losses = [(stream, *self._loss(stream, at_ns)) for stream in streams]
        rx = [stream for stream in streams if stream.direction == "rx"]
        silent = {stream.kind for stream in rx if self._is_silent(stream, at_ns)}
        flowing = {stream.kind for stream in rx if not self._is_silent(stream, at_ns)}
        counted = [stream for stream in rx if stream.packets_received is not None]
        rates = [stream.bitrate_bps for stream in rx if stream.bitrate_bps is not None]
        return Figures(
            audio_loss_pct=_worst(link for stream, link, _ in losses if stream.kind == "audio"),
            video_loss_pct=_worst(link for stream, link, _ in losses if stream.kind == "video"),
            audio_harm_pct=_worst(_harm(link, left) for s, link, left in losses if s.kind == "audio"),
            video_harm_pct=_worst(_harm(link, left) for s, link, left in losses if s.kind == "video"),
            residual_pct=_worst(left for _, _, left in losses),
            jitter_ms=_worst(stream.jitter_ms for stream in streams),
            rtt_ms=_worst(stream.rtt_ms for stream in streams),
            bitrate_bps=sum(rates) if rates else None,
            level_dbov=self._loudest(rx, at_ns),
            silent=tuple(sorted(silent - flowing)),
            ghost=bool(counted) and all(self._stands_still(stream, at_ns) for stream in counted),
            flows=tuple(_flow(stream, link, left) for stream, link, left in losses),
        )

    def _loss(self, stream: Stream, at_ns: int) -> tuple[float | None, float | None]:
        """(link, residual): our own window when it is whole, else the platform's word, else what we have."""
        counters = self._streams.get((stream.kind, stream.direction))
        if counters is None:
            counters = self._streams[stream.kind, stream.direction] = _Counters()
        counters.add(stream, at_ns)
        ours, residual = counters.loss(), stream.residual_loss_pct
        if ours is None:
            return stream.loss_pct, residual
        covered_ns, link, left = ours
        link_said = link if covered_ns >= WHOLE_NS or stream.loss_pct is None else stream.loss_pct
        if covered_ns < LEAST_NS:
            return stream.loss_pct, residual
        return link_said, left if residual is None else residual

    def _stands_still(self, stream: Stream, at_ns: int) -> bool:
        """No packet for 3 s; or since the last look, or for all we know, and no rate either."""
        counters = self._streams[stream.kind, stream.direction]
        if at_ns - counters.moved_ns >= GHOST_NS:
            return True
        if stream.bitrate_bps != 0 or counters.before_ns is None:
            return False
        return counters.moved_ns < at_ns or at_ns - counters.before_ns >= GHOST_NS

    def _is_silent(self, stream: Stream, at_ns: int) -> bool:
        """Counters that stand still, or where there are none a rate of nought."""
        if stream.packets_received is None:
            return stream.bitrate_bps == 0
        return self._stands_still(stream, at_ns)

    def _loudest(self, rx: Sequence[Stream], at_ns: int) -> float | None:
        levels = [stream.level_dbov for stream in rx if stream.level_dbov is not None]
        if levels:
            self._levels.append((at_ns, max(levels)))
        while self._levels and at_ns - self._levels[0][0] > WINDOW_NS:
            self._levels.popleft()
        whole = bool(self._levels) and at_ns - self._levels[0][0] >= WHOLE_NS
        return max(level for _, level in self._levels) if whole else None


def _flow(stream: Stream, link: float | None, left: float | None) -> Flow:
    return Flow(
        kind=stream.kind,
        direction=stream.direction,
        loss_pct=link,
        residual_pct=left,
        jitter_ms=stream.jitter_ms,
        bitrate_bps=stream.bitrate_bps,
    )


def _harm(link: float | None, residual: float | None) -> float | None:
    return link if residual is None else residual


def _worst(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)
