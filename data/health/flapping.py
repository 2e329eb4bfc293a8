"""Whether something changes so often that its changes say less than the changing itself. Pure.

A ring of the last 20 checks, a bit for each that changed something; the newest weigh most.
"""

from __future__ import annotations

from data.units import NS_PER_S

CHECKS = 20
OLDEST_WEIGHT, WEIGHT_STEP = 0.80, 0.02
SLOT_S = 15
"""A room is asked every few seconds, but flaps over minutes: the changes of so long are one check."""

_MASK = (1 << CHECKS) - 1
_SLOT_NS = SLOT_S * NS_PER_S
_WEIGHTS = tuple(OLDEST_WEIGHT + WEIGHT_STEP * (CHECKS - 1 - bit) for bit in range(CHECKS))


class Flapping:
    """On above `on_pct`, off again at `off_pct` or less."""

    __slots__ = ("_bits", "_off_pct", "_on_pct", "_slot", "on")

    def __init__(self, on_pct: float = 30.0, off_pct: float = 25.0) -> None:
        self.on = False
        self._bits = 0
        self._slot: int | None = None
        self._on_pct, self._off_pct = on_pct, min(off_pct, on_pct)

    @property
    def value_pct(self) -> float:
        """How much of the last 20 checks was change: 0 to 99 per cent, weighted."""
        return 100 * sum(w for bit, w in enumerate(_WEIGHTS) if self._bits >> bit & 1) / CHECKS

    def check(self, *, changed: bool) -> bool:
        """Take in one check; whether it flaps now."""
        self._bits = (self._bits << 1 | changed) & _MASK
        return self._judge()

    def note(self, at_ns: int, *, changed: bool) -> bool:
        """Take in what happened at `at_ns`; checks are slots of time here, missed ones are quiet.

        Its flapping ends with a slot that is over, whether somebody looked then or not; it begins at once.
        """
        if not (changed or self._bits):
            return False
        slot = at_ns // _SLOT_NS
        passed = 0 if self._slot is None else max(0, slot - self._slot)
        self._slot = slot
        if passed:
            self._judge()
            self._bits = self._bits << min(passed - 1, CHECKS) & _MASK
            self._judge()
            self._bits = self._bits << 1 & _MASK
        self._bits |= changed
        self.on = self.on or self.value_pct > self._on_pct
        return self.on

    def _judge(self) -> bool:
        value = self.value_pct
        self.on = value > self._on_pct or (self.on and value > self._off_pct)
        return self.on
