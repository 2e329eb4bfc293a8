"""Faults that are known beforehand, and what the console made of them: how late, and what was not so."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from kit.days.simulated import OPENING_S, Seen, SimulatedDay
from kit.national import national

from adapters.simulator.scenario import CALM, Do, Step
from data import events as ev
from data.events import Event
from data.folder.model import PROVINCIAL
from data.health.reading import Health

GRACE_S = 150.0
"""For so long after its end a fault may still be felt: a platform's own figures cover 80 s."""
BAD = (Health.DOWN, Health.DEGRADED)
REMARKED = {Do.MUTE: "muted_server", Do.RENAME: "wrong_name", Do.DUPLICATE: "duplicate"}


class Plan(msgspec.Struct, frozen=True):
    """One kind of fault: how many, how long, how strong, and whether it befalls the point on air."""

    do: Do
    count: int
    for_s: float
    on_air: bool = False
    value: float | str | None = None
    name: str = ""

    @property
    def label(self) -> str:
        """The kind, as the report calls it."""
        where = "" if self.do is Do.PLATFORM_DOWN else " on air" if self.on_air else " audience"
        return f"{self.name or self.do}{where}"


SIXTY = (
    Plan(Do.DROP, 6, 90, on_air=True),
    Plan(Do.DROP, 8, 150),
    Plan(Do.LOSS, 6, 120, on_air=True, value=8.0),
    Plan(Do.LOSS, 8, 200, value=12.0),
    Plan(Do.DELAY, 3, 120, on_air=True),
    Plan(Do.DELAY, 3, 900),
    Plan(Do.FREEZE, 5, 90, on_air=True),
    Plan(Do.FREEZE, 3, 900),
    Plan(Do.MUTE, 4, 60),
    Plan(Do.FLAP, 4, 400, value=24.0),
    Plan(Do.RENAME, 4, 120, value="iPad"),
    Plan(Do.DUPLICATE, 4, 120),
    Plan(Do.PLATFORM_DOWN, 2, 60, value=503),
)
TEN = (
    Plan(Do.DROP, 2, 90, on_air=True),
    Plan(Do.DROP, 1, 150),
    Plan(Do.LOSS, 1, 120, on_air=True, value=8.0),
    Plan(Do.DELAY, 1, 120, on_air=True),
    Plan(Do.FREEZE, 1, 90, on_air=True),
    Plan(Do.MUTE, 1, 60),
    Plan(Do.RENAME, 1, 120, value="iPad"),
    Plan(Do.DUPLICATE, 1, 120),
    Plan(Do.PLATFORM_DOWN, 1, 60, value=503),
)


class Planted(msgspec.Struct):
    """A fault of the script, and when it was first seen: raw (being checked), and for certain."""

    plan: Plan
    point: str
    start: float
    end: float
    polls: int = 0
    raw: float | None = None
    sure: float | None = None

    def at(self, t: float) -> bool:
        """Whether it may be felt now."""
        return self.start <= t < self.end + GRACE_S


class Truth(msgspec.Struct):
    """What a day showed. `false` are alarms that nothing explains, `rings` the seconds of bells."""

    planted: list[Planted]
    false: list[str]
    rings: list[float]
    opened: Counter[str]
    polls: int = 0
    hours: float = 0.0

    @property
    def missed(self) -> list[str]:
        """Faults that nobody saw."""
        return [f"{each.plan.label} {each.point}" for each in self.planted if each.sure is None]

    def delays(self) -> dict[str, list[float]]:
        """Seconds from a fault's beginning until it was certain, by kind."""
        found: dict[str, list[float]] = {}
        for each in self.planted:
            if each.sure is not None:
                found.setdefault(each.plan.label, []).append(each.sure - each.start)
        return found

    def polls_to_checking(self) -> list[int]:
        """Polls until a lost or frozen room on air was shown as being checked."""
        hard = (Do.DROP, Do.FREEZE)
        return [each.polls for each in self.planted if each.plan.on_air and each.plan.do in hard]


