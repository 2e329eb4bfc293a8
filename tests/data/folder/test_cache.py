"""The cache of a folder's reading: right, or not used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.folder import cache as conference_cache
from data.folder.conference import load as read
from data.samples import write_sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sample(tmp_path / "c", points=67, start_ms=1_718_521_200_000, source_url="http://127.0.0.1:1")
    return tmp_path / "c"


@pytest.fixture
def cache(folder: Path) -> Path:
    return folder / ".hidden" / "cache"


def test_the_cache_gives_what_the_files_give(folder: Path, cache: Path) -> None:
    assert conference_cache.recall(folder, cache) is None
    first = conference_cache.load(folder, cache)
    assert first == read(folder)
    assert conference_cache.recall(folder, cache) == first
    assert conference_cache.load(folder, cache) == first


@pytest.mark.parametrize("name", ["conference.toml", "agenda.csv", "points.csv"])
def test_a_changed_file_is_read_again(folder: Path, cache: Path, name: str) -> None:
    conference_cache.load(folder, cache)
    path = folder / name
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert conference_cache.recall(folder, cache) is None


def test_a_second_table_beside_the_first_is_noticed(folder: Path, cache: Path) -> None:
    conference_cache.load(folder, cache)
    (folder / "points.xlsx").write_bytes(b"")
    conference, problems = conference_cache.load(folder, cache)
    assert conference is None
    assert [problem.code for problem in problems] == ["both_files"]


def test_a_faulty_reading_is_not_kept(folder: Path, cache: Path) -> None:
    (folder / "agenda.csv").write_text("cue,title\n1,x\n", "utf-8")
    conference, _problems = conference_cache.load(folder, cache)
    assert conference is None
    assert not cache.exists()


def test_warnings_are_kept_with_it(folder: Path, cache: Path) -> None:
    with (folder / "conference.toml").open("a", encoding="utf-8") as file:
        file.write('\n[surprise]\nkey = "x"\n')
    _conference, problems = conference_cache.load(folder, cache)
    assert problems
    recalled = conference_cache.recall(folder, cache)
    assert recalled is not None
    assert recalled[1] == problems


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"\x81\xa1a\x01"])
def test_a_damaged_cache_is_not_used(folder: Path, cache: Path, content: bytes) -> None:
    conference_cache.load(folder, cache)
    cache.write_bytes(content)
    assert conference_cache.recall(folder, cache) is None
    assert conference_cache.load(folder, cache) == read(folder)
