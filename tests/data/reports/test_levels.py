"""Delegates, presence by a person's word, and the course of incidents in the report: worked out by hand."""

from __future__ import annotations

from kit.conference import FoldingLog, item, point, running

from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.reports.day import report
from data.reports.figure import NO_ROWS, Figure, Rows
from data.roll_call.standing import Standing

S = 1000
T1, T2 = point("T1", "provincial", delegates=12), point("T2", "provincial", delegates=30)
D1, D2 = point("T1D1", "district", "T1"), point("T1D2", "district", "T1", delegates=5)
ROSTER = (T1, T2, D1, D2)


def joined(code: str) -> Fact:
    return Fact(ev.PointJoined(source="s1", ref="r", name=code), point=code)


def never(code: str) -> Fact:
    body = ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1")
    return Fact(body, point=code)


def counted(code: str, delegates: int, guests: int | None = None) -> Fact:
    return Fact(ev.DelegatesCounted(delegates=delegates, guests=guests), point=code)


def marked(code: str, mark: str, **words: str) -> Fact:
    return Fact(ev.PresenceMarked(mark=mark, **words), point=code)


def seq_of(events: tuple[ev.Event, ...]) -> Rows:
    return Rows(events[0].seq, events[-1].seq, len(events))


def test_registered_and_counted_delegates_are_two_things() -> None:
    log = running([item("1", 10)])
    log.record(joined("T1"), joined("T2"), never("T1D1"), never("T1D2"))
    log.record(counted("T1", 9, 1))
    second = log.record(counted("T1", 10, 2), counted("T2", 0))
    log.advance()
    provincial, district, total = report(log.events, ROSTER).levels
    assert provincial.registered is not None and provincial.registered.value == 42
    assert provincial.counted == Figure(10, seq_of(second)), "the newest count of each, a true nought too"
    assert provincial.guests == Figure(2, seq_of(second[:1])), "nobody counted the guests of T2"
    assert provincial.counted_points == 2
    assert (district.counted, district.guests, district.counted_points) == (None, None, 0)
    assert district.registered is not None and district.registered.value == 5
    assert total.counted == provincial.counted and total.counted_points == 2


def test_who_was_there_by_a_persons_word_is_not_absent() -> None:
    log = running([item("1", 10)])
    log.record(joined("T1"))
    missing = log.record(never("T2"), never("T1D1"), never("T1D2"))
    called = log.record(marked("T2", "present", how="called"), actor="tk1")
    leave = log.record(marked("T1D1", "excused", reason="mưa lũ"), actor="tk1")
    log.advance()
    told = report(log.events, ROSTER)
    provincial, district, total = told.levels
    assert (provincial.connected.value, provincial.by_word, provincial.absent.value) == (
        *(1, Figure(1, seq_of(called))),
        0,
    )
    assert district.excused == Figure(1, seq_of(leave))
    rows = Rows(missing[1].seq, leave[0].seq, 3)
    assert district.absent == Figure(2, rows), "both that were not seen, and the word about one of them"
    assert (total.by_word.value, total.absent.value, total.excused.value) == (1, 2, 1)
    seat = told.presences["T1D1"]
    assert (seat.standing, seat.excused, seat.reason) == (Standing.EXCUSED, True, "mưa lũ")
    assert told.presences["T1"].by_word is False and told.presences["T1"].standing is Standing.JOINED


def test_a_room_of_which_no_row_tells_is_not_called_absent() -> None:
    log = running([item("1", 10)])
    log.record(never("T1D1"), marked("T2", "absent"))
    log.advance()
    provincial, district, total = report(log.events, ROSTER).levels
    counts = [(each.absent.value, each.unseen) for each in (provincial, district, total)]
    assert counts == [(1, Figure(1)), (1, Figure(1)), (2, Figure(2))], "T1 and T1D2: nobody knows"


def test_rooms_that_their_head_room_reports_cite_its_report_once() -> None:
    log = running([item("1", 10)])
    log.record(joined("T1"), never("T1D1"), never("T1D2"))
    word = log.record(Fact(ev.PresenceReported(present=2, expected=2), point="T1"), actor="tk1")
    log.advance()
    district = report(log.events, ROSTER).levels[1]
    assert district.by_word == Figure(2, seq_of(word)) and district.absent == Figure(0, NO_ROWS)


def test_a_room_that_came_later_is_connected_whatever_was_said_before() -> None:
    log = running([item("1", 10)])
    log.record(marked("T1", "excused", reason="bận"), actor="tk1")
    log.record(joined("T1"))
    log.advance()
    provincial = report(log.events, (T1,)).levels[0]
    figures = (provincial.connected, provincial.by_word, provincial.absent, provincial.excused)
    assert [figure.value for figure in figures] == [1, 0, 0, 0]


