"""A process that writes notes until it is stopped: `python -m kit.record.writer LOG NAME [COUNT]`.

Every acknowledged row is a line on stdout, `seq text`, written after `transact` came back.
"""

from __future__ import annotations

import os
import sys
from itertools import count as counter
from pathlib import Path

from kit.record.logs import open_log

from data.clock import SystemClock
from data.events import Fact, NoteAdded


def main(path: str, name: str, limit: str = "") -> None:
    log = open_log(Path(path), clock=SystemClock(), busy_timeout_ms=20_000)
    for number in range(int(limit)) if limit else counter():
        text = f"{name}-{number}"
        outcome = log.transact(
            lambda _state, _now, text=text: [Fact(NoteAdded(text=text))], actor=name, console=name
        )
        os.write(1, f"{outcome.events[0].seq} {text}\n".encode())
    log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
