"""A file that somebody else writes: its age, its faults, and never half of it."""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.conformance import faults_of, garbled
from kit.contracts.lines import proves
from kit.hostile import NAMES

from adapters.errors import AdapterError, BadPayload, Emptied, Unreachable
from adapters.listed.file_drop import MAX_BYTES, FileDropAdapter
from adapters.registry import make
from data.folder.model import BridgePoint, Source, Thresholds
from data.folder.problem import ProblemError
from data.health.observation import Observation
from data.health.reading import Health, Presence, Snapshot
from data.state import ConferenceState
from data.units import NS_PER_S

WINDOWS = {"ệ": "ê\u0323", "ơ": "ơ"}


def adapter(path: Path, **settings: Any) -> FileDropAdapter:
    source = Source(name="s", kind="file", settings={"path": str(path), **settings})
    return FileDropAdapter(source, ManualClock().real_ns, still_s=0.02)


def written(path: Path, payload: bytes, age_s: float = 5.0) -> Path:
    path.write_bytes(payload)
    at = time.time() - age_s
    os.utime(path, (at, at))
    return path


async def failure(path: Path, **settings: Any) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        await adapter(path, **settings).poll()
    return caught.value


@proves("missing", kinds=("file",))
async def test_a_csv_lies_under_its_own_words(tmp_path: Path) -> None:
    text = "name,media,audio_loss,mute_server\nA,yes,0.3%,no\nB,no,,\nC,,,\n"
    found = await adapter(written(tmp_path / "a.csv", text.encode())).poll()
    a, b, c = found.participants
    assert [one.presence for one in (a, b, c)] == [Presence.MEDIA, Presence.SIGNALLING, Presence.LISTED]
    assert (a.streams[0].loss_pct, b.streams) == (0.3, ())
    assert (a.mute_server, b.mute_server) == (False, None)
    assert found.requests == 0


async def test_a_json_may_hold_its_list_anywhere(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", b'{"data": [{"who": "A", "media": true}]}')
    [one] = (await adapter(path, rows="data", field_name="who").poll()).participants
    assert (one.name, one.presence) == ("A", Presence.MEDIA)


async def test_what_it_says_is_as_old_as_the_file(tmp_path: Path) -> None:
    clock = ManualClock()
    source = Source(
        name="s", kind="file", settings={"path": str(written(tmp_path / "a.csv", b"name\nA\n", 60))}
    )
    found = await make(source, clock.real_ns).poll()
    assert 60 * NS_PER_S <= clock.real_ns() - found.observed_ns < 70 * NS_PER_S
    assert found.asked_ns == clock.real_ns()
    assert found.is_old(4 * NS_PER_S)
    assert not found.is_old(120 * NS_PER_S)


@proves("clock", kinds=("file",))
async def test_a_file_from_the_future_is_new_and_not_newer_than_now(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"name\nA\n", -3600)
    clock_ns = ManualClock().real_ns()
    found = await adapter(path).poll()
    assert found.observed_ns == clock_ns


@proves("cut off", "too big", kinds=("file",))
async def test_each_fault_has_its_code(tmp_path: Path) -> None:
    missing = await failure(tmp_path / "none.csv")
    old = await failure(written(tmp_path / "old.csv", b"name\nA\n", 400))
    (tmp_path / "dir.csv").mkdir()
    unreadable = await failure(tmp_path / "dir.csv")
    assert [one.code for one in (missing, old, unreadable)] == ["file_missing", "file_old", "file_unreadable"]
    assert all(isinstance(one, Unreachable) for one in (missing, old, unreadable))
    assert isinstance(await failure(written(tmp_path / "big.csv", b" " * (MAX_BYTES + 1))), BadPayload)
    assert isinstance(await failure(written(tmp_path / "cut.csv", b"name,media\nA,yes\nB")), BadPayload)


@proves("cut off", kinds=("file",))
async def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"name\nA\n", 0)

    async def finish() -> None:
        await asyncio.sleep(0.01)
        path.write_bytes(b"name\nA\nB\n")

    found, _ = await asyncio.gather(adapter(path).poll(), finish())
    assert [one.name for one in found.participants] == ["A", "B"]


