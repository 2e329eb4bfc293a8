"""Writes to a log until there is no room: `python -m kit.disks.full FOLDER`. Says what it saw as JSON.

With a limit of bytes as the second argument, the limit is on the size of a file, not the disk's.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from kit.record.logs import WHO, open_log

from data.events import Fact, NoteAdded
from data.record import reserve
from data.record.errors import LogFull
from data.record.event_log import verify

RESERVE = 300 * 1024


def main(folder: str, limit: str = "") -> None:
    reserve.RESERVE_BYTES, reserve.FREE_BYTES_NEEDED = RESERVE, RESERVE
    path = Path(folder) / "log.db"
    beside = path.with_name("log.db.reserve")
    log = open_log(path)
    had_reserve, freed_at, refused = beside.exists(), None, 0
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    facts = [Fact(NoteAdded(text="x" * 2000))]
    while refused < 3:
        before = (log.state, log.head)
        try:
            log.transact(lambda _state, _now: facts, **WHO)
        except LogFull:
            refused += 1
            assert (log.state, log.head) == before
        if freed_at is None and not beside.exists():
            freed_at = log.state
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    verdict = verify(path)
    print(
        json.dumps(
            {
                "had_reserve": had_reserve,
                "reserve_bytes": RESERVE,
                "freed_at": freed_at,
                "written": log.state,
                "verified": verdict.rows if verdict.ok else verdict.why,
            }
        )
    )
    if limit:
        log.transact(lambda _state, _now: facts, **WHO)
        print(json.dumps({"afterwards": log.state}))


if __name__ == "__main__":
    main(*sys.argv[1:])
