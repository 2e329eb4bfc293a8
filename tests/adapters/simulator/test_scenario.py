"""Scenario files: read, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.national import national

from adapters.simulator.scenario import CALM, Do, faults_of, load_scenario
from console.text.problems import problem_line
from console.text.sentences import translator
from data.folder.problem import ProblemError

FULL = """
[[at]]
t = 300
parent = "T96"
do = "drop"
for = 180

[[at]]
t = 10.5
points = ["T2?", "TC00"]
do = "loss"
value = 12
stream = "audio"

[[at]]
t = 20
points = "T31"
do = "rename"
value = "iPad của phòng"

[[at]]
t = 600
do = "platform_down"
for = 40
"""


def load(tmp_path: Path, text: str | bytes) -> object:
    path = tmp_path / "kich-ban.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_scenario(path, national(767))


def test_a_whole_file(tmp_path: Path) -> None:
    steps = load(tmp_path, FULL)
    faults = faults_of(steps, national(767))  # type: ignore[arg-type]
    lost = [fault for fault in faults if fault.do is Do.LOSS]
    assert {fault.point for fault in lost} == {"T20", "T22", "T24", "T25", "T26", "T27", "TC00"}
    assert {(fault.start, fault.value, fault.stream) for fault in lost} == {(10.5, 12, "audio")}
    dropped = {fault.point for fault in faults if fault.do is Do.DROP}
    assert dropped == {point.code for point in national(767) if "T96" in (point.code, point.parent)}
    assert [fault.value for fault in faults if fault.do is Do.RENAME] == ["iPad của phòng"]
    assert [(fault.point, fault.end) for fault in faults if fault.do is Do.PLATFORM_DOWN] == [("", 640)]


def test_an_empty_file_is_a_calm_day(tmp_path: Path) -> None:
    assert load(tmp_path, "") == CALM


@pytest.mark.parametrize("do", Do)
def test_every_deed_can_be_written(tmp_path: Path, do: Do) -> None:
    [step] = load(tmp_path, f'[[at]]\nt = 1\ndo = "{do}"\n')  # type: ignore[misc]
    assert step.do is do


@pytest.mark.parametrize(
    ("text", "code", "row", "said"),
    [
        ('[[at]]\nt = 1\ndo = "explode"\n', "scenario_unknown_do", 3, "explode"),
        ("[[at]]\nt = 1\ndo = 5\n", "scenario_bad_step", 3, "do"),
        ('[[at]]\ndo = "drop"\n', "scenario_bad_step", 1, "`t`"),
        ('[[at]]\nt = -1\ndo = "drop"\n', "scenario_bad_value", 2, ">= 0"),
        ('[[at]]\nt = 1\ndo = "drop"\nfor = 0\n', "scenario_bad_value", 4, "for"),
        ('[[at]]\nt = 1\ndo = "loss"\nvalue = 101\n', "scenario_bad_value", 4, "0..100"),
        ('[[at]]\nt = 1\ndo = "loss"\nvalue = "much"\n', "scenario_bad_value", 4, "much"),
        ('[[at]]\nt = 1\ndo = "mute"\nvalue = "all"\n', "scenario_bad_value", 4, "server | room"),
        ('[[at]]\nt = 1\ndo = "rename"\nvalue = 3\n', "scenario_bad_value", 4, "value"),
        ('[[at]]\nt = 1\ndo = "platform_down"\nvalue = 200\n', "scenario_bad_value", 4, "400..599"),
        ('[[at]]\nt = 1\ndo = "loss"\nstream = "smell"\n', "scenario_bad_value", 4, "audio | video"),
        (
            '# a\n\n[[at]]\nt = 1\ndo = "drop"\n\n[[at]]\nt = 1\ndo = "drop"\nwhom = "T1"\n',
            "scenario_bad_step",
            10,
            "whom",
        ),
        (
            '[[at]]\nt = 1\ndo = "drop"\npoints = "T31"\n[[at]]\nt = 2\ndo = "drop"\nregion = "Biển"\n',
            "scenario_no_points",
            5,
            "2",
        ),
        ('[[step]]\nt = 1\ndo = "drop"\n', "scenario_unknown_key", 1, "step"),
        ('at = [{t = 1, do = "explode"}]\n', "scenario_unknown_do", None, "explode"),
        ("at = 5\n", "scenario_bad_step", None, "at"),
        ("at = [5]\n", "scenario_bad_step", None, "object"),
        ("\n[[at]\n", "scenario_bad_toml", 2, "line 2"),
        (b"\xff\xfe", "scenario_unreadable", None, "Unicode"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, code: str, row: int | None, said: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        load(tmp_path, text)
    [problem] = caught.value.problems
    assert (problem.code, problem.row) == (code, row)
    assert problem.file == "kich-ban.toml"
    assert any(said in str(value) for value in problem.params.values())
    line = problem_line(problem, translator("vi"))
    assert line.startswith("kich-ban.toml:")
    assert code not in line


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        load_scenario(tmp_path / "none.toml")
    assert caught.value.problems[0].code == "scenario_unreadable"
