"""Which of the other consoles live: by their processes first, then by their pulses."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kit.clock import ManualClock

from console.neighbours import DEAD_NS, Neighbours
from console.presence import ConsoleLock
from data.record.live_db import Beat
from data.units import NS_PER_S


def beat(console: str, beat_ns: int, boot: str = "boot-1") -> Beat:
    return Beat(console, "op", "operator", 1, boot, beat_ns)


def test_who_holds_its_place_and_beats_lives_and_a_pulse_of_15_s_ago_is_none(tmp_path: Path) -> None:
    clock = ManualClock()
    around = Neighbours(tmp_path, "us", clock)
    with closing(ConsoleLock(tmp_path, "they")):
        around.hear([beat("us", clock.real_ns()), beat("they", clock.real_ns())])
        assert around.living == ("they",)
        clock.advance(DEAD_NS / NS_PER_S)
        assert not around.is_gone("they")
        clock.advance(1)
        assert around.is_gone("they") and around.living == ()
        assert not around.is_gone("us"), "we are here, whatever our pulse says"
        around.hear([beat("they", 0, "an earlier boot")])
        assert not around.is_gone("they"), "what an earlier boot left cannot be measured against this one"
    assert around.is_gone("they"), "its process has let its place go"
