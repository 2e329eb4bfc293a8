"""The figures of the report: cases worked out by hand, and a naive count second by second."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from kit.conference import START_MS, FoldingLog, item, point, roster, running

from data import commands as cmd
from data import events as ev
from data.events import Fact
from data.folder.roster_digest import roster_digest
from data.reports.day import report
from data.reports.figure import NO_ROWS, Figure, Rows
from data.reports.points import Status

S = 1000
T1, T2 = point("T1", "provincial", delegates=12), point("T2", "provincial")
D1 = point("T1D1", "district", "T1", delegates=5)


def health(code: str, was: str, now: str, reason: str = "") -> Fact:
    return Fact(ev.HealthChanged(was=was, now=now, reason=reason, source="s1"), point=code)


def joined(code: str) -> Fact:
    return Fact(ev.PointJoined(source="s1", ref="r", name=code), point=code)


def left(code: str) -> Fact:
    return Fact(ev.PointLeft(source="s1", ref="r"), point=code)


def day() -> FoldingLog:
    """Two items of ten minutes; T1 is lost for 90 s in the first one, T2 comes late, T1D1 never."""
    log = running([item("1", 10, point="T1", speaker="A", organisation="X"), item("2", 10, speaker="A")])
    log.clock.advance(-600)
    log.record(joined("T1"), health("T1", "unknown", "ok"), health("T1D1", "unknown", "down", "absent"))
    log.clock.advance(600)
    log.advance()
    log.clock.advance(60)
    log.record(health("T1", "ok", "down", "no_media"))
    log.clock.advance(90)
    log.record(health("T1", "down", "ok"), joined("T2"), health("T2", "unknown", "degraded", "loss"))
    log.clock.advance(570)
    log.command(cmd.Advance(leaves="1", cause="hỏi đáp"))
    log.clock.advance(480)
    log.advance()
    return log


def test_an_hour_worked_out_by_hand() -> None:
    told = report(day().events, (T1, T2, D1))
    assert (told.from_ms, told.to_ms) == (START_MS, START_MS + 1200 * S)
    assert (told.to_ns - told.from_ns) == 1200 * 10**9
    t1, t2, d1 = told.points
    assert (t1.up_ms, t1.lost_ms, t1.absent_ms, t1.unseen_ms) == (1110 * S, 90 * S, 0, 0)
    assert (t1.times_lost, t1.longest_lost_ms, t1.on_time, t1.availability) == (1, 90 * S, True, 0.925)
    assert (t2.up_ms, t2.unseen_ms, t2.times_lost, t2.on_time) == (1050 * S, 150 * S, 0, False)
    assert t2.first_joined_ms == START_MS + 150 * S and t2.availability == 1.0
    assert (d1.absent_ms, d1.lost_ms, d1.times_lost, d1.availability) == (1200 * S, 0, 0, 0.0)


def test_who_goes_home_after_the_end_was_not_lost() -> None:
    log = day()
    before = report(log.events, (T1, T2, D1))
    log.clock.advance(600)
    log.record(left("T1"), health("T1", "ok", "down", "absent"), left("T2"), health("T2", "ok", "down"))
    log.clock.advance(600)
    log.record(ev.NoteAdded(text="tắt máy"))
    after = report(log.events, (T1, T2, D1))
    assert log.state.ended and after.to_ns == before.to_ns
    spent = [[(p.up_ms, p.lost_ms, p.times_lost, p.availability) for p in r.points] for r in (before, after)]
    assert spent[0] == spent[1] and before.levels == after.levels


def test_levels_are_counted_and_cite_their_rows() -> None:
    log = day()
    seqs = {(e.kind, e.point): e.seq for e in log.events if e.point}
    provincial, district, total = report(log.events, (T1, T2, D1)).levels
    assert [level.level for level in (provincial, district, total)] == ["provincial", "district", ""]
    first, second = seqs["PointJoined", "T1"], seqs["PointJoined", "T2"]
    assert provincial.connected == Figure(2, Rows(first, second, 2))
    assert provincial.on_time == Figure(1, Rows(first, first, 1))
    down = next(e.seq for e in log.events if e.point == "T1" and getattr(e.body, "now", "") == "down")
    assert provincial.lost_once == Figure(1, Rows(down, down, 1))
    assert provincial.absent == Figure(0, NO_ROWS)
    absent = seqs["HealthChanged", "T1D1"]
    assert district.absent == Figure(1, Rows(absent, absent, 1))
    counts = [total.expected, total.connected, total.on_time, total.lost_once, total.absent]
    assert [figure.value for figure in counts] == [3, 2, 1, 1, 1]
    roster_row = next(e.seq for e in log.events if e.kind == "RosterAdopted")
    registered = [level.registered for level in (provincial, total)]
    assert registered == [Figure(number, Rows(roster_row, roster_row, 1)) for number in (12, 17)]
    assert total.expected.rows == Rows(roster_row, roster_row, 1)


def test_items_run_over_and_under_by_item_speaker_organisation_and_cause() -> None:
    log = day()
    told = report(log.events, (T1, T2, D1))
    one, two = told.items
    assert (one.elapsed_ms, one.over_ms, one.drift_ms) == (720 * S, 120 * S, 0)
    assert (two.elapsed_ms, two.over_ms, two.drift_ms) == (480 * S, -120 * S, 120 * S)
    assert (one.own_lost_ms, one.own_up_ms, one.lost_ms, one.points_lost) == (90 * S, 630 * S, 90 * S, 1)
    assert two.own_up_ms is None and two.points_lost == 0
    seqs = [e.seq for e in log.events if e.item == "1"]
    assert one.rows == Rows(seqs[0], seqs[-1], len(seqs))
    (speaker,), (house,), (cause,) = told.speakers, told.organisations, told.causes
    assert (speaker.key, speaker.items, speaker.over_ms, speaker.under_ms) == ("A", 2, 120 * S, 120 * S)
    assert (house.key, house.items, house.over_ms, house.under_ms) == ("X", 1, 120 * S, 0)
    assert (cause.kind, cause.causes, cause.total.value) == ("overrun", ("hỏi đáp",), 120 * S)


def test_pauses_and_extensions_are_apart_from_overrun() -> None:
    log = running([item("1", 10), item("2", 10)])
    log.advance()
    log.clock.advance(60)
    log.command(cmd.Hold(cause="mất tiếng"))
    log.clock.advance(30)
    log.command(cmd.Resume())
    log.command(cmd.Extend(item="1", seconds=120, cause="chủ tọa cho"))
    log.clock.advance(700)
    log.advance()
    told = report(log.events, ())
    one = told.items[0]
    assert (one.elapsed_ms, one.over_ms) == (760 * S, 160 * S)
    found = {(each.kind, each.causes): each.total.value for each in told.causes}
    assert found == {
        ("pause", ("mất tiếng",)): 30 * S,
        ("extension", ("chủ tọa cho",)): 120 * S,
        ("overrun", ()): 40 * S,
    }
    assert told.items[1].over_ms is None, "it is not over yet"


def test_what_was_undone_is_in_no_figure() -> None:
    log = running([item("1", 10), item("2", 10)])
    log.advance()
    log.clock.advance(120)
    log.advance()
    log.clock.advance(5)
    log.undo()
    log.clock.advance(475)
    log.advance()
    one, two = report(log.events, ()).items
    assert (one.elapsed_ms, one.over_ms) == (600 * S, 0)
    assert two.elapsed_ms == 0 and one.rows.count == len([e for e in log.events if e.item == "1"])


def test_a_lost_source_is_time_unseen_and_nobody_was_lost() -> None:
    log = running([item("1", 10)])
    log.record(joined("T1"), health("T1", "unknown", "ok"))
    log.advance()
    log.clock.advance(100)
    log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=2))
    log.clock.advance(200)
    log.record(ev.SourceRecovered(source="s1", lost_ms=200 * S))
    log.clock.advance(300)
    log.advance()
    t1, t2 = report(log.events, (T1, T2)).points
    assert (t1.up_ms, t1.unseen_ms, t1.lost_ms, t1.times_lost) == (400 * S, 200 * S, 0, 0)
    assert (t2.unseen_ms, t2.availability) == (600 * S, None)


def test_incidents_wait_last_and_are_called_about() -> None:
    log = running([item("1", 10)])
    log.advance()
    opened = ev.IncidentOpened(
        id="i1", scope="point", subject="T1", severity="P2", reason="absent", points=("T1",)
    )
    (first,) = log.record(Fact(opened, point="T1"))
    log.clock.advance(40)
    log.record(ev.IncidentAcknowledged(id="i1", severity="P2"), actor="kt1")
    log.record(Fact(ev.CallMade(who="x", number="000 0000 0000", outcome="answered"), point="T1"))
    log.record(Fact(ev.CallMade(who="y", number="000 0000 0000", outcome="busy"), point="T2"))
    log.clock.advance(10)
    log.record(ev.IncidentAcknowledged(id="i1", severity="P2"), actor="kt2")
    log.clock.advance(50)
    log.record(ev.IncidentResolved(id="i1", open_ms=100 * S))
    second = ev.IncidentOpened(id="i2", scope="point", subject="T2", severity="P2", reason="absent")
    log.record(Fact(second, point="T2"))
    told = report(log.events, (T1, T2))
    one, two = told.incidents
    assert (one.taken_ms, one.lasted_ms, one.handler, one.calls, one.item) == (40 * S, 100 * S, "kt1", 1, "1")
    assert one.rows == Rows(first.seq, first.seq + 5, 5)
    assert (two.taken_ms, two.lasted_ms, two.handler, two.calls) == (None, None, "", 0)
    (p2,) = told.severities
    assert (p2.opened.value, p2.taken.value, p2.resolved.value) == (2, 1, 1)
    assert (p2.median_taken_ms, p2.longest_lasted_ms) == (40 * S, 100 * S)
    assert told.calls.value == 2


def test_an_incident_that_was_back_lasted_to_its_last_end_and_is_open_until_then() -> None:
    log = running([item("1", 10)])
    log.advance()
    fault = {"scope": "point", "subject": "T1", "severity": "P2", "reason": "absent", "points": ("T1",)}
    log.record(Fact(ev.IncidentOpened(id="i1", **fault), point="T1"))  # type: ignore[arg-type]
    log.clock.advance(60)
    log.record(ev.IncidentResolved(id="i1", open_ms=60 * S))
    log.clock.advance(30)
    again = ev.IncidentReopened(id="i1", severity="P2", reason="absent", after_ms=30 * S, points=("T1",))
    log.record(Fact(again, point="T1"))
    log.record(Fact(ev.CallMade(who="x", number="000 0000 0000", outcome="answered"), point="T1"))
    (back,) = report(log.events, (T1,)).incidents
    assert (back.lasted_ms, back.calls) == (None, 1)
    log.clock.advance(10)
    log.record(ev.IncidentResolved(id="i1", open_ms=100 * S))
    (over,) = report(log.events, (T1,)).incidents
    assert over.lasted_ms == 100 * S and over.rows.count == 5


def test_nothing_happened() -> None:
    told = report((), (T1,))
    assert (told.rows, told.from_ms, told.to_ms, told.items, told.incidents) == (0, None, None, (), ())
    assert told.points[0].availability is None
    total = told.levels[-1]
    assert (total.absent, total.unseen) == (Figure(0), Figure(1)), "of whom no row tells nobody knows"


def test_a_roster_that_the_record_does_not_know_is_told() -> None:
    points = roster()
    log = FoldingLog()
    digest = roster_digest(points)
    log.record(ev.RosterAdopted(count=len(points), levels={}, digest=digest))
    log.record(joined("NOBODY"))
    assert report(log.events, points).roster_known
    told = report(log.events, points[1:])
    assert not told.roster_known and told.strangers == Rows(2, 2, 1)


STEPS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["join", "leave", "ok", "degraded", "down", "unknown", "lost", "back", "advance"]),
        st.sampled_from(["T1", "T2"]),
    ),
    max_size=40,
)


def naive_status(events, code: str, until_ns: int) -> Status:
    """Where `code` stands by every row up to an instant, told anew from the first one."""
    joined_, seen, sick, source, dark = False, False, "unknown", "", False
    for event in events:
        if event.at.mono_ns > until_ns:
            break
        if event.kind in ("SourceLost", "SourceRecovered"):
            dark = event.kind == "SourceLost"
        elif event.point == code and event.kind in ("HealthChanged", "PointJoined", "PointLeft"):
            source = "s1"
            if event.kind == "HealthChanged":
                sick = event.body.now
            else:
                joined_, seen = event.kind == "PointJoined", seen or event.kind == "PointJoined"
    if dark and source in ("", "s1"):
        return Status.UNSEEN
    if not seen:
        return Status.ABSENT if sick == "down" else Status.UNSEEN
    if not joined_ or sick == "down":
        return Status.LOST
    return Status.UP if sick in ("ok", "degraded") else Status.UNSEEN


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_time_is_shared_out_as_a_count_second_by_second_shares_it(steps) -> None:
    log = running([item("1", 1, point="T1"), item("2", 1)])
    log.clock.advance(-20)
    for wait, what, code in steps:
        log.clock.advance(wait)
        match what:
            case "join":
                log.record(joined(code))
            case "leave":
                log.record(left(code))
            case "lost":
                log.record(ev.SourceLost(source="s1", error="timed_out", detail="", points=2))
            case "back":
                log.record(ev.SourceRecovered(source="s1", lost_ms=0))
            case "advance":
                log.advance()
            case _:
                log.record(health(code, "unknown", what))
    told = report(log.events, (T1, T2))
    start, base = told.from_ns, log.state.timeline.base_ns
    for figures in told.points:
        count = dict.fromkeys(Status, 0)
        for second in range(start, told.to_ns, 10**9):
            count[naive_status(log.events, figures.point.code, second - base)] += S
        spent = [figures.unseen_ms, figures.absent_ms, figures.up_ms, figures.lost_ms]
        assert spent == [count[status] for status in Status]
        assert sum(b - a for a, b in figures.lost_spans) == figures.lost_ms * 10**6
    for run in told.items:
        state = log.state.run(run.run.item.cue)
        if state.started_ns is None:
            continue
        end = state.ended_ns if state.ended_ns is not None else told.to_ns
        lost = [
            sum(
                naive_status(log.events, code, second - base) is Status.LOST
                for second in range(state.started_ns, end, 10**9)
            )
            for code in ("T1", "T2")
        ]
        assert run.lost_ms == sum(lost) * S and run.points_lost == sum(map(bool, lost))


def test_who_first_joins_after_the_end_was_not_there() -> None:
    """Nor does it undo a person's word, or the report of its head room."""
    d2 = point("T1D2", "district", "T1")
    points = (T1, T2, D1, d2)
    log = day()
    log.record(Fact(ev.PresenceMarked(mark="absent", reason="mất điện"), point="T1D1"))
    log.record(Fact(ev.PresenceReported(present=2, expected=2), point="T1"))
    before = report(log.events, points)
    log.clock.advance(60)
    log.record(joined("T1D1"), health("T1D1", "down", "ok"), joined("T1D2"), health("T1D2", "unknown", "ok"))
    after = report(log.events, points)
    assert after.levels == before.levels and after.presences == before.presences
    assert [each.first_joined_ms for each in after.points[2:]] == [None, None]
    assert [each.rows for each in after.points] == [each.rows for each in before.points]
    log.undo()
    total = report(log.events, points).levels[-1]
    assert not log.state.ended and total.connected.value == 4, "it was not the end after all"


