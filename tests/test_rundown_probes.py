"""The acceptance probes of a running programme, by number, against the pure core.

P4, P5 and P6 are also run on real processes and terminals (`tests/processes`, `tests/pty`), P12 is a
measurement (`tests/bench/keys.py`).
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from kit.conference import START_MS, FoldingLog, conference, item, point, running

from console.screens.verbs.table import VERBS
from console.screens.verbs.verb import Ask, Do, Situation, Verb
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import commands as cmd
from data import events as ev
from data.agenda.as_run import as_run
from data.agenda.forecast import forecast
from data.clock import Moment
from data.events import Fact
from data.fold import fold
from data.folder.model import AgendaItem, ItemKind
from data.health.reading import Health, SourceStatus
from data.importers.times import parse_duration, parse_span
from data.rules import Refusal
from data.state import EMPTY
from widgets.choice_card import STAY
from widgets.glyphs import UNICODE

MIN = 60_000
HOUR_S = 3600


def three() -> FoldingLog:
    log = running([item("a"), item("b"), item("c")])
    log.advance()
    log.clock.advance(60)
    return log


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def elapsed_s(log: FoldingLog, cue: str) -> float:
    return log.state.run(cue).elapsed_ns(log.state.t_ns(log.clock.now())) / 1e9


def test_p01_two_advances_that_expect_the_same_item_move_once() -> None:
    log = three()
    both = cmd.Advance(leaves="a")
    assert log.command(both) is None
    log.clock.advance(5)
    assert log.command(both) == Refusal("advance.not_on_air", {"expected": "a", "actual": "b"})
    assert [row.kind for row in log.events].count("ItemEnded") == 1


def test_p02_an_advance_within_a_second_of_the_last_is_refused() -> None:
    log = three()
    log.advance()
    log.clock.advance(0.9)
    assert code(log.advance()) == "advance.too_soon"
    assert code(log.command(cmd.Jump(leaves="b", to="c"))) == "advance.too_soon"
    log.clock.advance(0.1)
    assert log.command(cmd.Jump(leaves="b", to="c")) is None, "and from the whole second on it is not"


def test_p03_the_last_item_ends_and_nothing_comes_round() -> None:
    log = running([item("a")])
    log.advance()
    log.clock.advance(60)
    assert log.advance() is None
    assert (log.state.phase, log.state.on_air, log.state.next_item) == ("ended", "", None)
    log.clock.advance(60)
    assert code(log.advance()) == "advance.ended"
    assert code(log.command(cmd.Jump(leaves="", to="a"))) == "advance.ended"


def test_p04_whatever_row_was_the_last_the_state_is_that_of_the_rows() -> None:
    log = three()
    seen = []
    for act in (
        cmd.Hold(),
        cmd.Resume(),
        cmd.Defer(item="b"),
        cmd.Advance(leaves="a"),
        cmd.Extend(seconds=60),
    ):
        log.clock.advance(30)
        assert log.command(act) is None
        seen.append((len(log.events), log.state))
    for count, state in seen:
        again = fold(EMPTY, log.events[:count])
        assert again == state
        assert again.run("a").elapsed_ns(again.t_ns(log.clock.now())) >= 0


@pytest.mark.parametrize("step_s", [60, -60, -120, 24 * HOUR_S])
def test_p05_a_jump_of_the_wall_moves_no_remaining_time(step_s: int) -> None:
    log = three()
    log.clock.step_wall(step_s)
    told = forecast(log.state, log.clock.now()).items[0]
    assert (told.elapsed_ms, told.remaining_ms) == (MIN, 9 * MIN)
    log.clock.advance(30)
    log.command(cmd.Hold())
    log.command(cmd.Resume())
    assert elapsed_s(log, "a") == 90


@pytest.mark.parametrize("step_s", [60, -60, -120, 24 * HOUR_S])
def test_p05_nor_does_a_jump_while_the_console_is_away(step_s: int) -> None:
    log = three()
    log.clock.advance(30)
    log.clock.step_wall(step_s)
    again = fold(EMPTY, log.events)
    told = forecast(again, log.clock.now()).items[0]
    assert (told.elapsed_ms, told.remaining_ms) == (90_000, 9 * MIN - 30_000)
    assert not again.timeline.bridged(again.run("a").started_ns or 0, log.clock.now())


def test_p05_a_restart_of_the_machine_counts_the_time_it_was_away() -> None:
    log = three()
    since = log.state.run("a").started_ns
    assert since is not None
    log.clock.reboot("boot-2", down_s=45)
    assert elapsed_s(log, "a") == 60 + 45
    assert log.state.timeline.bridged(since, log.clock.now()), "and it is marked as by the wall clock"


@pytest.mark.parametrize(("away_h", "asks"), [(11.9, False), (12, True), (36, True)])
def test_p05_a_stale_programme_asks_before_it_goes_on(away_h: float, asks: bool) -> None:
    log = three()
    log.record(ev.NoteAdded(text="the last row"))
    log.clock.reboot("boot-2", down_s=away_h * HOUR_S)
    log.command(cmd.NoticeAbsence(limit_s=12 * HOUR_S), holder_alive=False)
    assert code(log.advance()) == ("absence.unanswered" if asks else "")
    if asks:
        assert log.command(cmd.AnswerAbsence(counts=False)) is None
        assert (elapsed_s(log, "a"), code(log.advance())) == (60, "")


def test_p06_nothing_but_a_command_changes_what_is_on_air() -> None:
    log = three()
    before = log.state.on_air, log.state.run("a")
    log.record(ev.ControlHanded(reason="leaving"))
    log.record(
        Fact(ev.NoteAdded(text="Esc"), item="a"), ev.SourceLost(source="s1", error="x", detail="", points=1)
    )
    log.clock.reboot("boot-2", down_s=5)
    assert (log.state.on_air, log.state.run("a")) == before
    assert fold(EMPTY, log.events).on_air == "a"


def test_p07_three_minutes_of_pause_and_two_of_extension_stay_three_and_two() -> None:
    log = three()
    log.command(cmd.Hold())
    log.clock.advance(180)
    log.command(cmd.Resume())
    log.command(cmd.Extend(seconds=120, cause="chair"))
    log.clock.advance(60)
    log.advance()
    now = log.clock.now()
    row = as_run(log.state, forecast(log.state, now), now)[0]
    assert (row.paused_ms, row.extended_s, row.overrun_ms) == (3 * MIN, 120, 0)
    ended = next(event.body for event in log.events if isinstance(event.body, ev.ItemEnded))
    assert (ended.held_ms, ended.extended_s, ended.elapsed_ms) == (3 * MIN, 120, 2 * MIN), "on record too"


def test_p07_what_ran_over_both_is_overrun_and_nothing_else() -> None:
    log = three()
    log.command(cmd.Hold())
    log.clock.advance(180)
    log.command(cmd.Resume())
    log.command(cmd.Extend(seconds=120))
    log.clock.advance(12 * 60)
    now = log.clock.now()
    row = as_run(log.state, forecast(log.state, now), now)[0]
    assert (row.paused_ms, row.extended_s, row.overrun_ms) == (3 * MIN, 120, MIN)


def test_p08_an_undo_after_twenty_seconds_is_as_if_it_had_never_left() -> None:
    log = three()
    log.command(cmd.Hold())
    log.clock.advance(10)
    log.command(cmd.Resume())
    log.command(cmd.Extend(seconds=60))
    before = log.state.run("a")
    log.advance()
    log.clock.advance(20)
    assert log.undo() is None
    assert log.state.run("a") == before
    assert elapsed_s(log, "a") == 60 + 20
    kinds = [row.kind for row in log.events]
    assert kinds.count("ItemEnded") == 1 and kinds[-1] == "AdvanceUndone", "both stay on record"


OFFSETS: list[tuple[str, list[AgendaItem], float, float, list[float], float]] = [
    # what, programme, opened late by, on air for; expected starts, offset (minutes)
    ("on time", [item("a"), item("b")], 0, 4, [0, 10], 0),
    ("late start", [item("a"), item("b")], 6, 4, [6, 16], 6),
    ("overtime pushes", [item("a"), item("b")], 0, 13, [0, 13], 3),
    ("a gap absorbs", [item("a"), item("b", start_ms=START_MS + 15 * MIN, fixed=True)], 4, 5, [4, 15], 4),
    (
        "a gap absorbs in part",
        [item("a"), item("b", start_ms=START_MS + 15 * MIN, fixed=True)],
        8,
        5,
        [8, 18],
        8,
    ),
    (
        "a break with a fixed end absorbs overrun",
        [item("a"), item("p", 20, kind=ItemKind.BREAK, return_by_ms=START_MS + 30 * MIN), item("b")],
        0,
        18,
        [0, 18, 30],
        8,
    ),
    (
        "and keeps its shortest when it cannot",
        [
            item("a"),
            item("p", 20, kind=ItemKind.BREAK, return_by_ms=START_MS + 30 * MIN, min_duration_s=600),
            item("b"),
        ],
        0,
        24,
        [0, 24, 34],
        14,
    ),
    (
        "a cutaway gives up its time to be back",
        [item("a"), item("t", 10, return_by_ms=START_MS + 20 * MIN), item("b")],
        0,
        16,
        [0, 16, 20],
        6,
    ),
    ("zero length", [item("a", 0), item("b", 0), item("c")], 0, 0, [0, 0, 0], 0),
]


@pytest.mark.parametrize(
    ("programme", "late", "on_air", "starts", "offset"),
    [row[1:] for row in OFFSETS],
    ids=[row[0] for row in OFFSETS],
)
def test_p09_offsets_and_expected_starts(
    programme: list[AgendaItem], late: float, on_air: float, starts: list[float], offset: float
) -> None:
    log = running(programme)
    log.clock.advance(late * 60)
    log.advance()
    log.clock.advance(on_air * 60)
    told = forecast(log.state, log.clock.now())
    assert [(row.expected_start_ms - START_MS) / MIN for row in told.items] == starts
    assert told.offset_ms == offset * MIN
    assert told.offset_since_start_ms == (offset - late) * MIN


def test_p10_no_expected_start_is_before_now() -> None:
    log = running([item("a"), item("b", start_ms=START_MS - 99 * MIN, fixed=True), item("c", 0)])
    for _ in range(6):
        now = log.clock.now()
        rows = forecast(log.state, now).items
        assert all(row.expected_start_ms >= now.utc_ms for row in rows if row.state == "pending")
        assert all(a.expected_end_ms <= b.expected_start_ms for a, b in pairwise(rows))
        log.advance()
        log.clock.advance(25 * 60)


SPANS = [
    ("8h00", 8, None),
    ("7-9h", 7, 9),
    ("14-15h30", 14, 15.5),
    ("17h30 – 19h", 17.5, 19),
    ("8 giờ 30", 8.5, None),
    ("Buổi sáng từ 8-12h", 8, 12),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_p11_times_as_people_write_them(text: str, start: float, end: float | None, form: str) -> None:
    written = unicodedata.normalize("NFD", text) if form == "NFD" else text
    expected = (start * HOUR_S, None if end is None else end * HOUR_S)
    assert parse_span(written) == expected
    assert parse_duration("07\u00a0phút") == 7 * 60


def pressed(log: FoldingLog) -> Verb:
    return VERBS["advance"](Situation(view=view(log), t=translator("vi"), glyphs=UNICODE))


def test_p13_the_end_and_protocol_items_are_asked_about_and_others_are_not() -> None:
    log = running([item("a"), item("b"), item("p", priority="protocol")])
    asked = []
    for _ in log.state.items:
        asked.append(pressed(log))
        log.advance()
        log.clock.advance(600)
    asked.append(pressed(log))
    opening, plain, protocol, ending = asked
    assert isinstance(plain, Do), "a card at every key would be confirmed unread"
    for verb, said in ((opening, "opening"), (protocol, "protocol"), (ending, "end")):
        assert isinstance(verb, Ask), said
        options = verb.question.choice.options
        assert options[0].key == STAY and len(options) > 1, "what the mark stands on changes nothing"


def view(log: FoldingLog, *, answered_s_ago: float = 0) -> View:
    plan = conference(log.state.plan, [point("T1")])  # the folder knows nothing of what changed since
    now: Moment = log.clock.now()
    answered = log.clock.real_ns() - round(answered_s_ago * 1e9)
    source = SourceStatus(name="s1", boot=now.boot, state="ok", answered_ns=answered)
    return ViewMaker(plan).make(
        log.state,
        {},
        {"s1": source},
        now=now,
        real_ns=log.clock.real_ns(),
        desktop=Desktop(console="c1", actor="x"),
    )


def test_p14_what_a_source_no_longer_confirms_is_stale_at_once() -> None:
    log = three()
    log.record(Fact(ev.HealthChanged(was="", now="ok", reason="", source="s1"), point="T1"))
    assert view(log, answered_s_ago=4).board.health["T1"] is Health.OK
    assert view(log, answered_s_ago=4.001).board.health["T1"] is Health.STALE


def test_p15_now_next_and_offset_are_of_one_revision() -> None:
    log = three()
    for command in (cmd.Swap(item="b", other="c"), cmd.Advance(leaves="a"), cmd.Insert(new=item("n"))):
        log.clock.advance(700)
        assert log.command(command) is None
        shown = view(log)
        assert shown.state is log.state
        assert (shown.on_air.cue if shown.on_air else "") == log.state.on_air
        assert (shown.entering.cue if shown.entering else "") == getattr(log.state.next_item, "cue", "")
        assert [row.cue for row in shown.forecast.items] == [each.cue for each in log.state.items]
        assert shown.forecast == forecast(log.state, log.clock.now())
