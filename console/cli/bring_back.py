"""`diemcau bring-back`: a deferred or skipped item is to come again."""

from __future__ import annotations

from console.cli.changing import ChangeOptions, item_command
from data.commands import BringBack


def _order(asked: ChangeOptions) -> BringBack:
    return BringBack(item=asked.item, after=asked.after, reason=asked.reason, expect=asked.expect)


command = item_command("bring-back", _order, placed=True)
