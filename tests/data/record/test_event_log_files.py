"""Files that are not a healthy log: each is named, none is overwritten."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest
from kit.product import SUBPROCESS_ENV
from kit.record.logs import WHO, as_nobody, collect, filled, open_log, python, tampered

from data import events
from data.events import Fact, NoteAdded, Unknown
from data.record import network_fs
from data.record.errors import (
    LogDamaged,
    LogError,
    LogMissing,
    LogNewer,
    LogReadOnly,
    LogRemote,
)
from data.record.event_log import EventLog, verify


def rehashed(path: Path, seq: int, **columns: object) -> Path:
    """Rewrite row `seq`, the last one, as an honest program of another version would have."""
    from data.record.contract import Row
    from data.record.page import hash_of

    with closing(open_log(path, read_only=True)) as log:
        row = log.rows(seq - 1, 1)[0]
    values = {name: getattr(row, name) for name in Row.__struct_fields__} | columns
    values["hash"] = hash_of(Row(**values))
    tampered(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM event WHERE seq = ?", (seq,))
        connection.execute(f"INSERT INTO event VALUES ({', '.join('?' * 13)})", tuple(values.values()))
        connection.commit()
    return path


def test_a_new_log_is_whole_and_nothing_else_is_left(tmp_path):
    with closing(open_log(tmp_path / "log.db")) as log:
        assert log.state == 0 and not log.read_only
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x4443414C,)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.db", "log.db.reserve"] or (
        sorted(path.name for path in tmp_path.iterdir()) == ["log.db", "log.db-journal", "log.db.reserve"]
    )


def test_the_pragmas(tmp_path):
    with closing(open_log(tmp_path / "log.db")) as log:
        ask = lambda name: log._connection.execute(f"PRAGMA {name}").fetchone()[0]  # noqa: E731
        assert (ask("journal_mode"), ask("synchronous"), ask("busy_timeout")) == ("truncate", 3, 2000)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"cue,title\n" * 100, "format"), (b"SQLite format 3\0" + b"\0" * 50, "format")],
)
def test_what_is_no_log_is_named_and_left_alone(tmp_path, content, why, read_only):
    path = tmp_path / "log.db"
    path.write_bytes(content)
    for look in (lambda: open_log(path, read_only=read_only), lambda: verify(path)):
        with pytest.raises(LogDamaged) as caught:
            look()
        assert caught.value.params == {"file": str(path), "row": 0, "why": why}
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "log.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(LogDamaged) as caught:
        open_log(path)
    assert caught.value.params["why"] == "format" and path.read_bytes() == before


def test_missing_columns_are_named(tmp_path):
    path = tampered(filled(tmp_path / "log.db", 1), "ALTER TABLE event DROP COLUMN point")
    with pytest.raises(LogDamaged) as caught:
        open_log(path)
    assert caught.value.params["why"] == "columns"


def test_a_log_cut_in_the_middle_is_damaged(tmp_path):
    path = filled(tmp_path / "log.db", 3000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    for look in (lambda: open_log(path), lambda: open_log(path, read_only=True), lambda: verify(path)):
        with pytest.raises(LogDamaged):
            look()
    assert path.read_bytes() == whole[: len(whole) // 2]


@pytest.mark.parametrize("where", ["no-folder/log.db", "log.db"])
def test_reading_makes_nothing(tmp_path, where):
    with pytest.raises(LogMissing):
        open_log(tmp_path / where, read_only=True)
    with pytest.raises(LogMissing):
        verify(tmp_path / where)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("leads_to", ["absent/log.db", "log.db"])
def test_a_link_that_leads_nowhere_or_to_itself_is_no_record_that_was_never_made(tmp_path, leads_to):
    (tmp_path / "log.db").symlink_to(leads_to)
    for look in (open_log, verify):
        with pytest.raises(LogDamaged) as caught:
            look(tmp_path / "log.db")
        assert caught.value.params["why"] == "link"


def test_a_folder_is_no_log_and_a_missing_folder_is_not_made(tmp_path):
    with pytest.raises(LogDamaged) as caught:
        open_log(tmp_path)
    assert caught.value.params["why"] == "no_file"
    with pytest.raises(LogMissing):
        open_log(tmp_path / "absent" / "log.db")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def shared_folder():
    """A folder that a user without rights can walk into, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def opened(path: Path, **options) -> str:
    try:
        with closing(open_log(path, **options)) as log:
            log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)
            return f"written {log.state}"
    except LogError as error:
        return type(error).__name__


