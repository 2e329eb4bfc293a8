"""Rooms by level, region, province, state, source and role."""

from __future__ import annotations

import msgspec
from kit.conference import FoldingLog, conference, item, point, roster, running

from console.point_filter import Facet, PointFilter, Sieve, values
from console.screens.technician.filter_words import Filters, filter_line
from console.screens.technician.table import OTHERS_SHOWN, rows
from console.text.sentences import translator
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import events as ev
from data.events import Fact
from data.health.reading import Reading
from data.overrule.commands import OverrulePoint
from widgets.glyphs import UNICODE

VI = translator("vi")
ROOMS = tuple(
    msgspec.structs.replace(each, region="Nam" if each.code == "T2" else "Bắc")
    if each.level == "provincial"
    else each
    for each in roster(provinces=3, districts=4)
)
MAKER = ViewMaker(conference([], ROOMS))


def opened() -> FoldingLog:
    log = running([item("a", point="TC00"), item("b", point="T1"), item("c")])
    log.advance()
    log.record(
        *(
            Fact(ev.HealthChanged(was="unknown", now=now, reason="", source="s1"), point=code)
            for code, now in (("T1", "down"), ("T2D1", "down"), ("T2D2", "degraded"))
        )
    )
    return log


def view(log: FoldingLog, **readings: str) -> View:
    read = {code: Reading(point=code, source=source, observed_ns=0) for code, source in readings.items()}
    desktop = Desktop(console="c", actor="k")
    return MAKER.make(log.state, read, {}, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)


def through(log: FoldingLog, wanted: PointFilter, **readings: str) -> set[str]:
    found = Sieve().of(wanted, view(log, **readings))
    assert found is not None
    return set(found)


def test_each_facet_and_several_at_once() -> None:
    log, every = opened(), PointFilter()
    assert Sieve().of(every, view(log)) is None
    log.command(OverrulePoint(points=("T3D4",), says="maintenance", for_s=60, reason="x"))
    log.command(OverrulePoint(points=("T2D1",), says="down", for_s=60, reason="x"))
    assert through(log, every.choosing(Facet.LEVEL, "high")) == {"CC01"}
    south = every.choosing(Facet.REGION, "Nam")
    assert through(log, south) == {"T2", "T2D1", "T2D2", "T2D3", "T2D4"}, (
        "districts are where their province is"
    )
    assert through(log, every.choosing(Facet.PROVINCE, "T2")) == through(log, south)
    assert through(log, every.choosing(Facet.ROLE, "next")) == {"T1"}
    assert through(log, every.choosing(Facet.STATE, "maintenance")) == {"T3D4"}
    assert through(log, south.choosing(Facet.STATE, "down")) == {"T2D1"}
    assert through(log, every.choosing(Facet.SOURCE, "s2"), T1="s2", T2="s1") == {"T1"}


def test_a_second_value_of_a_facet_takes_the_first_ones_place_and_the_same_one_goes() -> None:
    one = PointFilter().choosing(Facet.LEVEL, "high")
    assert one.choosing(Facet.LEVEL, "central") == PointFilter(((Facet.LEVEL, "central"),))
    assert one.choosing(Facet.LEVEL, "high") == PointFilter()


def test_the_sieve_sees_what_has_changed() -> None:
    log, sieve = opened(), Sieve()
    wanted = PointFilter().choosing(Facet.ROLE, "on_air")
    assert sieve.of(wanted, view(log)) == {"TC00"}
    log.clock.advance(60)
    log.advance()
    assert sieve.of(wanted, view(log)) == {"T1"}
    assert sieve.of(wanted.choosing(Facet.ROLE, "next"), view(log)) == set()


def test_values_are_those_that_rooms_have_with_their_number() -> None:
    found = {(facet, value): count for facet, value, count in values(view(opened(), T1="s1"))}
    assert found[Facet.LEVEL, "district"] == 12
    assert found[Facet.PROVINCE, "T1"] == 5
    assert found[Facet.SOURCE, "s1"] == 1
    assert (Facet.SOURCE, "") not in found


def test_the_card_finds_values_without_accents_and_leads_back() -> None:
    def found(now: PointFilter, typed: str) -> list[PointFilter]:
        rows = Filters(view(opened()), now, VI).find(typed, 90)
        return [choice.wanted for _, group in rows for choice, _ in group]

    assert found(PointFilter(), "bac") == [PointFilter(((Facet.REGION, "Bắc"),))]
    province = PointFilter(((Facet.PROVINCE, "T2"),))
    assert found(PointFilter(), "tinh t2") == [province]
    assert found(province, "")[0] == PointFilter(), "first the way back"
    assert PointFilter() in found(province, "tinh t2"), "what is on is taken off"
    assert found(PointFilter(), "khong co") == []
    told = filter_line(view(opened()), province.choosing(Facet.STATE, "down"), 1, VI)
    assert told == "T2 Điểm T2 + mất kết nối: 1 điểm"


def test_of_thousands_that_nobody_sees_only_the_first_are_listed_and_every_sick_one() -> None:
    many = tuple(point(f"H{n}", "district") for n in range(1000))
    log = opened()
    log.command(OverrulePoint(points=("H7", "H990"), says="down", for_s=60, reason="x"))
    maker, desktop = ViewMaker(conference([], many)), Desktop(console="c", actor="k")
    seen = maker.make(log.state, {}, {}, now=log.clock.now(), real_ns=0, desktop=desktop)
    listed = rows(seen, VI, UNICODE, only=frozenset(each.code for each in many)).rows
    assert len(listed) == OTHERS_SHOWN + 2
    assert {row.code for row in listed[:2]} == {"H7", "H990"}
