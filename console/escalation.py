"""What happens to a P1 that nobody takes on: it rings, then a card opens, then the operator is advised. Pure.

At once, and again after 45 s, the bell (`ringing`); after 45 s the plan B card on the operator's desk for
what is on air, the card of the room with its phone on the technician's; after 90 s the alarm line says
what else could be put on air.
"""

from __future__ import annotations

from console.ranking import Ranked
from console.view import View
from data.units import NS_PER_S

CARD_S = 45
ADVICE_S = 90


def waits_s(view: View, each: Ranked) -> float:
    """For how many seconds nobody has had `each` in hand; nought for what nobody need take on."""
    if each.severity != "P1" or each.taken or each.muted:
        return 0.0
    t_ns = view.state.t_ns(view.now)
    since_ns = each.incident.asks_since_ns(each.severity, t_ns)
    return 0.0 if since_ns is None else (t_ns - since_ns) / NS_PER_S


def overdue(view: View) -> list[Ranked]:
    """Incidents for which a card is due, the gravest first."""
    return [each for each in view.incidents if waits_s(view, each) >= CARD_S]


def on_air(view: View) -> str:
    """The id of the overdue one at the point on air, "" for none."""
    at = view.on_air.point if view.on_air is not None else ""
    return next((each.incident.id for each in overdue(view) if at and each.incident.subject == at), "")


def room(view: View) -> tuple[str, str]:
    """(id, point) of the first overdue one that has a room to ring up; ("", "") for none."""
    found = ((each.incident.id, each.incident.subject) for each in overdue(view))
    return next((each for each in found if each[1] in view.points), ("", ""))