def test_without_the_right_to_read(shared_folder):
    path = filled(shared_folder / "log.db", 2)
    path.chmod(0o000)
    assert as_nobody(lambda: opened(path)) == "LogUnreadable"
    assert as_nobody(lambda: opened(path, read_only=True)) == "LogUnreadable"


@pytest.mark.parametrize(("folder", "file"), [(0o755, 0o644), (0o555, 0o444), (0o777, 0o444), (0o755, 0o666)])
def test_without_the_right_to_write(shared_folder, folder, file):
    if os.getuid() != 0 and (folder, file) in ((0o755, 0o644), (0o755, 0o666)):
        pytest.skip("the file is our own")
    path = filled(shared_folder / "log.db", 2)
    path.chmod(file)
    shared_folder.chmod(folder)
    assert as_nobody(lambda: opened(path)) == "LogReadOnly"
    assert as_nobody(lambda: opened(path, read_only=True)) == "LogReadOnly"

    def read() -> str:
        with closing(open_log(path, read_only=True)) as log:
            return f"{log.state} {verify(path).ok}"

    assert as_nobody(read) == "2 True"
    shared_folder.chmod(0o755)


def test_a_new_log_in_a_folder_without_the_right_to_write(shared_folder):
    shared_folder.chmod(0o555)
    assert as_nobody(lambda: opened(shared_folder / "log.db")) == "LogReadOnly"
    assert list(shared_folder.iterdir()) == []


def test_a_newer_format_opens_for_reading_only(tmp_path):
    path = filled(tmp_path / "log.db", 3)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE event ADD COLUMN sign BLOB")
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(LogNewer):
        open_log(path)
    with closing(open_log(path, read_only=True)) as log:
        assert log.state == 3 and len(log.rows()) == 3
        with pytest.raises(LogReadOnly):
            log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)
    assert verify(path).ok


def test_an_unknown_kind_is_kept_and_written_behind(tmp_path):
    path = rehashed(filled(tmp_path / "log.db", 3), 3, kind="RobotDanced", body='{"steps": [1,2]}')
    with closing(open_log(path, initial=(), fold=collect)) as log:
        assert log.state[2].body == Unknown(raw='{"steps": [1,2]}') and log.state[2].kind == "RobotDanced"
        assert not log.read_only
        log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)
        assert log.rows(2)[0].body == '{"steps": [1,2]}'
    assert verify(path).rows == 4


@pytest.mark.parametrize("running", [False, True])
def test_a_newer_version_of_a_known_kind_stops_writing(tmp_path, running):
    path = filled(tmp_path / "log.db", 2)
    late = open_log(path) if running else None
    filled(path, 1)
    rehashed(path, 3, v=2, body='{"words":["x"]}')
    log = late or open_log(path)
    with closing(log):
        with pytest.raises(LogNewer):
            log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO)
        assert log.newer and log.read_only and log.state == 3
        assert log.read(2)[0].body == Unknown(raw='{"words":["x"]}')
    assert verify(path).ok and verify(path).rows == 3


def test_a_known_kind_whose_body_is_not_of_its_shape(tmp_path):
    path = rehashed(filled(tmp_path / "log.db", 2), 2, body='{"text":7}')
    with pytest.raises(LogDamaged) as caught:
        open_log(path)
    assert caught.value.params == {"file": str(path), "row": 2, "why": "body"}


class Whistled(events.Body, frozen=True, kw_only=True):
    """A kind that exists in these tests alone; v1 had `loud: bool`, v2 a text, v3 is this."""

    v = 3
    decibel: int


