"""Whether the next item may go on air, and what F8 has to ask first. Pure.

By kind: a remote point by its media and its two-way test; a live feed by those, consent and a fallback; a
clip by its length and by somebody having tried it; whatever has a checklist by its ticks; protocol asks.

Green goes, amber asks, red asks for a reason. What we cannot see is amber, never red: a dead
platform must not block the show.
"""

from __future__ import annotations

import msgspec

from data.agenda.item_checks import CLIP, unchecked
from data.clock import Moment
from data.folder.model import CENTRAL, AgendaItem, BridgePoint, ItemKind, Thresholds
from data.health.reading import Health
from data.state import ConferenceState
from data.units import NS_PER_S

GO, ASK, STOP = "go", "ask", "stop"
UNSEEN = "unseen"

TESTED_FOR_MIN = 60
"""So long a two-way test of sound and picture speaks for a room."""


class Gate(msgspec.Struct, frozen=True):
    """`verdict` is go, ask or stop; `why` a code: ready, manual, unseen, degraded, down, muted, untested,
    test_failed, refused, no_consent, no_fallback, no_length, untried, unchecked.
    """

    verdict: str
    why: str


READY = Gate(GO, "ready")


def two_way_question(state: ConferenceState, point: BridgePoint, t_ns: int) -> str:
    """Why the two-way test of a remote point must be asked about: "untested", "test_failed", or "".

    Where nobody has put any test on record, tests are not kept here and nothing is asked.
    """
    if not state.tests or point.level == CENTRAL:
        return ""
    tested = state.point(point.code).tested
    if tested is None or t_ns - tested.at_ns > TESTED_FOR_MIN * 60 * NS_PER_S:
        return "untested"
    return "" if tested.result == "passed" else "test_failed"


def gate(health: Health | None, *, muted_by_server: bool = False, test: str = "") -> Gate:
    """The gate of an item by its point's health; None when no source looks at points at all.

    `test` is what `two_way_question` says of the point.
    """
    if health is None:
        return Gate(GO, "manual")
    if health is Health.DOWN:
        return Gate(STOP, "down")
    if health is Health.DEGRADED:
        return Gate(ASK, "degraded")
    if health is not Health.OK:
        return Gate(ASK, UNSEEN)
    if muted_by_server:
        return Gate(ASK, "muted")
    return Gate(ASK, test) if test else READY


def plan_gate(state: ConferenceState, item: AgendaItem) -> Gate:
    """The gate by what the plan says of the item and what people have looked at for it."""
    left = unchecked(state, item)
    if item.kind is ItemKind.LIVE_FEED and item.consent is False:
        return Gate(STOP, "refused")
    if item.kind is ItemKind.LIVE_FEED and item.consent is None:
        return Gate(ASK, "no_consent")
    if item.kind is ItemKind.LIVE_FEED and not item.fallback:
        return Gate(ASK, "no_fallback")
    if item.kind is ItemKind.VIDEO and _is_of_unknown_length(item):
        return Gate(ASK, "no_length")
    if left:
        return Gate(ASK, "untried" if CLIP in left else "unchecked")
    return READY


def _is_of_unknown_length(item: AgendaItem) -> bool:
    """A fallback that is played was given no length by the plan; it is as long as the item."""
    return bool(item.media) and item.media != item.fallback and item.media_length_s is None


def item_gate(
    state: ConferenceState,
    item: AgendaItem,
    point: BridgePoint | None,
    health: Health | None,
    *,
    t_ns: int,
    muted_by_server: bool = False,
) -> Gate:
    """The graver of what is seen of its point (`gate`) and what is known of the item (`plan_gate`)."""
    test = two_way_question(state, point, t_ns) if point and health is not None else ""
    seen, planned = gate(health, muted_by_server=muted_by_server, test=test), plan_gate(state, item)
    return planned if _GRAVE[planned.verdict] > _GRAVE[seen.verdict] else seen


_GRAVE = {GO: 0, ASK: 1, STOP: 2}


def questions(
    state: ConferenceState, entering: AgendaItem | None, passed: Gate, limits: Thresholds, now: Moment
) -> tuple[str, ...]:
    """Why an advance must be confirmed now, gravest first; empty when F8 just goes.

    Codes: "stop", "ask" (the gate), "opening", "end", "protocol", "young" (the item on air is
    under 30 s or a quarter of its time).
    """
    if state.ended:
        return ()
    found = []
    known_unseen = passed.why == UNSEEN and entering is not None and _was_asked(state, entering.point)
    if entering is not None and passed.verdict != GO and not known_unseen:
        found.append(passed.verdict)
    if not state.on_air:
        found.append("opening")
    if entering is None:
        found.append("end")
    elif entering.is_protocol:
        found.append("protocol")
    if _is_young(state, limits, now):
        found.append("young")
    return tuple(found)


def _was_asked(state: ConferenceState, point: str) -> bool:
    """Whether the room is out of sight only because of sources that were asked about: once is enough."""
    was_seen = state.point(point).health is not Health.UNKNOWN
    return was_seen and bool(state.lost) and all(loss.asked for loss in state.lost.values())


def _is_young(state: ConferenceState, limits: Thresholds, now: Moment) -> bool:
    item = state.item(state.on_air)
    if item is None:
        return False
    elapsed_s = state.run(item.cue).elapsed_ns(state.t_ns(now)) / NS_PER_S
    return elapsed_s < limits.young_item_s or elapsed_s * 100 < item.duration_s * limits.young_item_pct
