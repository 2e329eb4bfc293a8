"""Scripted faults: the `[[at]]` entries of a scenario file, and what they do to which points.

[[at]]
t = 300            # seconds since the world opened
parent = "T96"     # or points = ["T2?", "TC00"], level = "district", region = "Tây Nguyên"
do = "drop"
for = 180          # seconds; without it, until it is undone or for ever
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from data.model import BridgePoint
from data.problem import Problem, ProblemError


class Do(StrEnum):
    """What a step does. `value`, where one is read, is named with its unit."""

    DROP = "drop"  # leaves the call
    REJOIN = "rejoin"  # ends a drop: back under a new id
    LOSS = "loss"  # value: per cent of packets lost from the room
    DELAY = "delay"  # value: ms more jitter; the contract has no delay to tell
    MUTE = "mute"  # value: "server" (the default) or "room"
    FREEZE = "freeze"  # in the call, but its packets stand still
    FLAP = "flap"  # value: seconds of one cycle, half of it out of the call
    RENAME = "rename"  # value: the name shown
    DUPLICATE = "duplicate"  # a second device joins
    PLATFORM_DOWN = "platform_down"  # value: HTTP status; without it requests hang
    PLATFORM_UP = "platform_up"  # ends platform_down and platform_slow
    PLATFORM_SLOW = "platform_slow"  # value: seconds that every answer takes longer


PLATFORM = frozenset({Do.PLATFORM_DOWN, Do.PLATFORM_UP, Do.PLATFORM_SLOW})
UNDO = {Do.REJOIN: (Do.DROP, Do.FLAP), Do.PLATFORM_UP: (Do.PLATFORM_DOWN, Do.PLATFORM_SLOW)}
DEFAULTS: dict[Do, float | str] = {
    Do.LOSS: 10.0,
    Do.DELAY: 100.0,
    Do.MUTE: "server",
    Do.FLAP: 20.0,
    Do.RENAME: "iPad",
    Do.PLATFORM_SLOW: 3.0,
}
_RANGE = {Do.LOSS: (0.0, 100.0), Do.FLAP: (2.0, 3600.0), Do.PLATFORM_DOWN: (400.0, 599.0)}
_TEXT = frozenset({Do.MUTE, Do.RENAME})


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[at]]`. A point is meant when all the selectors that are given fit it."""

    t: float
    do: Do
    points: tuple[str, ...] = ()
    level: str = ""
    parent: str = ""
    region: str = ""
    stream: str = ""
    value: float | str | None = None
    for_s: float | None = msgspec.field(default=None, name="for")

    def selects(self, point: BridgePoint) -> bool:
        """Whether this step means `point`; `parent` means that point itself too."""
        return (
            (not self.points or any(fnmatchcase(point.code, glob) for glob in self.points))
            and (not self.level or self.level == point.level)
            and (not self.parent or self.parent in (point.parent, point.code))
            and (not self.region or self.region == point.region)
        )


class Fault(msgspec.Struct, frozen=True):
    """A step as it falls on one point ("" for the platform) from `start` until before `end`.

    `stream` limits a loss to "audio" or "video".
    """

    point: str
    do: Do
    start: float
    end: float = math.inf
    value: float | str | None = None
    stream: str = ""

    def at(self, t: float) -> bool:
        """Whether it is in force."""
        return self.start <= t < self.end


CALM = (Step(t=0.0, do=Do.PLATFORM_UP),)
"""A day on which nothing happens."""


def load_scenario(path: Path) -> tuple[Step, ...]:
    """The steps of a file, `CALM` when it has none.

    Raises ProblemError: `scenario_unreadable`, `scenario_bad_toml`, `scenario_bad_step` (params
    number, detail), `scenario_unknown_do` (number, value, known).
    """
    try:
        found = tomllib.loads(path.read_text("utf-8-sig")).get("at", [])
    except (OSError, UnicodeDecodeError) as error:
        raise _problem("scenario_unreadable", path, reason=type(error).__name__) from error
    except tomllib.TOMLDecodeError as error:
        raise _problem("scenario_bad_toml", path, detail=str(error)) from error
    if not isinstance(found, list):
        raise _problem("scenario_bad_step", path, number=1, detail="[[at]]")
    return tuple(_step(path, number, entry) for number, entry in enumerate(found, 1)) or CALM


def faults_of(steps: Sequence[Step], points: Sequence[BridgePoint]) -> list[Fault]:
    """What the steps do to each point, with undone ones cut short."""
    faults: list[Fault] = []
    for step in sorted(steps, key=lambda step: step.t):
        codes = [""] if step.do in PLATFORM else [point.code for point in points if step.selects(point)]
        if step.do in UNDO:
            faults = _undone(faults, frozenset(codes), step)
            continue
        end = math.inf if step.for_s is None else step.t + step.for_s
        value = DEFAULTS.get(step.do) if step.value is None else step.value
        faults += [Fault(code, step.do, step.t, end, value, step.stream) for code in codes]
    return faults


def _undone(faults: list[Fault], codes: frozenset[str], step: Step) -> list[Fault]:
    return [
        msgspec.structs.replace(fault, end=step.t)
        if fault.do in UNDO[step.do] and fault.point in codes and fault.at(step.t)
        else fault
        for fault in faults
    ]


def _step(path: Path, number: int, entry: object) -> Step:
    given = entry.get("do") if isinstance(entry, dict) else None
    if isinstance(given, str) and given not in tuple(Do):
        raise _problem("scenario_unknown_do", path, number=number, value=given, known=", ".join(Do))
    if isinstance(entry, dict) and isinstance(entry.get("points"), str):
        entry = {**entry, "points": [entry["points"]]}
    try:
        step = msgspec.convert(entry, Step)
    except msgspec.ValidationError as error:
        raise _problem("scenario_bad_step", path, number=number, detail=str(error)) from error
    if fault := _impossible(step):
        raise _problem("scenario_bad_step", path, number=number, detail=fault)
    return step


def _impossible(step: Step) -> str:
    """The first key that cannot be meant, "" when all can."""
    number = step.value if isinstance(step.value, int | float) else None
    lowest, highest = _RANGE.get(step.do, (0.0, 1e6))
    wrong = {
        "t": not 0 <= step.t < math.inf,
        "for": step.for_s is not None and not step.for_s > 0,
        "value": (step.value is not None and isinstance(step.value, str) != (step.do in _TEXT))
        or (number is not None and not lowest <= number <= highest),
        "stream": step.stream not in {"", "audio", "video"},
    }
    return next((key for key, is_wrong in wrong.items() if is_wrong), "")


def _problem(code: str, path: Path, **params: str | int) -> ProblemError:
    return ProblemError(Problem(code=code, file=path.name, params=dict(params)))
