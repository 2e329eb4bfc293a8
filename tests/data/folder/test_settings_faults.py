"""Faults of conference.toml, each named by its key or its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.folder_read import one
from kit.folders import TOML, assert_declared, write_folder

from data.folder.conference import load

TOML_FAULTS = [
    (TOML.replace("14:00", "25:00"), "bad_value", {"key": "start", "value": "25:00"}),
    (TOML.replace('start = "14:00"', ""), "missing_key", {"key": "start"}),
    (TOML.replace('title = "Hội nghị thử"', ""), "missing_key", {"key": "title"}),
    (TOML.replace("2024-06-16", '"31/02/2024"'), "bad_date", {"value": "31/02/2024"}),
    (TOML.replace("2024-06-16", "0001-01-01"), "bad_date", {"value": "0001-01-01"}),
    (
        TOML.replace("Asia/Ho_Chi_Minh", "Asia/Ha_Chi_Minh"),
        "bad_timezone",
        {"value": "Asia/Ha_Chi_Minh", "suggestion": "Asia/Ho_Chi_Minh"},
    ),
    *(
        (
            TOML.replace("Asia/Ho_Chi_Minh", written),
            "bad_timezone",
            {"value": written, "suggestion": "Asia/Ho_Chi_Minh"},
        )
        for written in ("Asia/Hanoi", "Asia/Hanoy", "Hà Nội", "Giờ Việt Nam", "+07", "UTC+7")
    ),
    (TOML.replace("Asia/Ho_Chi_Minh", "../../etc/passwd"), "bad_timezone", None),
    (TOML.replace("16:45", "13:00"), "hard_end_before_start", {"value": "13:00", "opening": "14:00"}),
    (TOML.replace('title = "', "title = '"), "bad_toml", None),
    (TOML + "\x07", "bad_toml", None),
    ("a = " + "[" * 5000, "bad_toml", None),
    (TOML.replace('name = "pexip"', ""), "source_without", {"key": "name", "number": 1}),
    (TOML.replace('kind = "pexip"', ""), "source_without", {"key": "kind", "number": 1}),
    (TOML + '[[source]]\nname = "PEXIP"\nkind = "x"\n', "duplicate_source", {"name": "PEXIP"}),
    (
        TOML + 'password = "bimat123"\n',
        "plain_secret",
        {"source": "pexip", "key": "password", "example": 'password = { env = "PEXIP_PASSWORD" }'},
    ),
    (TOML + 'api_token = "bimat123"\n', "plain_secret", None),
    (TOML.replace("http://127", "http://u:bimat123@127"), "secret_in_url", {"source": "pexip"}),
    (TOML + "password = { env = 3 }\n", "bad_env_name", {"source": "pexip", "key": "password"}),
    (TOML + 'password = { file = "x" }\n', "bad_env_name", {"source": "pexip", "key": "password"}),
    (TOML + "interval = -1\n", "bad_value", {"key": "interval", "value": "-1"}),
    (TOML + "interval = true\n", "bad_value", {"key": "interval", "value": "True"}),
    (TOML + "timeout = nan\n", "bad_value", {"key": "timeout", "value": "nan"}),
    (TOML + "rooms = [1]\n", "bad_value", {"key": "rooms", "value": "[1]"}),
    (TOML + '[thresholds]\nhold_off_s = "6"\n', "bad_threshold", {"key": "hold_off_s", "value": "6"}),
    (TOML + "[thresholds]\nhold_off_s = -6\n", "bad_threshold", {"key": "hold_off_s", "value": "-6"}),
    (TOML + "[thresholds]\nhold_off_s = inf\n", "bad_threshold", {"key": "hold_off_s", "value": "inf"}),
    (TOML + "[thresholds]\nyoung_item_s = true\n", "bad_threshold", {"key": "young_item_s", "value": "True"}),
    (
        TOML + "[thresholds]\nhold_of_s = 6\n",
        "unknown_threshold",
        {"key": "hold_of_s", "suggestion": "hold_off_s"},
    ),
    (TOML + "[clock]\nspeed = 0\n", "bad_value", None),
    (TOML + "[console]\nglyphs = 3\n", "bad_value", {"key": "console.glyphs", "value": "3"}),
    (TOML + "[speaking]\nfirst = 90\n", "unknown_key", {"key": "speaking.first", "suggestion": "first_s"}),
    (TOML + "[clock]\nspeed = 4\n", "bad_value", {"key": "anchor", "value": ""}),
    ("thresholds = 3\n" + TOML, "bad_value", {"key": "thresholds", "value": "3"}),
    ("source = 3\n" + TOML.split("[[")[0], "bad_value", {"key": "source", "value": "3"}),
    ("titel = 3\n" + TOML, "unknown_key", {"key": "titel", "suggestion": "title"}),
    ('language = "fr"\n' + TOML, "bad_value", {"key": "language", "value": "fr"}),
]


@pytest.mark.parametrize(("text", "code", "params"), TOML_FAULTS)
def test_faults_of_the_settings(
    tmp_path: Path, text: str, code: str, params: dict[str, object] | None
) -> None:
    _, problems = load(write_folder(tmp_path, conference_toml=text))
    assert_declared(problems)
    matching = [problem for problem in problems if problem.code == code]
    assert matching, problems
    assert matching[0].file == "conference.toml"
    if params is not None:
        assert matching[0].params == params
    assert "bimat123" not in repr(problems)


def test_toml_faults_name_their_line(tmp_path: Path) -> None:
    problem = one(write_folder(tmp_path, conference_toml='title = "a"\ndate = \n'), "bad_toml")
    assert problem.row == 2
