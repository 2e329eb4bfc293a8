"""The name of the code that made a cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import made_by as module


@pytest.fixture(autouse=True)
def forgotten() -> None:
    module.made_by.cache_clear()


def test_it_changes_with_the_text_of_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HERE", tmp_path)
    (tmp_path / "state.py").write_text("one = 1\n")
    before = module.made_by("state")
    module.made_by.cache_clear()
    assert module.made_by("state") == before
    (tmp_path / "state.py").write_text("one = 2\n")
    module.made_by.cache_clear()
    assert module.made_by("state") != before


def test_code_that_cannot_be_read_shares_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HERE", tmp_path / "nowhere")
    first = module.made_by("state")
    module.made_by.cache_clear()
    assert module.made_by("state") != first
