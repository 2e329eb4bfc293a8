from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.record.events import START_MS, ListSource, event

from console.reading.pages import KEPT_EVENTS, PAGE, LogPages
from console.reading.search import LogSearch, RowNumbers
from console.reading.window import LogWindow, Sheet
from data.events import Event, NoteAdded, SourceLost
from data.record.filter import EVERYTHING, Group, LogFilter, parse
from data.text import fold

HEIGHT = 20


def told(row: Event) -> str:
    return fold(getattr(row.body, "text", row.kind))


def window(rows: int) -> tuple[LogWindow, ListSource]:
    source = ListSource([event(seq) for seq in range(1, rows + 1)])
    made = LogWindow(source, told)
    made.grow(rows, ())
    return made, source


async def look(log: LogWindow, height: int = HEIGHT) -> Sheet:
    """The sheet once everything on it is there."""
    await log.fetch(log.missing(height))
    sheet = log.sheet(height)
    assert None not in sheet.rows
    return sheet


def numbers(sheet: Sheet) -> list[int]:
    return [row.seq for row in sheet.rows if row]


async def test_opening_reads_one_page_of_any_log() -> None:
    log, source = window(100_000)
    sheet = await look(log)
    assert numbers(sheet) == list(range(99_981, 100_001))
    assert (sheet.cursor, sheet.count, sheet.following) == (99_999, 100_000, True)
    assert len(source.reads) == 1
    assert source.reads[0][1] <= PAGE


async def test_new_rows_do_not_move_what_is_read() -> None:
    log, source = window(1000)
    log.move(-5, HEIGHT)
    before = await look(log)
    for rows in (1001, 1500, 9000):
        source.events = [event(seq) for seq in range(1, rows + 1)]
        log.grow(rows, ())
        after = await look(log)
        assert numbers(after) == numbers(before)
        assert after.cursor - after.first == before.cursor - before.first
        assert after.news == rows - 1000
    log.to_end()
    assert (await look(log)).cursor == 8999
    assert log.sheet(HEIGHT).news == 0


async def test_rows_not_written_yet_stand_at_the_end_and_are_never_asked_for() -> None:
    log, source = window(30)
    log.grow(30, (event(31), event(32)))
    sheet = await look(log)
    assert numbers(sheet)[-3:] == [30, 31, 32]
    assert sheet.unwritten_from == 31
    assert all(after + limit <= PAGE for after, limit in source.reads)


moves = st.lists(st.integers(-4000, 4000) | st.sampled_from(["end", "start", "grow"]), max_size=25)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20_000), st.integers(1, 70), moves)
async def test_any_walk_shows_the_same_rows_as_slicing_the_whole_log(
    rows: int, height: int, walk: list[int | str]
) -> None:
    log, source = window(rows)
    cursor: int | None = None
    for step in walk:
        if step == "end":
            log.to_end()
            cursor = None
        elif step == "start":
            log.to_start()
            cursor = 0
        elif step == "grow":
            rows += 7
            source.events += [event(rows - 6 + n) for n in range(7)]
            log.grow(rows, ())
        else:
            assert isinstance(step, int)
            log.move(step, height)
            standing = rows - 1 if cursor is None else cursor
            cursor = min(max(0, standing + step), rows - 1)
        sheet = await look(log, height)
        assert sheet.cursor == (rows - 1 if cursor is None else cursor)
        assert numbers(sheet) == list(range(1, rows + 1))[sheet.first : sheet.first + height]
        assert len(sheet.rows) == min(height, rows)
        assert sheet.first <= sheet.cursor < sheet.first + height
        assert len(log.pages) <= KEPT_EVENTS
    assert all(limit <= PAGE for _, limit in source.reads)


async def test_a_page_is_a_screen_and_keeps_the_cursor_in_its_place() -> None:
    log, _ = window(1000)
    log.move(-7, HEIGHT)
    before = log.sheet(HEIGHT)
    log.move(-(HEIGHT - 1), HEIGHT)
    after = log.sheet(HEIGHT)
    assert before.first - after.first == HEIGHT - 1
    assert after.cursor - after.first == before.cursor - before.first


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(-1, 51))
async def test_the_first_row_at_a_time(gaps: list[int], second: int) -> None:
    times = sorted(START_MS + gap * 1000 for gap in gaps)
    source = ListSource([event(seq, at_ms=at) for seq, at in enumerate(times, 1)])
    log = LogWindow(source, told)
    log.grow(len(times), ())
    at_ms = START_MS + second * 1000
    naive = next((seq for seq, at in enumerate(times, 1) if at >= at_ms), len(times) + 1)
    assert await log.seq_at(at_ms) == naive
    assert len(source.reads) <= 7


async def test_halving_a_million_rows_takes_two_dozen_reads() -> None:
    class Million(ListSource):
        async def read(self, after: int, limit: int = 1000) -> list[Event]:
            self.reads.append((after, limit))
            return [event(after + 1)]

    source = Million([])
    log = LogWindow(source, told)
    log.grow(1_000_000, ())
    assert await log.seq_at(START_MS + 765_432 * 1000) == 765_432
    assert len(source.reads) <= 24


async def searched(log: LogWindow, wanted: LogFilter, each: Callable[[], None] = lambda: None) -> LogSearch:
    search = log.choose(wanted)
    assert search is not None
    await search.run(each)
    return search


