"""Calls of which nothing comes any more while the same room is back in another. Pure but for its memory."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.health.media_meter import GHOST_NS
from data.health.reading import Participant, Presence


class _Still(msgspec.Struct, frozen=True):
    """So many packets, since when, and when that was last looked at."""

    packets: int
    since_ns: int
    seen_ns: int


class Ghosts:
    """Janus keeps a call whose room was killed for up to a minute, and goes on listing it."""

    def __init__(self) -> None:
        self._still: dict[str, _Still] = {}

    def without(self, found: Sequence[Participant], at_ns: int) -> list[Participant]:
        """The roster without those that stand still while another call of the same name flows.

        A ghost alone stays: it is how a room is seen to be down. Who was not looked at is what it was.
        """
        flowing, before = set(), self._still
        self._still = {}
        for one in found:
            last, packets = before.get(one.ref), _packets(one)
            if packets is not None:
                same = last is not None and last.packets == packets
                last = _Still(packets, last.since_ns if same and last is not None else at_ns, at_ns)
            if last is None or (one.streams and packets is None):
                continue
            self._still[one.ref] = last
            if last.packets and not self._is_ghost(one) and one.presence is Presence.MEDIA:
                flowing.add(one.name)
        return [one for one in found if not (one.name in flowing and self._is_ghost(one))]

    def _is_ghost(self, one: Participant) -> bool:
        still = self._still.get(one.ref)
        return bool(one.name) and still is not None and still.seen_ns - still.since_ns >= GHOST_NS


def _packets(one: Participant) -> int | None:
    counted = [each.packets_received for each in one.streams if each.direction == "rx"]
    known = [packets for packets in counted if packets is not None]
    return sum(known) if known else None
