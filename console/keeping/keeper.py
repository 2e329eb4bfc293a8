"""What guards the record while a console runs: an audit, checkpoints, signed heads, the second path."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from console.desk import Desk
from console.folder import Folder
from console.keeping.second_path import SecondPath
from console.keeping.witness import Witness
from data.clock import Clock
from data.events import Event
from data.folder.model import Backup

if TYPE_CHECKING:
    from console.keeping.audit import Finding

logger = logging.getLogger(__name__)

AUDIT_AFTER_S = 3.0
CHECKPOINT_S = 60.0


class Keeper:
    """`second` is None where conference.toml names no second path, or for a viewer; `witness` is None for
    all but operators. `finding` is what the audit found wrong, None as long as it found nothing.
    """

    def __init__(
        self, folder: Folder, settings: Backup, desk: Desk, clock: Clock, changed: Callable[[], None]
    ) -> None:
        log, role = folder.log_path, desk.identity.role
        self._folder = folder
        self._desk = desk
        self._changed = changed
        self.finding: Finding | None = None
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
        yield "audit", self._audit()
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

    async def _audit(self) -> None:
        """Check the whole record once, then keep the checkpoint young."""
        from console.keeping.audit import audit

        await asyncio.sleep(AUDIT_AFTER_S)
        paths = (self._folder.log_path, self._folder.checkpoint_path)
        self.finding = await asyncio.get_running_loop().run_in_executor(None, audit, *paths)
        if self.finding is not None:
            logger.error("record: %s row %s", self.finding.code, self.finding.row)
            self._changed()
        while True:
            await self._desk.keep_checkpoint(self._folder.checkpoint_path)
            await asyncio.sleep(CHECKPOINT_S)
