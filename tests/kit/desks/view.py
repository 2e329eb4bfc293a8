"""A log, what the sources say, what the window knows, and the views that are made of them."""

from __future__ import annotations

import msgspec
from kit.conference import conference, item, point, running

from console.view import Desktop, View
from console.view_maker import ViewMaker
from data import events as ev
from data.events import Fact
from data.folder.model import CENTRAL, DISTRICT, PROVINCIAL, AgendaItem
from data.health.reading import Health, Reading, SourceStatus
from data.units import NS_PER_S

ROOMS = (
    point("TC00", CENTRAL, short="Hội trường"),
    *(
        point(f"T{n}", PROVINCIAL, short=f"Tỉnh {n}", phone=f"02{n} 0000 0001", contact="trực KT")
        for n in (1, 2, 3)
    ),
    *(point(f"T{n}H{m}", DISTRICT, f"T{n}") for n in (1, 2, 3) for m in (1, 2)),
)
ITEMS = [item("a", point="TC00"), item("b", point="T1"), item("c", point="T2"), item("d", point="TC00")]


class DeskView:
    """Built for `items` that start now; `view` is the desk at the clock's instant."""

    def __init__(self, items: list[AgendaItem] = ITEMS, *, sources: int = 1, **fields: object) -> None:
        self.log = running(items)
        self.conference = conference(items, ROOMS, sources=sources, **fields)
        self.maker = ViewMaker(self.conference)
        self.readings: dict[str, Reading] = {}
        self.sources: dict[str, SourceStatus] = {}
        self.desktop = Desktop(console="c1", actor="op1")

    def know(self, **fields: object) -> None:
        """Something of the window or the machine."""
        self.desktop = msgspec.structs.replace(self.desktop, **fields)

    def answer(self, name: str = "s1", *, age_s: float = 0) -> None:
        """The source `name` answered `age_s` seconds ago."""
        answered = self.log.clock.real_ns() - round(age_s * NS_PER_S)
        self.sources[name] = SourceStatus(name=name, boot="boot-1", state="ok", answered_ns=answered)

    def fare(
        self, code: str, health: Health, reason: str = "", *, source: str = "s1", **fields: object
    ) -> None:
        """The room is in the call and fares so."""
        told = {"observed_ns": 1, "health": health, "legs": 1, "reason": reason, **fields}
        self.readings[code] = Reading(point=code, source=source, **told)  # type: ignore[arg-type]
        self.log.record(
            Fact(ev.PointJoined(source=source, ref="1", name=code), point=code),
            Fact(ev.HealthChanged(was="", now=health, reason=reason, source=source), point=code),
        )

    def fail(self, code: str, severity: str = "P2", reason: str = "absent") -> None:
        """An incident about the room `code`."""
        body = ev.IncidentOpened(
            id=f"i-{code}", scope="point", subject=code, severity=severity, reason=reason, points=(code,)
        )
        self.log.record(Fact(body, point=code))

    def view(self) -> View:
        """The desk now."""
        clock = self.log.clock
        return self.maker.make(
            self.log.state,
            self.readings,
            self.sources,
            now=clock.now(),
            real_ns=clock.real_ns(),
            desktop=self.desktop,
        )


def begun() -> DeskView:
    """The first item has been on air for a minute, and its rooms are well."""
    desk = DeskView()
    desk.answer()
    for code in ("TC00", "T1", "T2"):
        desk.fare(code, Health.OK)
    desk.log.advance()
    desk.log.clock.advance(60)
    return desk
