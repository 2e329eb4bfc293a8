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
        flowing, ghosts, before = set(), set(), self._still
        self._still = {}
        for one in found:
            last = before.get(one.ref)
            if one.streams:
                last = _counted(one, last, at_ns)
            if last is None:
                continue
            self._still[one.ref] = last
            if last.seen_ns - last.since_ns >= GHOST_NS:
                ghosts.add(one.ref)
            elif last.packets and one.presence is Presence.MEDIA:
                flowing.add(one.name)
        if not ghosts:
            return list(found)
        return [one for one in found if not (one.name and one.name in flowing and one.ref in ghosts)]


def _counted(one: Participant, last: _Still | None, at_ns: int) -> _Still | None:
    """How it stands now that its streams were looked at; None where they say no number."""
    packets = _packets(one)
    if packets is None:
        return None
    since_ns = last.since_ns if last is not None and last.packets == packets else at_ns
    return _Still(packets, since_ns, at_ns)


def _packets(one: Participant) -> int | None:
    counted = [each.packets_received for each in one.streams if each.direction == "rx"]
    known = [packets for packets in counted if packets is not None]
    return sum(known) if known else None
