"""Faults of the programme and of the roster, each named with its row."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.folder_read import one
from kit.folders import POINTS, assert_declared, write_folder

from data.folder.conference import load


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


def test_problems_have_an_end(tmp_path: Path) -> None:
    rows = "".join(f"H{n},x,district,,NONE{n}\n" for n in range(3000))
    _, problems = load(write_folder(tmp_path, points_csv=POINTS + rows))
    assert len(problems) == 201
    assert problems[-1].code == "more_problems"
    assert problems[-1].params == {"count": 2800}
