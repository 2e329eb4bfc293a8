from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.folders import AGENDA, POINTS, TOML, assert_declared, write_folder

from data.folder.conference import load
from data.folder.model import BridgePoint, Conference, ItemKind, Thresholds
from data.folder.problem import Problem
from data.folder.roster_digest import roster_digest
from data.importers.columns import AGENDA as AGENDA_COLUMNS


def found(folder: Path) -> tuple[Conference | None, list[str]]:
    conference, problems = load(folder)
    assert_declared(problems)
    assert (conference is None) == any(not problem.warning for problem in problems)
    return conference, [problem.code for problem in problems]


def one(folder: Path, code: str) -> Problem:
    conference, problems = load(folder)
    assert_declared(problems)
    assert conference is None or all(problem.warning for problem in problems)
    matching = [problem for problem in problems if problem.code == code]
    assert len(matching) == 1, problems
    return matching[0]


def loaded(folder: Path) -> Conference:
    conference, problems = load(folder)
    assert conference is not None, problems
    return conference


def test_a_good_folder_has_no_problems(tmp_path: Path) -> None:
    conference, problems = load(write_folder(tmp_path))
    assert problems == ()
    assert conference is not None
    assert conference.title == "Hội nghị thử"
    assert conference.start_ms == 1_718_521_200_000
    assert conference.hard_end_ms == conference.start_ms + 165 * 60_000
    assert [(item.cue, item.duration_s, item.kind) for item in conference.items] == [
        ("1", 600, ItemKind.OPENING),
        ("2", 480, ItemKind.PRESENTATION),
    ]
    assert conference.points[1].parent == "TC00"
    assert conference.sources[0].url == "http://127.0.0.1:9/"
    assert conference.thresholds == Thresholds()


def agenda(
    row: str,
    header: str = "cue,title,kind,duration,point,start,fixed,priority,min_duration,candidates,return_by",
) -> str:
    return f"{header}\n1,Khai mạc,opening,10,TC00\n{row}\n"


def points(row: str, header: str = "code,name,level,parent,phone,guests,delegates,cascade_of") -> str:
    return f"{header}\nTC00,Trung tâm,central,,,,,\n{row}\n"


AGENDA_FAULTS = [
    ("1,Hai,presentation,8,,,,,,,", "duplicate_cue", 3, {"value": "1", "first_row": 2}),
    (",Hai,presentation,8,,,,,,,", "missing_value", 3, {}),
    ("2,Hai,presentation,,,,,,,,", "missing_value", 3, {}),
    ("2,Hai,tham lậu,8,,,,,,,", "bad_kind", 3, {"value": "tham lậu", "suggestion": ""}),
    ("2,Hai,presentatoin,8,,,,,,,", "bad_kind", 3, {"value": "presentatoin", "suggestion": "presentation"}),
    ("2,Hai,presentation,tám,,,,,,,", "bad_duration", 3, {"value": "tám"}),
    ("2,Hai,presentation,-8,,,,,,,", "negative_number", 3, {"value": "-8"}),
    ("2,Hai,presentation,10:00,,,,,,,", "long_duration", 3, {"value": "10:00", "hours": 10.0}),
    ("2,Hai,presentation,99999,,,,,,,", "duration_too_long", 3, {"value": "99999", "limit_h": 12}),
    ("2,Hai,presentation,8,TC01,,,,,,", "unknown_point", 3, {"value": "TC01", "suggestion": "TC00"}),
    ("2,Hai,presentation,8,,25h,,,,,", "bad_time", 3, {"value": "25h"}),
    ("2,Hai,presentation,8,,13:00,,,,,", "start_before_opening", 3, {"value": "13:00", "opening": "14:00"}),
    ("2,Hai,presentation,8,,,có,,,,", "fixed_without_start", 3, {}),
    ("2,Hai,presentation,8,,,đâu,,,,", "bad_flag", 3, {"value": "đâu"}),
    ("2,Hai,presentation,8,,,,gấp,,,", "bad_priority", 3, {"value": "gấp"}),
    ("2,Hai,presentation,8,,,,,9,,", "min_exceeds_duration", 3, {"minimum_s": 540, "duration_s": 480}),
    ("2,Hai,presentation,8,,,,,,T99,", "unknown_point", 3, {"value": "T99", "suggestion": ""}),
    ("2,Hai\x1b[31m,presentation,8,,,,,,,", "control_character", 3, {"value": "Hai\ufffd[31m"}),
    ("2,#REF!,presentation,8,,,,,,,", "formula_error", 3, {"value": "#REF!"}),
    ("2024-01-02 00:00,Hai,presentation,8,,,,,,,", "cue_became_date", 3, {"value": "2024-01-02 00:00"}),
    ("2,Hai, hai,presentation,8,,,,,,,", "row_too_long", 3, None),
    ("2,Hai,presentation,300,,,,,,,", "plan_past_hard_end", None, {"over_min": 145}),
]


