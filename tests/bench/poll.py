"""CPU of one poll: a payload of the roster → Snapshot → every leg under its point.

The floor is decoding the same bytes to plain Python values and nothing else.
Prints `name figure floor ratio bar ok|MISS`; exit 1 when a bar is missed.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from xml.sax.saxutils import escape

import msgspec
from kit.bench import cpu_ms, report
from kit.national import national

from adapters.listed.over_http import FORMATS, GenericHttpAdapter
from adapters.pexip.payload import Row, parse_page, participants
from adapters.simulator.pexip_api import Service
from adapters.simulator.world import World
from console.polling.answer import Answers
from data.folder.model import Source, Thresholds
from data.health.observation import Observation
from data.health.reading import Participant, Snapshot
from data.matching.binder import Binder
from data.state import EMPTY

OPENED_MS = 1_718_521_200_000
PAGE = 1000
BARS_MS = {767: 5.0, 800: 5.0, 10_000: 100.0}
ROUNDS = 60
SERVE_BAR_MS = 15.0
SLICE_BAR_MS = 1.0


def decode(pages: list[bytes]) -> object:
    """The floor."""
    return [msgspec.json.decode(page) for page in pages]


def poll(pages: list[bytes], binder: Binder) -> object:
    """What the adapter and the desk do with the answers of one poll."""
    rows: list[Row] = []
    for page in pages:
        rows += parse_page(page).rows
    snapshot = Snapshot(source="s", observed_ns=0, participants=tuple(participants(rows)))
    return binder.bind_all(snapshot)


def read(pages: list[bytes], seen: Observation) -> object:
    """The same, and what becomes of each room's health; the clock goes on by itself."""
    rows: list[Row] = []
    for page in pages:
        rows += parse_page(page).rows
    snapshot = Snapshot(source="s", observed_ns=time.monotonic_ns(), participants=tuple(participants(rows)))
    return seen.take(snapshot, expected=True, attended=())


def pages_of(count: int, bar_of_serving: bool) -> tuple[list[bytes], float]:
    """The pages of a national roster, and the CPU of serving the first. The world is let go."""
    service = Service(World(national(count), 1), OPENED_MS, "hoi-nghi")
    asked = [{"limit": str(PAGE), "offset": str(offset)} for offset in range(0, count + PAGE, PAGE)]
    served = cpu_ms(lambda: service.roster(60.0, asked[0]), ROUNDS) if bar_of_serving else 0.0
    return [page for query in asked if (page := service.roster(60.0, query))], served


def generic(count: int, kind: str, binder: Binder) -> tuple[list[bytes], Callable[[bytes], object]]:
    """Two answers of a list with figures, no row of one like its fellow in the other; how to read them."""
    fields = {one: one for one in ("ref", "name", "media", "mute_server", "audio_loss", "video_loss")}
    settings = {f"field_{name}": key for name, key in fields.items()} | {"format": kind, "rows": "data.rows"}
    adapter = GenericHttpAdapter(Source(name="s", kind="http", url="http://[::1]", settings=settings), int)
    answers = []
    for turn in ("0.1%", "0.2%"):
        rows = [
            {"ref": f"r{n}", "name": point.name, "media": "yes", "audio_loss": turn, "video_loss": "0"}
            for n, point in enumerate(national(count))
        ]
        answers.append(_written(rows, kind))
    return answers, lambda payload: binder.bind_all(
        Snapshot(source="s", observed_ns=0, participants=tuple(adapter.parse(payload)))
    )


def _written(rows: list[dict[str, str]], kind: str) -> bytes:
    if kind == "json":
        return msgspec.json.encode({"data": {"rows": rows}})
    cells = ("".join(f"<{key}>{escape(text)}</{key}>" for key, text in row.items()) for row in rows)
    return f"<data>{''.join(f'<rows>{row}</rows>' for row in cells)}</data>".encode()


def report_generic(count: int, kind: str, bar: float) -> bool:
    """One line for a list that conference.toml describes; the floor is its document alone."""
    answers, read = generic(count, kind, Binder(national(count)))
    document = FORMATS[kind][1]
    floor = cpu_ms(lambda: [document(answer) for answer in answers], ROUNDS) / 2
    figure = cpu_ms(lambda: [read(answer) for answer in answers], ROUNDS) / 2
    return report(f"generic {kind} {count}: to bound", figure, floor, bar)


def report_sure(count: int, bar_same: float, bar_new: float) -> bool:
    """Making sure of a roster that is as it was at the last poll, and of one that is all new; the floor is to
    write it and read it back whole. Then for how long others wait for their turn meanwhile.
    """
    first, again = (_roster(count, quality=1) for _ in range(2))
    other = _roster(count, quality=2)
    decoder, answers, loop = msgspec.json.Decoder(Snapshot), Answers("s"), asyncio.new_event_loop()
    floor = cpu_ms(lambda: decoder.decode(msgspec.json.encode(first)), ROUNDS)
    loop.run_until_complete(answers.sound(first))
    same = cpu_ms(lambda: loop.run_until_complete(answers.sound(again)), ROUNDS)
    new = cpu_ms(lambda: loop.run_until_complete(Answers("s").sound(other)), ROUNDS)
    held = min(loop.run_until_complete(_held_ms(other)) for _ in range(ROUNDS))
    loop.close()
    reached = report(f"answer {count}: as before", same, floor, bar_same)
    reached &= report(f"answer {count}: all new", new, floor, bar_new)
    return report(f"answer {count}: others wait", held, floor, SLICE_BAR_MS) and reached


async def _held_ms(roster: Snapshot) -> float:
    """The longest time between two turns of somebody else, while `roster` is made sure of."""
    task, turns = asyncio.create_task(Answers("s").sound(roster)), [time.process_time_ns()]
    while not task.done():
        await asyncio.sleep(0)
        turns.append(time.process_time_ns())
    return max(late - early for early, late in pairwise(turns)) / 1e6


def _roster(count: int, quality: int) -> Snapshot:
    legs = (
        Participant(
            ref=f"3f2c81d0-{number:012}",
            name=f"{point.code} - {point.name}",
            alias=f"sip:{point.code}@vc.example",
            address="10.1.2.3",
            connected_at_ms=OPENED_MS + number,
            role="guest",
            mute_local=False,
            mute_server=False,
            quality=quality,
            bandwidth_bps=1_600_000,
        )
        for number, point in enumerate(national(count))
    )
    return Snapshot(source="s", observed_ns=0, participants=tuple(legs))


def main() -> int:
    """Run everything; 0 when every bar was reached."""
    reached = True
    for count, bar in BARS_MS.items():
        pages, served = pages_of(count, bar_of_serving=count < PAGE)
        gc.collect()
        binder, rounds = Binder(national(count)), ROUNDS if count < PAGE else 7
        floor = cpu_ms(partial(decode, pages), rounds)
        figure = cpu_ms(partial(poll, pages, binder), rounds)
        reached &= report(f"poll {count}: decode to bound", figure, floor, bar)
        if count < PAGE:
            seen = Observation("s", national(count), Thresholds(), EMPTY)
            figure = cpu_ms(partial(read, pages, seen), rounds)
            reached &= report(f"poll {count}: decode to readings", figure, floor, bar)
        if served:
            reached &= report(f"simulator {count}: one roster", served, floor, SERVE_BAR_MS)
    reached &= report_sure(767, 0.3, 1.0)
    reached &= report_sure(10_000, 4.0, 15.0)
    reached &= report_generic(767, "json", 5.0)
    reached &= report_generic(767, "xml", 40.0)
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
