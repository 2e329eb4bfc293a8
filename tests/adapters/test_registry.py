"""Kinds of sources, known and unknown."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest
from kit.clock import ManualClock

from adapters import registry
from adapters.pexip.adapter import PexipAdapter
from data.folder.model import Source
from data.folder.problem import ProblemError

SOURCE = Source(name="s", kind="pexip", url="https://x.example", settings={"conference": "a"})


def _plugin(monkeypatch: pytest.MonkeyPatch, value: str, name: str = "khac") -> None:
    point = metadata.EntryPoint(name, value, registry.GROUP)
    monkeypatch.setattr(
        metadata, "entry_points", lambda *, group: (point,) if group == registry.GROUP else ()
    )


def test_pexip_is_known() -> None:
    assert "pexip" in registry.kinds()
    assert isinstance(registry.make(SOURCE, ManualClock().real_ns), PexipAdapter)


def test_an_unknown_kind_names_those_that_are_known() -> None:
    with pytest.raises(ProblemError) as caught:
        registry.make(Source(name="s", kind="khac"), ManualClock().real_ns)
    [problem] = caught.value.problems
    assert problem.code == "source_kind_unknown"
    assert problem.params["kind"] == "khac"
    assert "pexip" in str(problem.params["known"])


def test_a_third_party_adds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    before = registry.kinds()
    _plugin(monkeypatch, "adapters.pexip.adapter:PexipAdapter")
    assert set(registry.kinds()) - set(before) == {"khac"}
    made = registry.make(
        Source(name="s", kind="khac", url=SOURCE.url, settings=SOURCE.settings), ManualClock().real_ns
    )
    assert isinstance(made, PexipAdapter)


def test_a_third_party_that_breaks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _plugin(monkeypatch, "no_such_module:Adapter")
    with pytest.raises(ProblemError) as caught:
        registry.make(Source(name="s", kind="khac"), ManualClock().real_ns)
    assert caught.value.problems[0].code == "source_kind_broken"


def test_a_third_party_cannot_take_a_built_in_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _plugin(monkeypatch, "no_such_module:Adapter", name="pexip")
    assert isinstance(registry.make(SOURCE, ManualClock().real_ns), PexipAdapter)


def test_asking_for_kinds_imports_no_http() -> None:
    code = "import sys; from adapters import registry; registry.kinds(); print('aiohttp' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