@pytest.mark.parametrize(("row", "code", "at", "params"), AGENDA_FAULTS)
def test_faults_of_the_programme(
    tmp_path: Path, row: str, code: str, at: int | None, params: dict[str, object] | None
) -> None:
    full = "1,Khai mạc,opening,10,TC00,,,,,,\n"
    text = agenda(row).replace("1,Khai mạc,opening,10,TC00\n", full)
    conference, problems = load(write_folder(tmp_path, agenda_csv=text))
    assert_declared(problems)
    assert conference is None or all(problem.warning for problem in problems)
    matching = [problem for problem in problems if problem.code == code]
    assert matching, problems
    assert (matching[0].file, matching[0].row) == ("agenda.csv", at)
    if params is not None:
        assert matching[0].params == params


POINT_FAULTS = [
    ("tc00,Hai,provincial,,,,,", "duplicate_code", {"value": "tc00", "first_row": 2}),
    (",Hai,provincial,,,,,", "missing_value", {}),
    ("T01,,provincial,,,,,", "missing_value", {}),
    ("T01,Hai,,,,,,", "missing_value", {}),
    ("T01,Hai,provincial,TC0O,,,,", "unknown_parent", {"value": "TC0O", "suggestion": "TC00"}),
    ("T01,Hai,provincial,T01,,,,", "parent_cycle", {"path": "T01 → T01"}),
    ("T01,Hai,provincial,,,,,T77", "unknown_cascade", {"value": "T77", "suggestion": ""}),
    ("T01,Hai,provincial,,,,,T01", "cascade_cycle", {"path": "T01 → T01"}),
    ("T01,Hai,provincial,,912345678,,,", "phone_lost_zero", {"value": "912345678", "mended": "0912345678"}),
    ("T01,Hai,provincial,,,chắc,,", "bad_flag", {"value": "chắc"}),
    ("T01,Hai,provincial,,,,nhiều,", "bad_number", {"value": "nhiều"}),
    ("T01,Hai,provincial,,,,-3,", "negative_number", {"value": "-3"}),
    (f"T01,{'x' * 4000},provincial,,,,,", "cell_too_long", {"length": 4000, "limit": 200}),
    ("T01,\u202eHai\u200b,provincial,,,,,", "control_character", {"value": "\ufffdHai\ufffd"}),
]


@pytest.mark.parametrize(("row", "code", "params"), POINT_FAULTS)
def test_faults_of_the_roster(tmp_path: Path, row: str, code: str, params: dict[str, object]) -> None:
    folder = write_folder(
        tmp_path,
        points_csv=points(row),
        agenda_csv=agenda("2,Hai,presentation,8,TC00", "cue,title,kind,duration,point"),
    )
    problem = one(folder, code)
    assert (problem.file, problem.row, problem.params) == ("points.csv", 3, params)


def test_a_ring_of_parents_is_told_once(tmp_path: Path) -> None:
    ring = POINTS + "A,a,x,,B\nB,b,x,,C\nC,c,x,,A\nD,d,x,,A\n"
    assert one(write_folder(tmp_path, points_csv=ring), "parent_cycle").params == {"path": "A → B → C → A"}


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


