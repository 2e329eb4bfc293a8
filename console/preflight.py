"""What is looked at before the opening: by people, and by the console itself. Pure; nothing here blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from console.view import View

BY_HAND = ("recording", "muted", "hold_slide", "clips", "backup_pc")
"""What only a person can see, in the order of the card."""
GOOD, BAD, UNSURE = "good", "bad", "unsure"
ROOM_BYTES = 200 * 1024 * 1024
LEAST_BATTERY_PCT = 30


class Check(msgspec.Struct, frozen=True):
    """One line: `state` good, bad or unsure (the system does not say); `found` names what was found.

    `params` are the figures of `preflight.<name>.<found>`.
    """

    name: str
    state: str
    found: str = ""
    params: dict[str, str | int] = {}


def by_hand(view: View) -> tuple[Check, ...]:
    """Ticked or not."""
    ticked = view.state.checks
    return tuple(Check(name, GOOD if name in ticked else BAD) for name in BY_HAND)


def automatic(view: View) -> tuple[Check, ...]:
    """What the console has seen for itself."""
    return (
        _disk(view),
        _clock(view),
        _power(view),
        _backup(view),
        _console(view),
        _sources(view),
        _key(view),
    )


def failing(view: View) -> tuple[Check, ...]:
    """What is known to be wrong; what nobody can say is not."""
    return tuple(check for check in (*by_hand(view), *automatic(view)) if check.state == BAD)


def _disk(view: View) -> Check:
    desktop, machine = view.desktop, view.desktop.machine
    mib = (machine.free_bytes or 0) // 2**20
    if desktop.failure or desktop.unwritten:
        return Check("disk", BAD, "failing")
    if not machine.looked:
        return Check("disk", UNSURE, "unknown")
    if machine.network:
        return Check("disk", BAD, "network", {"kind": machine.network})
    if machine.writable is False:
        return Check("disk", BAD, "read_only")
    if machine.free_bytes is None:
        return Check("disk", UNSURE, "unknown")
    full = machine.free_bytes < ROOM_BYTES
    return Check("disk", BAD if full else GOOD, "full" if full else "free", {"mib": mib})


def _clock(view: View) -> Check:
    if view.desktop.moved_ms is not None:
        return Check("clock", BAD, "stepped", {"by_s": view.desktop.moved_ms // 1000})
    if view.desktop.machine.synchronised:
        return Check("clock", GOOD, "synchronised")
    return Check("clock", UNSURE, "unknown")


def _power(view: View) -> Check:
    power = view.desktop.machine.power
    if power.plugged:
        return Check("power", GOOD, "plugged")
    if power.battery_pct is None:
        return Check("power", UNSURE, "unknown")
    params: dict[str, str | int] = {"pct": power.battery_pct}
    if power.plugged is None:
        return Check("power", UNSURE, "battery", params)
    return Check("power", BAD, "low" if power.battery_pct < LEAST_BATTERY_PCT else "unplugged", params)


def _backup(view: View) -> Check:
    """Of the second path. A house that names none is not told that it is wrong."""
    kept = view.desktop.backup
    if not view.conference.backup.path:
        return Check("backup", UNSURE, "none")
    if kept is None:
        return Check("backup", UNSURE, "unknown")
    if kept.code:
        return Check("backup", BAD, "failing")
    return Check("backup", GOOD, "kept", {"rows": kept.lines, "path": kept.path})


def _console(view: View) -> Check:
    others = view.desktop.machine.others
    if not view.desktop.machine.looked:
        return Check("console", UNSURE, "unknown")
    return Check("console", GOOD if others else BAD, "present" if others else "alone", {"count": len(others)})


def _sources(view: View) -> Check:
    if not view.sources:
        return Check("sources", UNSURE, "none" if not view.conference.sources else "unknown")
    silent = [source.name for source in view.sources if not source.fresh]
    if silent:
        return Check("sources", BAD, "silent", {"names": ", ".join(silent)})
    return Check("sources", GOOD, "fresh", {"count": len(view.sources)})


def _key(view: View) -> Check:
    seen = "advance" in view.desktop.keys_seen
    return Check("key", GOOD if seen else BAD, "seen" if seen else "unseen")
