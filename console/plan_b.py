"""Plan B on a view: for which items it stands ready, and when it opens by itself. Pure."""

from __future__ import annotations

from itertools import islice

from console.view import View
from data.attention import COMING
from data.clock import NS
from data.model import AgendaItem
from data.plan_b import Plan, plans
from data.readiness import GO
from data.state import ItemState

UNTAKEN_S = 45
"""A P1 on air that nobody has taken on by then opens the card."""


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


def untaken(view: View) -> str:
    """The id of the P1 at the point on air that has been nobody's for 45 s, else ""."""
    if view.on_air is None or not view.on_air.point:
        return ""
    t_ns = view.state.t_ns(view.now)
    for each in view.incidents:
        incident = each.incident
        old = t_ns - incident.opened_ns >= UNTAKEN_S * NS
        if each.severity == "P1" and not each.taken and incident.subject == view.on_air.point and old:
            return incident.id
    return ""