FONE = {"header": "fone", "suggestion": "phone"}
CP1258 = b"code,name,level\nA,T\xf2a \xe1n nh\xe2n d\xe2n \xfd\xf5,c\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
FILES = [
    ({"conference_toml": None}, "missing_file", "conference.toml", {"wanted": "conference.toml"}),
    ({"agenda_csv": None}, "missing_file", "agenda.csv", {"wanted": "agenda.csv"}),
    ({"points_csv": None}, "missing_file", "points.csv", {"wanted": "points.csv"}),
    ({"points_csv": None, "points_docx": b"x"}, "docx_not_read", "points.csv", {"found": "points.docx"}),
    ({"points_xlsx": b"x"}, "both_files", "points.csv", {"other": "points.xlsx"}),
    ({"points_csv": ""}, "empty_file", "points.csv", {}),
    ({"points_csv": "code,name,level\n"}, "no_rows", "points.csv", {}),
    ({"points_csv": "code,name\nA,b\n"}, "missing_column", "points.csv", {"wanted": "level"}),
    ({"points_csv": "code,name,level,Name\nA,b,c,d\n"}, "duplicate_column", "points.csv", {"header": "Name"}),
    ({"points_csv": "code,name,level,fone\nA,b,c,d\n"}, "unknown_column", "points.csv", FONE),
    ({"points_csv": "code,name,level\nA,b\n"}, "row_too_short", "points.csv", {"cells": 2, "expected": 3}),
    ({"points_csv": 'code,name,level\nA,"b,c\n'}, "broken_quotes", "points.csv", {}),
    ({"points_csv": "code,name,level\nA,b\0,c\n"}, "nul_bytes", "points.csv", {}),
    ({"points_csv": POINTS.encode("utf-16")}, "encoding", "points.csv", {"found": "utf-16"}),
    ({"points_csv": POINTS.encode("utf-16-le")}, "encoding", "points.csv", {"found": "utf-16"}),
    ({"points_csv": CP1258}, "encoding", "points.csv", {"found": "cp1258"}),
    ({"points_csv": b"\xff\xd8\xff\xe0"}, "encoding", "points.csv", {"found": "unknown"}),
    ({"points_csv": None, "points_xlsx": b"PK\x03\x04 not really"}, "xlsx_damaged", "points.xlsx", {}),
    ({"points_csv": None, "points_xlsx": OLE}, "xlsx_protected_or_old", "points.xlsx", {}),
    ({"conference_toml": TOML.encode("utf-16")}, "encoding", "conference.toml", {"found": "utf-16"}),
]  # fmt: skip


@pytest.mark.parametrize(("files", "code", "file", "params"), FILES)
def test_faults_of_whole_files(
    tmp_path: Path, files: dict[str, str | bytes | None], code: str, file: str, params: dict[str, object]
) -> None:
    _, problems = load(write_folder(tmp_path, **files))
    assert_declared(problems)
    matching = [problem for problem in problems if problem.code == code]
    assert [problem.file for problem in matching] == [file], problems
    assert matching[0].params == params


def test_no_folder(tmp_path: Path) -> None:
    assert found(tmp_path / "none") == (None, ["missing_folder"])


def test_a_directory_or_a_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, points_csv=None)
    (folder / "points.csv").mkdir()
    assert one(folder, "not_a_file").file == "points.csv"
    (folder / "points.csv").rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "points.csv")
        assert one(folder, "not_a_file").file == "points.csv"


