"""Scripted faults: the `[[at]]` entries of a scenario file, and what they do to which points.

[[at]]
t = 300            # seconds since the world opened, of the conference in a demo that is faster than life
parent = "T96"     # or points = ["T2?", "TC00"], level = "district", region = "Tây Nguyên"
do = "drop"
for = 180          # seconds; without it, until it is undone or for ever
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from data.folder.model import BridgePoint
from data.folder.problem import Problem, ProblemError


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
MUTES = ("server", "room")
STREAMS = ("audio", "video")

_at_head = re.compile(r"\s*\[\[\s*[\"']?at[\"']?\s*\]\]").match
_toml_line = re.compile(r".*\(at line (\d+)").match
_named_key = re.compile(r".*(?:`\$\.(\w+)|field `(\w+)`)").match


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


def load_scenario(path: Path, points: Sequence[BridgePoint] | None = None) -> tuple[Step, ...]:
    """The steps of a file, `CALM` when it has none. With `points`, each step must mean one of them.

    Raises ProblemError, whose row is the line of the file where that can be told: `scenario_unreadable`,
    `scenario_bad_toml` (detail), `scenario_unknown_key` (key), `scenario_bad_step` (number, detail),
    `scenario_bad_value` (number, key, value, wanted), `scenario_unknown_do` (number, value, known),
    `scenario_no_points` (number).
    """
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise _problem("scenario_unreadable", path, reason=type(error).__name__) from error
    except tomllib.TOMLDecodeError as error:
        at = _toml_line(str(error))
        raise _problem(
            "scenario_bad_toml", path, row=int(at[1]) if at else None, detail=str(error)
        ) from error
    lines = _Lines(path, text)
    if unknown := next((key for key in table if key != "at"), None):
        raise lines.problem("scenario_unknown_key", 0, unknown, key=unknown)
    found = table.get("at", [])
    if not isinstance(found, list):
        raise _problem("scenario_bad_step", path, number=1, detail="[[at]]")
    steps = tuple(_step(lines, number, entry) for number, entry in enumerate(found, 1))
    for number, step in enumerate(steps, 1):
        if points is not None and step.do not in PLATFORM and not any(map(step.selects, points)):
            raise lines.problem("scenario_no_points", number, "points", number=number)
    return steps or CALM


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


class _Lines:
    """Where in the file a step and its keys stand."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._heads = [row for row, line in enumerate(self._lines, 1) if _at_head(line)]

    def problem(self, code: str, number: int, key: str, /, **params: str | int | float) -> ProblemError:
        """What is wrong with `key` of step `number` (0: of the file), with its line where it is known."""
        return _problem(code, self._path, row=self._row(number, key), **params)

    def _row(self, number: int, key: str) -> int | None:
        if number > len(self._heads):
            return None  # written as an inline table
        start = self._heads[number - 1] if number else 1
        end = self._heads[number] - 1 if 0 < number < len(self._heads) else len(self._lines)
        named = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\])").match
        inside = (row for row in range(start, end + 1) if named(self._lines[row - 1]))
        return next(inside, start if number else None)


def _step(lines: _Lines, number: int, entry: object) -> Step:
    given = entry.get("do") if isinstance(entry, dict) else None
    if isinstance(given, str) and given not in tuple(Do):
        params: dict[str, str | int | float] = {"number": number, "value": given, "known": ", ".join(Do)}
        raise lines.problem("scenario_unknown_do", number, "do", **params)
    if isinstance(entry, dict) and isinstance(entry.get("points"), str):
        entry = {**entry, "points": [entry["points"]]}
    try:
        step = msgspec.convert(entry, Step)
    except msgspec.ValidationError as error:
        named = _named_key(str(error))
        key = next(filter(None, named.groups()), "") if named else ""
        raise lines.problem("scenario_bad_step", number, key, number=number, detail=str(error)) from error
    if wrong := _impossible(step):
        key, value, wanted = wrong
        about: dict[str, str | int | float] = {
            "number": number,
            "key": key,
            "value": str(value),
            "wanted": wanted,
        }
        raise lines.problem("scenario_bad_value", number, key, **about)
    return step


def _impossible(step: Step) -> tuple[str, object, str] | None:
    """(key, its value, what it takes) of the first key that cannot be meant."""
    if not 0 <= step.t < math.inf:
        return "t", step.t, ">= 0"
    if step.for_s is not None and not step.for_s > 0:
        return "for", step.for_s, "> 0"
    if step.stream not in ("", *STREAMS):
        return "stream", step.stream, " | ".join(STREAMS)
    if step.value is None:
        return None
    if step.do in _TEXT:
        known = isinstance(step.value, str) and (step.do is not Do.MUTE or step.value in MUTES)
        return None if known else ("value", step.value, " | ".join(MUTES) if step.do is Do.MUTE else '"..."')
    lowest, highest = _RANGE.get(step.do, (0.0, 1e6))
    fits = isinstance(step.value, int | float) and lowest <= step.value <= highest
    return None if fits else ("value", step.value, f"{lowest:g}..{highest:g}")


def _problem(code: str, path: Path, row: int | None = None, **params: str | int | float) -> ProblemError:
    return ProblemError(Problem(code=code, file=path.name, row=row, params=dict(params)))
