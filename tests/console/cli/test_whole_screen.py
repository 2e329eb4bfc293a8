"""What draws a whole screen refuses, with the mend, where a stream of it is no terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from kit.cli import sample_folder

from console.cli import main
from console.cli.command import Terminal
from console.cli.failures import Denied
from console.cli.whole_screen import need_terminal


class Stream:
    def __init__(self, terminal: bool) -> None:
        self.isatty = lambda: terminal


def streams(patch: pytest.MonkeyPatch, **terminals: bool) -> None:
    for name in ("stdin", "stdout", "stderr"):
        patch.setattr(sys, name, Stream(terminals.get(name, True)))


def test_on_a_terminal_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        streams(patch)
        need_terminal(Terminal("vi"), "headless")


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_the_stream_that_leads_elsewhere_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(Denied) as denied:
        streams(patch, **{name: False})
        need_terminal(Terminal("vi"), "web")
    said = denied.value.sentence
    assert f"({name})" in said and said.count("(std") == 1
    assert said.endswith("thêm --web")


def test_a_stream_that_is_closed_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(Denied):
        streams(patch)
        patch.setattr(sys, "stdin", None)
        need_terminal(Terminal("vi"), "headless")


@pytest.mark.parametrize(
    ("verb", "mend"),
    [("demo", "--headless"), ("run", "--headless"), ("stage", "--web"), ("replay", "diemcau log")],
)
def test_every_verb_with_a_screen_refuses_and_leaves_nothing(
    verb: str, mend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sample_folder(tmp_path / "hn")
    before = sorted(tmp_path.rglob("*"))
    argv = ["demo", "--dir", str(tmp_path / "demo")] if verb == "demo" else [verb, str(folder)]
    assert main(argv) == 1
    said = capsys.readouterr().err
    assert "(stdin), đầu ra (stdout), dòng báo lỗi (stderr)" in said and mend in said
    assert [path for path in sorted(tmp_path.rglob("*")) if ".diemcau" not in path.parts] == before
