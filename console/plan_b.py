"""Plan B on a view: for which items it stands ready. Pure."""

from __future__ import annotations

from itertools import islice

from console.view import View
from data.agenda.plan_b import Plan, plans
from data.agenda.readiness import GO
from data.folder.model import AgendaItem
from data.points.attention import COMING
from data.state import ItemState


def choices(view: View, item: AgendaItem) -> tuple[Plan, ...]:
    """What can be done with `item`, by what is ready on this view."""
    return plans(view.state, item, view.points, lambda each: view.readiness(each).gate)


def subjects(view: View, cue: str = "") -> tuple[AgendaItem, ...]:
    """The item on air, the next three, and the selected one when it is still to come elsewhere."""
    ahead = islice(view.state.pending(), COMING) if not view.state.ended else ()
    found = [*([view.on_air] if view.on_air else []), *ahead]
    chosen = view.state.item(cue)
    if chosen is not None and chosen not in found and view.state.run(cue).state is ItemState.PENDING:
        found.append(chosen)
    return tuple(found)


def opens_on(view: View, cue: str = "") -> str:
    """The cue to begin with: the selected item, else the first that is not ready, else the next one."""
    found = subjects(view, cue)
    if any(item.cue == cue for item in found):
        return cue
    sick = (item.cue for item in found if view.readiness(item).gate.verdict != GO)
    ready = view.entering or view.on_air
    return next(sick, ready.cue if ready else "")
