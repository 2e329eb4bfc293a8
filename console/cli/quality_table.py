"""Measured quality as a table: a head, then a row a point or a minute."""

from __future__ import annotations

from collections.abc import Sequence

from console.text.sentences import NOTHING, Text, clock
from data.health.quality import FIGURES, QualityRow, Spread
from data.health.quality_past import PointQuality
from data.text import clean

LIVED = ("seen_s", "degraded_s", "down_s")
DECIMALS = {"audio_loss_pct": 1, "video_loss_pct": 1, "jitter_ms": 0, "rtt_ms": 0, "bitrate_bps": 1}
CELLS = {"audio_loss_pct": 14, "video_loss_pct": 14, "jitter_ms": 13, "rtt_ms": 13, "bitrate_bps": 14}
LIVED_CELLS, NAME_CELLS = 8, 20


def head(first: Sequence[str], t: Text) -> str:
    """The names of the columns; `first` are those before what was measured."""
    lived = [f"{t(f'cli.quality.head.{name}'):>{LIVED_CELLS}}" for name in LIVED]
    measured = [f"{t(f'cli.quality.head.{name}'):>{CELLS[name]}}" for name in FIGURES]
    return " ".join((*first, *lived, *measured)).rstrip()


def line(first: Sequence[str], row: QualityRow | PointQuality, t: Text) -> str:
    """How long it was seen, sick and down ([h:]mm:ss); then least/mean/most of each figure."""
    lived = [f"{clock(getattr(row, name)):>{LIVED_CELLS}}" for name in LIVED]
    measured = [
        f"{_spread(name, each, t):>{CELLS[name]}}" for name, each in zip(FIGURES, row.spreads, strict=True)
    ]
    return " ".join((*first, *lived, *measured)).rstrip()


def of_point(code: str, name: str) -> tuple[str, str]:
    """The first columns of a row of a point, and of their head."""
    return f"{clean(code, 12):<6}", f"{clean(name, NAME_CELLS):<{NAME_CELLS}}"


def _spread(name: str, spread: Spread | None, t: Text) -> str:
    if spread is None:
        return NOTHING
    unit, decimals = (1_000_000 if name == "bitrate_bps" else 1), DECIMALS[name]
    return "/".join(t.number(value / unit, decimals) for value in (spread.least, spread.mean, spread.most))
