"""The provinces where not everything is well, worst first, for a window that has rows to spare."""

from __future__ import annotations

from collections import Counter

from console.view import View
from data.folder.model import PROVINCIAL
from data.health.reading import Health
from widgets.point_totals import LevelRow

MOST = 12
_WORST = (Health.DOWN, Health.DEGRADED, Health.STALE, Health.UNKNOWN)


class SickProvinces:
    """Counted when somebody's health has changed, not at every picture."""

    def __init__(self) -> None:
        self._of: tuple[object, object] = (None, None)
        self._rows: tuple[LevelRow, ...] = ()

    def rows(self, view: View) -> tuple[LevelRow, ...]:
        """At most MOST provinces, each with its own room and those below it."""
        if self._of[0] is not view.board or self._of[1] is not view.points:
            self._of, self._rows = (view.board, view.points), _rows(view)
        return self._rows


def _rows(view: View) -> tuple[LevelRow, ...]:
    counts: dict[str, Counter[Health]] = {
        point.code: Counter() for point in view.points.values() if point.level == PROVINCIAL
    }
    for point in view.points.values():
        count = counts.get(point.code) if point.level == PROVINCIAL else counts.get(point.parent)
        if count is not None:
            count[view.board.health[point.code]] += 1
    sick = [(code, count) for code, count in counts.items() if count.total() > count[Health.OK]]
    sick.sort(key=lambda each: [-each[1][kind] for kind in _WORST])
    return tuple(_row(view, code, count) for code, count in sick[:MOST])


def _row(view: View, code: str, count: Counter[Health]) -> LevelRow:
    return LevelRow(
        label=f"{view.points[code].label} {count.total()}",
        ok=count[Health.OK],
        degraded=count[Health.DEGRADED],
        down=count[Health.DOWN],
        stale=count[Health.STALE],
        unknown=count[Health.UNKNOWN],
    )