def test_old_versions_are_upcast_on_reading(tmp_path, monkeypatch):
    path = rehashed(filled(tmp_path / "log.db", 1), 1, kind="Whistled", v=1, body='{"loud":true}')
    rehashed(filled(path, 1), 2, kind="Whistled", v=2, body='{"how":"soft"}')
    monkeypatch.setitem(events.KINDS, "Whistled", Whistled)
    events._decode.cache_clear()
    monkeypatch.setitem(events.UPCASTS, ("Whistled", 1), lambda f: {"how": "loud" if f["loud"] else "soft"})
    monkeypatch.setitem(
        events.UPCASTS, ("Whistled", 2), lambda f: {"decibel": {"loud": 90, "soft": 30}[f["how"]]}
    )
    with closing(open_log(path, initial=(), fold=collect)) as log:
        log.transact(lambda _s, _n: [Fact(Whistled(decibel=60))], **WHO)
        assert [(event.v, event.body.decibel) for event in log.state] == [(1, 90), (2, 30), (3, 60)]
        assert [event.raw for event in log.state[:2]] == ['{"loud":true}', '{"how":"soft"}']
    assert verify(path).ok


HALF = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=TRUNCATE")
connection.execute("PRAGMA cache_size=5")
connection.execute("BEGIN IMMEDIATE")
for name in ("event_append", "event_no_update"):
    connection.execute(f"DROP TRIGGER {name}")
connection.execute("UPDATE event SET body = body || body || body")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.crash
@pytest.mark.parametrize("look", ["write", "read", "verify"])
def test_what_a_killed_writer_left_half_done_is_rolled_back(tmp_path, look):
    path = filled(tmp_path / "log.db", 500)
    whole = path.read_bytes()
    done = subprocess.run(python("-c", HALF, str(path)), env=SUBPROCESS_ENV, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() != whole and (tmp_path / "log.db-journal").stat().st_size > 0
    if look == "verify":
        assert verify(path).rows == 500
    else:
        with closing(open_log(path, read_only=look == "read")) as log:
            assert log.state == 500
    assert path.read_bytes() == whole


def test_network_file_systems_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("data.record.event_log.network_fs", lambda path: "nfs4")
    with pytest.raises(LogRemote) as caught:
        open_log(tmp_path / "log.db")
    assert caught.value.params == {"file": str(tmp_path / "log.db"), "fs": "nfs4"}
    assert list(tmp_path.iterdir()) == []


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/hoi\\040nghi nfs4 rw 0 0
tmpfs /srv/hoi\\040nghi/fast tmpfs rw 0 0
//nas/share /media/nas cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/op/log.db", "ext4"),
        ("/srv/hoi nghi/log.db", "nfs4"),
        ("/srv/hoi nghi/fast/log.db", "tmpfs"),
        ("/srv/hoi nghi2/log.db", "ext4"),
        ("/media/nas/a/b/log.db", "cifs"),
    ],
)
def test_the_deepest_mount_decides(path, kind):
    assert network_fs.mounted_as(PurePosixPath(path), MOUNTS) == kind


def test_windows_shares():
    assert network_fs._windows_share(r"\\nas\share\log.db") == "smb"
    assert network_fs._windows_share(r"\\?\UNC\nas\share\log.db") == "smb"
    assert network_fs._windows_share(r"\\?\C:\log.db") == ""
    assert network_fs._windows_share(r"C:\log.db") == ""


def test_opening_an_existing_log_does_not_import_sqlite_utils(tmp_path):
    filled(tmp_path / "log.db", 1)
    code = (
        "import sys; from pathlib import Path; from kit.record.logs import open_log;"
        "assert open_log(Path(sys.argv[1])).state == 1; print('sqlite_utils' in sys.modules)"
    )
    done = subprocess.run(
        python("-c", code, str(tmp_path / "log.db")), env=SUBPROCESS_ENV, capture_output=True, check=True
    )
    assert done.stdout == b"False\n"


def test_a_log_may_be_handed_to_another_thread(tmp_path):
    import threading

    log = open_log(tmp_path / "log.db")
    thread = threading.Thread(target=lambda: log.transact(lambda _s, _n: [Fact(NoteAdded(text="x"))], **WHO))
    thread.start()
    thread.join()
    assert isinstance(log, EventLog) and log.state == 1
    log.close()
    log.close()