def test_fifty_megabytes_are_refused_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_folder(tmp_path)
    for name in ("points.csv", "agenda.csv", "conference.toml"):
        with (folder / name).open("ab") as file:
            file.truncate(50 * 2**20)
    opened: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: opened.append(path) or b"")
    _, problems = load(folder)
    assert opened == []
    assert [(problem.code, problem.params["size_mb"]) for problem in problems] == [
        ("file_too_large", 50.0)
    ] * 3


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("prefix", ["", "\ufeff", "\r\n\r\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_separators_boms_line_ends(tmp_path: Path, separator: str, prefix: str, ends: str) -> None:
    text = prefix + POINTS.replace(",", separator).replace("\n", ends)
    conference = loaded(write_folder(tmp_path, points_csv=text.encode()))
    assert [point.code for point in conference.points] == ["TC00", "T31"]


def test_a_sheet_may_begin_with_titles(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path, points_csv="DANH SÁCH ĐIỂM CẦU,,,,\n,,,,\n" + POINTS + "T01,x,provincial,,T99\n"
    )
    assert one(folder, "unknown_parent").row == 6


def test_header_words_are_matched_loosely_and_in_vietnamese(tmp_path: Path) -> None:
    text = " CODE ,Tên  điểm cầu,Cấp,SĐT,Platform ID\nA,b,Cấp tỉnh,024 0000 0001,x@y.example\n"
    conference = loaded(
        write_folder(
            tmp_path, points_csv=text, agenda_csv="STT,Nội dung,Loại,Thời lượng\n1,x,Khai mạc,10 phút\n"
        )
    )
    assert conference.points == (
        BridgePoint(code="A", name="b", level="provincial", phone="024 0000 0001", platform_id="x@y.example"),
    )
    assert conference.items[0].kind is ItemKind.OPENING


def test_text_is_composed_and_put_on_one_line(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Tòa án nhân dân\u00a0huyện  Đắk Mil")
    conference = loaded(write_folder(tmp_path, points_csv=f'{POINTS}H1,"{name}\n",district,,TC00\n'))
    assert conference.points[2].name == "Tòa án nhân dân huyện Đắk Mil"


def test_every_column_of_an_item(tmp_path: Path) -> None:
    header = ",".join(column for column in AGENDA_COLUMNS if column != "source")
    row = (
        "3.1,Phiên tòa,PT,trực tiếp,Hội đồng,Chủ tọa,TAND,t31,1h30,07 phút,14h10,x,Nghi lễ,"
        'a.mp4,90 giây,clip,TC00; T31,có,15 giờ,không,"hình\ntiếng",ghi'
    )
    item = loaded(write_folder(tmp_path, agenda_csv=f"{header}\n{row}\n")).items[0]
    start = 1_718_521_200_000
    assert msgspec.structs.asdict(item) == {
        "cue": "3.1",
        "title": "Phiên tòa",
        "kind": ItemKind.LIVE_FEED,
        "duration_s": 5400,
        "short": "PT",
        "speaker": "Hội đồng",
        "speaker_title": "Chủ tọa",
        "organisation": "TAND",
        "point": "T31",
        "min_duration_s": 420,
        "start_ms": start + 600_000,
        "fixed": True,
        "priority": "protocol",
        "media": "a.mp4",
        "media_length_s": 90,
        "fallback": "clip",
        "candidates": ("TC00", "T31"),
        "consent": True,
        "return_by_ms": start + 3_600_000,
        "record": False,
        "checklist": ("hình", "tiếng"),
        "note": "ghi",
    }


def test_past_midnight(tmp_path: Path) -> None:
    text = TOML.replace("14:00", "23:00").replace("16:45", "01:00")
    folder = write_folder(
        tmp_path,
        conference_toml=text,
        agenda_csv="cue,title,kind,duration,start\n1,a,opening,10,\n2,b,closing,5,0h15\n",
    )
    conference = loaded(folder)
    assert conference.hard_end_ms == conference.start_ms + 2 * 3_600_000
    assert conference.items[1].start_ms == conference.start_ms + 75 * 60_000


def test_the_whole_of_the_settings(tmp_path: Path) -> None:
    text = (
        'short_title = "HN"\nlanguage = "en"\n'
        + TOML
        + "interval = 5\ntimeout = 1.5\nverify = false\n"
        + 'password = { env = "MCU_PASSWORD" }\n'
        + '[thresholds]\nloss_bad_pct = 8\n[hotline]\nphone = "024 0000 0900"\n[document]\nagency = "TAND"\n'
        + '[clock]\nspeed = 4\nanchor = "2024-06-16T07:00:00.250Z"\n'
    )
    conference = loaded(write_folder(tmp_path, conference_toml=text))
    source = conference.sources[0]
    assert (source.interval_s, source.timeout_s) == (5.0, 1.5)
    assert source.secrets == {"password": "MCU_PASSWORD"}
    assert source.settings == {"conference": "hoi-nghi", "verify": False}
    assert conference.thresholds == Thresholds(loss_bad_pct=8.0)
    assert (conference.short_title, conference.language, conference.hotline) == ("HN", "en", "024 0000 0900")
    assert conference.document.agency == "TAND"
    assert (conference.speed, conference.speed_anchor_ms) == (4.0, 1_718_521_200_250)


def test_problems_have_an_end(tmp_path: Path) -> None:
    rows = "".join(f"H{n},x,district,,NONE{n}\n" for n in range(3000))
    _, problems = load(write_folder(tmp_path, points_csv=POINTS + rows))
    assert len(problems) == 201
    assert problems[-1].code == "more_problems"
    assert problems[-1].params == {"count": 2800}


CELL = st.text(st.one_of(st.characters(), st.sampled_from("\",;\n\t\x00\x1b=#0123456789h:'đ-")), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, max_size=6), max_size=6), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_random_cells_never_raise(rows: list[list[str]], separator: str, headed: bool) -> None:
    body = "\n".join(separator.join(row) for row in rows)
    agenda_text = (AGENDA if headed else "") + body
    points_text = (POINTS if headed else "") + body
    with tempfile.TemporaryDirectory() as folder:
        write_folder(
            Path(folder),
            agenda_csv=agenda_text.encode("utf-8", "surrogatepass"),
            points_csv=points_text.encode("utf-8", "surrogatepass"),
        )
        conference, problems = load(Path(folder))
    assert_declared(problems)
    assert (conference is None) == any(not problem.warning for problem in problems)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_raise(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder), agenda_csv=data, points_csv=data, conference_toml=data)
        conference, problems = load(Path(folder))
    assert conference is None
    assert_declared(problems)


VALUE = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.floats(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=2)
    ),
    max_leaves=4,
)
KEYS = (
    "title",
    "date",
    "timezone",
    "start",
    "hard_end",
    "source",
    "thresholds",
    "hotline",
    "document",
    "clock",
)


