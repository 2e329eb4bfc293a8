"""1,000 ways to change a record: the verifier inside and the one outside name the same first bad row, the one
that was expected. (That 100 whole records raise no alarm is in `test_verify`.)
"""

from __future__ import annotations

import random
import runpy
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kit.product import ROOT
from kit.record.logs import WHO, open_log

from data.events import Fact, NoteAdded
from data.record.chain import Head
from data.record.contract import Row
from data.record.event_log import verify
from data.record.page import hash_of

outside = runpy.run_path(str(ROOT / "docs" / "verify.py"))
ROWS = 60
COLUMNS = "seq, at, mono_ns, boot, actor, console, kind, v, item, point, body, prev, hash"
PLACES = ", ".join("?" * 13)
Table = list[list[object]]
"""The rows of a record, each with its thirteen columns; row n stands at n - 1."""
Change = Callable[[Table, Table, random.Random], int | None]
"""Changes the rows in place; the first row that must be named, None where only the noted head can tell."""


def noted(path: Path, text: str, rows: int = ROWS) -> Table:
    with closing(open_log(path)) as log:
        facts = [Fact(NoteAdded(text=f"{text} {n}"), item=str(n % 5), point=f"T{n % 9}") for n in range(rows)]
        for start in range(0, rows, 9):
            log.transact(lambda _s, _n, part=facts[start : start + 9]: part, **WHO)
    with closing(sqlite3.connect(path)) as connection:
        return [list(row) for row in connection.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq")]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Table]:
    path = tmp_path_factory.mktemp("ours") / "log.db"
    return path, noted(path, "ghi chú")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return noted(tmp_path_factory.mktemp("theirs") / "log.db", "của người khác")


def change(rows: Table, _other: Table, chance: random.Random) -> int:
    row, column = rows[chance.randrange(ROWS)], chance.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
    value = row[column]
    if isinstance(value, bytes):
        at = chance.randrange(32)
        row[column] = value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
    elif isinstance(value, int):
        row[column] = value + chance.choice((-1, 1, 1000))
    else:
        at = chance.randrange(len(str(value)))
        row[column] = f"{str(value)[:at]}{chance.choice('~ạ')}{str(value)[at + 1 :]}"
    return int(str(row[0]))


def delete(rows: Table, _other: Table, chance: random.Random) -> int:
    at = chance.randrange(ROWS - 1)
    del rows[at]
    return at + 1


def close_the_gap(rows: Table, _other: Table, chance: random.Random) -> int:
    """Deleted, and all behind it numbered anew."""
    at = chance.randrange(ROWS - 1)
    del rows[at]
    for row in rows[at:]:
        row[0] = int(str(row[0])) - 1
    return at + 1


def insert(rows: Table, other: Table, chance: random.Random) -> int:
    """A row of another record between two, or behind the last, numbered as it should be."""
    at = chance.randrange(1, ROWS + 1)
    rows.insert(at, [at + 1, *other[chance.randrange(ROWS)][1:]])
    for row in rows[at + 1 :]:
        row[0] = int(str(row[0])) + 1
    return at + 1


def reorder(rows: Table, _other: Table, chance: random.Random) -> int:
    low, high = sorted(chance.sample(range(ROWS), 2))
    rows[low][1:], rows[high][1:] = rows[high][1:], rows[low][1:]
    return low + 1


def swap_tails(rows: Table, other: Table, chance: random.Random) -> int:
    """From some row on those of another record."""
    at = chance.randrange(1, ROWS)
    rows[at:] = [list(row) for row in other[at:]]
    return at + 1


def replace(rows: Table, other: Table, chance: random.Random) -> int:
    """REPLACE: another row under the same number, with a hash that fits itself."""
    at = chance.randrange(ROWS - 1)
    rows[at] = rechained([*other[at][:10], '{"text":"x"}', rows[at][11], b""])
    return at + 2  # it stands on the row before it; the next one does not stand on it


def cut(rows: Table, _other: Table, chance: random.Random) -> None:
    del rows[chance.randrange(1, ROWS) :]


def write_anew(rows: Table, _other: Table, chance: random.Random) -> None:
    """Changed, and everything behind it chained anew: whole by itself."""
    at = chance.randrange(ROWS)
    rows[at][4] = "somebody else"
    for number in range(at, ROWS):
        rows[number][11] = rows[number - 1][12] if number else bytes(32)
        rows[number] = rechained(rows[number])


def rechained(row: list[object]) -> list[object]:
    return [*row[:12], hash_of(Row(*row))]  # type: ignore[arg-type]


CHANGES: list[Change] = [
    *(change, delete, close_the_gap, insert, reorder, swap_tails, replace, cut, write_anew),
]


def store(path: Path, rows: Table) -> None:
    """As somebody with SQLite at hand would: the triggers are gone."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for name in ("event_append", "event_no_update", "event_no_delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        connection.execute("DELETE FROM event")
        connection.executemany(f"INSERT INTO event VALUES ({PLACES})", rows)
        connection.commit()


def outside_says(path: Path, head: Head | None = None) -> tuple[int, str]:
    """(the first bad row, what is wrong)."""
    told = (head.seq, head.hash) if head else None
    good, _tip, fault = outside["verify"](outside["rows_of_log"](path), told)
    return good + 1, fault


def test_a_thousand_changes_are_found_with_their_row(
    ours: tuple[Path, Table], theirs: Table, tmp_path: Path
) -> None:
    chance, path, whole = random.Random(2024), tmp_path / "log.db", ours[0].read_bytes()
    head, found = verify(ours[0]).head, Counter[str]()
    path.write_bytes(whole)
    for number in range(1000):
        rows = [list(row) for row in ours[1]]
        kind = CHANGES[number % len(CHANGES)]
        expected = kind(rows, theirs, chance)
        store(path, rows)
        verdict, (bad, fault) = verify(path), outside_says(path)
        assert verdict.ok == (not fault), (kind, number)
        if expected is None:
            assert verdict.ok, "whole by itself"
            verdict, (bad, fault) = verify(path, head=head), outside_says(path, head)
            expected = min(len(rows) + 1, head.seq)
        assert not verdict.ok and fault, (kind, number)
        assert verdict.bad_seq == bad == expected, (kind, number, verdict, fault)
        found[kind.__name__] += 1
    assert found.total() == 1000 and min(found.values()) > 100
