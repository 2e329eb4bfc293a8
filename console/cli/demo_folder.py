"""The folder of a demo: the sample conference, and what the simulated platform needs to go on."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import msgspec

from console.folder import DEMO_NOTES
from data.folder.problem import Problem, ProblemError
from data.samples import write_sample

OPENS_AFTER_MS = 20_000


class DemoFolder(msgspec.Struct, frozen=True, kw_only=True):
    """`opened_ms` is second zero of the simulated world; `scenario` an absolute path or ""."""

    path: Path
    seed: int
    port: int
    opened_ms: int
    scenario: str = ""


def read_demo(folder: Path) -> DemoFolder | None:
    """The demo that `folder` holds; None when there is nothing in it yet.

    Raises ProblemError for a conference that is no demo: it is not ours to run against a simulator.
    """
    notes = folder / DEMO_NOTES
    if not notes.exists():
        if (folder / "conference.toml").exists():
            raise ProblemError(Problem(code="not_a_demo", file=str(folder), params={"folder": str(folder)}))
        return None
    try:
        stored = msgspec.json.decode(notes.read_bytes())
        return msgspec.convert({**stored, "path": folder}, DemoFolder, dec_hook=lambda _type, value: value)
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError, OSError) as error:
        raise ProblemError(Problem(code="demo_notes_damaged", file=str(notes))) from error


def make_demo(
    folder: Path,
    *,
    points: int,
    speed: float,
    seed: int,
    scenario: Path | None,
    language: str,
    now_ms: int,
) -> DemoFolder:
    """Write the sample conference, opening in 20 s. Raises ProblemError; then nothing was written."""
    port = _free_port()
    write_sample(
        folder,
        points=points,
        start_ms=now_ms + OPENS_AFTER_MS,
        source_url=f"http://127.0.0.1:{port}",
        seed=seed,
        speed=speed,
        anchor_ms=now_ms,
        language=language,
    )
    demo = DemoFolder(
        path=folder,
        seed=seed,
        port=port,
        opened_ms=now_ms,
        scenario=str(scenario.absolute()) if scenario else "",
    )
    stored = {name: getattr(demo, name) for name in DemoFolder.__struct_fields__ if name != "path"}
    (folder / DEMO_NOTES).write_bytes(msgspec.json.encode(stored) + os.linesep.encode())
    return demo


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
