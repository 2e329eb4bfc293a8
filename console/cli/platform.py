"""The simulated platform as a child process, for as long as a demo runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from console.cli.demo_folder import DemoFolder
from data.folder.problem import Problem, ProblemError
from data.instants import utc_iso

GRACE_S = 2.0
_HOME = Path(__file__).parents[2]


@contextmanager
def simulated_platform(demo: DemoFolder) -> Iterator[None]:
    """Listening when the block begins, gone when it ends. One that runs already is used as it is.

    The child ends by itself when its standard input closes, so it cannot outlive a killed parent.
    Raises ProblemError when it does not come up.
    """
    if _listens(demo.port):
        yield
        return
    child = subprocess.Popen(
        _command(demo),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": _search_path()},
    )
    try:
        _await_url(child)
        yield
    finally:
        _end(child)


def _command(demo: DemoFolder) -> list[str]:
    command = [sys.executable, "-P", "-m", "console", "simulate", "--until-stdin-ends"]
    command += ["--folder", str(demo.path), "--seed", str(demo.seed), "--port", str(demo.port)]
    command += ["--opened-at", utc_iso(demo.opened_ms)]
    return [*command, "--scenario", demo.scenario] if demo.scenario else command


def _search_path() -> str:
    """The child finds the very packages that run here."""
    return os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH"))))


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
        return True
    return False


def _await_url(child: subprocess.Popen[bytes]) -> None:
    assert child.stdout is not None and child.stderr is not None
    if child.stdout.readline().strip():
        return
    said = child.stderr.read().decode("utf-8", "replace").strip().splitlines()
    raise ProblemError(Problem(code="simulator_failed", params={"why": said[-1] if said else ""}))


def _end(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    with suppress(OSError):
        child.stdin.close()
    try:
        child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for stream in (child.stdout, child.stderr):
        if stream is not None:
            stream.close()
