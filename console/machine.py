"""What this computer says of itself: room on the disk, where the log lies, power, clock, other consoles.

Looked at by `look`, in a thread: a disk that hangs must not stop a screen. What the system does not tell is
None, and never taken for good.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import msgspec

from data.record.network_fs import network_fs

_POWER = Path("/sys/class/power_supply")
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")


class Power(msgspec.Struct, frozen=True):
    """`plugged` is None where there is no mains to see; `battery_pct` None where there is no battery."""

    plugged: bool | None = None
    battery_pct: int | None = None


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """`looked` is False until somebody has. `network` names a file system of another machine, "" for none.

    `synchronised` is True when the system says that it keeps network time, None when it does not say.
    `others` are the consoles besides ours that live on this record.
    """

    looked: bool = False
    free_bytes: int | None = None
    writable: bool | None = None
    network: str = ""
    synchronised: bool | None = None
    power: Power = Power()
    others: tuple[str, ...] = ()


UNSEEN = Machine()


def look(log: Path, *, others: tuple[str, ...] = ()) -> Machine:
    """The machine as it is now, with the log at `log`. Never raises."""
    return Machine(
        looked=True,
        free_bytes=_free(log.parent),
        writable=_writable(log),
        network=network_fs(log),
        synchronised=True if _SYNCHRONISED.exists() else None,
        power=read_power(_POWER) if sys.platform.startswith("linux") else Power(),
        others=others,
    )


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _writable(log: Path) -> bool:
    """Both: the log, and its folder, where the journal of every write is made."""
    return os.access(log.parent, os.W_OK) and (not log.exists() or os.access(log, os.W_OK))


def read_power(supplies: Path) -> Power:
    """Mains and batteries by a folder like /sys/class/power_supply; the fullest battery counts."""
    plugged: bool | None = None
    charges: list[int] = []
    try:
        found = sorted(supplies.iterdir())
    except OSError:
        return Power()
    for supply in found:
        kind = _word(supply / "type")
        if kind == "Mains" and (online := _word(supply / "online")) in ("0", "1"):
            plugged = bool(plugged) or online == "1"
        charge = _word(supply / "capacity")
        if kind == "Battery" and _word(supply / "scope") != "Device" and charge.isdecimal():
            charges.append(int(charge))
    return Power(plugged, max(charges, default=None))


def _word(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
