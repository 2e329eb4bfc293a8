"""When each item was planned, whatever happened to the order since. Pure.

The plan is frozen at the opening. In it, planned start(item) = its own `start_ms`, else the planned
end of the item before (the first: the conference's start); planned end = planned start + duration, of an
open-ended item without a length its `return_by`.

The weight of an item is how far it moves the plan on: its planned end − the planned end of the item
before it. The line of the plan at an item, in the order of today, is the conference's start + the
weights of all items up to and with it. In the order of the plan that is the item's planned end; of a
programme in another order it is where the plan would be, had it been written so. An inserted item
weighs nothing: all its time is lateness, and its planned start and end are the line before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.folder.model import AgendaItem, ItemKind
from data.state import ConferenceState

Span = tuple[int, int]


def spans(items: Sequence[AgendaItem], start_ms: int) -> list[Span]:
    """(planned start, planned end) of each item in the order of the plan; wall-clock ms."""
    cursor, found = start_ms, []
    for item in items:
        start = cursor if item.start_ms is None else item.start_ms
        cursor = _planned_end_ms(item, start)
        found.append((start, cursor))
    return found


def _planned_end_ms(item: AgendaItem, start_ms: int) -> int:
    if item.duration_s == 0 and item.return_by_ms is not None and item.kind is not ItemKind.BREAK:
        return max(start_ms, item.return_by_ms)
    return start_ms + item.duration_s * 1000


class PlanLine:
    """`spans` and `line` of each item in today's order; `end_ms` of the whole plan.

    `unplanned` has the cues that no plan had.
    """

    def __init__(self, state: ConferenceState) -> None:
        planned = spans(state.plan, state.start_ms)
        self.end_ms = planned[-1][1] if planned else state.start_ms
        self.unplanned: frozenset[str] = frozenset()
        if state.plan == state.items:
            self.spans, self.line = planned, [end for _, end in planned]
            return
        by_cue, weights, cursor = {}, {}, state.start_ms
        for item, span in zip(state.plan, planned, strict=True):
            by_cue[item.cue], weights[item.cue] = span, span[1] - cursor
            cursor = span[1]
        self.spans, self.line, cursor = [], [], state.start_ms
        for item in state.items:
            cursor += weights.get(item.cue, 0)
            self.spans.append(by_cue.get(item.cue, (cursor, cursor)))
            self.line.append(cursor)
        self.unplanned = frozenset(item.cue for item in state.items if item.cue not in by_cue)
