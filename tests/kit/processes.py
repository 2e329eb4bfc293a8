"""Consoles and platforms as processes of their own, and what they leave in the folder, read from outside."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from kit.cli import COMMAND, diemcau, environment
from kit.product import ROOT

from console.folder import Folder
from console.status import read_status, status_object
from data.folder.conference import load
from data.instants import utc_iso
from data.samples import write_sample

ROSTER = "/api/admin/status/v1/participant/"
GENESIS = "0" * 64
INTERVAL_S = 0.5
"""How often a console asks in most of these tests: the policy counts polls, not seconds."""


@contextmanager
def process(*argv: str | Path, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """`diemcau argv…`, ended with the block whatever state it is in; stderr goes to a pipe."""
    child = subprocess.Popen(
        [*COMMAND, *map(str, argv)],
        cwd=ROOT,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[str]) -> str:
    """Kill it if it still runs, stopped or not; returns what it said on stderr."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            child.send_signal(signal.SIGCONT)
        child.kill()
    if child.stdout is None or child.stdout.closed:
        return ""
    return child.communicate(timeout=20)[1]


@contextmanager
def console(
    folder: Path, *argv: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """`diemcau run FOLDER --headless`."""
    with process("run", folder, "--headless", *argv, env=env) as child:
        yield child


@contextmanager
def simulator(
    *, points: int, seed: int = 1, opened_ms: int, port: int = 0, scenario: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`diemcau simulate`, listening: (process, URL)."""
    more = ("--scenario", scenario) if scenario else ()
    opened = utc_iso(opened_ms)
    argv = ("simulate", "--points", str(points), "--seed", str(seed), "--port", str(port))
    with process(*argv, "--opened-at", opened, *more) as child:
        assert child.stdout is not None
        url = child.stdout.readline().strip()
        assert url, end(child)
        yield child, url


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def live_folder(
    folder: Path,
    url: str,
    *,
    points: int = 30,
    interval_s: float = INTERVAL_S,
    timeout_s: float = 2,
    **limits: float,
) -> Path:
    """The sample conference, opening in a minute, polled at `url`."""
    write_sample(folder, points=points, start_ms=now_ms() + 60_000, source_url=url)
    settings = folder / "conference.toml"
    text = settings.read_text("utf-8").replace(
        "interval = 2", f"interval = {interval_s}\ntimeout = {timeout_s}"
    )
    if limits:
        text += "\n[thresholds]\n" + "".join(f"{name} = {value}\n" for name, value in limits.items())
    settings.write_text(text, "utf-8")
    return folder


def state_of(folder: Path) -> dict[str, Any]:
    """What `status --json` would say, without the price of a process."""
    conference, problems = load(folder)
    assert conference is not None, problems
    return status_object(read_status(Folder(folder), conference))


def status(folder: Path) -> dict[str, Any]:
    """`diemcau status --json`, as a process."""
    done = diemcau("status", folder, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def log_objects(folder: Path) -> list[dict[str, Any]]:
    """`diemcau log --json`, every line decoded."""
    done = diemcau("log", folder, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def until(true: Callable[[], Any], timeout_s: float, *, every_s: float = 0.05) -> Any:
    """The first true answer; AssertionError after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not (answer := true()):
        assert time.monotonic() < deadline, f"did not come true in {timeout_s} s"
        time.sleep(every_s)
    return answer


def children(pid: int) -> list[psutil.Process]:
    """The living children of a process, and theirs."""
    with suppress(psutil.NoSuchProcess):
        return [c for c in psutil.Process(pid).children(recursive=True) if c.status() != psutil.STATUS_ZOMBIE]
    return []


def is_running(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def rechained(rows: list[dict[str, Any]]) -> str:
    """The head of the chain computed from `raw` and the fields of `log --json` alone."""
    tip = bytes(32)
    for row in rows:
        assert bytes.fromhex(row["prev"]) == tip, row["seq"]
        data = b"\x00" + tip
        for name in ("seq", "at", "mono_ns", "boot", "actor", "console", "kind", "v", "item", "point", "raw"):
            data += _framed(row[name])
        tip = hashlib.sha256(data).digest()
        assert row["hash"] == tip.hex(), row["seq"]
    return tip.hex()


def _framed(value: str | int | None) -> bytes:
    if value is None:
        return b"\x00"
    text = str(value).encode("utf-8")
    return b"\x01" + len(text).to_bytes(8, "big") + text


def files_of(folder: Path) -> dict[str, str]:
    """Name → SHA-256 of every file; a folder in the folder reads "folder"."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


def stop(child: subprocess.Popen[str]) -> None:
    """SIGSTOP, and wait until it stands."""
    os.kill(child.pid, signal.SIGSTOP)
    until(lambda: psutil.Process(child.pid).status() == psutil.STATUS_STOPPED, 5)
