"""What else can be done with an item that cannot go on air as planned, or does not go well there. Pure.

Ranked by what is ready now: a play that is not ready stands below those that are, and says why. An
item changed by a play is asked the same readiness question as any other, so nothing is called ready
that F8 would ask about. Protocol items are neither moved nor put off, and nothing moves past one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import msgspec

from data.agenda.programme import ItemChanges, changed
from data.agenda.readiness import GO, Gate
from data.commands import Command, Defer, Edit, Hold, Jump, Swap
from data.folder.model import CENTRAL, AgendaItem, BridgePoint, ItemKind
from data.state import ConferenceState

GateOf = Callable[[AgendaItem], Gate]
TECHNICAL = "technical"


class Play(StrEnum):
    """What may be done. HOLD, HALL and NEXT are for the item on air, SWAP and DEFER for one to come."""

    HOLD = "hold"
    HALL = "hall"
    SHOW = "show"
    SWAP = "swap"
    CLIP = "clip"
    NEXT = "next"
    PHONE = "phone"
    READ = "read"
    DEFER = "defer"


_ORDER = {play: rank for rank, play in enumerate(Play)}
_SPOKEN = (ItemKind.OPENING, ItemKind.PRESENTATION, ItemKind.DIRECTING, ItemKind.CLOSING)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One play for the item `cue`. `other` is the item that takes its place, `point` the room it needs.

    `why` is a code: of a play that is not ready what is missing, of a ready one what it rests on.
    `reason` goes on record with it.
    """

    play: Play
    cue: str
    ready: bool
    why: str
    other: str = ""
    point: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """A name that no other plan has: another target makes it another plan."""
        return ":".join((self.cue, self.play, self.other, self.point))


def plans(
    state: ConferenceState, item: AgendaItem, points: Mapping[str, BridgePoint], gate_of: GateOf
) -> tuple[Plan, ...]:
    """Everything that could be done with `item`, on air or to come: ready plays first."""
    made = _Making(state, item, points, gate_of)
    found = made.on_air() if item.cue == state.on_air else made.to_come()
    reason = "" if gate_of(item).verdict == GO else TECHNICAL
    ranked = sorted((plan for plan in found if plan), key=lambda plan: (not plan.ready, _ORDER[plan.play]))
    return tuple(msgspec.structs.replace(plan, reason=reason) for plan in ranked)


def hall(points: Mapping[str, BridgePoint]) -> str:
    """The central hall: the first central point of the roster, "" without one."""
    return next((code for code, point in points.items() if point.level == CENTRAL), "")


def nearest_ready(state: ConferenceState, item: AgendaItem, gate_of: GateOf) -> AgendaItem | None:
    """The first item to come behind `item` that may stand in its place now; none past a protocol item."""
    ahead = list(state.pending())
    behind = ahead[ahead.index(item) + 1 :] if item in ahead else ahead
    for other in behind:
        if other.is_protocol:
            return None
        if not other.fixed and other.kind is not ItemKind.BREAK and gate_of(other).verdict == GO:
            return other
    return None


def command(plan: Plan, state: ConferenceState, item: AgendaItem, words: str = "") -> Command:
    """What does it, all in one change. `words`: of READ the reader's name, of others a reason."""
    cue, on_air, reason = plan.cue, state.on_air, plan.reason
    if plan.play is Play.READ:
        named = ItemChanges(speaker=words, speaker_title="") if words else ItemChanges()
        changes = msgspec.structs.replace(named, point=plan.point) if plan.point else named
        return Edit(item=cue, changes=changes, how="on_behalf", reason=reason, expect=on_air)
    reason = words or reason
    if plan.play is Play.SWAP:
        return Swap(item=cue, other=plan.other, reason=reason, expect=on_air)
    if plan.play is Play.DEFER:
        return Defer(item=cue, reason=reason, expect=on_air)
    if plan.play is Play.HOLD:
        return Hold(item=cue, cause=reason)
    if plan.play is Play.NEXT:
        return Jump(leaves=cue, to=plan.other, reason=reason)
    how = {Play.SHOW: "edit", Play.HALL: "hall"}.get(plan.play, str(plan.play))
    return Edit(
        item=cue, changes=_changes(plan.play, item, plan.point), how=how, reason=reason, expect=on_air
    )


