"""`diemcau skip`: an item will not be played, or is dropped from the debt list."""

from __future__ import annotations

from console.cli.changing import item_command
from data.commands import Skip

command = item_command("skip", lambda asked: Skip(item=asked.item, reason=asked.reason, expect=asked.expect))