def day(plans: Sequence[Plan], hours: float, *, item_s: float = 600, seed: int = 1) -> Truth:
    """Run `hours` of conference over 767 points with these faults, one poll in a hundred unanswered."""
    points = national(767)
    dice = random.Random(seed)
    provinces = [point.code for point in points if point.level == PROVINCIAL]
    speakers = dice.sample(provinces, min(len(provinces), math.ceil(hours * 3600 / item_s)))
    speakers = [speakers[n % len(speakers)] for n in range(math.ceil(hours * 3600 / item_s) + 1)]
    audience = [each.code for each in points if each.code not in speakers and each.code != "TC00"]
    dice.shuffle(audience)
    planted = _plant(plans, hours * 3600, Turns(speakers, item_s), iter(audience), dice)
    steps = [
        Step(t=p.start, do=p.plan.do, points=(p.point,), value=p.plan.value, for_s=p.end - p.start)
        for p in planted
    ]
    conference = SimulatedDay(points, steps or CALM, speakers, item_s)
    truth = Truth(planted, [], [], Counter(), hours=hours)
    lost = frozenset(n for n in range(40, round(hours * 1800)) if dice.random() < 0.01)
    for seen in conference.polls(hours * 3600, lost):
        truth.polls += seen.poll
        truth.rings += [seen.t] * seen.rings
        for each in planted:
            if each.sure is None and each.start <= seen.t < each.end + GRACE_S:
                _look(each, conference, seen)
        truth.false += _unexplained(seen.events, planted, seen.t)
        bodies = [event.body for event in seen.events]
        truth.opened.update(body.severity for body in bodies if isinstance(body, ev.IncidentOpened))
    conference.check_wire()
    return truth


class Turns(msgspec.Struct, frozen=True):
    """Who is on air when: one point after another, `item_s` each, from the opening on."""

    points: Sequence[str]
    item_s: float

    def near(self, t: float, for_s: float) -> tuple[str, float]:
        """(the point on air about `t`, an instant that leaves `for_s` and its recovery before its end)."""
        slot = int((t - OPENING_S) // self.item_s)
        begins = OPENING_S + slot * self.item_s
        return self.points[slot], min(max(t, begins + 20), begins + self.item_s - for_s - 100)


def _plant(
    plans: Sequence[Plan], total_s: float, turns: Turns, audience: Iterator[str], dice: random.Random
) -> list[Planted]:
    """Every fault at a time of its own, on a point of its own; the platform's last, when all is quiet."""
    each_once = [plan for plan in plans for _ in range(plan.count)]
    rooms = [plan for plan in each_once if plan.do is not Do.PLATFORM_DOWN]
    outages = [plan for plan in each_once if plan.do is Do.PLATFORM_DOWN]
    dice.shuffle(rooms)
    end_s = total_s - GRACE_S - 400 * (1 + len(outages))
    step_s = (end_s - 3 * OPENING_S) / len(rooms) if rooms else 0.0
    found = []
    for number, plan in enumerate(rooms):
        start = 3 * OPENING_S + step_s * number + dice.random()
        point, start = turns.near(start, plan.for_s) if plan.on_air else (next(audience), start)
        found.append(Planted(plan, point, start, start + plan.for_s))
    for number, plan in enumerate(outages, 1):
        start = total_s - 400.0 * number + dice.random()
        found.append(Planted(plan, "", start, start + plan.for_s))
    return found


def _look(fault: Planted, day: SimulatedDay, seen: Seen) -> None:
    """What this poll showed of `fault`."""
    t, events = seen.t, seen.events
    if fault.plan.do is Do.PLATFORM_DOWN:
        if any(isinstance(event.body, ev.SourceLost) for event in events):
            fault.raw = fault.sure = t
        return
    fault.polls += fault.raw is None and seen.poll
    reading = day.observation.readings[fault.point]
    if remark := REMARKED.get(fault.plan.do):
        if remark in reading.remarks:
            fault.raw = fault.sure = t
        return
    if fault.raw is None and (reading.checking or reading.health in BAD):
        fault.raw = t
    told = [event.body for event in events if event.point == fault.point]
    bad = any(isinstance(body, ev.HealthChanged) and body.now in BAD for body in told)
    flaps = fault.plan.do is Do.FLAP and reading.reason != "flapping"
    if bad and not flaps:
        fault.sure = t


def _unexplained(events: Sequence[Event], planted: Sequence[Planted], t: float) -> Iterator[str]:
    """Alarms of this poll for which there is no fault."""
    now = [each for each in planted if each.at(t)]
    sick = {each.point for each in now if each.point}
    outage = any(not each.point for each in now)
    for event in events:
        body = event.body
        if isinstance(body, ev.HealthChanged) and body.now != Health.OK and event.point not in sick:
            yield f"{t:.0f}s {event.point} {body.now} {body.reason}"
        if isinstance(body, ev.SourceLost) and not outage:
            yield f"{t:.0f}s source"
        if isinstance(body, ev.IncidentOpened):
            explained = outage if body.scope == "source" else sick.issuperset(body.points)
            if not explained:
                yield f"{t:.0f}s incident {body.scope} {body.subject}"