def mixed(rows: int) -> list[Event]:
    lost = SourceLost(source="s", error="dns", detail="", points=1)
    return [
        event(seq, lost if seq % 7 == 0 else NoteAdded(text=f"dòng {seq % 13}"), point=f"T{seq % 5}")
        for seq in range(1, rows + 1)
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 3000),
    st.sampled_from(["dong 5", "điểm:t3", "kind:lost", "điểm:T0 dong", "khong co"]),
    st.sampled_from([Group.ALL, Group.SOURCES]),
    st.integers(-300, 300),
)
async def test_a_filter_shows_what_a_naive_one_would(rows: int, text: str, group: Group, step: int) -> None:
    events = mixed(rows)
    log = LogWindow(ListSource(events), told)
    log.grow(rows, ())
    wanted = parse(text, 0, group)
    await searched(log, wanted)
    naive = [row.seq for row in events if wanted.accepts(row, told)]
    log.move(step, HEIGHT)
    sheet = await look(log)
    assert sheet.count == len(naive)
    assert numbers(sheet) == naive[sheet.first : sheet.first + HEIGHT]
    assert len(sheet.rows) == min(HEIGHT, len(naive))


async def test_results_come_newest_first_and_never_move_the_one_that_is_read() -> None:
    log = LogWindow(ListSource(mixed(5000)), told)
    log.grow(5000, ())
    seen: list[tuple[int, int, int]] = []

    def each() -> None:
        if len(seen) == 1:
            log.move(-1, HEIGHT)
        sheet = log.sheet(HEIGHT)
        seen.append((sheet.count, log.selected, log.search.looked_at if log.search else 0))

    await searched(log, parse("kind:lost", 0), each)
    counts = [count for count, _, _ in seen]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == 5000 // 7
    assert len({selected for _, selected, _ in seen[1:]}) == 1
    assert seen[0][2] < 5000


async def test_a_search_that_is_called_off_keeps_what_it_found_and_still_follows() -> None:
    source = ListSource(mixed(5000))
    log = LogWindow(source, told)
    log.grow(5000, ())
    search = log.choose(parse("kind:lost", 0))
    assert search is not None
    await search.run(search.stop)
    assert 0 < search.looked_at < 5000
    found = len(search.found)
    source.events.append(event(5001, SourceLost(source="s", error="dns", detail="", points=1)))
    log.grow(5001, ())
    assert search.behind
    await search.run(lambda: None)
    assert len(search.found) == found + 1
    assert not search.behind


async def test_new_rows_that_match_are_counted_and_do_not_move_the_reader() -> None:
    source = ListSource(mixed(700))
    log = LogWindow(source, told)
    log.grow(700, ())
    search = await searched(log, parse("kind:lost", 0))
    log.move(-3, HEIGHT)
    before = await look(log)
    source.events = mixed(770)
    log.grow(770, ())
    log.sheet(HEIGHT)
    await search.run(lambda: None)
    after = await look(log)
    assert numbers(after) == numbers(before)
    assert after.news == 10


async def test_without_the_filter_the_row_that_was_read_stays() -> None:
    log = LogWindow(ListSource(mixed(3000)), told)
    log.grow(3000, ())
    await searched(log, parse("kind:lost", 0))
    log.move(-50, HEIGHT)
    read = log.selected
    assert log.choose(EVERYTHING) is None
    assert log.selected == read
    assert log.sheet(HEIGHT).news == 0, "rows that were not wanted are not new"
    assert read in numbers(await look(log))


async def test_keys_go_before_a_search() -> None:
    log = LogWindow(ListSource(mixed(100_000)), told)
    log.grow(100_000, ())
    search = log.choose(parse("kind:lost", 0))
    assert search is not None
    search.give_way()
    task = asyncio.create_task(search.run(lambda: None))
    for _ in range(20):
        await asyncio.sleep(0)
    assert search.looked_at == 0
    search.abandon()
    await task
    assert search.looked_at < 100_000


async def test_the_next_of_a_point() -> None:
    log = LogWindow(ListSource(mixed(2500)), told)
    log.grow(2500, ())
    wanted = parse("điểm:T4", 0)
    assert await log.first_of(wanted, 0, lambda: False) == 4
    assert await log.first_of(wanted, 4, lambda: False) == 9
    assert await log.first_of(parse("điểm:T9", 0), 0, lambda: False) == 0


@given(st.lists(st.integers(1, 500), unique=True), st.integers(0, 500))
def test_found_rows_are_a_sequence(seqs: list[int], middle: int) -> None:
    older = sorted((seq for seq in seqs if seq <= middle), reverse=True)
    newer = sorted(seq for seq in seqs if seq > middle)
    found = RowNumbers()
    found.put_newer(newer)
    found.put_older(older)
    found.ahead = [501, 502]
    assert list(found) == [*sorted(seqs), 501, 502]
    assert list(found[1:4]) == list(found)[1:4]
    assert found[-1] == 502
    with pytest.raises(IndexError):
        found[len(found)]


async def test_what_was_not_looked_at_for_longest_is_forgotten() -> None:
    source = ListSource([event(seq) for seq in range(1, 20_001)])
    pages = LogPages(source)
    for seq in range(1, 20_001, PAGE):
        await pages.fetch([seq], whole_pages=True)
    assert len(pages) <= KEPT_EVENTS
    assert pages.get(1) is None
    assert pages.get(20_000) is not None
