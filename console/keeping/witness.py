"""Heads of the record, signed while it grows: at every change of item, and every so often in between.

A head that was signed shows later that the record was cut or rewritten, as long as one copy of the line is
out of reach of whoever did it: on the second path, in the minutes, on a phone that read the code.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from console.daemon_thread import in_daemon_thread
from console.keeping.second_path import MARKS
from data.clock import Clock
from data.events import Event
from data.record.chain import Head
from data.record.signed_head import SignedHead
from data.record.signing_key import KeyProblem, SigningKey

FIRST_S = 4.0
"""The first picture, and the check of the record, come first."""
EVERY_S = 300.0
GAP_S = 2.0


class Witness:
    """`signed` is the newest head that was signed here, None before; `problem` why it cannot be done."""

    def __init__(
        self, log: Path, *, clock: Clock, head: Callable[[], Head], changed: Callable[[], None]
    ) -> None:
        self.signed: SignedHead | None = None
        self.problem: KeyProblem | None = None
        self._log = log
        self._clock = clock
        self._head = head
        self._changed = changed
        self._mark = asyncio.Event()
        self._key: SigningKey | None = None

    def note(self, events: tuple[Event, ...]) -> None:
        """New rows of the record."""
        if any(event.kind in MARKS for event in events):
            self._mark.set()

    async def run(self) -> None:
        """Until it is cancelled. What keeps it from signing is said, and tried again."""
        await asyncio.sleep(FIRST_S)
        while True:
            await self.sign()
            await asyncio.sleep(GAP_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S):
                    await self._mark.wait()
            self._mark.clear()

    async def sign(self) -> None:
        """The head as it is now; nothing where there is no row yet."""
        head = self._head()
        if not head.seq or (self.signed is not None and self.signed.head == head):
            return
        before = self.problem
        try:
            self.signed, self.problem = await in_daemon_thread(lambda: self._sign(head)), None
        except KeyProblem as error:
            self.problem = error
        except OSError as error:
            self.problem = KeyProblem("heads_unwritable", self._log, error)
        if (before is None) != (self.problem is None):
            self._changed()

    def _sign(self, head: Head) -> SignedHead:
        """In a thread: the key is read once."""
        from console.keeping.signer import key_path, sign
        from data.record.signing_key import signing_key

        self._key = self._key or signing_key(key_path())
        return sign(self._log, head, self._clock.now().utc_ms, self._key)
