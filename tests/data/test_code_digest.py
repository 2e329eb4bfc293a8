"""The name of the code that made a cache."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import data
from data import code_digest as module
from data.folder.cache import READERS
from data.record.checkpoint import SHAPES


@pytest.fixture(autouse=True)
def forgotten() -> None:
    module.code_digest.cache_clear()


def test_it_changes_with_the_text_of_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HERE", tmp_path)
    (tmp_path / "state.py").write_text("one = 1\n")
    before = module.code_digest("state")
    module.code_digest.cache_clear()
    assert module.code_digest("state") == before
    (tmp_path / "state.py").write_text("one = 2\n")
    module.code_digest.cache_clear()
    assert module.code_digest("state") != before


def test_code_that_cannot_be_read_shares_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HERE", tmp_path / "nowhere")
    first = module.code_digest("state")
    module.code_digest.cache_clear()
    assert module.code_digest("state") != first


def loaded_by(module: str) -> set[str]:
    """The modules of `data` that `module` brings with it, by their paths; no rooms, no commands."""
    ask = f"import sys, {module}; print(*(m for m in sys.modules if m.startswith('data.')))"
    found = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    paths = (name.removeprefix("data.").replace(".", "/") for name in found.split())
    return {
        path for path in paths if Path(data.__path__[0], f"{path}.py").exists() and "commands" not in path
    }


@pytest.mark.parametrize(
    ("root", "named"), [("data.fold", SHAPES), ("data.folder.conference", READERS)], ids=["state", "folder"]
)
def test_a_cache_names_every_module_that_gives_it_its_meaning(root: str, named: tuple[str, ...]) -> None:
    """A module that is not there any more would make every cache useless, and nobody would see it."""
    assert not module.code_digest(*named).startswith("unreadable")
    assert loaded_by(root) - set(named) == set()
