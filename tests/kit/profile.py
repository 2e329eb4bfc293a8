"""How hypothesis searches here: never by the clock, and in CI the same on every run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

CI = bool(os.environ.get("CI"))
THOROUGH = settings(
    deadline=None, derandomize=CI, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
MACHINE = settings(THOROUGH, max_examples=40, stateful_step_count=40)
