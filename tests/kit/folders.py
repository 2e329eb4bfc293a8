"""Conference folders for tests: a small good one, to be spoilt one file at a time."""

from __future__ import annotations

from pathlib import Path

from data.folder.problem import Problem
from data.folder.problem_codes import CODES

TOML = """
title = "Hội nghị thử"
date = 2024-06-16
timezone = "Asia/Ho_Chi_Minh"
start = "14:00"
hard_end = "16:45"

[[source]]
name = "pexip"
kind = "pexip"
conference = "hoi-nghi"
url = "http://127.0.0.1:9/"
"""
AGENDA = """cue,title,kind,duration,point
1,Khai mạc,opening,10,TC00
2,Tham luận,presentation,8,T31
"""
POINTS = """code,name,level,region,parent
TC00,Trung tâm,central,,
T31,Tòa án nhân dân thành phố Hải Phòng,provincial,Đồng bằng sông Hồng,TC00
"""


def write_folder(folder: Path, **files: str | bytes | None) -> Path:
    """`conference_toml=…, agenda_csv=…`; None leaves a file out, bytes are written as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, str | bytes | None] = {
        "conference_toml": TOML,
        "agenda_csv": AGENDA,
        "points_csv": POINTS,
        **files,
    }
    for name, content in contents.items():
        path = folder / name.replace("_", ".")
        if isinstance(content, str):
            path.write_text(content, "utf-8", newline="")
        elif content is not None:
            path.write_bytes(content)
    return folder


def assert_declared(problems: tuple[Problem, ...]) -> None:
    """Every problem has a known code and exactly its params."""
    for problem in problems:
        assert set(problem.params) == set(CODES[problem.code]), problem