def _changes(play: Play, item: AgendaItem, point: str) -> ItemChanges:
    if play is Play.CLIP:
        return ItemChanges(point=point, kind=ItemKind.VIDEO, media=item.fallback)
    return ItemChanges(point=point)


class _Making:
    """The plays of one item, None for those that have no meaning for it."""

    def __init__(
        self,
        state: ConferenceState,
        item: AgendaItem,
        points: Mapping[str, BridgePoint],
        gate_of: GateOf,
    ) -> None:
        self._state = state
        self._item = item
        self._room = points.get(item.point)
        self._hall = hall(points)
        self._gate_of = gate_of

    def on_air(self) -> tuple[Plan | None, ...]:
        held = self._state.held
        hold = self._plan(Play.HOLD, not held, "held" if held else "at_once")
        return (hold, self._to_hall(), self._replace(Play.NEXT), *self._shared())

    def to_come(self) -> tuple[Plan | None, ...]:
        item = self._item
        moves = not item.is_protocol
        swap = self._replace(Play.SWAP)
        if not moves or item.fixed:
            swap = self._plan(Play.SWAP, False, "fixed" if moves else "protocol")
        defer = self._plan(Play.DEFER, moves, "debt" if moves else "protocol")
        return (swap, defer, *self._shared())

    def _shared(self) -> tuple[Plan | None, ...]:
        return (self._show(), self._clip(), self._phone(), self._read())

    def _plan(self, play: Play, ready: bool, why: str, other: str = "", point: str = "") -> Plan:
        return Plan(play=play, cue=self._item.cue, ready=ready, why=why, other=other, point=point)

    def _replace(self, play: Play) -> Plan:
        other = nearest_ready(self._state, self._item, self._gate_of)
        if other is None:
            return self._plan(play, False, "none_ready")
        return self._plan(play, True, "ready", other.cue, other.point)

    @property
    def _is_remote(self) -> bool:
        return self._room is not None and self._room.level != CENTRAL

    def _in_hall(self, play: Play, why: str) -> Plan:
        """Ready when the hall is, by the same question as for any item."""
        if not self._hall:
            return self._plan(play, False, "no_hall")
        gate = self._gate_of(changed(self._item, _changes(play, self._item, self._hall)))
        ready = gate.verdict == GO
        return self._plan(play, ready, why if ready else gate.why, point=self._hall)

    def _to_hall(self) -> Plan | None:
        return self._in_hall(Play.HALL, "ready") if self._is_remote and self._hall else None

    def _clip(self) -> Plan:
        if not self._item.fallback:
            return self._plan(Play.CLIP, False, "no_fallback")
        if self._item.media == self._item.fallback and self._item.kind is ItemKind.VIDEO:
            return self._plan(Play.CLIP, False, "chosen")
        return self._in_hall(Play.CLIP, "prepared")

    def _phone(self) -> Plan | None:
        if not self._is_remote or self._room is None or self._item.kind not in _SPOKEN:
            return None
        if not (self._room.phone or self._room.phone2):
            return self._plan(Play.PHONE, False, "no_phone")
        return self._in_hall(Play.PHONE, "number")

    def _read(self) -> Plan | None:
        if self._item.kind not in _SPOKEN or self._item.is_protocol:
            return None
        return self._in_hall(Play.READ, "ready")

    def _show(self) -> Plan | None:
        """Another of the courts that were asked for the cutaway."""
        others = [code for code in self._item.candidates if code and code != self._item.point]
        if not others:
            return None
        for code in others:
            if self._gate_of(changed(self._item, ItemChanges(point=code))).verdict == GO:
                return self._plan(Play.SHOW, True, "ready", point=code)
        return self._plan(Play.SHOW, False, "none_ready")
