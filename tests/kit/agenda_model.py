"""A plain model of a live programme, written apart from the product: rows in a list, whole copies for undo.

Every method answers the refusal it expects ("" for none) and, when there is none, makes the change.
Times are seconds of show time as fractions of ns; the caller tells what time it is.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from data.units import NS_PER_S

PENDING, ON_AIR, DONE, SKIPPED, DEFERRED = "pending", "on_air", "done", "skipped", "deferred"
DAY_S = 86_400


@dataclass
class Row:
    cue: str
    duration: int
    protocol: bool = False
    least: int | None = None
    title: str = "t"
    state: str = PENDING
    added: int = 0
    began: int = 0
    stood: int = 0
    stands_since: int | None = None
    ended: int | None = None

    def elapsed(self, t: int) -> int:
        end = t if self.ended is None else self.ended
        standing = end - self.stands_since if self.stands_since is not None else 0
        return end - self.began - self.stood - standing if self.state in (ON_AIR, DONE) else 0

    @property
    def length(self) -> int:
        return self.duration + self.added

    def untouchable(self, *allowed: str) -> str:
        if self.state in allowed:
            return ""
        return {
            PENDING: "change.not_set_aside",
            ON_AIR: "change.on_air",
            DONE: "change.over",
            SKIPPED: "change.set_aside",
            DEFERRED: "change.set_aside",
        }[self.state]


@dataclass
class Show:
    rows: list[Row]
    on_air: str = ""
    phase: str = "pre"
    absent_from: int | None = None


@dataclass
class Model:
    show: Show
    history: list[tuple[bool, Show]] = field(default_factory=list)
    last_take: int | None = None

    def row(self, cue: str) -> Row | None:
        return next((row for row in self.show.rows if row.cue == cue), None)

    def ahead(self) -> list[Row]:
        return [row for row in self.show.rows if row.state == PENDING]

    def _keep(self, *, move: bool = False) -> None:
        self.history.append((move, copy.deepcopy(self.show)))

    def advance(self, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        if self._soon(t):
            return "advance.too_soon"
        self._keep(move=True)
        self._take(self.ahead()[0] if self.ahead() else None, t)
        return ""

    def _soon(self, t: int) -> bool:
        return self.last_take is not None and (t - self.last_take) // 1_000_000 < 1000

    def _take(self, entering: Row | None, t: int) -> None:
        leaving = self.row(self.show.on_air)
        if leaving is not None:
            if leaving.stands_since is not None:
                leaving.stood += t - leaving.stands_since
                leaving.stands_since = None
            leaving.state, leaving.ended = DONE, t
        self.show.on_air = entering.cue if entering else ""
        self.show.phase = "running" if entering else "ended"
        if entering:
            entering.state, entering.began = ON_AIR, t
        self.last_take = t

    def jump(self, cue: str, defer: bool, reason: bool, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        if self._soon(t):
            return "advance.too_soon"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        if no := row.untouchable(PENDING, DEFERRED):
            return no
        passed = []
        if row.state == PENDING:
            passed = self.ahead()[: self.ahead().index(row)]
        if defer and not reason and any(each.protocol for each in passed):
            return "change.protocol"
        self._keep(move=True)
        if row.state == DEFERRED or (passed and not defer):
            self._put(row, self.show.on_air)
        if defer:
            for each in passed:
                each.state = DEFERRED
        self._take(row, t)
        return ""

    def _put(self, row: Row, after: str) -> None:
        rows = [each for each in self.show.rows if each is not row]
        at = next((i + 1 for i, each in enumerate(rows) if each.cue == after), 0)
        rows.insert(at, row)
        self.show.rows = rows

    def notice(self, t: int, heard: int) -> None:
        """The record is opened again; `heard` is when it was last written."""
        if (
            self.show.phase == "running"
            and self.show.absent_from is None
            and t - heard >= 12 * 3600 * NS_PER_S
        ):
            self.show.absent_from = heard

    def answer(self, counts: bool, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        since = self.show.absent_from
        if since is None:
            return "absence.none"
        self._keep()
        row = self.row(self.show.on_air)
        if row is not None and not counts and row.stands_since is None:
            row.stood += t - since
        self.show.absent_from = None
        return ""

    def hold(self, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(self.show.on_air)
        if row is None:
            return "hold.nothing_on_air"
        if row.stands_since is not None:
            return "hold.already"
        self._keep()
        on_air = self.row(self.show.on_air)
        assert on_air is not None
        on_air.stands_since = t
        return ""

    def resume(self, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(self.show.on_air)
        if row is None or row.stands_since is None:
            return "resume.not_held"
        self._keep()
        row.stood, row.stands_since = row.stood + t - row.stands_since, None
        return ""

    def extend(self, cue: str, seconds: int, cause: bool, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        if not seconds:
            return "extend.nothing"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        no = row.untouchable(PENDING, ON_AIR) or self._length(row, row.length + seconds, cause, t)
        if no:
            return no
        self._keep()
        row.added += seconds
        return ""

    def _length(self, row: Row, new: int, reason: bool, t: int) -> str:
        if new > DAY_S:
            return "change.too_long"
        if new >= row.length:
            return ""
        if new < 0 or new * NS_PER_S < row.elapsed(t):
            return "change.too_short"
        if row.protocol and not reason:
            return "change.protocol"
        if row.least is not None and new < row.least and not reason:
            return "change.below_minimum"
        return ""

    def set_aside(self, cue: str, state: str, reason: bool) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        if no := row.untouchable(PENDING, *([DEFERRED] if state == SKIPPED else [])):
            return no
        if row.protocol and not reason:
            return "change.protocol"
        self._keep()
        row.state = state
        return ""

    def place(self, cue: str, after: str) -> str:
        cues = [row.cue for row in self.show.rows]
        if after and after not in cues:
            return "place.no_item"
        if after == cue:
            return "move.same_place"
        ran = [i for i, row in enumerate(self.show.rows) if row.state in (ON_AIR, DONE)]
        if ran and not after:
            return "place.opened"
        at = cues.index(after) if after else -1
        return "place.before_air" if ran and at < ran[-1] else ""

    def move(self, cue: str, after: str | None, *, back: bool = False) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        after = self.show.on_air if after is None else after
        if no := row.untouchable(*((SKIPPED, DEFERRED) if back else (PENDING,))) or self.place(cue, after):
            return no
        if not back and self._stands(cue, after):
            return "move.same_place"
        self._keep()
        row.state = PENDING
        self._put(row, after)
        return ""

    def _stands(self, cue: str, after: str) -> bool:
        cues = ["", *(row.cue for row in self.show.rows)]
        return cues[cues.index(cue) - 1] == after

    def insert(self, cue: str, duration: int, after: str | None, title: str) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        if not cue:
            return "insert.incomplete"
        if self.row(cue):
            return "insert.cue_taken"
        after = self.show.on_air if after is None else after
        if no := self.place(cue, after):
            return no
        self._keep()
        self._put(Row(cue, duration, title=title), after)
        return ""

    def swap(self, one: str, other: str) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        for cue in (one, other):
            row = self.row(cue)
            if row is None:
                return "change.no_item"
            if no := row.untouchable(PENDING):
                return no
        if one == other:
            return "move.same_place"
        self._keep()
        rows = self.show.rows
        a, b = (next(i for i, row in enumerate(rows) if row.cue == cue) for cue in (one, other))
        rows[a], rows[b] = rows[b], rows[a]
        return ""

    def edit(self, cue: str, title: str, duration: int, reason: bool, t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        if no := row.untouchable(PENDING, ON_AIR, DEFERRED):
            return no
        if (row.title, row.duration) == (title, duration):
            return "edit.nothing"
        no = self._length(row, duration + row.added, reason, t) if duration != row.duration else ""
        if no:
            return no
        self._keep()
        row.title, row.duration = title, duration
        return ""

    def undo(self, t: int) -> str:
        if not self.history:
            return "undo.nothing"
        move, self.show = self.history.pop()
        if move:
            self.last_take = t
        return ""

    def split(self, cue: str, lengths: list[int], t: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        if no := row.untouchable(PENDING, ON_AIR):
            return no
        if len(lengths) < 2 or sum(lengths) != row.duration:
            return "split.parts" if len(lengths) < 2 else "split.sum"
        first = lengths[0] + row.added
        if first * NS_PER_S < row.elapsed(t) or first < 0:
            return "change.too_short"
        self._keep()
        whole, least, after = row.duration, row.least, cue
        shares = [None if least is None or not whole else least * length // whole for length in lengths]
        row.duration, row.least = lengths[0], shares[0]
        for length, share in zip(lengths[1:], shares[1:], strict=True):
            name = next(f"{cue}{letter}" for letter in "bcdefghijklmnop" if not self.row(f"{cue}{letter}"))
            self._put(Row(name, length, row.protocol, share, row.title), after)
            after = name
        return ""

    def compress(self, cue: str, seconds: int) -> str:
        if self.show.phase == "ended":
            return "advance.ended"
        row = self.row(cue)
        if row is None:
            return "change.no_item"
        if no := row.untouchable(PENDING):
            return no
        most = 0 if row.protocol or row.least is None else row.length - row.least
        if seconds > most:
            return "compress.too_much"
        self._keep()
        row.added -= seconds
        return ""
