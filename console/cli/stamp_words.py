"""What `seal` and `verify` ask and say of a time-stamp alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.command import Terminal
from console.cli.opening import glance
from console.text.sentences import local_date, local_time

if TYPE_CHECKING:
    from data.record.time_stamp import Stamp

TSA_CA = click.option(
    "--tsa-ca",
    "roots",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="cli.seal.opt.tsa_ca",
)


def say_stamp(talk: Terminal, manifest: Path, stamp: Stamp, *, trusted: bool) -> None:
    """When, by the conference's clock, by whom, and under which root; that this must be compared where nobody
    named it.
    """
    from data.record.manifest import root_path, stamp_path

    code = "cli.seal.stamped" if trusted else "cli.seal.stamped.beside"
    names = {"file": stamp_path(manifest).name, "kept": root_path(manifest).name}
    at_ms, zone = round(stamp.time.timestamp() * 1000), glance(manifest.parent)[1]
    time = f"{local_time(at_ms, zone)} {local_date(at_ms, zone)}"
    talk.say(code, time=time, authority=stamp.authority, root=stamp.root, **names)
