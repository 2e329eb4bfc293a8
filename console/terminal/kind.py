"""Terminals that keep function keys for themselves, known by what they leave in the environment."""

from __future__ import annotations

from collections.abc import Mapping

JETBRAINS = "JetBrains-JediTerm"


def keeps_keys(environ: Mapping[str, str]) -> str:
    """The name of such a terminal around us, "" for none that we know."""
    if any(name.startswith("BYOBU_") for name in environ):
        return "byobu"
    if environ.get("TERM_PROGRAM", "").lower() == "vscode":
        return "VS Code"
    if environ.get("TERMINAL_EMULATOR") == JETBRAINS:
        return "JetBrains"
    return ""
