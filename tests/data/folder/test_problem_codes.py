from __future__ import annotations

import ast
from pathlib import Path

from data.folder.problem_codes import CODES

ROOT = Path(__file__).parents[3]
READERS = [
    *(ROOT / "data" / "importers").glob("*.py"),
    ROOT / "data" / "folder" / "conference.py",
    ROOT / "data" / "folder" / "making.py",
    ROOT / "data" / "folder" / "beginning.py",
    ROOT / "data" / "folder" / "doubtful_day.py",
]


def spoken() -> set[str]:
    """Every text in the readers' code that could be a code."""
    return {
        node.value
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def first_words() -> set[str]:
    """First arguments of error(…), warn(…), tell(…) and the `code` of Problem(…), where literal."""
    found: set[str] = set()
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = node.args[:1] if name in ("error", "warn", "tell") else []
            values += [
                keyword.value for keyword in node.keywords if name == "Problem" and keyword.arg == "code"
            ]
            for value in values:
                found |= {leaf.value for leaf in ast.walk(value) if isinstance(leaf, ast.Constant)}
    return found


def test_every_declared_code_is_in_use() -> None:
    assert set(CODES) <= spoken()


def test_every_code_in_use_is_declared() -> None:
    used = {word for word in first_words() if isinstance(word, str) and not word.startswith("-")}
    assert used - {"-−"} <= set(CODES)
