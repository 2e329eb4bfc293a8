"""One console at work on one conference folder, with or without a screen.

`Session.open` reads the folder and the log: enough for a first picture. `start` begins everything
that goes on by itself: pulses, tailing the log, polling while we hold the lease. `stop` ends it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from console import presence
from console.desk import Desk, Identity
from console.folder import Folder
from console.keeping.opened_log import open_log
from console.keeping.outbox import Outbox
from console.machine import UNSEEN, Machine, look
from console.neighbours import Neighbours
from console.plan import notice_of, plan_of
from console.polling.history import History
from data.clock import Clock, Moment
from data.clock_watch import ClockWatch
from data.commands import Command, ReleaseControl, TakeControl
from data.events import ActionRequested, Event, Fact, NoticeShown
from data.folder.model import Conference
from data.health.reading import Reading, SourceStatus
from data.ruling import Refusal
from data.state import ConferenceState, Stage

if TYPE_CHECKING:
    from console.keeping.audit import Finding
    from console.keeping.backup_status import BackupStatus
    from console.keeping.keeper import Keeper
    from console.polling.live import Live
    from console.polling.quality_desk import QualityDesk
    from console.polling.share import PollingShare
    from data.record.signing_key import KeyProblem

logger = logging.getLogger(__name__)

TAIL_S = 0.25
BEAT_S = 1.0
SETTLE_S = 0.05
LOOK_S = 5.0


class Session:
    """The parts of a running console; `desk` is the only writer.

    `trouble` is the name of a background part that failed, "" when all run. `history` has the last
    minutes of every point's figures, `quality` keeps a row a point a minute while we poll.
    """

    playing = None  # see `console.seat.Seat`

    def __init__(
        self, folder: Folder, conference: Conference, clock: Clock, desk: Desk, neighbours: Neighbours
    ) -> None:
        self.folder = folder
        self.conference = conference
        self.clock = clock
        self.desk = desk
        self._neighbours = neighbours
        self.trouble = ""
        self.machine = UNSEEN
        self._refused_plan = ""
        self.history = History(point.code for point in conference.points)
        self._live: Live | None = None
        self._polling: PollingShare | None = None
        self.quality: QualityDesk | None = None
        self._console_lock: presence.ConsoleLock | None = None
        self.keeping: Keeper | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._watchers: list[Callable[[], None]] = []
        self._opened_at = desk.log_events
        desk.subscribe(self._on_events)

    @classmethod
    def open(cls, folder: Folder, conference: Conference, clock: Clock, identity: Identity) -> Session:
        """Open or make the log and fold it. Raises `data.record.errors.LogError`."""
        log, outbox = open_log(folder, clock), Outbox(folder.outbox_path)
        neighbours = Neighbours(folder.path, identity.console, clock)
        left = outbox.inherit(folder.outbox_pattern, log)
        desk = Desk(
            log,
            identity=identity,
            clock=clock,
            outbox=outbox,
            holder_alive=lambda console: not neighbours.is_gone(console),
            min_take_ms=conference.thresholds.min_take_ms,
        )
        session = cls(folder, conference, clock, desk, neighbours)
        session.trouble = "unwritten" if left else ""
        return session

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The newest reading of each point, by our own polling or another console's."""
        return self._polling.readings if self._polling else {}

    @property
    def sources(self) -> Mapping[str, SourceStatus]:
        """How each source fares."""
        return self._polling.sources if self._polling else {}

    @property
    def finding(self) -> Finding | None:
        """What the audit of the record found wrong; None as long as it found nothing."""
        return self.keeping.finding if self.keeping else None

    @property
    def backup(self) -> BackupStatus | None:
        """How the second path of the record fares; None when there is none, or nobody has looked yet."""
        return self.keeping.second.kept if self.keeping and self.keeping.second else None

    @property
    def unsigned(self) -> KeyProblem | None:
        """Why heads of the record cannot be signed here; None when they are, or need not be."""
        return self.keeping.witness.problem if self.keeping and self.keeping.witness else None

    @property
    def state(self) -> ConferenceState:
        """What may be shown."""
        return self.desk.state

    @property
    def polling(self) -> bool:
        """Whether this console is the one that polls."""
        return self._polling is not None and self._polling.active

    @property
    def pace(self) -> float:
        """How many times as fast as the wall's its clock runs."""
        return self.conference.speed

    @property
    def folder_differs(self) -> bool:
        """Whether the folder was found to say another programme than the one in force, which still is."""
        return bool(self._refused_plan) and self._refused_plan == self.state.folder_plan

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when something shown may have changed."""
        self._watchers.append(watcher)

    async def command(self, command: Command) -> Refusal | None:
        """A person's command; incidents follow the agenda at once where we poll."""
        refusal = await self.desk.command(command)
        if refusal is None and self._polling is not None:
            self.spawn("incidents", self._settle_soon(self._polling))
        return refusal

    def shown(self, notice: NoticeShown, *, item: str | None, point: str | None) -> None:
        """The person in control was shown this; nothing waits for it to be written."""
        self.spawn("notice", self._record(Fact(notice, item=item, point=point)))

    def spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` run beside everything else; its failure is said like that of any part."""
        task = asyncio.create_task(work, name=name)
        self._tasks.append(task)
        task.add_done_callback(self._on_done)

    async def start(self) -> None:
        """Adopt the folder's plan, take control if it is free, and begin the background work.

        Before anything else is written it is noted when nobody was here for very long.
        What only this needs is imported here: the first picture does not wait for it.
        """
        from console.keeping.keeper import Keeper
        from console.past.recalling import recall_today
        from console.polling.live import Live
        from console.polling.quality_desk import QualityDesk
        from console.polling.share import PollingShare
        from data.health.quality_db import QualityDb
        from data.record.live_db import LiveDb

        now_ms, zone = self.clock.now().utc_ms, self.conference.timezone
        self._console_lock = presence.ConsoleLock(self.folder.path, self.desk.identity.console)
        await self.desk.command(notice_of(self.conference))
        refusal = await self.desk.command(plan_of(self.conference))
        if refusal is not None and refusal.code == "plan.after_opening":
            self._refused_plan = self.state.folder_plan
        if self.desk.identity.role == "operator":
            await self.desk.command(TakeControl())
        self._live = Live(LiveDb(self.folder.live_path), self.clock)
        stale = self.conference.thresholds.stale_after_polls
        self.quality = QualityDesk(QualityDb(self.folder.quality_path), self.clock, stale)
        self._polling = PollingShare(
            self.conference,
            self.desk,
            self._live,
            self.clock,
            is_gone=self._neighbours.is_gone,
            changed=self._changed,
            on_done=self._on_done,
        )
        self.spawn("tail", self._tail())
        self.spawn("beat", self._beat(self._live, self._polling, self.quality))
        self.spawn("history", recall_today(self.desk, self.history, self._opened_at, now_ms, zone))
        self.spawn("machine", self._look_at_machine())
        self.keeping = Keeper(self.folder, self.conference.backup, self.desk, self.clock, self._changed)
        for name, work in self.keeping.work():
            self.spawn(name, work)

    async def stop(self) -> None:
        """Let control go, stop polling, close the files. The programme itself stays as it is."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._polling is not None:
            await self._polling.stop()
        if self.quality is not None:
            await self.quality.aclose()
        await self.desk.command(ReleaseControl())
        if self.keeping is not None:
            await self.keeping.stop()
        await self.desk.keep_checkpoint(self.folder.checkpoint_path)
        if self._console_lock is not None:
            self._console_lock.close()
        if self._live is not None:
            await self._live.aclose()
        await self.desk.aclose()

    def _on_done(self, task: asyncio.Task[None]) -> None:
        """The one failure handler of all background work: said, never silent, never fatal."""
        if task in self._tasks:
            self._tasks.remove(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("%s failed", task.get_name(), exc_info=error)
            self.trouble = task.get_name()
            self._changed()

    def _on_events(self, events: tuple[Event, ...]) -> None:
        self.history.note(events)
        if self._polling is not None and any(isinstance(event.body, ActionRequested) for event in events):
            self._polling.send_actions()
        if self.keeping is not None:
            self.keeping.note(events)
        self._changed()

    def _changed(self) -> None:
        for watcher in self._watchers:
            watcher()

    async def _settle_soon(self, polling: PollingShare) -> None:
        """The picture of the command comes first; nobody reads an incident within a twentieth."""
        await asyncio.sleep(SETTLE_S)
        await polling.settle_incidents()

    async def _tail(self) -> None:
        while True:
            await self.desk.tail()
            await asyncio.sleep(TAIL_S)

    async def _beat(self, live: Live, polling: PollingShare, quality: QualityDesk) -> None:
        watch = ClockWatch(self.clock)
        identity = self.desk.identity
        while True:
            await live.beat(identity.console, identity.actor, identity.role)
            self._neighbours.hear(await live.beats())
            await polling.follow()
            self.history.add(polling.readings, self.clock.real_ns())
            if polling.active:
                quality.look(polling.readings, polling.sources)
            if (step := watch.look()) is not None and polling.active:
                await self._record(Fact(step))
            await asyncio.sleep(BEAT_S)

    async def _record(self, fact: Fact) -> None:
        """One row of what went on by itself; none when the record has ended or is a newer program's."""

        def decided(state: ConferenceState, _now: Moment) -> tuple[Fact, ...]:
            return () if state.too_new or state.stage is Stage.SEALED else (fact,)

        await self.desk.record(decided)

    async def _look_at_machine(self) -> None:
        """See to the computer itself; what the checks before the opening are made of."""
        loop = asyncio.get_running_loop()
        while True:
            self.machine = await loop.run_in_executor(None, self._machine_now)
            await asyncio.sleep(LOOK_S)

    def _machine_now(self) -> Machine:
        return look(self.folder.log_path, others=self._neighbours.living)
