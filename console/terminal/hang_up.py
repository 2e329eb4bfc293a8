"""Whether the terminal is still there.

A program with a controlling terminal gets SIGHUP when that goes. One without (a terminal server, a
pipe, a session of its own) gets nothing: its reads fail or end, and it would sit there for ever.
"""

from __future__ import annotations

import select
import sys


def is_hung_up() -> bool:
    """Whether standard input has lost its other end. Never, where the platform cannot tell."""
    if not hasattr(select, "poll") or sys.__stdin__ is None:
        return False
    poll = select.poll()
    try:
        poll.register(sys.__stdin__.fileno(), 0)
        gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
        return any(event & gone for _fd, event in poll.poll(0))
    except (OSError, ValueError):
        return True
