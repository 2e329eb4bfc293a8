"""How every bench prints: a figure beside a floor taken in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """`figure` and `floor` in the same unit; `bar` in words, `ok` whether it is met."""

    name: str
    figure: str
    floor: str = "-"
    ratio: str = "-"
    bar: str = "-"
    ok: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "ok", False: "MISS", None: ""}[self.ok]
        return f"{self.name:<58} {self.figure:>18} {self.floor:>14} {self.ratio:>8} {self.bar:>24} {verdict}"


def header() -> str:
    """The column heads."""
    return str(Line(name="what", figure="figure", floor="floor", ratio="ratio", bar="bar"))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` per cent of `values` lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[round(share) - 1]


def against(
    name: str,
    figure: float,
    floor: float,
    *,
    unit: str = "ms",
    most: float | None = None,
    most_ratio: float | None = None,
) -> Line:
    """A line with its ratio; met when under `most` (absolute) and `most_ratio`, where given."""
    ratio = figure / floor if floor else 0.0
    bars = [f"<= {most:g} {unit}"] if most is not None else []
    bars += [f"<= {most_ratio:g}x"] if most_ratio is not None else []
    met = (most is None or figure <= most) and (most_ratio is None or ratio <= most_ratio)
    return Line(
        name=name,
        figure=f"{figure:.2f} {unit}",
        floor=f"{floor:.2f} {unit}",
        ratio=f"{ratio:.2f}x",
        bar=", ".join(bars) or "-",
        ok=met if bars else None,
    )


def cpu_ms(work: Callable[[], object], rounds: int) -> float:
    """Least CPU of `work` in milliseconds: more than that is the doing of its neighbours."""
    work()
    spent = []
    for _ in range(rounds):
        started = time.process_time_ns()
        work()
        spent.append((time.process_time_ns() - started) / 1e6)
    return min(spent)


def report(name: str, figure: float, floor: float, bar: float) -> bool:
    """One line of the report; whether the bar was reached."""
    verdict = "ok" if figure <= bar else "MISS"
    print(f"{name:34} {figure:8.2f}ms {floor:8.2f}ms {figure / floor:6.2f}x {bar:7.1f}ms {verdict}")
    return figure <= bar
