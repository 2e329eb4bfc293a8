"""What the pure core costs, in CPU time: `PYTHONPATH=tests python -m bench.core`.

Lines of `name  figure  floor  ratio  bar  ok|MISS`. The floor is the least work that any answer needs:
one plain pass over the same number of values, in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from kit.conference import FoldingLog, conference, item, roster, running
from kit.platforms.legs import leg, snapshot

from console.view import Desktop
from console.view_maker import ViewMaker
from data import commands as cmd
from data import events as ev
from data.agenda.forecast import forecast
from data.events import Fact
from data.folder.model import BridgePoint, Thresholds
from data.health.observation import Observation
from data.health.reading import SourceStatus
from data.state import EMPTY

ROUNDS = 30
MS = 1_000_000


def timed(work: Callable[[int], object]) -> float:
    """Milliseconds of CPU, the quickest of many rounds; `work` is given the number of the round."""
    taken = []
    for n in range(ROUNDS):
        started = time.process_time_ns()
        work(n)
        taken.append((time.process_time_ns() - started) / MS)
    return min(taken)


def report(name: str, figure_ms: float, floor_ms: float, bar_ms: float) -> bool:
    ok = figure_ms <= bar_ms
    ratio = f"{figure_ms / floor_ms:.1f}x" if floor_ms else "-"
    verdict = "ok" if ok else "MISS"
    print(
        f"{name:<44} {figure_ms:>11.3f} ms {floor_ms:>11.3f} ms {ratio:>7}  <= {bar_ms:g} ms  {verdict}",
        flush=True,
    )
    return ok


def pass_over(count: int) -> float:
    """The floor: look up and compare as many values in a dict."""
    codes = [f"P{n:05}" for n in range(count)]
    values = dict.fromkeys(codes, 1)
    return timed(lambda _: [code for code in codes if values[code] is None])


def points(count: int) -> tuple[BridgePoint, ...]:
    per_province = max(1, count // 63)
    return roster(provinces=63, districts=per_province)[:count]


def commands() -> list[bool]:
    log = running([item(f"i{n}", point=f"T{n % 40}") for n in range(ROUNDS + 5)])
    log.advance()

    def hold_and_resume(_: int) -> None:
        log.clock.advance(2)
        log.command(cmd.Hold())
        log.command(cmd.Resume())

    return [report("decide + fold, one command", timed(hold_and_resume) / 2, 0, 1)]


def forecasts() -> list[bool]:
    found = []
    for count, bar_ms in ((18, 0.3), (80, 0.3), (1000, 2)):
        log = running([item(f"i{n}", point="T1") for n in range(count)], hard_end_ms=2 * 10**12)
        log.advance()
        now = log.clock.now()
        figure = timed(lambda _, log=log, now=now: forecast(log.state, now))
        found.append(report(f"forecast of {count} items", figure, pass_over(count), bar_ms))
    return found


def observing(count: int, bar_ms: float) -> list[bool]:
    rooms = points(count)
    legs = [leg(room.code) for room in rooms]
    worse = [leg(room.code, quality=2) for room in rooms]
    copies = [[leg(room.code) for room in rooms] for _ in range(3)]
    seen = Observation("s1", rooms, Thresholds(), EMPTY)
    for at in (1, 3, 5):
        seen.take(snapshot(at, *legs), expected=True, attended=())
    floor = pass_over(count)
    same = [snapshot(7 + n, *copies[n % 3]) for n in range(ROUNDS)]
    unchanged = timed(lambda n: seen.take(same[n], expected=True, attended=()))
    other = [snapshot(100 + n, *(legs if n % 2 else worse)) for n in range(ROUNDS)]
    changed = timed(lambda n: seen.take(other[n], expected=True, attended=()))
    return [
        report(f"Observation.take, {count} points, unchanged", unchanged, floor, bar_ms),
        report(f"Observation.take, {count} points, all changed", changed, floor, 4 * bar_ms),
    ]


def viewing(count: int, bar_ms: float) -> list[bool]:
    rooms = points(count)
    day = [item(f"i{n}", point=rooms[n].code) for n in range(18)]
    log = running(day)
    joined = [Fact(ev.PointJoined(source="s1", ref="r", name="n"), point=room.code) for room in rooms]
    log.record(*joined)
    log.advance()
    maker = ViewMaker(conference(day, rooms))
    desktop = Desktop(console="c1", actor="op")
    sources = {"s1": SourceStatus(name="s1", boot=log.clock.boot, state="ok", answered_ns=log.clock.mono_ns)}

    def make(_: int) -> None:
        maker.make(log.state, {}, sources, now=log.clock.now(), real_ns=log.clock.real_ns(), desktop=desktop)

    make(0)
    quiet = timed(make)

    def one_changed(n: int) -> None:
        sick(log, rooms[0].code, n)
        make(n)

    floor = pass_over(count)
    return [
        report(f"ViewMaker.make, {count} points, unchanged", quiet, floor, 1),
        report(f"ViewMaker.make, {count} points, one changed", timed(one_changed), floor, bar_ms),
    ]


def sick(log: FoldingLog, code: str, n: int) -> None:
    now = "degraded" if n % 2 else "ok"
    log.record(Fact(ev.HealthChanged(was="", now=now, reason="", source="s1"), point=code))


def main() -> int:
    """Print every line; exit code 1 when a bar is missed."""
    found = [
        *commands(),
        *forecasts(),
        *observing(800, 2),
        *observing(10_000, 25),
        *viewing(800, 2),
        *viewing(10_000, 16),
    ]
    return 0 if all(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
