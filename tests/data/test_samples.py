from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from data.folder.conference import load
from data.folder.model import DISTRICT, PROVINCIAL, BridgePoint, Conference
from data.folder.problem import ProblemError
from data.samples import SPEAKING, TITLE, sample_points, write_sample
from data.samples.roster import CHAU_THANH, DISTRICTS, spread
from data.text import fold

START_MS = 1_718_521_200_000


def written(folder: Path, points: int, **more: object) -> Conference:
    write_sample(folder, points=points, start_ms=START_MS, source_url="http://127.0.0.1:9/", **more)  # type: ignore[arg-type]
    conference, problems = load(folder)
    assert problems == ()
    assert conference is not None
    return conference


@pytest.fixture(scope="module")
def roster() -> tuple[BridgePoint, ...]:
    return sample_points(767)


def test_the_seed_conference(tmp_path: Path) -> None:
    conference = written(tmp_path / "d", 767)
    assert conference.title == TITLE
    assert conference.start_ms == START_MS
    assert conference.hard_end_ms == START_MS + 165 * 60_000
    assert (conference.speed, conference.language, conference.timezone) == (1.0, "vi", "Asia/Ho_Chi_Minh")
    cues = "P1 1 2.1 2.2 2.3 2.4 3.1 3.2 3.3 B1 4.1 4.2 4.3 4.4 4.5 5 6 P2"
    assert " ".join(item.cue for item in conference.items) == cues
    assert sum(item.duration_s for item in conference.items) == 157 * 60
    assert [item.cue for item in conference.items if item.is_protocol] == ["5", "6", "P2"]
    assert all(item.short for item in conference.items)
    assert {item.point for item in conference.items} == set(SPEAKING)
    source = conference.sources[0]
    assert (source.name, source.kind, source.url, source.interval_s) == (
        "pexip",
        "pexip",
        "http://127.0.0.1:9/",
        2.0,
    )
    assert source.settings == {"conference": "hoi-nghi"}


@pytest.mark.parametrize("count", [4, 5, 7, 20, 66, 67, 68, 300, 766, 767, 800, 10_000])
def test_any_number_of_points(tmp_path: Path, count: int) -> None:
    conference = written(tmp_path / "d", count)
    codes = [point.code for point in conference.points]
    assert len(codes) == len(set(codes)) == count
    assert set(SPEAKING) <= set(codes)
    assert {point.parent for point in conference.points} <= {*codes, ""}
    assert [point.code for point in conference.points if not point.parent] == ["TC00"]


def test_districts_per_province_are_the_real_ones(roster: tuple[BridgePoint, ...]) -> None:
    assert Counter(point.level for point in roster) == {
        "central": 1,
        "high": 3,
        "provincial": 63,
        "district": 700,
    }
    assert Counter(point.parent for point in roster if point.level == DISTRICT) == DISTRICTS
    regions = {point.code: point.region for point in roster if point.level == PROVINCIAL}
    assert all(point.region == regions[point.parent] for point in roster if point.level == DISTRICT)


@pytest.mark.parametrize("count", [0, 1, 62, 233, 699, 700, 701, 9_933])
def test_spreading_loses_nobody(count: int) -> None:
    shares = spread(count)
    assert sum(shares.values()) == count
    assert all(abs(shares[code] - count * weight / 700) < 1 for code, weight in DISTRICTS.items())


def test_names_give_the_real_kinds_of_trouble(roster: tuple[BridgePoint, ...]) -> None:
    districts = [point for point in roster if point.level == DISTRICT]
    assert {point.parent for point in districts if point.short == "Châu Thành"} == set(CHAU_THANH)
    assert len(CHAU_THANH) == 10
    provinces = {fold(point.label) for point in roster if point.level == PROVINCIAL}
    assert sum(fold(point.short) in provinces for point in districts) >= 25
    names = " ".join(point.name for point in districts)
    assert all(word in names for word in ("Hòa ", "Hoà ", "Đắk ", "Đắc "))
    for parent in DISTRICTS:
        own = [point.name for point in districts if point.parent == parent]
        assert len(own) == len(set(own))
    assert all(
        re.fullmatch(r"Tòa án nhân dân (quận|huyện|thị xã|thành phố) .+", point.name) for point in districts
    )


def test_some_names_are_decomposed_in_the_file_only(tmp_path: Path) -> None:
    conference = written(tmp_path / "d", 767)
    lines = (tmp_path / "d" / "points.csv").read_text("utf-8").splitlines()
    assert sum(unicodedata.normalize("NFC", line) != line for line in lines) >= 15
    assert all(unicodedata.normalize("NFC", point.name) == point.name for point in conference.points)


def test_the_same_seed_makes_the_same_roster(roster: tuple[BridgePoint, ...]) -> None:
    assert sample_points(767) == roster
    assert sample_points(767, seed=2) != roster
    larger = {point.name for point in sample_points(1500)}
    assert {point.name for point in roster} <= larger


def test_nobody_can_be_called_by_mistake(roster: tuple[BridgePoint, ...]) -> None:
    for point in roster:
        assert re.fullmatch(r"0\d\d 0000 0\d\d\d", point.phone), point
        assert point.contact == "Trực kỹ thuật"
        assert point.platform_id.endswith(".example")


def test_a_faster_clock_counts_from_its_anchor(tmp_path: Path) -> None:
    conference = written(tmp_path / "d", 20, speed=60.0, anchor_ms=START_MS + 250)
    assert (conference.speed, conference.speed_anchor_ms) == (60.0, START_MS + 250)


def test_near_midnight(tmp_path: Path) -> None:
    late = START_MS + 9 * 3_600_000
    write_sample(tmp_path / "d", points=4, start_ms=late, source_url="http://x/")
    conference, problems = load(tmp_path / "d")
    assert problems == ()
    assert conference is not None
    assert conference.hard_end_ms == late + 165 * 60_000


def test_odd_titles_stay_text(tmp_path: Path) -> None:
    title = 'Hội nghị "[bold]" \\ \x1b[31m\x7f'
    assert written(tmp_path / "d", 4, title=title).title == 'Hội nghị "[bold]" \\ \ufffd[31m\ufffd'


@pytest.mark.parametrize("name", ["agenda.csv", "points.csv", "conference.toml"])
def test_no_file_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ProblemError) as caught:
        write_sample(tmp_path, points=4, start_ms=START_MS, source_url="http://x/")
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [("file_exists", name)]
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_too_few_points_for_the_programme() -> None:
    with pytest.raises(ValueError, match="at least 4"):
        sample_points(3)
