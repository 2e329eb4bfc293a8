"""`diemcau defer`: an item goes on the debt list."""

from __future__ import annotations

from console.cli.changing import item_command
from data.commands import Defer

command = item_command(
    "defer", lambda asked: Defer(item=asked.item, reason=asked.reason, expect=asked.expect)
)