def test_a_fault_that_stands_at_the_end_lasted_until_then() -> None:
    log = running([item("1", 10)])
    log.advance()
    log.clock.advance(60)
    for key, subject in (("i1", "T1"), ("i2", "T2"), ("i3", "T1D1")):
        log.record(
            ev.IncidentOpened(
                id=key, scope="point", subject=subject, severity="P3", reason="loss", points=(subject,)
            )
        )
    log.clock.advance(120)
    log.record(ev.IncidentResolved(id="i1", open_ms=120 * S))
    going_on = report(log.events, (T1, T2, D1))
    assert [(each.lasted_ms, each.unresolved) for each in going_on.incidents] == [
        (120 * S, False),
        (None, False),
        (None, False),
    ]
    log.clock.advance(420)
    log.advance()
    log.clock.advance(3600)
    log.record(ev.IncidentResolved(id="i2", open_ms=4140 * S))
    over = report(log.events, (T1, T2, D1))
    told = [(each.lasted_ms, each.unresolved, each.resolved) for each in over.incidents]
    assert told == [(120 * S, False, True), (540 * S, True, False), (540 * S, True, False)]
    (grave,) = over.severities
    assert (grave.opened.value, grave.resolved.value, grave.longest_lasted_ms) == (3, 1, 120 * S)


PARTS = (cmd.SplitPart(duration_s=360, point="T1"), cmd.SplitPart(duration_s=240, point="T2"))


def test_the_parts_of_a_split_item_are_measured_by_their_own_lengths() -> None:
    log = running([item("1", 10, point="T1"), item("2", 10)])
    log.advance()
    log.command(cmd.Split(item="2", parts=PARTS))
    log.clock.advance(600)
    for seconds in (330, 300):
        log.advance()
        log.clock.advance(seconds)
    log.advance()
    _, first, second = report(log.events, (T1, T2)).items
    assert [(each.planned_s, each.over_ms) for each in (first, second)] == [(360, -30 * S), (240, 60 * S)]
    log = running([item("1", 10), item("2", 10)])
    log.advance()
    log.command(cmd.Split(item="2", parts=PARTS))
    assert log.state.last_change is not None
    log.command(cmd.UndoChange(seq=log.state.last_change.seq))
    assert [each.planned_s for each in report(log.events, ()).items] == [600, 600], (
        "it was not split after all"
    )
