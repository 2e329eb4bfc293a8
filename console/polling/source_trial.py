"""Trying a source before the day: what it answers, how fast, whom it knows, what it will cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from adapters.base import Adapter, Capability, Silent, actions_of, request_limit, silent_parts
from adapters.errors import AdapterError, BadPayload, TimedOut
from adapters.registry import make
from console.polling.answer import Answers
from data.actions.action import ActionKind
from data.clock import Clock
from data.finding.findable import points_index
from data.folder.model import BridgePoint, Conference, Source
from data.folder.problem import Problem, ProblemError
from data.health.reading import Participant, Snapshot
from data.matching.binder import Binder
from data.units import NS_PER_S

ROUNDS = 3
MOST_ROUNDS = 30
"""Of a source that names its rooms little by little, for as long as each poll names more."""
FOCUS = 64
LONGEST_WAIT_S = 2.0
SUGGESTIONS = 3


class Stray(msgspec.Struct, frozen=True):
    """A call of nobody we know. `reason`: "nameless", "unlike", "near" (to `points`), "several"."""

    name: str
    alias: str
    reason: str
    points: tuple[str, ...] = ()


class Missing(msgspec.Struct, frozen=True):
    """A point without a call, and whom to ring. `reason`: "absent", or "cascade" when another relays it."""

    point: str
    reason: str
    name: str = ""
    phone: str = ""


class SourceTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. `took_ms` is of the polls that were answered, `error` what ended the others.

    `old_s`: what it said is so old (a file that nobody writes any more) that it would not be believed.
    `can` and `cannot` part all capabilities, `acts` is what it can be asked to do; `per_minute` is what the
    source's cadence will spend, of `limit` where its platform has one. `silent` are devices that did not
    answer.
    `matched` counts points, `doubled` those with several calls.
    """

    source: Source
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    acts: tuple[str, ...] = ()
    took_ms: tuple[float, ...] = ()
    roster: int | None = None
    points: int = 0
    matched: int = 0
    doubled: int = 0
    strays: tuple[Stray, ...] = ()
    missing: tuple[Missing, ...] = ()
    silent: tuple[Silent, ...] = ()
    old_s: float | None = None
    per_minute: float | None = None
    limit: int | None = None
    error: AdapterError | None = None

    @property
    def ok(self) -> bool:
        """Answered every time and by every part, of the present, and within what the platform allows."""
        return self.error is None and not self.over and not self.silent and self.old_s is None

    @property
    def over(self) -> bool:
        """The cadence would spend more than the platform allows."""
        return None not in (self.limit, self.per_minute) and (self.per_minute or 0) > (self.limit or 0)


def wrong_sources(conference: Conference, clock: Clock) -> tuple[Problem, ...]:
    """What the adapters find wrong in the sources of a folder; nobody is asked anything."""
    found: list[Problem] = []
    for source in conference.sources:
        try:
            make(source, clock.real_ns)
        except ProblemError as error:
            found += (
                msgspec.structs.replace(problem, file="conference.toml", column="source")
                for problem in error.problems
            )
    return tuple(found)


async def try_source(
    source: Source, conference: Conference, clock: Clock, progress: Callable[[int, int], None]
) -> SourceTrial:
    """Poll `ROUNDS` times at the source's pace, the later times for streams too; on while rooms are to come.

    Raises ProblemError when its settings make no adapter.
    """
    adapter = make(source, clock.real_ns)
    took, requests, last, error, known = [], 0, None, None, 0
    try:
        for number in range(MOST_ROUNDS):
            if number >= ROUNDS and not _grows(last, known):
                break
            known = len(last.participants) if last else 0
            progress(number, max(ROUNDS, number + 1))
            if number:
                await asyncio.sleep(min(source.interval_s, LONGEST_WAIT_S))
            last, error = await _ask(adapter, source, last)
            if error is not None or last is None:
                break
            took.append(last.poll_ms)
            requests = max(requests, last.requests)
        progress(ROUNDS, ROUNDS)
    finally:
        await adapter.aclose()
    trial = SourceTrial(
        source=source,
        can=tuple(one for one in Capability if one in adapter.capabilities),
        cannot=tuple(one for one in Capability if one not in adapter.capabilities),
        acts=tuple(one for one in ActionKind if one in actions_of(adapter)),
        took_ms=tuple(took),
        per_minute=requests * 60 / source.interval_s if took else None,
        limit=request_limit(adapter),
        silent=tuple(silent_parts(adapter)),
        error=error,
    )
    return trial if last is None else _matched(trial, last, conference)


def _grows(last: Snapshot | None, known: int) -> bool:
    return last is not None and last.partial and len(last.participants) > known


async def _ask(
    adapter: Adapter, source: Source, last: Snapshot | None
) -> tuple[Snapshot | None, AdapterError | None]:
    """(the newest answer, what went wrong this time)."""
    focus = [one.ref for one in last.participants[:FOCUS]] if last else []
    try:
        async with asyncio.timeout(source.timeout_s):
            answer = await adapter.poll(focus)
        return await Answers(source.name).sound(answer), None
    except TimeoutError:
        return last, TimedOut()
    except AdapterError as error:
        return last, error
    except Exception as error:  # an adapter of a stranger may raise anything
        return last, BadPayload(type(error).__name__)


def _matched(trial: SourceTrial, last: Snapshot, conference: Conference) -> SourceTrial:
    points = conference.points
    young_s = conference.thresholds.stale_after_polls * trial.source.interval_s
    old_s = (
        ((last.asked_ns or 0) - last.observed_ns) / NS_PER_S if last.is_old(int(young_s * NS_PER_S)) else None
    )
    seen = (*last.participants, *(Participant(ref=one.address, name=one.name) for one in last.lines))
    bound = Binder(points).bind_all(msgspec.structs.replace(last, participants=seen))
    index = points_index(points)
    absent = [point for point in points if point.code not in bound.by_point and not last.partial]
    return msgspec.structs.replace(
        trial,
        roster=len(seen),
        points=len(points),
        matched=len(bound.by_point),
        doubled=sum(len(legs) > 1 for legs in bound.by_point.values()),
        strays=tuple(_stray(one, index.find) for one in bound.unmatched),
        missing=tuple(_missing(one) for one in absent),
        old_s=old_s,
    )


def _missing(point: BridgePoint) -> Missing:
    return Missing(point.code, "cascade" if point.cascade_of else "absent", point.label, point.phone)


def _stray(one: Participant, find: Callable[[str, int], list[str]]) -> Stray:
    if not one.name.strip():
        return Stray(one.name, one.alias, "nameless")
    near = find(one.name, SUGGESTIONS)
    reason = ("unlike", "near")[len(near)] if len(near) < 2 else "several"
    return Stray(one.name, one.alias, reason, tuple(near))
