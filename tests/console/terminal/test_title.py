from __future__ import annotations

import pytest

from console.terminal import title as terminal_title


def written(*words: str) -> str:
    out: list[str] = []
    terminal_title.put(out.append, *words)
    return "".join(out)


def test_the_title_names_mode_and_conference_and_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert written("DIỄN TẬP", "Hội nghị") == "\x1b[22;2t\x1b]2;DIỄN TẬP · Hội nghị\x07"
    assert written("", "Hội nghị").endswith("]2;Hội nghị\x07")
    out: list[str] = []
    terminal_title.restore(out.append)
    assert out == ["\x1b[23;2t"]


@pytest.mark.parametrize("title", ["a\x1b]0;b\x07c", "a\x9c\x1b\\b", "a\nb\rc", "x" * 5000, "\u202ea"])
def test_a_hostile_title_cannot_end_its_own_string(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    inner = written(title).removeprefix("\x1b[22;2t\x1b]2;").removesuffix("\x07")
    assert inner.isprintable()
    assert len(inner) <= terminal_title.LONGEST_CELLS


def test_the_linux_console_has_no_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert written("Hội nghị") == ""