def toml_value(value: object) -> str:
    if isinstance(value, str):
        return msgspec.json.encode(value.encode("utf-8", "replace").decode()).decode().replace("\x7f", "")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in value.items()) + "}"
    return repr(value)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUE, max_size=10))
def test_settings_of_any_type_never_raise(values: dict[str, object]) -> None:
    text = "".join(f"{key} = {toml_value(value)}\n" for key, value in values.items())
    with tempfile.TemporaryDirectory() as folder:
        _, problems = load(write_folder(Path(folder), conference_toml=text))
    assert "bad_toml" not in [problem.code for problem in problems], text
    assert_declared(problems)


def test_the_digest_leaves_people_out() -> None:
    point = BridgePoint(code="A", name="b", level="c", phone="1", contact="x")
    digest = roster_digest([point])
    assert len(digest) == 64
    assert roster_digest([msgspec.structs.replace(point, phone="2", phone2="3", contact="y")]) == digest
    assert roster_digest([msgspec.structs.replace(point, name="c")]) != digest
    assert roster_digest([point, point]) != digest


def test_loading_csv_imports_nothing_heavy(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    code = (
        "import sys, pathlib; from data.folder.conference import load;"
        f"assert load(pathlib.Path({str(folder)!r}))[1] == ();"
        "heavy = {'openpyxl', 'defusedxml', 'zipfile', 'subprocess', 'difflib', 'random'};"
        "heavy |= {'aiohttp', 'textual', 'sqlite_utils'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.stdout == "[]\n", done.stderr
