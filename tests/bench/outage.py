"""F7 and F8, key -> painted, while the platform of 800 points is down.

Real program on a real pseudo-terminal; a platform over TLS in another process, well until it is told to
fail. For the dead name server the console is in a network of its own. The floor is F7 of the same console
while all was well. `PYTHONPATH=tests python -m bench.outage`
"""

from __future__ import annotations

import json
import os
import random
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kit.bench import against, header, percentile
from kit.contracts.conformance import AUTHORITY
from kit.desks.bench import (
    FIRST_ITEM,
    SMALL,
    command_bar_ms,
    console,
    free_port,
    hold,
    make_folder,
    open_first_item,
    tell,
)
from kit.platforms.certificates import expired
from kit.platforms.failing import WAYS
from kit.platforms.loopback import roster, row
from kit.platforms.own_network import in_own_network, missing
from kit.product import ROOT
from kit.screens.raw_pty import RawPty

from data.folder.conference import load

PRESSES = int(os.environ.get("BENCH_OUTAGE_PRESSES", "100"))
ADVANCES = int(os.environ.get("BENCH_OUTAGE_ADVANCES", "20"))
LOST_S = 15
"""From the first failure until every point has turned stale and the incident is there."""
DOWN, F8 = b"\x1b[B", b"\x1b[19~"
ASKS = "CHUYỂN SANG".encode()
ASKING, ON_CARD, WELL = "F8 that asks", "F8 on its card", "F7 while all is well"
DNS = "dead name server"
Times = dict[str, list[float]]


@contextmanager
def failing(folder: Path, port: int) -> Iterator[ssl.SSLContext]:
    """The platform, and what it takes to trust it."""
    conference, problems = load(folder)
    assert conference is not None, problems
    rows = [row(n, display_name=one.code, call_quality="1_good") for n, one in enumerate(conference.points)]
    (folder / "roster.json").write_bytes(roster(rows))
    old = expired(folder)
    trusted = folder / "trusted.pem"
    trusted.write_bytes(AUTHORITY.read_bytes() + old.read_bytes())
    command = [sys.executable, "-m", "kit.platforms.failing", str(port)]
    child = subprocess.Popen(
        [*command, str(folder / "roster.json"), str(AUTHORITY), str(old)], cwd=ROOT / "tests"
    )
    try:
        yield ssl.create_default_context(cafile=str(trusted))
    finally:
        child.kill()
        child.wait()


def measured(way: str) -> Times:
    """Milliseconds by key, first while all is well, and then while the platform fails so."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = Path(scratch) / "c", free_port()
        host = "platform.example" if way == DNS else "127.0.0.1"
        conference = make_folder(folder, SMALL, port, items=2 * ADVANCES + 8, quiet_ms=0)
        toml = folder / "conference.toml"
        text = toml.read_text("utf-8").replace(f"http://127.0.0.1:{port}", f"https://{host}:{port}")
        text = text.replace("[[source]]\n", f'[[source]]\nca_file = "{folder}/trusted.pem"\n')
        toml.write_text(f"{text}min_take_ms = 500\n", "utf-8")
        open_first_item(folder, conference)
        with failing(folder, port) as trust, console(folder) as desk:
            desk.read_until(FIRST_ITEM, 30)
            desk.drain(8)
            times: Times = {}
            if way != DNS:
                times = {WELL: hold(desk, PRESSES, random.Random(2))}
                urllib.request.urlopen(f"https://127.0.0.1:{port}/fail/{way}", context=trust).close()
            desk.drain(LOST_S)
            times |= {"F7": hold(desk, PRESSES, random.Random(3))}
            return times | advances(desk, ADVANCES)


def advances(desk: RawPty, count: int) -> Times:
    """Milliseconds of `count` advances while the points of the next items are not seen.

    Some are asked about (F8, "go on", F8: the card goes and the whole screen is painted again), the others
    go at once: a source lost for 60 s is asked about once, not for each item.
    """
    times: Times = {"F8": [], ASKING: [], ON_CARD: []}
    for n in range(1, count + 1):
        gone = f"F8 ►  {n + 1} Item number {n + 1:03}  →".encode()
        pressed = desk.write(F8)
        answered = desk.read_until_it(
            lambda seen, there=gone: ASKS in seen or there in seen, "an answer to F8"
        )
        asked = ASKS in desk.seen
        times[ASKING if asked else "F8"].append((answered - pressed) * 1000)
        desk.drain(0.8)
        if asked:
            desk.write(DOWN)
            desk.drain(0.2)
            pressed = desk.write(F8)
            times[ON_CARD].append((desk.read_until(gone) - pressed) * 1000)
            desk.drain(0.8)
    return {key: seen for key, seen in times.items() if seen}


def report(way: str, times: Times, most: float) -> None:
    for key, during in times.items():
        if key == WELL:
            continue
        for share in (50, 95):
            floor = percentile(times.get(WELL, during), share)
            barred = share == 95 and key not in (ASKING, ON_CARD)  # a card comes or goes: all is painted
            label = f"key -> painted, {key}, {way}, p{share}"
            tell(against(label, percentile(during, share), floor, most=most if barred else None))


def main() -> None:
    if sys.argv[1:]:
        subprocess.run(["ip", "route", "add", "default", "dev", "m0"], check=True)
        print(json.dumps(measured(sys.argv[1])))
        return
    print(header(), flush=True)
    most = command_bar_ms()
    for way in WAYS:
        report(way, measured(way), most)
    if why := missing({}):
        print(f"{DNS}: not measured ({why})")
        return
    report(DNS, in_own_network("bench.outage", DNS, timeout_s=600), most)


if __name__ == "__main__":
    main()
