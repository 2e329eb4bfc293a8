"""How many of a small unit of time make a larger one."""

from __future__ import annotations

NS_PER_MS = 1_000_000
NS_PER_S = 1_000_000_000
MS_PER_MINUTE = 60_000
