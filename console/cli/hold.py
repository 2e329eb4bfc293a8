"""`diemcau hold`: the same as F7 on a running item."""

from __future__ import annotations

from console.cli.clock_command import clock_command
from data.commands import Hold

command = clock_command("hold", Hold, "notice.held")
