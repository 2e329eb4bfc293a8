"""What is told of a day that cannot be meant: worked out against a given today."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from kit.folders import TOML, assert_declared, write_folder

from data.folder.conference import load
from data.folder.doubtful_day import doubtful_day


def codes(tmp_path: Path, toml: str, now: datetime) -> dict[str, dict[str, object]]:
    conference, problems = load(write_folder(tmp_path / "hn", conference_toml=toml))
    assert conference is not None, problems
    told = doubtful_day(conference, round(now.timestamp() * 1000))
    assert_declared(told)
    assert all(problem.warning and problem.file == "conference.toml" for problem in told)
    return {problem.code: dict(problem.params) for problem in told}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2024, 6, 10, tzinfo=UTC), {}),
        # 23:59 and midnight in Vietnam, whatever the machine's own zone says.
        (datetime(2024, 6, 16, 16, 59, tzinfo=UTC), {}),
        (datetime(2024, 6, 16, 17, 0, tzinfo=UTC), {"date_past": {"date": "16/06/2024", "days": 1}}),
        (datetime(2023, 6, 16, tzinfo=UTC), {}),
        (datetime(2023, 6, 14, tzinfo=UTC), {"date_far": {"date": "16/06/2024", "days": 368}}),
    ],
)
def test_a_day_that_is_over_or_a_year_away(now: datetime, told: dict[str, object], tmp_path: Path) -> None:
    assert codes(tmp_path, TOML, now) == told


def test_a_conference_of_two_days_is_not_over_on_the_second(tmp_path: Path) -> None:
    toml = TOML.replace('hard_end = "16:45"', 'hard_end = "17/06/2024 11h00"')
    assert codes(tmp_path, toml, datetime(2024, 6, 17, 3, tzinfo=UTC)) == {}
    assert "date_past" in codes(tmp_path, toml, datetime(2024, 6, 18, 3, tzinfo=UTC))


def test_a_hard_end_with_the_wrong_year(tmp_path: Path) -> None:
    toml = TOML.replace('hard_end = "16:45"', 'hard_end = "16/06/2025 16:45"')
    told = codes(tmp_path, toml, datetime(2024, 6, 10, tzinfo=UTC))
    assert told == {"hard_end_far": {"value": "16:45 16/06/2025", "end": "14:18 16/06/2024"}}


@pytest.mark.parametrize(
    ("zone", "language", "here"),
    [
        ("Etc/GMT+7", "vi", "04:00 17/06/2024"),  # the sign of those names is the other way round
        ("UTC", "vi", "21:00 16/06/2024"),
        ("Asia/Bangkok", "vi", ""),
        ("UTC", "en", ""),
    ],
)
def test_an_hour_of_another_country(zone: str, language: str, here: str, tmp_path: Path) -> None:
    toml = f'language = "{language}"\n' + TOML.replace("Asia/Ho_Chi_Minh", zone)
    told = codes(tmp_path, toml, datetime(2024, 6, 10, tzinfo=UTC))
    assert {code: params["here"] for code, params in told.items()} == (
        {"timezone_elsewhere": here} if here else {}
    )
