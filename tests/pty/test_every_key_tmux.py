"""Every key of the table through tmux, which reads each one and sends it on in its own way."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kit.screens.every_key import Presser, demo, keyed

pytestmark = [
    pytest.mark.pty,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

SETTINGS = """\
set -g default-terminal {term}
set -g status off
set -g escape-time 20
"""


@contextmanager
def demo_in_tmux(place: Path, term: str, cols: int, rows: int) -> Iterator[Presser]:
    """A demo in a tmux whose server, socket and settings are this test's own."""
    socket, settings = place / "socket", place / "tmux.conf"
    settings.write_text(SETTINGS.format(term=term), "utf-8")
    tmux = ["tmux", "-S", str(socket), "-f", str(settings)]
    try:
        with demo(place / "hn", cols, rows, *tmux, "new-session") as presser:
            yield presser
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=10, check=False)


@pytest.mark.parametrize(("cols", "rows"), [(80, 24), (120, 40)])
@pytest.mark.parametrize("term", ["screen-256color", "tmux-256color"])
def test_each_key_arrives_and_acts(tmp_path: Path, term: str, cols: int, rows: int) -> None:
    failed = []
    with demo_in_tmux(tmp_path, term, cols, rows) as presser:
        for action, key in keyed():
            try:
                presser.press(action, key)
            except (AssertionError, TimeoutError) as error:
                failed.append(f"{action.id} {key}: {error}")
        assert presser.program.alive
    assert not failed, "\n".join(failed)
