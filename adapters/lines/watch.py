"""What is remembered of lines between two rounds of a probe. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from adapters.errors import Unreachable
from adapters.lines.checks import Answer
from data.health.reading import Line
from data.units import NS_PER_S

MISSES = 2
"""So many silent rounds make a line dead: one lost ping does not."""
FEWEST = 5
FRESH_S = 120
"""For so long a device that began anew is called restarted."""
SLACK_S = 2
_WRAPS_S = 2**32 / 100
"""sysUpTime goes round after 497 days, and has not begun anew by that."""


class _Known(msgspec.Struct):
    """A line that has answered: how often it has not since.

    `began_ns` is when its device began, by our clock; `began_anew` whether that was while we watched.
    """

    misses: int = 0
    began_ns: float | None = None
    began_anew: bool = False


class LineWatch:
    """The memory of one probe."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def take(self, name: str, address: str, answers: Mapping[str, Answer | None], at_ns: int) -> Line:
        """One round of checks of one line at `at_ns`, by the name of the check."""
        found = {check: answer for check, answer in answers.items() if answer is not None}
        known = self._known.get(address)
        if not found:
            if known is None:
                return Line(name=name, address=address)
            known.misses += 1
            dead = known.misses >= MISSES
            return Line(name=name, address=address, state="down" if dead else "up")
        if known is None:
            known = self._known[address] = _Known()
        known.misses = 0
        best = found.get("icmp") or next(iter(found.values()))
        return Line(
            name=name,
            address=address,
            state="up",
            rtt_ms=best.rtt_ms,
            jitter_ms=best.jitter_ms,
            loss_pct=best.loss_pct,
            answering=tuple(check for check, answer in found.items() if answer.serves),
            restarted=_has_restarted(known, found, at_ns),
        )

    def check_own(self, lines: list[Line]) -> None:
        """Raises Unreachable ("own_network") when `FEWEST` lines or more that answered all died at once.

        Rooms do not lose their lines together; the machine that asks loses its own.
        """
        answered = [line for line in lines if line.state]
        silent = [line for line in answered if not line.answering and line.rtt_ms is None]
        if len(answered) >= FEWEST and len(silent) == len(answered):
            raise Unreachable(f"{len(silent)} of {len(lines)} lines", code="own_network")


def _has_restarted(known: _Known, found: Mapping[str, Answer], at_ns: int) -> bool:
    up_s = next((answer.uptime_s for answer in found.values() if answer.uptime_s is not None), None)
    if up_s is None:
        return False
    before, known.began_ns = known.began_ns, at_ns - up_s * NS_PER_S
    if before is not None and SLACK_S < (known.began_ns - before) / NS_PER_S < _WRAPS_S * 3 / 4:
        known.began_anew = True
    return known.began_anew and up_s < FRESH_S
