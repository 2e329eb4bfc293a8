"""What a screen shows of a session: the newest view, the log strip, and what only a window knows."""

from __future__ import annotations

from console.screens.strip import Strip
from console.seat import Seat
from console.view import Desktop, View
from console.view_maker import ViewMaker
from data.events import ClockStepped, Event

STEP_SHOWN_MS = 30_000
RECENT_ROWS = 400
FURTHEST_ROWS = 10_000
ENOUGH = 20
"""Lines of the strip that a console begins with: what the tallest window shows."""
PAINT_KEEPS_MS = 1500
"""A picture is painted every second; an older one is not what the person at the keys sees."""


class Viewing:
    """`changed` is True when something shown may be out of date; whoever paints sets it back.

    `focused` is whether the window has the keyboard, None while the terminal has not said; `locked`
    whether every key that changes anything is refused. `keys_seen` are the actions whose keys have come.
    """

    def __init__(self, session: Seat) -> None:
        self._session = session
        self.strip = self._new_strip()
        self.changed = False
        self.focused: bool | None = None
        self.locked = False
        self.keys_seen: frozenset[str] = frozenset()
        self._maker = ViewMaker(session.conference)
        self._painted: View | None = None
        self._step: ClockStepped | None = None
        self._step_seen_ms = 0
        self._step_row = 0
        session.watch(self._mark)
        session.desk.subscribe(self._on_events)
        if session.playing is not None:
            session.playing.on_moved(self._begin_strip)

    async def load_strip(self) -> None:
        """The newest lines of the record, from before this console was opened: page by page backwards, for in
        a storm hundreds of rows are nothing that the strip tells.
        """
        desk = self._session.desk
        upto, pages = desk.log_events, list[Event]()
        furthest = max(0, upto - FURTHEST_ROWS)
        told = 0
        while upto > furthest and told < ENOUGH:
            after = max(furthest, upto - RECENT_ROWS)
            page = await desk.read(after, upto - after)
            probe = Strip()
            probe.load(page)
            told += len(probe.shown)
            pages, upto = [*page, *pages], after
        self.strip.load(pages)
        self._mark()

    def _new_strip(self) -> Strip:
        """An empty one that knows the incidents which stand, or were over a moment ago."""
        strip, state = Strip(notices=self._session.playing is not None), self._session.state
        strip.faults.know(closed.incident for closed in state.closed.values())
        strip.faults.know(state.incidents.values())
        return strip

    def _begin_strip(self) -> None:
        """A replay has gone to another moment: nothing of what comes later is known."""
        assert self._session.playing is not None
        self.strip = self._new_strip()
        self.strip.load(self._session.playing.recent)

    def paint(self) -> View:
        """The desk at this instant, to be shown now."""
        self.changed = False
        self._painted = self.view()
        return self._painted

    def painted(self) -> View:
        """What is on the screen, to act on; the newest view where none was painted for a while."""
        shown = self._painted
        if shown is None or self._session.clock.now().utc_ms - shown.now.utc_ms > PAINT_KEEPS_MS:
            return self.view()
        return shown

    def view(self) -> View:
        """The desk at this instant."""
        session = self._session
        return self._maker.make(
            session.state,
            session.readings,
            session.sources,
            now=session.clock.now(),
            real_ns=session.clock.real_ns(),
            desktop=self._desktop(),
        )

    def _desktop(self) -> Desktop:
        session, desk, finding = self._session, self._session.desk, self._session.finding
        fresh = session.clock.now().utc_ms - self._step_seen_ms < STEP_SHOWN_MS
        step = self._step if fresh else None
        return Desktop(
            console=desk.identity.console,
            actor=desk.identity.actor,
            role=desk.identity.role,
            rehearsal=session.folder.is_rehearsal and session.playing is None,
            polling=session.polling,
            log_events=desk.log_events,
            written_ms=desk.written_ms,
            unwritten=desk.unwritten,
            failure=desk.failure.code if desk.failure else "",
            waiting=desk.waiting,
            moved_ms=step.by_ms if step else None,
            moved_at_ms=self._step_seen_ms if step else None,
            moved_row=self._step_row if step else None,
            slept=step is not None and step.cause == "sleep",
            log_name=session.folder.rehearsed_log,
            keys_seen=self.keys_seen,
            machine=session.machine,
            focused=self.focused if session.playing is None else None,
            locked=self.locked,
            folder_differs=session.folder_differs,
            trouble=session.trouble,
            finding=finding.code if finding else "",
            finding_row=finding.row if finding else None,
            past=session.playing.speed if session.playing is not None else None,
            backup=session.backup,
        )

    def _mark(self) -> None:
        self.changed = True

    def _on_events(self, happened: tuple[Event, ...]) -> None:
        self.changed = True
        self.strip.add(happened, self._session.desk.identity.console)
        for event in happened:
            if isinstance(event.body, ClockStepped):
                self._step, self._step_seen_ms, self._step_row = event.body, event.at.utc_ms, event.seq
