"""How the suite is spread over the workers of pytest-xdist: who goes first, what stays together.

Half of the time of a run is spent waiting: for a console to start, a key to be quiet, a platform to be called
lost. Tests that wait go first, all workers at it together, and there is a worker more than processors for it;
those that compute come after them. Whose promise is a time comes last, when nothing else runs any more.
"""

from __future__ import annotations

import pytest

MORE_WORKERS = 1
"""Beyond one a processor."""
WAITING_ROOMS = ("tests/live/", "tests/pty/", "tests/processes/")
WAITING_MARKS = ("package", "pty", "crash")
ALONE = "alone"
_FIRST, _NEXT, _LAST = range(3)


def spread(items: list[pytest.Item]) -> None:
    """Puts the tests in the order in which workers take them, and marks those that are to stay together."""
    for item in items:
        if item.get_closest_marker(ALONE):
            item.add_marker(pytest.mark.xdist_group(ALONE))
        elif makes_once(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: (_turn(item), item.get_closest_marker("xdist_group") is None))


def makes_once(item: pytest.Item) -> bool:
    """Whether it uses what its module makes once: then the module's tests share one worker."""
    found = item._fixtureinfo.name2fixturedefs.values() if isinstance(item, pytest.Function) else ()
    return any(each.scope == "module" for fixtures in found for each in fixtures)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker(ALONE):
        return _LAST
    waits = item.nodeid.startswith(WAITING_ROOMS) or any(map(item.get_closest_marker, WAITING_MARKS))
    return _FIRST if waits else _NEXT
