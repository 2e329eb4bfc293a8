"""Ground truth: 8 hours in which nothing is wrong, and 8 with sixty faults that are known beforehand.

767 points, a poll every 2 s, one in a hundred unanswered, on an injected clock. From the simulated world
through readings, the record and incidents to the bell; streams are read for the 8 legs of each poll that
the console asks for, as on a real platform. Left out: the socket and the roster's bytes (one poll of each
day is compared with them) and the poller's own tasks, whose pauses and limits are used as they are.
Then ten minutes in which all 767 come and go twice a minute: what is written, and what is kept.
Prints `name figure floor ratio bar ok|MISS`; exit 1 when a bar is missed.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor

from kit.bench import Line, header
from kit.days.ground_truth import SIXTY, Truth, day
from kit.days.stormy import Storm, storm

HOURS = 8.0
LONGEST_S = 300.0
FALSE_PER_HOUR = 1.0
CHECKING_POLLS = 2
STORM_S = 600.0
GROWN_KB = 100.0


def line(name: str, figure: str, bar: str = "-", ok: bool | None = None) -> bool:
    """Print one line; whether its bar was reached."""
    print(Line(name=name, figure=figure, bar=bar, ok=ok))
    return ok is not False


def false_alarms(name: str, truth: Truth) -> bool:
    """How many alarms a day had that nothing explains."""
    for each in truth.false[:20]:
        print(f"  false: {each}")
    per_hour = len(truth.false) / truth.hours
    bar = f"<= {FALSE_PER_HOUR:g}/h"
    return line(f"{name}: false alarms", f"{per_hour:.2f}/h", bar, ok=per_hour <= FALSE_PER_HOUR)


def stormy(seen: Storm) -> bool:
    """Whether each move of a room was written once, and nothing piled up."""
    name = f"storm, {seen.changes_per_s:.0f} changes/s, {seen.polls} polls"
    reached = line(
        f"{name}: moves written", f"{seen.told}/{seen.moved}", "each once", ok=seen.told == seen.moved
    )
    grown_kb = seen.grown_bytes / 1000
    bar = f"<= {GROWN_KB:g} kB"
    return reached & line(f"{name}: kept besides", f"{grown_kb:.0f} kB", bar, ok=grown_kb <= GROWN_KB)


def main() -> int:
    """Run both days; 0 when every bar was reached."""
    started = time.monotonic()
    with ProcessPoolExecutor(2) as pool:
        calm, faulty = pool.map(day, ((), SIXTY), (HOURS, HOURS))
    real_s = time.monotonic() - started
    print(header())
    reached = false_alarms(f"calm, {calm.polls} polls", calm)
    reached &= line("calm: bells", str(len(calm.rings)), "0", ok=not calm.rings)
    reached &= false_alarms(f"faulty, {faulty.polls} polls", faulty)
    found = len(faulty.planted) - len(faulty.missed)
    for each in faulty.missed:
        print(f"  missed: {each}")
    total = len(faulty.planted)
    reached &= line("faults found", f"{found}/{total}", f"{total}/{total}", ok=found == total)
    for kind, delays in sorted(faulty.delays().items()):
        figures = f"{sorted(delays)[len(delays) // 2]:.1f}/{max(delays):.1f} s"
        line(f"delay until certain, median/worst of {len(delays)}: {kind}", figures)
    worst = max(faulty.polls_to_checking())
    name = "on air, lost or frozen: polls until it is being checked"
    reached &= line(name, str(worst), f"<= {CHECKING_POLLS}", ok=worst <= CHECKING_POLLS)
    line("incidents opened", " ".join(f"{grade}:{n}" for grade, n in sorted(faulty.opened.items())))
    reached &= stormy(storm(767, STORM_S))
    line("bells", f"{len(faulty.rings)} in {faulty.hours:g} h")
    reached &= line("both days, real time", f"{real_s:.0f} s", f"<= {LONGEST_S:g} s", ok=real_s <= LONGEST_S)
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
