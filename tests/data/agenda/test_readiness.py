"""Green goes, amber asks, red asks for a reason; what we cannot see is never red."""

from __future__ import annotations

import pytest
from kit.conference import FoldingLog, item, running

from data import events as ev
from data.agenda.readiness import READY, Gate, gate, questions
from data.events import Fact
from data.folder.model import Thresholds
from data.health.reading import Health

LIMITS = Thresholds()
GATES = [
    (None, False, "go", "manual"),
    (None, True, "go", "manual"),
    (Health.OK, False, "go", "ready"),
    (Health.OK, True, "ask", "muted"),
    (Health.DEGRADED, False, "ask", "degraded"),
    (Health.DEGRADED, True, "ask", "degraded"),
    (Health.UNKNOWN, False, "ask", "unseen"),
    (Health.STALE, False, "ask", "unseen"),
    (Health.STALE, True, "ask", "unseen"),
    (Health.DOWN, False, "stop", "down"),
    (Health.DOWN, True, "stop", "down"),
]


@pytest.mark.parametrize(("health", "muted", "verdict", "why"), GATES)
def test_gate(health: Health | None, muted: bool, verdict: str, why: str) -> None:
    assert gate(health, muted_by_server=muted) == Gate(verdict, why)


def asked(log: FoldingLog, passed: Gate = READY) -> tuple[str, ...]:
    return questions(log.state, log.state.next_item, passed, LIMITS, log.clock.now())


def test_the_opening_asks_and_the_gate_asks_first() -> None:
    log = running([item("a")])
    assert asked(log) == ("opening",)
    assert asked(log, Gate("stop", "down")) == ("stop", "opening")


@pytest.mark.parametrize(
    ("minutes", "seconds", "young"), [(1, 29, True), (1, 31, False), (10, 149, True), (10, 151, False)]
)
def test_an_item_under_30_s_or_a_quarter_of_its_time_is_young(
    minutes: float, seconds: int, young: bool
) -> None:
    log = running([item("a", minutes), item("b")])
    log.advance()
    log.clock.advance(seconds)
    assert asked(log) == (("young",) if young else ())


def test_protocol_and_the_end_ask() -> None:
    log = running([item("a"), item("b", priority="protocol")])
    log.advance()
    log.clock.advance(600)
    assert asked(log) == ("protocol",)
    log.advance()
    log.clock.advance(600)
    assert asked(log, Gate("stop", "down")) == ("end",), "nothing enters, so nothing can be unready"


def test_after_the_end_there_is_nothing_to_ask() -> None:
    log = running([item("a")])
    log.advance()
    log.clock.advance(600)
    log.advance()
    assert asked(log) == ()


def test_a_source_that_is_long_lost_is_asked_about_once() -> None:
    log = running([item(cue, point="T1") for cue in "abcd"])
    unseen = Gate("ask", "unseen")
    log.record(Fact(ev.HealthChanged(was="", now="ok", reason="", source="s1"), point="T1"))
    log.advance()
    log.record(Fact(ev.SourceLost(source="s1", error="timed_out", detail="", points=1)))
    log.clock.advance(50)
    log.record(Fact(ev.GateOverridden(verdict="ask", why="unseen"), item="b"))
    log.clock.advance(550)
    assert asked(log, unseen) == ("ask",), "it was not long lost when somebody went on"
    log.record(Fact(ev.GateOverridden(verdict="ask", why="unseen"), item="b"))
    assert asked(log, unseen) == ()
    assert asked(log, Gate("stop", "down")) == ("stop",)
    log.record(Fact(ev.SourceLost(source="s2", error="timed_out", detail="", points=1)))
    assert asked(log, unseen) == ("ask",), "that one was not asked about"
    for source in ("s1", "s2"):
        log.record(Fact(ev.SourceRecovered(source=source, lost_ms=1)))
    assert asked(log, unseen) == ("ask",)


def test_a_room_that_nobody_ever_saw_is_asked_about_whoever_is_lost() -> None:
    log = running([item("a"), item("b", point="T1")])
    log.advance()
    log.record(Fact(ev.SourceLost(source="s1", error="timed_out", detail="", points=1)))
    log.clock.advance(600)
    log.record(Fact(ev.GateOverridden(verdict="ask", why="unseen"), item="b"))
    assert asked(log, Gate("ask", "unseen")) == ("ask",)
