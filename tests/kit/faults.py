"""Rooms that fall sick and what is then open."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from kit.conference import FoldingLog, item, roster, running

from data import events as ev
from data.events import Fact
from data.folder.model import AgendaItem, BridgePoint
from data.health.reading import Health
from data.incidents.changes import changes

POINTS = {each.code: each for each in roster(provinces=3, districts=4)}
SPEAKERS = [item("a", point="T1"), item("b", point="T2D1"), item("c"), item("d"), item("e"), item("f")]


def opened(items: list[AgendaItem] = SPEAKERS) -> FoldingLog:
    log = running(items)
    log.advance()
    return log


def fare(log: FoldingLog, health: Health, *codes: str) -> None:
    for code in codes:
        log.record(
            Fact(ev.PointJoined(source="s1", ref=f"r-{code}", name=code), point=code),
            Fact(ev.HealthChanged(was="ok", now=health, reason="absent", source="s1"), point=code),
        )


def settle(log: FoldingLog) -> set[tuple[str, str]]:
    """Record the changes; they must leave nothing to say."""
    log.record(*changes(log.state, POINTS, log.clock.now()))
    assert changes(log.state, POINTS, log.clock.now()) == ()
    return {(each.scope, each.subject) for each in log.state.incidents.values()}


def never_came(log: FoldingLog, codes: Iterable[str]) -> None:
    log.record(
        *(
            Fact(ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1"), point=code)
            for code in codes
        )
    )


def regional(provinces: int = 8, districts: int = 9) -> dict[str, BridgePoint]:
    """Provinces T1… alternately in two regions; districts say nothing of theirs."""
    return {
        each.code: msgspec.structs.replace(each, region="Nam" if int(each.code[1:]) % 2 else "Bắc")
        if each.level == "provincial"
        else each
        for each in roster(provinces=provinces, districts=districts)
    }
