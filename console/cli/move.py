"""`diemcau move`: an item to come takes another place."""

from __future__ import annotations

from console.cli.changing import ChangeOptions, item_command
from data.commands import Move


def _order(asked: ChangeOptions) -> Move:
    return Move(item=asked.item, after=asked.after, reason=asked.reason, expect=asked.expect)


command = item_command("move", _order, placed=True)
