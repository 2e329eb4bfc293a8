"""What the simulated platform was told to do since it started: mutes, drops, new calls, a locked door.

The world itself is a function of time and nothing else; this lies over it. A platform that starts anew has
forgotten it, as real ones have.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence

import msgspec

from adapters.simulator.legs import Leg
from adapters.simulator.media import Flow
from adapters.simulator.world import World, WorldParticipant

RING_S = 2.0
"""So long a room takes to answer its telephone."""


class Ordered:
    """The calls of `world` as they are after all orders. Times are seconds of the world.

    The orders answer whether there was such a call; a room that is not there does not answer when it is
    rung, and nothing comes of that.
    """

    def __init__(self, world: World) -> None:
        self.locked = False
        self._world = world
        self._muted: dict[str, bool] = {}
        self._dropped: set[str] = set()
        self._dialled: list[Leg] = []

    def present(self, t: float) -> list[Leg]:
        """The legs in the call at `t`."""
        legs = self._world.present(t)
        if not self._dropped and not self._dialled:
            return legs
        new = [leg for leg in self._dialled if leg.since <= t]
        return [leg for leg in (*legs, *new) if leg.ref not in self._dropped]

    def find(self, ref: str, t: float) -> Leg | None:
        """The leg called `ref`, if it is in the call at `t`."""
        if ref in self._dropped:
            return None
        new = next((leg for leg in self._dialled if leg.ref == ref and leg.since <= t), None)
        return new or self._world.find(ref, t)

    def seen(self, leg: Leg, t: float) -> WorldParticipant:
        """What the platform would say of `leg` at `t`."""
        seen = self._world.seen(leg, t)
        muted = self._muted.get(leg.ref)
        return seen if muted is None else msgspec.structs.replace(seen, server_muted=muted)

    def flows(self, leg: Leg, t: float) -> list[Flow]:
        """The media of `leg` at `t`."""
        return self._world.flows(leg, t)

    def mute(self, ref: str, t: float, *, muted: bool) -> bool:
        """The server lets the room be heard, or not."""
        found = self.find(ref, t) is not None
        if found:
            self._muted[ref] = muted
        return found

    def drop(self, ref: str, t: float) -> bool:
        """The call ends, with the other half of it where it has two."""
        leg = self.find(ref, t)
        if leg is None:
            return False
        self._dropped |= {each.ref for each in self._halves(leg, t)}
        return True

    def dial(self, address: str, name: str, t: float) -> str:
        """Ring up whoever calls from `address`; the ref of the call that comes of it if it is answered."""
        ref = str(uuid.uuid4())
        room = next((leg for leg in self._world.present(t) if leg.alias == address and not leg.parent), None)
        if room is not None:
            fresh = {"ref": ref, "talk": str(uuid.uuid4()), "since": t + RING_S, "until": math.inf}
            self._dialled.append(
                msgspec.structs.replace(room, name=name or room.name, signalling=False, **fresh)
            )
        return ref

    def _halves(self, leg: Leg, t: float) -> Sequence[Leg]:
        return [each for each in self.present(t) if each.talk == leg.talk]
