"""What the source of every widget must keep to."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from kit.product import sources

FILES = [path for path in sources("widgets") if path.name != "__init__.py"]


def literals(source: str) -> list[str]:
    """Every string in the source as it is written there, docstrings left out."""
    tree = ast.parse(source)
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        ast.get_source_segment(source, node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_and_signs_come_from_outside(path: Path) -> None:
    foreign = [text for text in literals(path.read_text(encoding="utf-8")) if not text.isascii()]
    assert bool(foreign) == (path.name == "glyphs.py"), foreign


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_picture_reads_no_clock_and_opens_nothing(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "eval", "exec")
    assert names <= {
        "__future__", "collections", "data", "enum", "functools", "msgspec", "operator", "re", "rich",
        "textual", "typing", "unicodedata", "widgets",
    }  # fmt: skip
