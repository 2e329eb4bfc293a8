"""The wall in signs and tones: what stands in every part of its plan. Only what changed is made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

import msgspec

from data.health.reading import Health
from data.points.wall import Group
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Line, Piece, cells_of, fit
from widgets.tone import Tone
from widgets.wall_plan import Form, Part, WallPlan

WORST = (Health.DOWN, Health.DEGRADED, Health.STALE, Health.UNKNOWN, Health.OK)
"""Which of many is told first where one line stands for all of them."""
_UNSEEN = (Health.STALE, Health.UNKNOWN)

Key = tuple[Health | None, ...]
"""Health of the rooms of a part; None for one that is excused."""

_SELECTED_TONE = {
    Health.OK: Tone.GO_BAR,
    Health.DEGRADED: Tone.ASK_BAR,
    Health.DOWN: Tone.STOP_BAR,
    Health.STALE: Tone.OFF_BAR,
    Health.UNKNOWN: Tone.OFF_BAR,
    None: Tone.OFF_BAR,
}


class Wall(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What the wall shows; another object is another picture.

    `groups` and `headings` (one for each group) give every room its place and must stay the same
    objects all day; `health` has every room of them. `turns`: 1 for the room on air, 2 and more for
    those that come. `faults_only` lets good rooms fade. `legend` stands where there is space for it,
    `calm` where there are no rooms.
    """

    groups: tuple[Group, ...]
    headings: tuple[str, ...]
    health: Mapping[str, Health]
    turns: Mapping[str, int] = {}
    excused: frozenset[str] = frozenset()
    faults_only: bool = False
    legend: tuple[tuple[Piece, ...], ...] = ()
    calm: str = ""


