"""live.db: useful while it works, harmless when it does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from data.health.reading import Health, Reading, SourceStatus
from data.record.live_db import LEASE_DEAD_NS, LiveDb

SECOND = 1_000_000_000


def reading(point: str, ns: int = 5, health: Health = Health.OK) -> Reading:
    return Reading(point=point, source="pexip", observed_ns=ns, health=health, name="Toà án [/] é")


@pytest.fixture
def open_live(tmp_path):
    opened = []

    def make(**options) -> LiveDb:
        opened.append(LiveDb(tmp_path / "live.db", **{"boot": "boot-1", **options}))
        return opened[-1]

    yield make
    for live in opened:
        live.close()


def test_the_latest_reading_of_a_point(open_live):
    mine, theirs = open_live(), open_live(read_only=True)
    mine.put_readings([reading("a"), reading("b")])
    mine.put_readings([reading("a", 9, Health.DOWN)])
    assert theirs.readings() == {"a": reading("a", 9, Health.DOWN), "b": reading("b")}
    mine.put_readings([])
    assert len(theirs.readings()) == 2


def test_sources_by_name(open_live):
    live = open_live()
    live.put_sources([SourceStatus(name="z"), SourceStatus(name="a", state="ok")])
    live.put_sources([SourceStatus(name="z", state="lost", error="timed_out")])
    assert live.sources() == [
        SourceStatus(name="a", state="ok"),
        SourceStatus(name="z", state="lost", error="timed_out"),
    ]


def test_beats(open_live):
    live = open_live()
    live.beat("c1", actor="an", role="operator", boot="boot-1", now_ns=1)
    live.beat("c2", actor="bình", role="viewer", boot="boot-1", now_ns=2)
    live.beat("c1", actor="an", role="operator", boot="boot-1", now_ns=3)
    assert [(beat.console, beat.actor, beat.beat_ns) for beat in live.beats()] == [
        ("c1", "an", 3),
        ("c2", "bình", 2),
    ]
    assert live.beats()[0].pid > 0


def test_a_newer_epoch_wins_while_it_lives(open_live):
    old, new = open_live(), open_live()
    assert old.lease() is None
    assert old.lease_beat(1, "c1", "boot-1", 10 * SECOND)
    assert new.lease_beat(2, "c2", "boot-1", 14 * SECOND)
    assert not old.lease_beat(1, "c1", "boot-1", 15 * SECOND)
    lease = old.lease()
    assert lease is not None and (lease.epoch, lease.console, lease.beat_ns) == (2, "c2", 14 * SECOND)
    assert new.lease_beat(2, "c2", "boot-1", 16 * SECOND)


def test_a_dead_lease_of_another_record_stops_nobody(open_live):
    """A rehearsal may have reached epoch 7 in this file before the real record began at 1."""
    live = open_live()
    assert live.lease_beat(7, "c1", "boot-1", 10 * SECOND)
    assert not live.lease_beat(1, "c2", "boot-1", 10 * SECOND + LEASE_DEAD_NS)
    assert live.lease_beat(1, "c2", "boot-1", 10 * SECOND + LEASE_DEAD_NS + 1)
    assert live.lease_beat(7, "c3", "boot-0", 1)
    assert live.lease_beat(2, "c2", "boot-1", 2)


def test_reading_makes_no_file(open_live, tmp_path):
    live = open_live(read_only=True)
    assert (live.readings(), live.sources(), live.beats(), live.lease()) == ({}, [], [], None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database at all " * 50, b"SQLite format 3\0" + b"\xff" * 5000])
def test_an_unreadable_file_is_made_anew(open_live, tmp_path, content):
    (tmp_path / "live.db").write_bytes(content)
    assert open_live(read_only=True).readings() == {}
    assert (tmp_path / "live.db").read_bytes() == content
    live = open_live()
    live.put_readings([reading("a")])
    assert set(live.readings()) == {"a"}


def test_broken_while_it_is_open(open_live, tmp_path):
    live, other = open_live(), open_live()
    live.put_readings([reading("a")])
    assert set(other.readings()) == {"a"}
    (tmp_path / "live.db").write_bytes(b"\0" * 8192)
    live.put_readings([reading("b")])
    live.put_readings([reading("c")])
    assert "c" in live.readings() and live.readings() == other.readings()


def test_a_table_that_went_missing(open_live, tmp_path):
    live = open_live()
    live.put_readings([reading("a")])
    with closing(sqlite3.connect(tmp_path / "live.db")) as connection:
        connection.execute("DROP TABLE beat")
    live.beat("c1", actor="an", role="operator", boot="boot-1", now_ns=1)
    assert [beat.console for beat in live.beats()] == ["c1"]


def test_deleted_while_it_is_open(open_live, tmp_path):
    live = open_live()
    live.put_readings([reading("a")])
    (tmp_path / "live.db").unlink()
    live.put_readings([reading("b")])
    assert set(open_live(read_only=True).readings()) == {"b"}


def test_another_layout_is_made_anew(open_live, tmp_path):
    with closing(sqlite3.connect(tmp_path / "live.db")) as connection:
        connection.execute("CREATE TABLE reading (point, what)")
        connection.execute("PRAGMA user_version = 99")
    assert open_live(read_only=True).readings() == {}
    live = open_live()
    live.put_readings([reading("a")])
    assert live.readings() == {"a": reading("a")}


def test_times_of_an_earlier_boot_are_thrown_away(open_live):
    before = open_live(boot="boot-1")
    before.put_readings([reading("a", 10**15)])
    before.lease_beat(3, "c1", "boot-1", 10**15)
    before.close()
    assert open_live(boot="boot-2", read_only=True).readings() == {}
    after = open_live(boot="boot-2")
    assert after.readings() == {} and after.lease() is None
    after.put_readings([reading("a", 5)])
    assert set(open_live(boot="boot-2").readings()) == {"a"}


def test_a_boot_that_only_one_process_knows_throws_nothing_away(open_live):
    open_live(boot="proc-1").put_readings([reading("a")])
    assert set(open_live(boot="proc-2").readings()) == {"a"}


def test_busy_is_skipped(open_live, tmp_path):
    live = open_live(busy_timeout_ms=10)
    live.put_readings([reading("a")])
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        live.put_readings([reading("b")])
        live.put_sources([SourceStatus(name="s")])
        live.beat("c1", actor="an", role="operator", boot="boot-1", now_ns=1)
        assert live.lease_beat(1, "c1", "boot-1", 1)
        assert (live.readings(), live.sources(), live.beats(), live.lease()) == ({}, [], [], None)
        connection.execute("ROLLBACK")
    live.put_readings([reading("c")])
    assert set(live.readings()) == {"a", "c"}


def test_a_folder_that_is_not_there(tmp_path):
    live = LiveDb(tmp_path / "absent" / "live.db")
    live.put_readings([reading("a")])
    assert live.readings() == {}
