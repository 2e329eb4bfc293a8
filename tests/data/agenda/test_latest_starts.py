"""How late everything may begin, counted back from the hard end."""

from __future__ import annotations

from kit.conference import item, running
from kit.forecasts import MIN, at, seen

from data import commands as cmd


def test_latest_starts_count_back_from_the_hard_end() -> None:
    log = running(
        [item("a"), item("b", 5), item("c", 20, priority="protocol"), item("d", 3, priority="protocol")],
        hard_end_ms=at(45),
    )
    told = seen(log)
    assert [row.latest_start_ms for row in told.items] == [at(7), at(17), at(22), at(42)]
    assert (told.protected_cue, told.protected_latest_ms) == ("c", at(22))
    assert told.margin_ms == 7 * MIN


def test_without_a_hard_end_there_is_no_latest_start() -> None:
    told = seen(running([item("a", priority="protocol")]))
    assert (told.items[0].latest_start_ms, told.margin_ms, told.protected_latest_ms) == (None, None, None)
    assert told.protected_cue == "a"


def test_the_protected_block_is_over_once_it_began() -> None:
    log = running([item("a", priority="protocol")], hard_end_ms=at(30))
    log.advance()
    assert (seen(log).protected_cue, seen(log).protected_latest_ms) == ("", None)


def test_extensions_count_in_the_latest_start_and_in_the_end() -> None:
    log = running([item("a"), item("b")], hard_end_ms=at(40))
    log.command(cmd.Extend(item="b", seconds=300))
    told = seen(log)
    assert (told.expected_end_ms, told.margin_ms) == (at(25), 15 * MIN)
    assert [row.latest_start_ms for row in told.items] == [at(15), at(25)]


def test_the_protected_block_ends_the_programme_whatever_is_owed_behind_it() -> None:
    log = running([item("a"), item("p", priority="protocol"), item("x")], hard_end_ms=at(60))
    assert seen(log).protected_cue == ""
    log.command(cmd.Defer(item="x"))
    assert (seen(log).protected_cue, seen(log).protected_latest_ms) == ("p", at(50))