class WallPainter:
    """Paints one plan. Parts and lines that did not change come back as the same objects."""

    def __init__(self, plan: WallPlan, glyphs: GlyphSet) -> None:
        self.plan = plan
        self._glyphs = glyphs
        self._rows: list[list[int]] = [[] for _ in range(plan.height)]
        self._part_of: dict[str, int] = {}
        for number, part in enumerate(plan.parts):
            self._rows[part.y].append(number)
            self._part_of |= dict.fromkeys(part.codes, number)
        self._health_of = [_getter(part.codes) for part in plan.parts]
        self._keys: list[object] = [None] * len(plan.parts)
        self._made: list[tuple[Piece, ...]] = [()] * len(plan.parts)
        self._of_lines: list[object] = [None] * plan.height
        self._lines: list[Line] = [Line()] * plan.height

    def paint(self, wall: Wall, selected: str) -> list[Line]:
        """All lines, each exactly as wide as the plan."""
        good = [0] * len(self.plan.totals)
        counted, turns = self._count(wall, good), self._turns(wall)
        chosen_part = self._part_of.get(selected, -1)
        for number, part in enumerate(self.plan.parts):
            if part.codes:
                chosen = part.codes.index(selected) if number == chosen_part else -1
                self._remake(number, part, (counted[number], turns.get(number, 0), chosen, wall.faults_only))
            else:
                self._remake_head(number, part, good[part.group])
        legend = self._legend(wall)
        return [self._line(y, legend.get(y)) for y in range(self.plan.height)]

    def _count(self, wall: Wall, good: list[int]) -> list[Key]:
        """Health of every part; adds to `good` how many rooms of each region are well."""
        keys = list[Key]()
        for part, health_of in zip(self.plan.parts, self._health_of, strict=True):
            key: Key = health_of(wall.health)
            if wall.excused and not wall.excused.isdisjoint(part.codes):
                key = tuple(
                    None if code in wall.excused else health
                    for code, health in zip(part.codes, key, strict=True)
                )
            good[part.group] += key.count(Health.OK)
            keys.append(key)
        return keys

    def _turns(self, wall: Wall) -> dict[int, int]:
        """The first turn of every part that has one."""
        turns: dict[int, int] = {}
        for code, turn in wall.turns.items():
            number = self._part_of.get(code, -1)
            turns[number] = min(turn, turns.get(number, turn))
        return turns

    def _remake(self, number: int, part: Part, key: tuple[Key, int, int, bool]) -> None:
        if self._keys[number] == key:
            return
        self._keys[number] = key
        health, turn, chosen, faint = key
        mark = self._mark(turn)
        if part.single:
            made = self._sum(part, health, mark, chosen, faint)
        else:
            name = Piece(fit(part.name, part.start - 1, more=self._glyphs.more), _name_tone(health))
            cells = self._cells(health, part.pitch, chosen, faint)
            made = (mark, name, *cells)
        self._made[number] = _filled(made, part.width)

    def _remake_head(self, number: int, part: Part, good: int) -> None:
        if self._keys[number] == good:
            return
        self._keys[number] = good
        total = self.plan.totals[part.group]
        figures = f" {good}/{total}" if part.figures else ""
        room = max(0, part.width - 1 - len(figures))
        tone = Tone.DIM if good == total else Tone.STRONG
        name = fit(part.name, room, more=self._glyphs.more)
        self._made[number] = _filled(
            (Piece(" "), Piece(name, Tone.HEADING), Piece(figures, tone)), part.width
        )

    def _mark(self, turn: int) -> Piece:
        if turn == 1:
            return Piece(self._glyphs.on_air, Tone.ON_AIR)
        return Piece(str(turn), Tone.KEY) if 1 < turn < 10 else Piece(" ")

    def _cells(self, health: Key, pitch: int, chosen: int, faint: bool) -> list[Piece]:
        """Runs of one tone are one piece."""
        blank = " " * (pitch - 1)
        pieces: list[Piece] = []
        run, run_tone = "", Tone.PLAIN
        for at, kind in enumerate(health):
            tone = _SELECTED_TONE[kind] if at == chosen else self._tone(kind, faint)
            if tone is not run_tone or at == chosen:
                if run:
                    pieces.append(Piece(run, run_tone))
                run, run_tone = "", tone
            run += self._sign(kind)
            if at == chosen:
                pieces.append(Piece(run, run_tone))
                run, run_tone = "", Tone.PLAIN
            run += blank
        pieces.append(Piece(run, run_tone))
        return pieces

    def _sum(self, part: Part, health: Key, mark: Piece, chosen: int, faint: bool) -> tuple[Piece, ...]:
        """A province or a region in one line. The cell is the province's own room, what stands at the end
        speaks of the others: a province with one bad district is not lost.
        """
        worst, count = _worst_of_others(part, health)
        beyond = chosen > 0 and worst is not None
        cell = self._own_cell(part, health, chosen=chosen >= 0 and not beyond, faint=faint)
        more = self._glyphs.more
        if part.figures:
            good = health.count(Health.OK)
            figures = f"{good}/{len(health)}"
            calm = Tone.DIM if good == len(health) else Tone.STRONG
            name = Piece(fit(part.name, part.start - 1, more=more), _name_tone(health))
            blank = " " * max(0, part.width - part.start - 1 - len(figures))
            return (mark, name, cell, Piece(blank), Piece(figures, _told_tone(worst, beyond, calm)))
        told = f"{self._sign(worst)}{count}" if worst is not None else ""
        name = Piece(fit(part.name, part.width - 2 - len(told), more=more), _name_tone(health))
        return (mark, cell, name, Piece(told, _told_tone(worst, beyond, Tone.PLAIN)))

    def _own_cell(self, part: Part, health: Key, *, chosen: bool, faint: bool) -> Piece:
        """The province's own room; where there is none, what all rooms share, else nothing."""
        kind = health[0]
        sign = self._sign(kind) if part.own or health.count(kind) == len(health) else " "
        if chosen:
            return Piece(sign, _SELECTED_TONE[kind])
        return Piece(sign, self._tone(kind, faint))

    def _sign(self, kind: Health | None) -> str:
        if kind is None:
            return self._glyphs.excused
        return self._glyphs.calm if kind is Health.OK else self._glyphs.health(kind)

    def _tone(self, kind: Health | None, faint: bool) -> Tone:
        if kind is None:
            return Tone.DIM
        if kind is Health.OK:
            return Tone.FADED if faint else Tone.CALM
        return HEALTH_TONE[kind]

    def _legend(self, wall: Wall) -> dict[int, tuple[int, tuple[Piece, ...]]]:
        """By line: where it begins, and its pieces. All of it, or none."""
        x, top, width, room = self.plan.free
        lines = wall.legend
        if (
            self.plan.form is not Form.ROOMS
            or len(lines) >= room
            or any(cells_of(line) > width for line in lines)
        ):
            return {}
        return {top + 1 + at: (x, line) for at, line in enumerate(lines)}

    def _line(self, y: int, legend: tuple[int, tuple[Piece, ...]] | None) -> Line:
        made = [(self.plan.parts[number].x, self._made[number]) for number in self._rows[y]]
        if legend is not None:
            made.append(legend)
            made.sort(key=lambda each: each[0])
        key = (*(id(pieces) for _, pieces in made),)
        if self._of_lines[y] == key:
            return self._lines[y]
        pieces: list[Piece] = []
        at = 0
        for x, each in made:
            pieces += (Piece(" " * (x - at)), *each) if x > at else each
            at = x + sum(map(_cells_of, each))
        self._of_lines[y] = key
        line = self._lines[y] = Line((*pieces, Piece(" " * (self.plan.width - at))))
        return line


def _cells_of(piece: Piece) -> int:
    return cells_of((piece,))


def _getter(codes: tuple[str, ...]) -> Callable[[Mapping[str, Health]], tuple[Health, ...]]:
    """Health of all `codes` at once: of ten thousand in a quarter of a millisecond."""
    if len(codes) > 1:
        return itemgetter(*codes)
    return lambda health: tuple(health[code] for code in codes)


def _worst_of_others(part: Part, health: Key) -> tuple[Health | None, int]:
    """What is worst among the rooms beside the province's own, and how many are so; None when all is well
    there, or when nothing is seen of them as nothing is of their own room.
    """
    own, others = (health[:1], health[1:]) if part.own else ((), health)
    worst = next((kind for kind in WORST if kind in others), None)
    if worst in (None, Health.OK) or (worst in _UNSEEN and worst in own):
        return None, 0
    return worst, others.count(worst)


def _told_tone(worst: Health | None, chosen: bool, otherwise: Tone) -> Tone:
    if worst is None:
        return otherwise
    return _SELECTED_TONE[worst] if chosen else HEALTH_TONE[worst]


def _name_tone(health: Key) -> Tone:
    """A name stands out where something is wrong."""
    return Tone.STRONG if Health.DOWN in health or Health.DEGRADED in health else Tone.PLAIN


def _filled(pieces: Sequence[Piece], width: int) -> tuple[Piece, ...]:
    """Exactly `width` cells."""
    gap = width - cells_of(pieces)
    if gap >= 0:
        return (*pieces, Piece(" " * gap))
    return (Piece(fit("".join(piece.text for piece in pieces), width)),)
