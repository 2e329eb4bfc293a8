"""A finished conference seen again: the whole console at any moment of its record, and nothing else.

Nobody is asked, nothing is written, no command is carried out. Between two rows the clocks of then run
on; what was a step of the wall clock then is one now.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import msgspec

from console.desk import Identity
from console.folder import Folder
from console.machine import UNSEEN
from console.past.record import PastRecord
from console.past.sight import Minute, PastSight
from console.polling.history import History
from data.clock import Clock, Moment, SystemClock
from data.commands import Command
from data.events import Event, NoticeShown
from data.fold import fold
from data.folder.model import Conference
from data.health.reading import Reading, SourceStatus
from data.record import playback
from data.record.errors import LogError
from data.record.playback import Place
from data.record.tape import Tape, later, passed_ms
from data.ruling import Refusal
from data.state import EMPTY, ConferenceState

logger = logging.getLogger(__name__)

STEP_S = 0.05
SLOWEST, FASTEST = 0.125, 1024.0
BEGUN_MS = 3000
"""Later than that after a change, going back by one leads to the change itself."""


class Replay:
    """A `console.seat.Seat` and, as `playing`, a `console.seat.Playing`."""

    trouble = ""
    finding = None
    backup = None
    unsigned = None
    machine = UNSEEN
    polling = False
    folder_differs = False

    def __init__(self, folder: Folder, conference: Conference, tape: Tape, actor: str) -> None:
        self.folder = folder
        self.conference = msgspec.structs.replace(conference, speed=1.0)
        self.clock: Clock = _PastClock(self)
        self.desk = PastRecord(tape, Identity(console="", actor=actor, role="viewer"))
        self.history = History(point.code for point in conference.points)
        self.playing = self
        self.state: ConferenceState = EMPTY
        self._sight = PastSight(folder.quality_path, tuple(source.name for source in conference.sources))
        self._speed = 1.0
        self._stands = True
        self._row: Event | None = None
        self._since_ms = 0.0
        self._ahead: list[Event] = []
        self.recent: list[Event] = []
        self._target: Callable[[Tape], Place] | None = None
        self._wanted_ms: int | None = None
        self._called = asyncio.Event()
        self._watchers: list[Callable[[], None]] = []
        self._moved: list[Callable[[], None]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def stand_at(self, utc_ms: int | None) -> None:
        """Before anything runs: at this moment, None for the opening. Raises LogError."""
        tape = self.desk.tape
        place = playback.opening(tape) if utc_ms is None else playback.at(tape, utc_ms)
        self._land(place, self._sight.look(place.moment))

    def play(self, speed: float) -> None:
        """Run `speed` times as fast as life."""
        self._speed = min(FASTEST, max(SLOWEST, speed))
        self._stands = False

    # What is seen.

    @property
    def now(self) -> Moment:
        """The moment that is shown, on the clocks of then."""
        return later(self._row.at, int(self._since_ms)) if self._row is not None else Moment(0, 0, "")

    @property
    def speed(self) -> float:
        """How many times as fast as life it runs, 0 while it stands."""
        return 0.0 if self._stands else self._speed

    @property
    def pace(self) -> float:
        """The same; one that stands is painted like one that runs."""
        return self.speed or 1.0

    @property
    def readings(self) -> Mapping[str, Reading]:
        """What was measured in this minute."""
        return self._sight.readings(self.state, self.clock.real_ns())

    @property
    def sources(self) -> Mapping[str, SourceStatus]:
        """How each source fared then."""
        return self._sight.sources(self.state, self.now, self.clock.real_ns())

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when something shown may have changed."""
        self._watchers.append(watcher)

    async def command(self, command: Command) -> Refusal | None:
        """What is over cannot be changed."""
        return Refusal("replay.read_only")

    def shown(self, notice: NoticeShown, *, item: str | None, point: str | None) -> None:
        """Nothing goes to the record any more."""

    # How it goes to another moment.

    def on_moved(self, moved: Callable[[], None]) -> None:
        """Call `moved` after a leap."""
        self._moved.append(moved)

    def turn(self) -> None:
        """Stand, or go on from here."""
        self._stands = not self._stands
        self._called.set()
        self._changed()

    def quicken(self, times: float) -> None:
        """Run so many times as fast as now; it runs from then on."""
        self.play(self._speed * times)
        self._called.set()
        self._changed()

    def by(self, seconds: int) -> None:
        """Leaps that come faster than they can be made are added up."""
        wanted_ms = (self.now.utc_ms if self._wanted_ms is None else self._wanted_ms) + seconds * 1000
        self.to(wanted_ms)

    def to(self, utc_ms: int) -> None:
        """To this moment by the wall clock of then."""
        self._call(lambda tape: playback.at(tape, utc_ms))
        self._wanted_ms = utc_ms

    def hop(self, direction: int) -> None:
        """To the next change of the programme, or to the one before."""
        here = self._row.seq if self._row is not None else 0
        begun = self._since_ms > BEGUN_MS
        self._call(lambda tape: playback.hopped(tape, here, direction, begun=begun))

    def _call(self, target: Callable[[Tape], Place]) -> None:
        self._target, self._wanted_ms = target, None
        self._called.set()

    # What goes on by itself.

    async def start(self) -> None:
        """Run the tape, and wind it in the meantime."""
        self.spawn("replay", self._run())
        self.spawn("winding", self._wind())

    async def stop(self) -> None:
        """Close the file."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.desk.aclose()

    def spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` run beside everything else."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)
            self.trouble = task.get_name()
            self._changed()

    async def _wind(self) -> None:
        while await self.desk.ask(Tape.wind_on):
            pass

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        while True:
            try:
                if self._target is not None:
                    await self._leap()
                now = loop.time()
                passed_s, before = now - before, now
                if not self._stands:
                    await self._go_on(passed_s * 1000 * self._speed)
            except LogError:  # a row that cannot be read: before it and behind it there is still a day
                self.trouble, self._stands = "replay", True
                self._changed()
            if self._stands:
                await self._called.wait()
                before = loop.time()
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._called.wait(), STEP_S)
            self._called.clear()

    async def _leap(self) -> None:
        target, self._target = self._target, None
        assert target is not None

        def found(tape: Tape) -> tuple[Place, Minute]:
            place = target(tape)
            return place, self._sight.look(place.moment)

        self._land(*await self.desk.ask(found))
        if self._target is None:
            self._wanted_ms = None
        for moved in self._moved:
            moved()
        self._changed()

    async def _go_on(self, ms: float) -> None:
        """Over the rows of the next `ms`; at the end of the tape it stands."""
        row, since_ms, passed = self._row, self._since_ms + ms, list[Event]()
        while row is not None:
            if not self._ahead:
                self._ahead = await self._page(row.seq)
            if not self._ahead:
                since_ms, self._stands = 0.0, True
                break
            gap_ms = passed_ms(row.at, self._ahead[-1].at)
            if since_ms < gap_ms:
                break
            since_ms -= gap_ms
            row = self._ahead.pop()
            passed.append(row)
        then = later(row.at, int(since_ms)) if row is not None else self.now
        turned = not self._sight.is_loaded(then)
        minute = await self.desk.ask(lambda _tape: self._sight.look(then)) if turned else None
        if self._target is not None:  # somebody leaps meanwhile: this is of no interest any more
            return
        if minute is not None:
            self._sight.show(minute)
        self._row, self._since_ms = row, since_ms
        if passed:
            self.state, self.desk.upto = fold(self.state, passed), passed[-1].seq
            self.history.note(passed)
            self.desk.passed(tuple(passed))
        self._changed()

    async def _page(self, after: int) -> list[Event]:
        """What comes behind row `after`, the next one last."""
        return (await self.desk.ask(lambda tape: tape.events(after)))[::-1]

    def _land(self, place: Place, minute: Minute) -> None:
        self._sight.show(minute)
        self.state, self._row, self._since_ms = place.state, place.row, float(place.since_ms)
        self.desk.upto, self._ahead = place.row.seq, []
        self.recent = place.recent
        self.history.forget()
        self.history.note(place.recent)

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher()


class _PastClock:
    """The clocks of then; only `real_ns` is ours, for keys and ages."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._ours = SystemClock()

    def now(self) -> Moment:
        """The moment that is shown."""
        return self._replay.now

    def real_ns(self) -> int:
        """Monotonic nanoseconds of this machine."""
        return self._ours.real_ns()

    def asleep_ns(self) -> int:
        """Nobody sleeps in a replay."""
        return 0
