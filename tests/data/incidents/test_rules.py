"""What people do with open incidents: taken on for good or for a time, given away, silenced, merged."""

from __future__ import annotations

import pytest
from kit.conference import FoldingLog, item, roster, running

from console.alarm import Alarm, AlarmSituation, choose, incident_alarm
from console.ranking import Ranked, ranked
from data import commands as cmd
from data import events as ev
from data.commands import Command
from data.events import Fact
from data.incidents.changes import changes
from data.incidents.commands import AssignIncidents, MergeIncidents, MuteIncidents, NoteIncidents
from data.rules import Refusal

POINTS = {each.code: each for each in roster(provinces=3, districts=4)}


@pytest.fixture
def log() -> FoldingLog:
    """i1: T1 speaks next and is down. i2: T2 speaks later and is down. i3: T3's province is down."""
    log = running([item("a"), item("b", point="T1"), item("c", point="T2"), item("d")])
    log.advance()
    fall(log, "T1")
    fall(log, "T2")
    fall(log, "T3D1", "T3D2", "T3D3")
    return log


def fall(log: FoldingLog, *codes: str, now: str = "down") -> None:
    for code in codes:
        joined = ev.PointJoined(source="s1", ref=f"r-{code}", name=code)
        log.record(Fact(joined, point=code))
        log.record(
            Fact(ev.HealthChanged(was="ok", now=now, reason="absent", source="s1"), point=code),
        )
    log.record(*changes(log.state, POINTS, log.clock.now()))


def now(log: FoldingLog) -> dict[str, Ranked]:
    return {each.incident.id: each for each in ranked(log.state, POINTS, log.state.t_ns(log.clock.now()))}


def refusal(log: FoldingLog, command: Command) -> str:
    refused = log.command(command)
    return refused.code if isinstance(refused, Refusal) else ""


def test_a_sticky_acknowledgement_holds_until_it_is_over_or_graver(log: FoldingLog) -> None:
    log.command(cmd.Acknowledge(incidents={"i1": "P1", "i2": "P2"}, sticky=True))
    log.clock.advance(4 * 3600)
    assert (now(log)["i1"].taken, now(log)["i2"].taken) == ("op-c1", "op-c1")
    log.clock.advance(60)
    log.advance()
    assert now(log)["i2"].severity == "P1" and not now(log)["i2"].taken, "it has grown graver"


def test_who_was_given_it_has_it_in_hand(log: FoldingLog) -> None:
    assert log.command(AssignIncidents(incidents={"i1": "P1", "i9": "P1"}, to=" kt2 ")) is None
    each = now(log)["i1"]
    assert (each.stage, each.taken) == ("assigned", "kt2")
    assert [type(event.body).__name__ for event in log.events[-2:]] == [
        "IncidentAcknowledged",
        "IncidentAssigned",
    ]
    assert {event.point for event in log.events[-2:]} == {"T1"}
    log.command(AssignIncidents(incidents={"i1": "P1"}, to="kt3"))
    assert not isinstance(log.events[-2].body, ev.IncidentAcknowledged), "it is in hand already"
    log.command(NoteIncidents(incidents=("i1",), text="chờ nhà mạng"))
    assert now(log)["i1"].stage == "noted"
    log.clock.advance(301)
    assert now(log)["i1"].stage == "open", "it asks again"
    log.command(cmd.Acknowledge(incidents={"i1": "P1"}), console="kt9")
    assert (now(log)["i1"].stage, now(log)["i1"].taken) == ("acknowledged", "op-kt9"), "the newest has it"


def test_what_cannot_be_done_is_refused(log: FoldingLog) -> None:
    asked = {
        "incident.over": NoteIncidents(incidents=("i9",), text="x"),
        "incident.empty": NoteIncidents(incidents=("i1",), text="  "),
        "incident.nobody": AssignIncidents(incidents={"i1": "P1"}, to=" "),
        "incident.mute_time": MuteIncidents(incidents={"i1": "P1"}, for_s=5 * 3600),
        "incident.merge_nowhere": MergeIncidents(incidents=("i1",), into="i9"),
    }
    written = len(log.events)
    for code, command in asked.items():
        assert refusal(log, command) == code
    assert refusal(log, AssignIncidents(incidents={"i9": "P1"}, to="kt2")) == "incident.over"
    assert refusal(log, MergeIncidents(incidents=("i1",), into="i1")) == "incident.over", "into itself"
    assert len(log.events) == written


def test_a_silenced_one_leaves_the_line_to_the_next_and_comes_back(log: FoldingLog) -> None:
    def on_the_line() -> Alarm:
        return choose(AlarmSituation(incidents=list(now(log).values())), Alarm("standing.calm"))

    assert on_the_line() == incident_alarm(now(log)["i1"])
    log.command(MuteIncidents(incidents={"i1": "P1"}, for_s=600, reason="đã biết"))
    assert on_the_line().params["subject"] == "T2"
    log.clock.advance(600)
    assert on_the_line().params["subject"] == "T1", "its time is over"
    log.command(MuteIncidents(incidents={"i2": "P2"}, for_s=3600))
    assert now(log)["i2"].muted
    log.advance()
    assert not now(log)["i2"].muted, "it has grown graver"
    log.command(MuteIncidents(incidents={"i1": "P1"}, for_s=600))
    log.command(MuteIncidents(incidents={"i1": "P1"}, for_s=0))
    assert not any(each.muted for each in now(log).values())


def test_one_speaks_for_another_while_it_is_open(log: FoldingLog) -> None:
    log.command(MergeIncidents(incidents=("i2", "i3"), into="i2"))
    assert set(now(log)) == {"i1", "i2"}
    assert (now(log)["i2"].severity, now(log)["i2"].incident.points) == ("P2", ("T2", "T3D1", "T3D2", "T3D3"))
    fall(log, "T2", now="ok")
    fall(log, "T2", now="ok")
    assert set(now(log)) == {"i1", "i3"}, "what spoke for it is over"
    log.clock.advance(5)
    fall(log, "T2")
    assert set(now(log)) == {"i1", "i2"}, "it is back, and speaks for it again"
    log.command(MergeIncidents(incidents=("i3",), into=""))
    assert set(now(log)) == {"i1", "i2", "i3"}


def test_merged_is_as_grave_as_the_gravest_and_chains_end_at_one(log: FoldingLog) -> None:
    log.command(MergeIncidents(incidents=("i2",), into="i3"))
    assert now(log)["i3"].severity == "P2"
    fall(log, "CC01")
    (high,) = {each.incident.id for each in now(log).values()} - {"i1", "i3"}
    log.command(MergeIncidents(incidents=("i3",), into=high))
    assert set(now(log)) == {"i1", high}
    assert len(now(log)[high].incident.points) == 5
    assert refusal(log, MergeIncidents(incidents=(high,), into="i2")) == "incident.over", "no circle"
    log.command(MergeIncidents(incidents=(high,), into="i1"))
    assert set(now(log)) == {"i1"}


def test_who_speaks_next_is_told_of_alone_though_merged(log: FoldingLog) -> None:
    log.command(MergeIncidents(incidents=("i1", "i2"), into="i3"))
    assert set(now(log)) == {"i1", "i3"}
    log.clock.advance(60)
    log.advance()
    assert set(now(log)) == {"i1", "i2", "i3"}, "now T2 is next, and T1 on air"
