"""What a console's windows need of what they look at: a conference under way, or its finished record.

`console.session.Session` is the one, `console.past.replay.Replay` the other. The screens know neither.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol

from console.desk import Identity
from console.folder import Folder
from console.keeping.backup_status import BackupStatus
from console.machine import Machine
from console.polling.history import History
from data.clock import Clock
from data.commands import Command
from data.events import Event, NoticeShown
from data.folder.model import Conference
from data.health.reading import Reading, SourceStatus
from data.record.contract import Row
from data.record.errors import LogError
from data.record.filter import LogFilter
from data.record.signing_key import KeyProblem
from data.ruling import Refusal
from data.state import ConferenceState


class ReadableRecord(Protocol):
    """The record as far as it may be shown, and who sits before it; see `console.desk.Desk`."""

    identity: Identity
    waiting: bool
    written_ms: int | None
    failure: LogError | None

    @property
    def log_events(self) -> int:
        """Rows of the record up to the moment that is shown."""
        ...

    @property
    def unwritten(self) -> int:
        """How many facts are only in memory and on the second path."""
        ...

    @property
    def unwritten_events(self) -> tuple[Event, ...]:
        """The same facts as events."""
        ...

    def subscribe(self, listener: Callable[[tuple[Event, ...]], None]) -> None:
        """Call `listener` with events as they come."""
        ...

    async def read(self, after: int, limit: int = 1000) -> list[Event]:
        """A page of the record, oldest first."""
        ...

    async def among(self, after: int, upto: int, wanted: LogFilter) -> list[Event]:
        """Of the rows `after` < seq <= `upto` at least those that `wanted` accepts, oldest first."""
        ...

    async def stored(self, seq: int) -> Row | None:
        """Row `seq` as stored, with its hashes; None when there is none."""
        ...


class Playing(Protocol):
    """The moment that is shown of a finished record, and how to go to another; see `console.past.replay`."""

    @property
    def speed(self) -> float:
        """How many times as fast as life it runs, 0 while it stands."""
        ...

    @property
    def recent(self) -> Sequence[Event]:
        """What happened before the moment that was leapt to, oldest first: for the log strip."""
        ...

    def on_moved(self, moved: Callable[[], None]) -> None:
        """Call `moved` after a leap to another moment, when the state is already the one of then."""
        ...

    def turn(self) -> None:
        """Stand, or go on."""
        ...

    def quicken(self, times: float) -> None:
        """Run so many times as fast as now."""
        ...

    def by(self, seconds: int) -> None:
        """Go on or back by so much of the time of the conference."""
        ...

    def hop(self, direction: int) -> None:
        """To the next change of the programme (1), or to the one before (-1)."""
        ...

    def to(self, utc_ms: int) -> None:
        """To this moment by the wall clock of then."""
        ...


class Seat(Protocol):
    """See `console.session.Session`. `playing` is None at a conference that is under way."""

    folder: Folder
    conference: Conference
    clock: Clock
    history: History
    machine: Machine
    trouble: str

    @property
    def playing(self) -> Playing | None:
        """How to go to another moment, where this is a finished record."""
        ...

    @property
    def desk(self) -> ReadableRecord:
        """The record, and who sits here."""
        ...

    @property
    def finding(self) -> Any:
        """What the audit of the record found wrong, None as long as it found nothing."""
        ...

    @property
    def backup(self) -> BackupStatus | None:
        """How the second path of the record fares; None where there is none."""
        ...

    @property
    def unsigned(self) -> KeyProblem | None:
        """Why heads of the record cannot be signed here; None when they are, or need not be."""
        ...

    @property
    def state(self) -> ConferenceState:
        """What may be shown."""
        ...

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The newest reading of each point."""
        ...

    @property
    def sources(self) -> Mapping[str, SourceStatus]:
        """How each source fares."""
        ...

    @property
    def polling(self) -> bool:
        """Whether this console is the one that asks."""
        ...

    @property
    def pace(self) -> float:
        """How many times as fast as the wall's its clock runs."""
        ...

    @property
    def folder_differs(self) -> bool:
        """Whether the folder says another programme than the one in force."""
        ...

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` when something shown may have changed."""
        ...

    async def command(self, command: Command) -> Refusal | None:
        """A person's command."""
        ...

    def shown(self, notice: NoticeShown, *, item: str | None, point: str | None) -> None:
        """The person in control was shown this; it goes to the record when there is time."""
        ...

    def spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` run beside everything else."""
        ...

    async def start(self) -> None:
        """Begin what goes on by itself."""
        ...

    async def stop(self) -> None:
        """End it, and close the files."""
        ...
