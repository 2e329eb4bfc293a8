"""A verb that draws a whole screen needs a terminal to draw it on, and to be typed at."""

from __future__ import annotations

import os
import sys

from console.cli.command import Terminal
from console.cli.failures import Denied


def need_terminal(talk: Terminal, mend: str) -> None:
    """Raise Denied unless keys, screen and the stream that it is drawn on are a terminal.

    Textual draws on stderr, on Windows on stdout: with that stream in a file there would be a black window
    that still takes keys. `mend` names what there is instead: headless, web, lines.
    """
    drawn_on = () if os.name == "nt" else ("stderr",)
    elsewhere = [name for name in ("stdin", "stdout", *drawn_on) if not _is_terminal(name)]
    if elsewhere:
        streams = ", ".join(talk.t(f"cli.terminal.{name}") for name in elsewhere)
        raise Denied(talk.t("cli.no_terminal", streams=streams, mend=talk.t(f"cli.no_terminal.{mend}")))


def _is_terminal(name: str) -> bool:
    stream = getattr(sys, name)
    return stream is not None and stream.isatty()
