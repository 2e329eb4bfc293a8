"""A reader of the record for the screen that faces the speaker: no writer, no lease, no polling.

It follows the log alone, so it goes on when the console that writes it is gone, and counts by the
same clock. No statement stays open between two looks, so no writer ever waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.folder import Folder
from console.keeping.opened_log import open_log
from data.agenda.readiness import GO, item_gate
from data.clock import Clock, Moment
from data.folder.model import Conference
from data.health.reading import Health
from data.record.errors import LogBusy, LogError, LogMissing
from data.state import EMPTY, ConferenceState
from data.units import NS_PER_S

if TYPE_CHECKING:
    from data.folder.model import AgendaItem
    from data.record.event_log import EventLog

BUSY_MS = 500
"""So long a look waits for a writer; what comes later is seen by the next look."""


class StageSnapshot(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What the stage knows at `now`. `age_s` is that of the last look that reached the record, None
    when there is no record to look at yet; `next` the item that may be named, if any.
    """

    conference: Conference
    state: ConferenceState
    now: Moment
    age_s: float | None
    next: AgendaItem | None
    rehearsal: bool


class StageReader:
    """Looks at a conference's record. `look` may run in any thread, one at a time; `seen` in any."""

    def __init__(self, folder: Folder, conference: Conference, clock: Clock) -> None:
        self.folder = folder
        self.conference = conference
        self._clock = clock
        self._log: EventLog[ConferenceState] | None = None
        self._file: tuple[int, int] = (0, 0)
        self._state = _planned(EMPTY, conference)
        self._heard_ns: int | None = None
        self._polled = False

    def look(self) -> None:
        """Read what is new. Raises LogError when the record cannot be read now; ask again later.

        A record that is not there yet is no error, one that was there and went is.
        """
        try:
            self._follow()
        except LogMissing:
            self.close()
            if self._heard_ns is not None:
                raise
        except LogBusy:
            raise
        except LogError:
            self.close()
            raise

    def seen(self) -> StageSnapshot:
        """The state as of the last look, at this instant. Touches no file."""
        state, heard_ns, now = self._state, self._heard_ns, self._clock.now()
        return StageSnapshot(
            conference=self.conference,
            state=state,
            now=now,
            age_s=None if heard_ns is None else (self._clock.real_ns() - heard_ns) / NS_PER_S,
            next=nameable(state, self.conference, now, polled=self._polled),
            rehearsal=self.folder.is_rehearsal,
        )

    def close(self) -> None:
        """Close the file; the next look opens it again."""
        if self._log is not None:
            self._log.close()
        self._log = None

    def _follow(self) -> None:
        path = self.folder.log_path
        try:
            found = path.stat()
        except OSError as error:
            raise LogMissing(path) from error
        if self._log is None or self._file != (found.st_dev, found.st_ino):
            self.close()  # another file stands there now
            self._log = open_log(self.folder, self._clock, read_only=True, busy_timeout_ms=BUSY_MS)
            self._file = (found.st_dev, found.st_ino)
        elif self._log.read(self._log.head.seq, 1):
            self._log.tail()
        self._state = _planned(self._log.state, self.conference)
        self._polled = self._is_polled(self._state.poller)
        self._heard_ns = self._clock.real_ns()

    def _is_polled(self, poller: str) -> bool:
        """Whether the console that asks the sources still lives; the health on record is worth no more."""
        if not self.conference.sources:
            return False
        from console.presence import is_alive

        return bool(poller) and is_alive(self.folder.path, poller)


def _planned(state: ConferenceState, conference: Conference) -> ConferenceState:
    """Until the record has adopted a programme, the folder's is what there is to look at."""
    if state.plan_version:
        return state
    return msgspec.structs.replace(
        state, items=conference.items, start_ms=conference.start_ms, hard_end_ms=conference.hard_end_ms
    )


def nameable(
    state: ConferenceState, conference: Conference, now: Moment, *, polled: bool
) -> AgendaItem | None:
    """The next item when its gate is green as far as the record knows, or when it was released.

    What nobody asks any more (`polled` is False, or a source is lost) is not known, and not green.
    """
    item = state.next_item
    if item is None or state.stage_next == item.cue:
        return item
    point, health = next((each for each in conference.points if each.code == item.point), None), None
    if conference.sources and item.point:
        known = polled and not state.lost
        health = state.point(item.point).health if known else Health.STALE
    found = item_gate(state, item, point, health, t_ns=state.t_ns(now))
    return item if found.verdict == GO else None
