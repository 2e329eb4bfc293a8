"""A conference that was opened, and of which nobody wrote any more."""

from __future__ import annotations

from pathlib import Path

from kit.clock import ManualClock
from kit.desks.on_a_log import open_state_log
from kit.small_conference import conference

from console.plan import plan_of
from data.commands import Advance, Command
from data.folder.conference import load
from data.folder.model import Conference
from data.rules import Context, decide

WHO = Context(console="gone", actor="op0")


def left_alone(folder: Path, clock: ManualClock, *, hours: float, **thresholds: float) -> Conference:
    """Written by `clock`, item 1 just on air; then `hours` go by, over a restart of the machine."""
    conference(folder, **thresholds)
    loaded, problems = load(folder)
    assert loaded is not None, problems
    orders: list[Command] = [plan_of(loaded), Advance(leaves="")]
    log = open_state_log(folder / "log.db", clock)
    for order in orders:
        log.transact(lambda state, now, it=order: decide(state, it, WHO, now), actor="op0", console="gone")
        clock.advance(2)
    log.close()
    clock.reboot("boot-2", down_s=hours * 3600)
    return loaded
