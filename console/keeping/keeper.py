"""What guards the record while a console runs: heads signed by whoever operates, and the second path."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from console.desk import Desk
from console.folder import Folder
from console.keeping.second_path import SecondPath
from console.keeping.witness import Witness
from data.clock import Clock
from data.events import Event
from data.folder.model import Backup


class Keeper:
    """`second` is None where conference.toml names no second path, or for a viewer; `witness` is None for
    all but operators.
    """

    def __init__(
        self, folder: Folder, settings: Backup, desk: Desk, clock: Clock, changed: Callable[[], None]
    ) -> None:
        log, role = folder.log_path, desk.identity.role
        self.second: SecondPath | None = None
        self.witness: Witness | None = None
        if settings.path and role != "viewer":
            self.second = SecondPath(
                *(log, folder.path / settings.path, folder.backup_notes_path),
                minutes=settings.minutes,
                clock=clock,
                changed=changed,
            )
        if role == "operator":
            self.witness = Witness(log, clock=clock, head=lambda: desk.head, changed=changed)

    def work(self) -> Iterator[tuple[str, Coroutine[Any, Any, None]]]:
        """What goes on by itself, each with its name."""
        if self.second is not None:
            yield "backup", self.second.run()
        if self.witness is not None:
            yield "signing", self.witness.run()

    def note(self, events: tuple[Event, ...]) -> None:
        """New rows of the record."""
        if self.second is not None:
            self.second.note(events)
        if self.witness is not None:
            self.witness.note(events)

    async def stop(self) -> None:
        """The last rows go to the second path."""
        if self.second is not None:
            await self.second.stop()
