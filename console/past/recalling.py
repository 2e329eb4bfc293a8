"""What the record says of today, for the cards of points: read once, in pages, behind the first picture."""

from __future__ import annotations

import asyncio

from console.desk import Desk
from console.polling.history import History
from console.reading.jump import midnight_ms
from data.events import Event
from data.record.errors import LogError
from data.record.filter import Group, LogFilter

PAGE = 5000
REST_S = 0.02
"""Commands come first: the log's thread is let go after each page."""


async def recall_today(desk: Desk, history: History, upto: int, now_ms: int, zone: str) -> None:
    """Give `history` the changes of health of today, of the rows up to `upto`. A log that cannot be read now
    leaves the cards as they are.
    """
    wanted = LogFilter(group=Group.HEALTH, since_ms=midnight_ms(now_ms, zone))
    found: list[Event] = []
    for after in range(0, upto, PAGE):
        try:
            found += await desk.among(after, min(after + PAGE, upto), wanted)
        except LogError:
            return
        await asyncio.sleep(REST_S)
    history.recall(found)
