"""A box to type in, and the value as the App knows it: run by the terminal tests."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from widgets.viet_input import VietInput


class TypingApp(App[None]):
    """Shows `ready`, then `value=<…> keys=<…>`; keys that reach the App are listed."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"seen('{key}')", show=False, priority=False)
        for key in ("ctrl+z", "f6", "f7", "f8", "f9", "ctrl+l", "backspace", "f3")
    ]

    def __init__(self, box: type[Input] = VietInput) -> None:
        super().__init__()
        self.box = box(id="box")
        self.seen: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.box
        yield Static(Content("ready"), id="told")

    def action_seen(self, key: str) -> None:
        self.seen.append(key)
        self._tell()

    def on_input_changed(self) -> None:
        self._tell()

    def _tell(self) -> None:
        told = f"value=<{self.box.value}> len={len(self.box.value)} keys=<{' '.join(self.seen)}>"
        self.query_one("#told", Static).update(Content(told))


if __name__ == "__main__":
    TypingApp({"plain": Input}.get(sys.argv[1] if sys.argv[1:] else "", VietInput)).run()