async def test_a_file_that_is_never_still_is_not_believed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"name\nA\n", 0)

    async def busy() -> None:
        with path.open("ab") as file:
            for number in range(2000):
                file.write(f"B{number}\n".encode())
                file.flush()
                await asyncio.sleep(0.002)

    writing = asyncio.create_task(busy())
    error = await failure(path)
    writing.cancel()
    assert error.code == "file_busy"


@proves("names", "garbled", kinds=("file",))
async def test_hostile_names_and_garbled_files_neither_break_it_nor_make_a_room_well(tmp_path: Path) -> None:
    wire = adapter(tmp_path / "a.json")
    rows = [{"name": name, "media": False} for name in NAMES if "\ud800" not in name]
    body, chance = json.dumps(rows).encode(), random.Random(6)
    assert len(wire.parse(body)) == len(rows)
    for _ in range(2000):
        try:
            found = wire.parse(garbled(body, chance))
        except BadPayload:
            continue
        assert [fault for one in found for fault in faults_of(one)] == []
        assert Presence.MEDIA not in {one.presence for one in found}


@proves("twice", "units", kinds=("file",))
@pytest.mark.parametrize(
    ("written_as", "read"),
    [("23 kbps", (23_000, 0.3)), ("lots", (None, 0.3)), ("", (None, 0.3)), ("-5", (None, 0.3))],
)
def test_a_row_that_comes_twice_is_one_and_a_unit_is_read_whole_or_not_at_all(
    written_as: str, read: tuple[int | None, float], tmp_path: Path
) -> None:
    row = f"r1,A,{written_as},0.3%"
    payload = f"ref,name,audio_bitrate,audio_loss\n{row}\n{row}\n".encode()
    [one] = adapter(tmp_path / "a.csv").parse(payload)
    assert (one.streams[0].bitrate_bps, one.streams[0].loss_pct) == read


@proves("counters", kinds=("file",))
def test_counters_that_restart_make_no_loss_and_no_fault(tmp_path: Path) -> None:
    clock, wire = ManualClock(), adapter(tmp_path / "a.csv")
    watch = Observation(
        "s", [BridgePoint(code="A", name="A", level="district")], Thresholds(), ConferenceState()
    )
    for received, lost in ((9000, 40), (9500, 41), (20, 0), (520, 1)):
        text = f"name,media,audio_received,audio_lost\nA,yes,{received},{lost}\n"
        found = Snapshot(
            source="s", observed_ns=clock.real_ns(), participants=tuple(wire.parse(text.encode()))
        )
        watch.take(found, expected=True, attended=["A"])
        assert watch.readings["A"].health is not Health.DOWN
        assert not watch.readings["A"].checking
        assert (watch.readings["A"].audio_loss_pct or 0) < 1
        clock.advance(2)


@proves("charset", "names", kinds=("file",))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1258"])
def test_a_name_reads_the_same_in_every_form_that_a_clerk_s_machine_writes(
    charset: str, form: Any, tmp_path: Path
) -> None:
    name = "TAND huyện Đông Sơn"
    body = unicodedata.normalize(form if charset != "cp1258" else "NFC", name)
    if charset == "cp1258":  # its letters are written with the tone after them
        body = "".join(WINDOWS.get(letter, letter) for letter in body)
    [one] = adapter(tmp_path / "a.csv").parse(f"name\n{body}\n".encode(charset))
    assert one.name == name


@proves("restart", kinds=("file",))
async def test_a_list_that_is_empty_all_at_once_is_the_writer_s_doing(tmp_path: Path) -> None:
    clock, path = ManualClock(), tmp_path / "a.csv"
    source = Source(name="s", kind="file", settings={"path": str(path)})
    wire = FileDropAdapter(source, clock.real_ns)
    written(path, b"name\nA\nB\nC\nD\nE\n")
    assert len((await wire.poll()).participants) == 5
    written(path, b"name\n")
    clock.advance(2)
    with pytest.raises(Emptied):
        await wire.poll()
    clock.advance(120)
    assert (await wire.poll()).participants == ()


@pytest.mark.parametrize("path", ["", "list.csv", "/x/list.xml", "/x/list"])
def test_a_wrong_path_is_named(path: str) -> None:
    source = Source(name="s", kind="file", settings={"path": path})
    with pytest.raises(ProblemError) as caught:
        make(source, ManualClock().real_ns)
    assert caught.value.problems[0].params["setting"] == "path"
