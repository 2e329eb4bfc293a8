"""One bell for a P1, one more, and none while the hall stands for the anthem."""

from __future__ import annotations

from kit.conference import FoldingLog, item, roster, running

from console.ranking import ranked
from console.terminal.ringing import Bell, alarm_due
from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.folder.model import AgendaItem
from data.health.reading import Health
from data.incidents.changes import changes
from data.incidents.commands import MuteIncidents

POINTS = {each.code: each for each in roster()}
ITEMS = (item("a", point="T1"), item("b", point="T2"), item("c"), item("d"))


def opened(*items: AgendaItem) -> FoldingLog:
    log = running(items or ITEMS)
    log.advance()
    return log


def fare(log: FoldingLog, code: str, health: Health) -> None:
    log.record(
        Fact(ev.PointJoined(source="s1", ref="r", name=code), point=code),
        Fact(ev.HealthChanged(was="ok", now=health, reason="absent", source="s1"), point=code),
    )
    log.record(*changes(log.state, POINTS, log.clock.now()))


def rings(log: FoldingLog, bell: Bell, seconds: int) -> list[int]:
    """The seconds of the next `seconds` in which it rang."""
    heard = []
    for second in range(seconds):
        t_ns = log.state.t_ns(log.clock.now())
        if bell.strikes_for(ranked(log.state, POINTS, t_ns), log.state, t_ns):
            heard.append(second)
        log.clock.advance(1)
    return heard


def test_once_and_again_at_45_s_and_never_more() -> None:
    log = opened()
    fare(log, "T1", Health.DOWN)
    assert rings(log, Bell(), 300) == [0, 45]


def test_not_again_when_somebody_has_taken_it_on() -> None:
    log, bell = opened(), Bell()
    fare(log, "T1", Health.DOWN)
    assert rings(log, bell, 10) == [0]
    assert log.command(cmd.Acknowledge(incidents={"i1": "P1"})) is None
    assert rings(log, bell, 120) == []


def test_only_p1_rings() -> None:
    log = opened()
    fare(log, "T3", Health.DOWN)
    assert {each.severity for each in log.state.incidents.values()} == {"P2"}
    assert rings(log, Bell(), 60) == []


def test_protocol_is_never_rung_over_unless_told_so() -> None:
    items = (item("a", point="T1", priority="protocol"), item("b"), item("c"))
    log, bell, told = opened(*items), Bell(), Bell(in_protocol=True)
    fare(log, "T1", Health.DOWN)
    assert rings(log, bell, 90) == []
    assert rings(log, told, 60) == [0, 45]


def test_what_began_in_protocol_rings_after_it_if_it_still_stands() -> None:
    items = (item("a", priority="protocol"), item("b", point="T1"), item("c"))
    log, bell = opened(*items), Bell()
    fare(log, "T1", Health.DOWN)
    assert rings(log, bell, 60) == []
    log.advance()
    log.record(*changes(log.state, POINTS, log.clock.now()))
    assert rings(log, bell, 30) == [0]


def test_a_fault_that_comes_and_goes_does_not_ring_each_time() -> None:
    log, bell, heard = opened(), Bell(), 0
    for _ in range(12):
        fare(log, "T1", Health.DOWN)
        heard += len(rings(log, bell, 10))
        fare(log, "T1", Health.OK)
        heard += len(rings(log, bell, 10))
    assert heard <= 2


def test_each_incident_rings_for_itself() -> None:
    log = opened()
    fare(log, "T1", Health.DOWN)
    fare(log, "T2", Health.DOWN)
    t_ns = log.state.t_ns(log.clock.now())
    found = ranked(log.state, POINTS, t_ns)
    assert set(alarm_due(found, t_ns, {})) == set(log.state.incidents)
    assert alarm_due(found, t_ns, {"i1": (t_ns,), "i2": (t_ns,)}) == ()
    assert alarm_due(found, t_ns, {}, hushed=True) == ()


def test_it_rings_anew_when_it_is_in_nobodys_hands_any_more() -> None:
    log, bell = opened(), Bell()
    fare(log, "T1", Health.DOWN)
    assert rings(log, bell, 60) == [0, 45]
    log.command(cmd.Acknowledge(incidents={"i1": "P1"}, expires_s=100))
    assert rings(log, bell, 300) == [100, 145]


def test_a_silenced_one_does_not_ring() -> None:
    log, bell = opened(), Bell()
    fare(log, "T1", Health.DOWN)
    log.command(MuteIncidents(incidents={"i1": "P1"}, for_s=30))
    assert rings(log, bell, 60) == [30]
