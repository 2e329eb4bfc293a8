"""Says when the disk itself, or the machine, stood still: `python -m kit.disks.watch FILE`.

Appends and syncs a little all the time; each turn that took long is a line `begun ended`, seconds of
the clock that all processes share. Ends with its standard input.
"""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

TURN_S = 0.005
LONG_S = 0.02


def main(path: str) -> None:
    with Path(path).open("wb", buffering=0) as file:
        while not select.select([sys.stdin], [], [], TURN_S)[0]:
            begun = time.monotonic()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            ended = time.monotonic()
            if ended - begun > LONG_S:
                print(begun, ended, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
