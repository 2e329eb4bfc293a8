"""Figures of one leg's media, from counters that only grow, start anew, or wrap. Pure but for its memory.

Loss on the link is what did not arrive; residual loss is what was missing after repair. Sound and
picture are never averaged: ten per cent on the link may cost the one much and the other nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

from data.health.reading import Flow, Stream
from data.units import NS_PER_S

WINDOW_NS = 20 * NS_PER_S
WHOLE_NS, LEAST_NS = 16 * NS_PER_S, 4 * NS_PER_S
"""From `WHOLE_NS` on our own window is believed; from `LEAST_NS` on where nothing else is said."""
LONGEST_NS = 60 * NS_PER_S
"""Two looks further apart than that are no window; a room that is looked at in turn waits nearly so long."""
GHOST_NS = 3 * NS_PER_S
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
        if gained is None or at_ns - self._samples[-1].at_ns > LONGEST_NS:
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
        told = _Told()
        for stream in streams:
            link, left = self._loss(stream, at_ns)
            told.add(stream, link, left)
            if stream.direction == "rx":
                still = stream.packets_received is not None and self._stands_still(stream, at_ns)
                told.add_received(stream, still=still)
        level = self._loudest(told.level, at_ns)
        return told.figures(level)

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

    def _loudest(self, level: float | None, at_ns: int) -> float | None:
        """Of the last 20 s, `level` being that of now; None before they are whole."""
        if level is not None:
            self._levels.append((at_ns, level))
        if not self._levels:
            return None
        while self._levels and at_ns - self._levels[0][0] > WINDOW_NS:
            self._levels.popleft()
        whole = bool(self._levels) and at_ns - self._levels[0][0] >= WHOLE_NS
        return max(level for _, level in self._levels) if whole else None


class _Told:
    """What the streams of one leg say together. Every leg with figures comes by here at every poll."""

    __slots__ = ("bps", "counted", "flows", "jitter", "level", "loss", "moving", "residual", "rtt", "silent")

    def __init__(self) -> None:
        self.loss: dict[str, tuple[float | None, float | None]] = {}
        self.residual: float | None = None
        self.jitter: float | None = None
        self.rtt: float | None = None
        self.bps: int | None = None
        self.level: float | None = None
        self.silent: dict[str, bool] = {}
        self.counted = self.moving = False
        self.flows: list[Flow] = []

    def add(self, stream: Stream, link: float | None, left: float | None) -> None:
        """A stream in either direction: its loss on the link, and what is left of it after repair."""
        harm = link if left is None else left
        if harm is not None:
            worst, worst_harm = self.loss.get(stream.kind, (None, None))
            self.loss[stream.kind] = _worse(worst, link), _worse(worst_harm, harm)
        self.residual = _worse(self.residual, left)
        self.jitter = _worse(self.jitter, stream.jitter_ms)
        self.rtt = _worse(self.rtt, stream.rtt_ms)
        self.flows.append(_flow(stream, link, left))

    def add_received(self, stream: Stream, *, still: bool) -> None:
        """A stream from the room. `still`: its counters do not move; without any, a rate of nought is one."""
        if stream.packets_received is not None:
            self.counted = True
            self.moving = self.moving or not still
        else:
            still = stream.bitrate_bps == 0
        self.silent[stream.kind] = still and self.silent.get(stream.kind, True)
        if stream.bitrate_bps is not None:
            self.bps = stream.bitrate_bps + (self.bps or 0)
        self.level = _worse(self.level, stream.level_dbov)

    def figures(self, level_dbov: float | None) -> Figures:
        """All of it."""
        audio, audio_harm = self.loss.get("audio", _NO_LOSS)
        video, video_harm = self.loss.get("video", _NO_LOSS)
        return Figures(
            audio_loss_pct=audio,
            video_loss_pct=video,
            audio_harm_pct=audio_harm,
            video_harm_pct=video_harm,
            residual_pct=self.residual,
            jitter_ms=self.jitter,
            rtt_ms=self.rtt,
            bitrate_bps=self.bps,
            level_dbov=level_dbov,
            silent=tuple(sorted(kind for kind, still in self.silent.items() if still)),
            ghost=self.counted and not self.moving,
            flows=tuple(self.flows),
        )


_NO_LOSS = (None, None)


def _worse(one: float | None, other: float | None) -> float | None:
    """The greater of what is known."""
    return other if one is None or (other is not None and other > one) else one


def _flow(stream: Stream, link: float | None, left: float | None) -> Flow:
    return Flow(
        kind=stream.kind,
        direction=stream.direction,
        loss_pct=link,
        residual_pct=left,
        jitter_ms=stream.jitter_ms,
        bitrate_bps=stream.bitrate_bps,
    )