def grown() -> FoldingLog:
    """P2 at 0 s, P1 at 40 s, back to P2 at 50 s, handed on, noted, silenced, merged; over at 100 s."""
    log = running([item("1", 10)])
    log.advance()
    fault = {"scope": "point", "subject": "T1", "reason": "no_media", "points": ("T1",)}
    opened = ev.IncidentOpened(id="i1", severity="P2", **fault)  # type: ignore[arg-type]
    log.record(Fact(opened, point="T1"))
    log.clock.advance(40)
    log.record(ev.IncidentChanged(id="i1", severity="P1", was="P2", points=("T1", "T2")))
    log.clock.advance(10)
    log.record(ev.IncidentChanged(id="i1", severity="P2", was="P1", points=("T1", "T2")))
    log.record(ev.IncidentAcknowledged(id="i1", severity="P2"), actor="kt1")
    log.record(ev.IncidentAssigned(id="i1", to="nhà mạng"), actor="kt1")
    log.record(ev.IncidentAssigned(id="i1", to="kt2"), actor="kt1")
    log.record(ev.IncidentNoted(id="i1", text="mất điện"), actor="kt2")
    log.record(ev.IncidentMuted(id="i1", severity="P2", for_s=60, reason="chờ"), actor="kt2")
    log.record(ev.IncidentMerged(id="i1", into="i9", reason="một tuyến"), actor="kt2")
    log.record(ev.IncidentNoted(id="i7", text="của sự cố khác"))
    log.clock.advance(50)
    log.record(ev.IncidentResolved(id="i1", open_ms=100 * S))
    return log


def test_an_incident_tells_the_gravest_that_it_came_to_and_its_course() -> None:
    log = grown()
    told = report(log.events, ROSTER)
    (one,) = told.incidents
    start, first = log.events[-12].at.utc_ms, one.rows.first
    assert (one.severity, one.highest) == ("P2", "P1")
    turns = (("P2", start, first), ("P1", start + 40 * S, first + 1), ("P2", start + 50 * S, first + 2))
    assert one.turns == turns
    assert (one.taken_ms, one.lasted_ms) == (50 * S, 100 * S)
    assert (one.handler, one.assigned, one.into, one.points) == ("kt1", "kt2", "i9", ("T1", "T2"))
    assert [event.body.to for event in one.told_by(ev.IncidentAssigned)] == ["nhà mạng", "kt2"]  # type: ignore[attr-defined]
    assert [event.actor for event in one.told_by(ev.IncidentMuted, ev.IncidentNoted)] == ["kt2", "kt2"]
    assert [event.seq for event in one.course] == [*range(first, first + 9), first + 10]
    assert one.rows == Rows(first, first + 10, 10) and one.handled
    (p1,) = told.severities
    assert (p1.severity, p1.opened.value, p1.longest_taken_ms) == ("P1", 1, 50 * S)


def test_an_incident_that_came_and_went_by_itself_was_handled_by_nobody() -> None:
    log = running([item("1", 10)])
    log.advance()
    opened = ev.IncidentOpened(id="i1", scope="point", subject="T1", severity="P3", reason="loss")
    log.record(Fact(opened, point="T1"))
    log.record(ev.IncidentChanged(id="i1", severity="P3", was="P3", points=("T1", "T2")))
    log.record(ev.IncidentResolved(id="i1", open_ms=10 * S))
    (one,) = report(log.events, ROSTER).incidents
    assert not one.handled and one.turns == (("P3", one.opened_ms, one.rows.first),)


def test_back_graver_than_before_it_is_as_grave_as_it_came_back() -> None:
    log = running([item("1", 10)])
    log.advance()
    log.record(ev.IncidentOpened(id="i1", scope="point", subject="T1", severity="P3", reason="loss"))
    log.record(ev.IncidentResolved(id="i1", open_ms=0))
    log.record(ev.IncidentReopened(id="i1", severity="P1", reason="loss", after_ms=5, points=("T1",)))
    (one,) = report(log.events, ROSTER).incidents
    assert (one.highest, one.handled, one.lasted_ms) == ("P1", True, None)


def test_an_item_on_air_has_the_availability_of_its_point_and_cites_the_losses() -> None:
    log = running([item("1", 10, point="T1"), item("2", 10, point="T1")])
    well = ev.HealthChanged(was="unknown", now="ok", reason="", source="s1")
    log.record(joined("T1"), Fact(well, point="T1"))
    log.advance()
    log.clock.advance(60)
    down = ev.HealthChanged(was="ok", now="down", reason="no_media", source="s1")
    (lost,) = log.record(Fact(down, point="T1"))
    log.clock.advance(30)
    log.record(Fact(ev.HealthChanged(was="down", now="ok", reason="", source="s1"), point="T1"))
    log.clock.advance(30)
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=1))
    log.clock.advance(40)
    log.record(ev.SourceRecovered(source="s1", lost_ms=40 * S))
    log.advance()
    log.clock.advance(60)
    log.advance()
    one, two = report(log.events, (T1,)).items
    assert one.own_availability == 0.75, "90 of the 120 seconds in which it could be seen"
    assert (one.own_lost_ms, one.points_lost, one.lost_rows) == (30 * S, 1, Rows(lost.seq, lost.seq, 1))
    assert (two.own_availability, two.lost_rows) == (1.0, NO_ROWS)


def test_what_changed_the_programme_is_kept_for_the_minutes() -> None:
    log = running([item("1", 10), item("2", 10), item("3", 10)])
    log.advance()
    log.command(cmd.Defer(item="3", reason="chưa có người"))
    log.command(cmd.Extend(seconds=60, cause="chair"))
    log.record(ev.NoteAdded(text="không phải thay đổi"))
    log.advance()
    told = report(log.events, ())
    assert [(event.kind, event.item) for event in told.changes] == [
        ("ItemDeferred", "3"),
        ("ItemExtended", "1"),
    ]
