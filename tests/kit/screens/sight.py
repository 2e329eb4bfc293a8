"""How colours look to an eye: contrast, and how far apart they are with two kinds of cone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.color import Color

Linear = tuple[float, float, float]
Matrix = tuple[Linear, Linear, Linear]

PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
"""Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE TVCG 15(6), 2009: severity 1.0, for linear RGB."""

NORMAL: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_D65 = (0.95047, 1.0, 1.08883)


def linear(color: str) -> Linear:
    """Light of an "#rrggbb", each part 0 to 1."""
    parts = Color.parse(color).normalized
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    dark, light = sorted(_times(_XYZ, linear(color))[1] for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, eye: Matrix) -> float:
    """CIE76 colour difference as `eye` sees it; about 2.3 is just noticeable."""
    pairs = zip(_lab(_seen(one, eye)), _lab(_seen(other, eye)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _seen(color: str, eye: Matrix) -> Linear:
    red, green, blue = (min(1.0, max(0.0, part)) for part in _times(eye, linear(color)))
    return red, green, blue


def _times(matrix: Matrix, values: Sequence[float]) -> Linear:
    x, y, z = (sum(m * v for m, v in zip(row, values, strict=True)) for row in matrix)
    return x, y, z


def _lab(color: Linear) -> Linear:
    x, y, z = (_bent(part / white) for part, white in zip(_times(_XYZ, color), _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _bent(part: float) -> float:
    return float(part ** (1 / 3)) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29
