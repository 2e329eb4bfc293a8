"""What a rehearsal shows of each room, and what the next wave changed."""

from __future__ import annotations

from kit.conference import FoldingLog, roster

from data import events as ev
from data.events import Fact
from data.points.readiness import RoomVerdict, Wave, against, wave

ROOMS = roster(provinces=2, districts=2)


def came(log: FoldingLog, *codes: str) -> None:
    for code in codes:
        log.record(
            Fact(ev.PointJoined(source="s1", ref="r", name=code), point=code),
            Fact(ev.HealthChanged(was="unknown", now="ok", reason="", source="s1"), point=code),
        )


def left(log: FoldingLog, *codes: str) -> None:
    for code in codes:
        log.record(Fact(ev.PointLeft(source="s1", ref="r"), point=code))


def tried(log: FoldingLog, code: str, result: str = "passed") -> None:
    log.record(Fact(ev.PointTested(result=result), point=code))


def verdicts(found: Wave) -> dict[str, RoomVerdict]:
    return {room.point.code: room.verdict for room in found.rooms}


def test_a_room_is_ready_when_it_came_passed_and_stayed() -> None:
    log = FoldingLog()
    came(log, "T1", "T1D1", "T1D2", "T2", "TC00")
    for code in ("T1", "T1D2", "TC00"):
        tried(log, code)
    tried(log, "T2", "passed")
    tried(log, "T2", "no_return")
    for _ in range(2):
        log.clock.advance(60)
        left(log, "T1D2")
        log.clock.advance(30)
        came(log, "T1D2")
    log.clock.advance(600)
    left(log, "T1", "T1D1", "T1D2", "T2", "TC00")
    log.clock.advance(5)
    log.record(ev.NoteAdded(text="hết buổi"))
    found = wave(log.events, ROOMS)
    told = verdicts(found)
    assert told["T1"] is told["TC00"] is RoomVerdict.READY, "the way out at the end is no fault"
    assert told["T1D1"] is RoomVerdict.UNTESTED
    assert told["T1D2"] is RoomVerdict.UNSTEADY
    assert told["T2"] is RoomVerdict.FAILED, "the last test counts"
    assert told["T2D1"] is told["CC01"] is RoomVerdict.NEVER
    room = next(room for room in found.rooms if room.point.code == "T1D2")
    assert (room.losses, room.lost_ms, room.test) == (2, 60_000, "passed")


def test_the_sums_agree_by_level_and_province() -> None:
    log = FoldingLog()
    came(log, "T1", "T1D1")
    tried(log, "T1")
    found = wave(log.events, ROOMS)
    assert (found.total.ready, found.total.expected) == (1, len(ROOMS))
    for tallies in (found.levels, (found.total,)):
        assert sum(each.expected for each in tallies) == len(ROOMS)
        assert sum(sum(each.counts.values()) for each in tallies) == len(ROOMS)
    assert {each.name: (each.ready, each.expected) for each in found.provinces} == {
        "T1": (1, 3),
        "T2": (0, 3),
    }


def test_an_empty_log_has_nobody_ready() -> None:
    found = wave((), ROOMS)
    assert set(verdicts(found).values()) == {RoomVerdict.NEVER}
    assert found.from_ms is found.to_ms is None


def test_a_loss_that_nobody_could_see_is_none() -> None:
    log = FoldingLog()
    came(log, "T1")
    tried(log, "T1")
    for _ in range(3):
        log.clock.advance(60)
        log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=9))
        log.clock.advance(60)
        log.record(ev.SourceRecovered(source="s1", lost_ms=60_000))
    assert verdicts(wave(log.events, ROOMS))["T1"] is RoomVerdict.READY


def test_the_second_wave_against_the_first() -> None:
    first, second = FoldingLog(), FoldingLog()
    came(first, "T1", "T2")
    came(second, "T2", "T2D1")
    for log, codes in ((first, ("T1", "T2")), (second, ("T2", "T2D1"))):
        for code in codes:
            tried(log, code)
    change = against(wave(second.events, ROOMS), wave(first.events, ROOMS))
    assert (change.gained, change.fell, change.both) == (("T2D1",), ("T1",), 1)
