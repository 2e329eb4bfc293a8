"""An HLS playlist (RFC 8216): which one to read, and whether it still grows. Pure.

A player reloads a live playlist once a target duration (6.3.4), and by then it has a new segment; one that
has not grown for three of them has nothing to play.
"""

from __future__ import annotations

import re

import msgspec

from adapters.errors import BadPayload
from data.units import NS_PER_S

LATE, STALLED = 1.5, 3.0
"""Target durations without a new segment."""
MAX_LINES = 20_000
_LONGEST_S = 3600
_number = re.compile(r"#EXT-X-(TARGETDURATION|MEDIA-SEQUENCE):\s*([0-9]{1,15})\s*$")


class Playlist(msgspec.Struct, frozen=True, kw_only=True):
    """A media playlist. `last` is the number of its newest segment, -1 when it has none yet."""

    target_s: int
    last: int
    ended: bool = False


def variant(payload: bytes) -> str:
    """The URI of the first variant of a master playlist; "" of a media playlist. Raises BadPayload."""
    lines = _lines(payload)
    wanted = [number for number, line in enumerate(lines) if line.startswith("#EXT-X-STREAM-INF")]
    after = lines[wanted[0] + 1 :] if wanted else []
    return next((line for line in after if not line.startswith("#")), "")


def media(payload: bytes) -> Playlist:
    """A media playlist. Raises BadPayload when it is none."""
    lines = _lines(payload)
    numbers = {found[1]: int(found[2]) for line in lines if (found := _number.match(line))}
    target_s = numbers.get("TARGETDURATION", 0)
    if not 0 < target_s <= _LONGEST_S:
        raise BadPayload("no target duration")
    segments = sum(1 for line in lines if line.startswith("#EXTINF"))
    return Playlist(
        target_s=target_s,
        last=numbers.get("MEDIA-SEQUENCE", 0) + segments - 1 if segments else -1,
        ended="#EXT-X-ENDLIST" in lines,
    )


def _lines(payload: bytes) -> list[str]:
    lines = [line.strip() for line in payload.decode("utf-8-sig", "replace").splitlines()]
    if not lines or lines[0] != "#EXTM3U" or len(lines) > MAX_LINES:
        raise BadPayload("no playlist")
    return [line for line in lines if line]


class Growth:
    """The memory of one playlist between two looks."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._grew_ns: int | None = None
        self._since_ns = 0

    def look(self, playlist: Playlist, at_ns: int) -> str:
        """ "new" (not known yet to grow), "fresh", "late", "stalled" or "ended"."""
        if playlist.ended:
            return "ended"
        if self._last is None:
            self._last, self._since_ns = playlist.last, at_ns
        elif playlist.last != self._last:  # less than before: the encoder began anew
            self._last, self._grew_ns, self._since_ns = playlist.last, at_ns, at_ns
        still = (at_ns - self._since_ns) / NS_PER_S / playlist.target_s
        if still >= STALLED:
            return "stalled"
        if self._grew_ns is None:
            return "new"
        return "late" if still >= LATE else "fresh"
