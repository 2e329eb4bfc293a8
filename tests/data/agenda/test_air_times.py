"""What was on air when a row was written, however the rows were learnt."""

from __future__ import annotations

import random

from kit.record.events import event

from data import events as ev
from data.agenda.air_times import AirTimes

STARTED = ev.ItemStarted(planned_s=600, plan_version=1)
ENDED = ev.ItemEnded(elapsed_ms=1, held_ms=0, planned_s=600)
ROWS = [
    event(1),
    event(2, STARTED, item="1"),
    event(3, point="T1"),
    event(4, ENDED, item="1"),
    event(5, STARTED, item="2"),
    event(6),
    event(7, ev.AdvanceUndone(undone_seq=5, left="2"), item="1"),
    event(8),
    event(9, ENDED, item="1"),
    event(10),
]
ON_AIR = ["", "", "1", "1", "", "2", "2", "1", "1", ""]


def test_each_row_has_the_item_that_was_on_air_before_it() -> None:
    air = AirTimes()
    air.take(ROWS)
    assert [air.at(row.seq) for row in ROWS] == ON_AIR


def test_in_any_order_and_more_than_once() -> None:
    air, mixed = AirTimes(), [*ROWS, *ROWS]
    random.Random(1).shuffle(mixed)
    for row in mixed:
        air.take([row])
    assert [air.at(row.seq) for row in ROWS] == ON_AIR


def test_an_opening_that_was_undone_leaves_nothing_on_air() -> None:
    air = AirTimes()
    air.take([event(1, STARTED, item="1"), event(2, ev.AdvanceUndone(undone_seq=1, left="1"))])
    assert air.at(2) == "1" and air.at(3) == ""
