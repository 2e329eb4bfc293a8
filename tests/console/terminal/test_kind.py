from __future__ import annotations

import pytest

from console.terminal.kind import keeps_keys


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, ""),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "tmux"}, ""),
        ({"TERM_PROGRAM": "vscode"}, "VS Code"),
        ({"BYOBU_BACKEND": "tmux", "TERM_PROGRAM": "vscode"}, "byobu"),
        ({"TERMINAL_EMULATOR": "JetBrains-JediTerm"}, "JetBrains"),
        ({"TERMINAL_EMULATOR": "other"}, ""),
    ],
)
def test_terminals_that_keep_function_keys(environ: dict[str, str], name: str) -> None:
    assert keeps_keys(environ) == name
