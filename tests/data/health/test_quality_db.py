"""`quality.db`: a row a point a minute, bounded, and in nobody's way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from data.health.quality import FIGURES, QualityRow, Spread
from data.health.quality_db import QualityDb
from data.health.quality_past import by_point, read

NOTHING = (None,) * (len(FIGURES) - 1)


def row(minute: int, point: str = "T1", *, down_s: float = 0, loss: Spread | None = None) -> QualityRow:
    return QualityRow(minute, point, 60.0, 0.0, down_s, (loss, *NOTHING))


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    db = QualityDb(path)
    rows = [row(m, p, loss=Spread(0.0, m + 0.5, 9.0, 7)) for m in range(3) for p in ("T1", "T2")]
    assert db.add(rows)
    assert list(read(path)) == rows
    assert [each.minute for each in read(path, point="T2", since_minute=1)] == [1, 2]
    db.close()


def test_there_is_one_row_a_point_a_minute_whoever_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    first, second = QualityDb(path), QualityDb(path)
    assert first.add([QualityRow(5, "T1", 20.0, 2.0, 1.0, (Spread(1.0, 2.0, 3.0, 1), *NOTHING))])
    assert second.add([QualityRow(5, "T1", 30.0, 1.0, 4.0, (Spread(0.5, 6.0, 9.0, 3), *NOTHING))])
    (found,) = read(path)
    assert found == QualityRow(5, "T1", 50.0, 3.0, 5.0, (Spread(0.5, 5.0, 9.0, 4), *NOTHING))
    assert first.add([QualityRow(6, "T1", 1.0, 0.0, 0.0, (None, *NOTHING))])
    assert second.add([QualityRow(6, "T1", 1.0, 0.0, 0.0, (Spread(1.0, 1.0, 1.0, 2), *NOTHING))])
    assert list(read(path))[1].spreads[0] == Spread(1.0, 1.0, 1.0, 2)
    first.close()
    second.close()


def test_the_oldest_minutes_go_whole(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    db = QualityDb(path, kept_rows=10)
    for minute in range(50):
        assert db.add([row(minute, code) for code in ("T1", "T2", "T3")])
    assert sorted({each.minute for each in read(path)}) == [47, 48, 49]
    db.close()
    again = QualityDb(path, kept_rows=10)  # knows what is there
    assert again.add([row(50, code) for code in ("T1", "T2", "T3")])
    assert sorted({each.minute for each in read(path)}) == [48, 49, 50]
    again.close()


def test_a_point_over_its_minutes_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    db = QualityDb(path)
    db.add([row(1, down_s=5, loss=Spread(0.0, 1.0, 2.0, 3)), row(2, down_s=7, loss=Spread(1.0, 5.0, 8.0, 1))])
    db.add([row(1, "T2")])
    found = by_point(path)
    assert (found["T1"].minutes, found["T1"].seen_s, found["T1"].down_s) == (2, 120.0, 12.0)
    assert found["T1"].spreads[0] == Spread(0.0, 2.0, 8.0, 4)
    assert found["T2"].spreads == (None, *NOTHING)
    assert by_point(path, since_minute=2).keys() == {"T1"}
    db.close()


def test_pages_follow_each_other_without_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    db = QualityDb(path)
    rows = [row(minute, f"T{code:04d}") for minute in range(3) for code in range(900)]
    assert db.add(rows)
    assert list(read(path)) == rows
    db.close()


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    assert list(read(tmp_path / "quality.db")) == [] and by_point(tmp_path / "quality.db") == {}


def test_with_little_room_on_the_disk_nothing_is_written(tmp_path: Path) -> None:
    db = QualityDb(tmp_path / "quality.db", room_needed=2**62)
    assert not db.add([row(1)])
    assert not (tmp_path / "quality.db").exists()


def test_a_busy_file_keeps_nobody_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    db = QualityDb(path)
    assert db.add([row(1)])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not db.add([row(2)])
        other.execute("ROLLBACK")
    assert db.add([row(2)])
    assert [each.minute for each in read(path)] == [1, 2]
    db.close()


def test_a_broken_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    path.write_bytes(b"no database at all" * 100)
    db = QualityDb(path)
    assert db.add([row(1)])
    assert [each.minute for each in read(path)] == [1]
    assert (tmp_path / "quality.db.broken").read_bytes().startswith(b"no database")
    db.close()


def test_the_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "quality.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE quality (other TEXT)")
        other.execute("PRAGMA user_version = 9")
    before = path.read_bytes()
    assert not QualityDb(path).add([row(1)])
    assert path.read_bytes() == before
