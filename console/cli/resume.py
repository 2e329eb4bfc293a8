"""`diemcau resume`: the same as F7 on a held item."""

from __future__ import annotations

from console.cli.clock_command import clock_command
from data.commands import Resume

command = clock_command("resume", Resume, "notice.resumed")
