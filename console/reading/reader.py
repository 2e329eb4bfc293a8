"""One reader at the record: goes to places, filters, has rows read beside the keys. No textual."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from enum import Enum, auto
from functools import partial
from typing import Any

from console.faults import Faults
from console.reading.jump import Jump, filter_of, midnight_ms
from console.reading.search import LogSearch, Told
from console.reading.window import LogWindow
from console.seat import ReadableRecord
from data.agenda.air_times import AirTimes
from data.clock import Clock
from data.record.contract import Row
from data.record.errors import LogError
from data.record.filter import Group, LogFilter, parse

LEARNT = 2000
"""Rows of one look for what was on air: a millisecond of the log's thread."""
FOUND_S = 0.1
"""How often the rows that a search finds are told."""

Work = Coroutine[Any, Any, None]


class ReaderTask(Enum):
    """What the reader waits for, or has just learned."""

    READING = auto()
    LOOKING = auto()
    FOUND_NOWHERE = auto()


class LogReader:
    """`spawn` lets a read run beside everything else; `changed` is called when there is something new
    to show, and when a read failed: `trouble` then says why, until one succeeds. `air` knows what was on
    air when, `faults` what incidents are about.
    """

    def __init__(
        self,
        desk: ReadableRecord,
        clock: Clock,
        timezone: str,
        told: Told,
        *,
        spawn: Callable[[Work], None],
        changed: Callable[[], None],
    ) -> None:
        self.window = LogWindow(desk, told)
        self.air, self.faults = AirTimes(), Faults()
        self.group = Group.ALL
        self.doing = ReaderTask.READING
        self.trouble: LogError | None = None
        self._desk = desk
        self._clock = clock
        self._timezone = timezone
        self._spawn = spawn
        self._changed = changed
        self._text = ""
        self._jumped = ""
        self._errand = 0
        self._fetching: list[int] = []
        self._refused: list[int] = []
        self._told_at = 0.0
        self._learning = False
        desk.subscribe(self.air.take)
        desk.subscribe(self.faults.take)

    @property
    def is_fetching(self) -> bool:
        """Whether rows are on their way."""
        return bool(self._fetching)

    def grow(self) -> None:
        """Take note of what was added to the log; what could not be read before is tried again."""
        self.window.grow(self._desk.log_events, self._desk.unwritten_events)
        self._refused = []
        self._search_on()
        if not self._learning:
            self._learning = True
            self._do(self._learn())

    def fetch_soon(self, room: int) -> None:
        """What is on a screen of `room` rows first, then a screen before and after it."""
        wanted = self.window.missing(room) or self.window.missing(room, around=room)
        if wanted and not self._fetching and wanted != self._refused:
            self._fetching = wanted
            self._do(self._fetch(wanted))

    def move(self, by: int, room: int) -> None:
        """Rows down, or up."""
        self._give_way()
        self.window.move(by, room)
        self._changed()

    def to_end(self) -> None:
        """The newest row, and on with it."""
        self._give_way()
        self.window.to_end()
        self._changed()

    def to_day(self, room: int) -> None:
        """The first row of the day one reads in; then the first of all."""
        self._give_way()
        self._do(self._to_day(room))

    def go_to(self, jump: Jump, text: str, room: int) -> None:
        """The first row of a place; where `text` led there already, the next one."""
        self._begin()
        self._do(self._go_to(jump, text, room))

    def filter(self, text: str) -> None:
        """Only the rows that `text` and the group ask for."""
        self._begin()
        self._do(self._filter(text))

    def choose(self, group: Group) -> None:
        """Another group, on top of what was typed."""
        self.group, self.doing = group, ReaderTask.READING
        self._do(self._filter(self._text))

    def forget(self) -> None:
        """Every row again."""
        self.group = Group.ALL
        self.filter("")

    def dismiss(self) -> None:
        """That nothing was found is known by now."""
        if self.doing is ReaderTask.FOUND_NOWHERE:
            self.doing = ReaderTask.READING

    def call_off(self) -> bool:
        """Stop looking for a place; False when nothing was looked for."""
        if self.doing is not ReaderTask.LOOKING:
            return False
        self._begin()
        return True

    def stop_search(self) -> bool:
        """Look no further back; False when no search is under way."""
        search = self.window.search
        if search is None or not search.behind or search.stopped:
            return False
        search.stop()
        return True

    def read_stored(self, seq: int, then: Callable[[Row], None]) -> None:
        """Row `seq` as stored, with its hashes; `then` is not called where it cannot be read."""
        self._do(self._read_stored(seq, then))

    def _begin(self) -> None:
        self._errand += 1
        self.doing = ReaderTask.READING

    def _give_way(self) -> None:
        self._begin()
        if self.window.search is not None:
            self.window.search.give_way()

    def _do(self, work: Work) -> None:
        self._spawn(self._carefully(work))

    async def _carefully(self, work: Work) -> None:
        try:
            await work
        except LogError as error:
            self.trouble, self.doing = error, ReaderTask.READING
            self._changed()

    async def _fetch(self, wanted: list[int]) -> None:
        try:
            await self.window.fetch(wanted)
        finally:
            self._fetching, self._refused = [], wanted  # what a damaged log lacks is not asked for at once
        self.trouble = None
        self._changed()

    async def _learn(self) -> None:
        """What was on air when and what incidents are about, from the rows that were there before us."""
        turns, incidents = LogFilter(group=Group.AGENDA), LogFilter(group=Group.INCIDENTS)
        for begin in range(0, self.window.head, LEARNT):
            end = min(self.window.head, begin + LEARNT)
            self.air.take(await self._desk.among(begin, end, turns))
            self.faults.take(await self._desk.among(begin, end, incidents), past=True)
        self._changed()

    async def _read_stored(self, seq: int, then: Callable[[Row], None]) -> None:
        stored = await self._desk.stored(seq)
        if stored is not None:
            then(stored)

    async def _filter(self, text: str) -> None:
        midnight = await self._midnight()
        self._text = text
        self.window.choose(parse(text, midnight, self.group))
        self._changed()
        self._search_on()

    def _search_on(self) -> None:
        search = self.window.search
        if search is not None and search.behind and not search.running:
            search.running = True
            self._do(search.run(partial(self._found, search)))

    def _found(self, search: LogSearch) -> None:
        now = asyncio.get_running_loop().time()
        if search is self.window.search and (now - self._told_at >= FOUND_S or not search.running):
            self._told_at = now
            self._changed()

    async def _go_to(self, jump: Jump, text: str, room: int) -> None:
        errand, again, self.doing = self._errand, text == self._jumped, ReaderTask.LOOKING
        self._changed()
        seq = await self._seq_of(jump, again=again, stopped=lambda: errand != self._errand)
        if errand != self._errand:
            return
        self._jumped, self.doing = text, ReaderTask.READING
        if 0 < seq <= self.window.head:
            self.window.to_seq(seq, room)
        else:
            self.doing = ReaderTask.FOUND_NOWHERE
        self._changed()

    async def _seq_of(self, jump: Jump, *, again: bool, stopped: Callable[[], bool]) -> int:
        """The first row of it; asked `again`, the next one behind the cursor."""
        if jump.at_s is not None:
            return await self.window.seq_at(await self._midnight() + jump.at_s * 1000)
        wanted = filter_of(jump)
        after = self.window.selected if again else 0
        found = await self.window.first_of(wanted, after, stopped)
        return found or (await self.window.first_of(wanted, 0, stopped) if after else 0)

    async def _to_day(self, room: int) -> None:
        errand, before = self._errand, self.window.selected
        seq = await self.window.seq_at(await self._midnight())
        if errand != self._errand:
            return
        self.window.to_seq(seq, room)
        if self.window.selected == before:
            self.window.to_start()
        self._changed()

    async def _midnight(self) -> int:
        """When the day of the row under the cursor began, in UTC milliseconds."""
        chosen = self.window.selected
        event = await self.window.pages.one(chosen) if chosen else None
        at_ms = event.at.utc_ms if event else self._clock.now().utc_ms
        return midnight_ms(at_ms, self._timezone)
