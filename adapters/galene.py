"""Galène, read from its statistics (`/galene-api/v0/.stats`, Basic auth of the administrator, JSON).

Settings of the source: `group`, `username`, `ca_file`; secret: `password`. Clients are opaque ids without
names: a room is known only once an operator has said whose id it is. Tracks do not say whether they
are sound or picture. The format is undocumented and may change with the server.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from adapters.base import Capability
from adapters.errors import BadPayload
from adapters.transport.documents import read_json
from adapters.transport.fields import grade, ident, in_call, rows
from adapters.transport.http_platform import HttpPlatform, Roster, once_each
from adapters.transport.off_loop import off_loop
from adapters.transport.units import bps, milliseconds, percent
from data.folder.model import Source
from data.health.reading import Participant, Snapshot, Stream

STATS = "/galene-api/v0/.stats"
_FRACTION = 100


class GaleneAdapter(HttpPlatform):
    """See `adapters.base.Adapter`. One request a poll; a group that nobody is in is an empty roster."""

    capabilities = frozenset(
        {
            *(Capability.ROSTER, Capability.MEDIA, Capability.STREAMS, Capability.LOSS),
            *(Capability.JITTER, Capability.RTT, Capability.BITRATE),
        }
    )

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        super().__init__(source, real_ns)
        self._group = self._settings.text("group", required=True)
        self._attended: frozenset[str] = frozenset()

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """Everybody, and the streams of those in `focus`; of the others the worst loss is said as a word."""
        self._attended = frozenset(focus)
        return await super().poll(focus)

    async def _roster(self) -> Roster:
        return Roster(once_each(await off_loop(self.parse, await self._get(STATS))))

    def parse(self, payload: bytes) -> list[Participant]:
        """The clients of the group. Raises BadPayload."""
        groups = read_json(payload)
        if not isinstance(groups, list):
            raise BadPayload("no list of groups")
        for group in rows(groups) or ():
            if group.get("name") == self._group:
                return _clients(group, self._attended)
        if any(not ident(group.get("name")) for group in rows(groups) or ()):
            raise BadPayload("a group without a name")
        return []


def _clients(group: dict[str, Any], attended: Collection[str]) -> list[Participant]:
    clients = group.get("clients")
    if clients is None and "clients" in group:  # Go's empty list
        return []
    lines = rows(clients) if isinstance(clients, list) else None
    if lines is None or (lines and not any(ident(line.get("id")) for line in lines)):
        raise BadPayload("no list of clients")
    known = ((ident(line.get("id")), line) for line in lines)
    return [_participant(ref, line, attended) for ref, line in known if ref]


def _participant(known: str, line: dict[str, Any], attended: Collection[str]) -> Participant:
    streams = tuple(
        _stream(track, direction)
        for way, direction in (("up", "rx"), ("down", "tx"))
        for connection in _list(line.get(way)) or ()
        for track in _list(connection.get("tracks")) or ()
    )
    rates = [one.bitrate_bps for one in streams if one.direction == "rx" and one.bitrate_bps is not None]
    sends_nothing = _list(line.get("up")) == [] and "up" in line
    return Participant(
        ref=known,
        name=known,
        presence=in_call(any(rates) if rates else False if sends_nothing else None),
        quality=grade(streams),
        streams=streams if known in attended else (),
    )


def _list(value: object) -> list[dict[str, Any]] | None:
    return [] if value is None else rows(value) if isinstance(value, list) else None


def _stream(track: dict[str, Any], direction: str) -> Stream:
    return Stream(
        kind="media",
        direction=direction,
        bitrate_bps=bps(track.get("bitrate"), 1),
        loss_pct=percent(track.get("loss"), _FRACTION),
        jitter_ms=milliseconds(track.get("jitter"), 1),
        rtt_ms=milliseconds(track.get("rtt"), 1),
    )
