"""Several sources, one point: who speaks, what is filled in, and what nobody may conclude."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.conference import point
from kit.platforms.legs import leg, snapshot

from data.folder.model import Thresholds
from data.health.line import observe_line
from data.health.merging import Word, merged
from data.health.observation import Observation
from data.health.patience import Track
from data.health.reading import Health, Line, Reading, Snapshot
from data.state import EMPTY
from data.units import NS_PER_S

OK, DEGRADED, DOWN, UNKNOWN = Health.OK, Health.DEGRADED, Health.DOWN, Health.UNKNOWN


def said(source: str, health: Health = OK, *, answers: bool = True, **fields: object) -> Word:
    legs = fields.pop("legs", 0 if health is DOWN else 1)
    reason = fields.pop("reason", "absent" if health is DOWN else "")
    reading = Reading(
        point="T1", source=source, observed_ns=1, health=health, reason=reason, legs=legs, **fields
    )  # type: ignore[arg-type]
    return Word(reading, answers)


def line(state: str, *, dead_for_s: float = 60, answers: bool = True, **fields: object) -> Word:
    """A line that answered once, and how it is now."""
    track = Track()
    for at_s, now in ((0, "up"), (1, state), (1 + dead_for_s, state)):
        seen = Line(name="T1", address="192.0.2.1", state=now, **fields)  # type: ignore[arg-type]
        reading = observe_line(
            track,
            "T1",
            "probe",
            seen,
            round(at_s * NS_PER_S),
            expected=True,
            attended=False,
            limits=Thresholds(),
        )
    return Word(reading, answers)


def best(*words: Word, before: Reading | None = None, seen: bool = True, unseen: bool = False) -> Reading:
    found = merged(words, before, seen=seen, unseen=unseen)
    assert found is not None
    return found


def test_the_best_endpoint_speaks_and_stays_while_it_is_as_good() -> None:
    weak, good = said("a", DEGRADED, reason="loss"), said("b")
    assert best(weak, good).source == "b"
    assert best(said("a"), said("b"), before=good.reading).source == "b"
    assert best(said("a"), said("b"), before=said("a").reading).source == "a"
    assert best(said("a", checking=True), said("b"), before=weak.reading).source == "b"


def test_a_silent_source_gives_way_to_one_that_has_the_room_too() -> None:
    assert best(said("a", answers=False), said("b", DEGRADED, reason="loss")).source == "b"


def test_a_room_last_seen_by_a_silent_platform_is_not_down_because_another_does_not_have_it() -> None:
    shown = best(said("a", answers=False), said("b", DOWN), unseen=True)
    assert (shown.source, shown.health) == ("a", OK), "its source is silent, so the screens call it stale"


def test_a_room_that_nobody_ever_had_is_not_down_while_a_platform_is_silent() -> None:
    assert merged([said("b", DOWN)], None, seen=False, unseen=True) is None
    assert best(said("b", DOWN), unseen=False).health is DOWN


def test_what_the_speaker_does_not_say_is_told_by_the_next_with_its_name() -> None:
    far = line("up", rtt_ms=34.0, loss_pct=0.0)
    shown = best(said("a", audio_loss_pct=0.4), said("b", DEGRADED, audio_loss_pct=9.0, jitter_ms=12.0), far)
    assert (shown.source, shown.audio_loss_pct, shown.jitter_ms, shown.rtt_ms) == ("a", 0.4, 12.0, 34.0)
    told = {each.field: each.source for each in shown.told}
    assert told == {"jitter_ms": "b", "rtt_ms": "probe", "line": "probe", "line_loss_pct": "probe"}
    assert {each.field: each.at_ns for each in shown.told}["rtt_ms"] == far.reading.streams_ns


def test_nought_is_said_and_not_filled_in() -> None:
    assert best(said("a", rtt_ms=0.0, mute_server=False), line("up", rtt_ms=34.0)).rtt_ms == 0.0


def test_a_silent_source_fills_nothing_in() -> None:
    shown = best(said("a"), line("up", answers=False, rtt_ms=34.0))
    assert (shown.rtt_ms, shown.line, shown.told) == (None, "", ())


@pytest.mark.parametrize(
    ("state", "seen", "reason"),
    [("down", True, "line"), ("down", False, "line"), ("up", True, "left"), ("up", False, "absent")],
)
def test_a_dead_line_is_told_from_a_room_that_left_the_call(state: str, seen: bool, reason: str) -> None:
    shown = best(said("a", DOWN), line(state), seen=seen)
    assert (shown.health, shown.reason, shown.source) == (DOWN, reason, "a")


def test_a_room_whose_media_flow_is_well_although_its_line_answers_no_probe() -> None:
    shown = best(said("a"), line("down"))
    assert (shown.health, shown.line) == (OK, "down")


def test_media_that_stand_still_on_a_line_that_answers_are_no_dead_line() -> None:
    assert best(said("a", DOWN, legs=1, reason="no_media"), line("up")).reason == "no_media"


def test_a_dead_line_is_a_fact_although_the_platform_is_silent() -> None:
    shown = best(said("a", answers=False), line("down"), unseen=True)
    assert (shown.health, shown.reason, shown.source) == (DOWN, "line", "probe")


def test_a_line_that_answers_leaves_the_last_word_of_a_silent_platform() -> None:
    shown = best(said("a", DOWN, answers=False), line("up", rtt_ms=5.0), unseen=True)
    assert (shown.source, shown.rtt_ms) == ("a", 5.0)


def test_a_line_alone_never_makes_a_room_well_and_a_new_fault_is_checked_first() -> None:
    assert (best(line("up")).health, best(line("up")).reason) == (UNKNOWN, "line_only")
    fresh = best(line("down", dead_for_s=5))
    assert (fresh.health, fresh.checking) == (UNKNOWN, True)
    assert (best(line("down")).health, best(line("down")).reason) == (DOWN, "line")


def test_what_never_answered_proves_nothing() -> None:
    reading = observe_line(
        Track(),
        "T1",
        "probe",
        Line(name="T1", address="192.0.2.1"),
        1,
        expected=True,
        attended=True,
        limits=Thresholds(),
    )
    assert (reading.health, reading.reason, reading.line) == (UNKNOWN, "line_silent", "")


words = st.builds(
    said,
    st.sampled_from("abc"),
    st.sampled_from([OK, DEGRADED, UNKNOWN, DOWN]),
    answers=st.booleans(),
    checking=st.booleans(),
    rtt_ms=st.sampled_from([None, 0.0, 7.0]),
) | st.builds(line, st.sampled_from(["up", "down"]), answers=st.booleans())


@given(st.lists(words, max_size=5), st.booleans(), st.booleans())
def test_nothing_is_made_up(found: list[Word], seen: bool, unseen: bool) -> None:
    shown = merged(found, None, seen=seen, unseen=unseen)
    if shown is None:
        assert unseen or not found
        return
    for each in shown.told:
        assert any(
            word.answers
            and word.reading.source == each.source
            and getattr(word.reading, each.field) == getattr(shown, each.field)
            for word in found
        )
    if shown.health is OK:
        assert any(word.reading.legs and word.reading.health is OK for word in found)
    if unseen and shown.health is DOWN and shown.reason != "line":
        assert any(word.reading.health is DOWN and not word.answers for word in found) or shown.legs


def test_a_district_behind_its_province_is_unknown_and_not_down() -> None:
    rooms = [point("T1"), point("T1D1", parent="T1", cascade_of="T1"), point("T1D2", parent="T1")]
    watch = Observation("s1", rooms, Thresholds(), EMPTY)
    for second in range(0, 60, 2):
        watch.take(snapshot(second, leg("T1")), expected=True, attended=())
    fares = {code: (one.health, one.reason) for code, one in watch.readings.items()}
    assert fares == {"T1": (OK, ""), "T1D1": (UNKNOWN, "cascade"), "T1D2": (DOWN, "absent")}
    for second in range(60, 120, 2):
        watch.take(snapshot(second), expected=True, attended=())
    assert watch.readings["T1"].health is DOWN
    assert watch.readings["T1D1"].health is UNKNOWN, "the province fell; of the district nothing is known"


def test_a_district_that_calls_by_itself_is_seen_by_its_own_call_and_falls_back_behind_its_province() -> None:
    rooms = [point("T1"), point("T1D1", parent="T1", cascade_of="T1")]
    watch = Observation("s1", rooms, Thresholds(), EMPTY)
    for second in range(0, 10, 2):
        watch.take(snapshot(second, leg("T1"), leg("T1D1")), expected=True, attended=())
    assert watch.readings["T1D1"].health is OK
    for second in range(10, 60, 2):
        watch.take(snapshot(second, leg("T1")), expected=True, attended=())
    assert (watch.readings["T1D1"].health, watch.readings["T1D1"].reason) == (UNKNOWN, "cascade")


def test_lines_are_bound_by_the_code_of_their_point_and_strangers_are_nobody() -> None:
    watch = Observation("probe", [point("T1")], Thresholds(), EMPTY)
    lines = (Line(name="T1", address="192.0.2.1", state="up"), Line(name="x", address="192.0.2.9"))
    looked = Snapshot(source="probe", observed_ns=NS_PER_S, participants=(), partial=True, lines=lines)
    assert list(watch.take(looked, expected=True, attended=())) == ["T1"]
    assert watch.readings["T1"].line == "up"
    assert not watch.has_had("T1")


def test_a_room_cut_off_behind_a_silent_platform_did_not_leave_its_call_and_keeps_no_old_figure() -> None:
    shown = best(said("a", answers=False, ref="r1", audio_loss_pct=0.2), line("down"), unseen=True)
    assert (shown.ref, shown.legs, shown.audio_loss_pct, shown.line) == ("r1", 1, None, "down")
