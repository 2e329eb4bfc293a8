"""No platform: a source that is well and says nothing of anybody."""

from __future__ import annotations

from kit.clock import ManualClock
from kit.contracts.lines import proves

from adapters.registry import make
from data.folder.model import BridgePoint, Source, Thresholds
from data.health.observation import Observation
from data.state import EMPTY


@proves("missing", kinds=("manual",))
async def test_nobody_is_down_for_want_of_a_platform() -> None:
    clock = ManualClock()
    adapter = make(Source(name="s", kind="manual"), clock.real_ns)
    watch = Observation("s", [BridgePoint(code="P1", name="P1", level="district")], Thresholds(), EMPTY)
    for _ in range(3):
        found = await adapter.poll(["x"])
        assert (found.participants, found.requests, found.observed_ns) == ((), 0, clock.real_ns())
        assert watch.take(found, expected=True, attended=["P1"]) == {}
        clock.advance(60)
    assert adapter.capabilities == frozenset()
    await adapter.aclose()
