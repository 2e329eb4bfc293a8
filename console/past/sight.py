"""What could be seen of the points at a past moment: from the record, and from the minutes kept beside it.

Readings are gone; of each minute there is a row a point. Where minutes were kept at all, a minute without
any was one in which nobody looked, and its points are shown as old. A log without them shows what
the record says of its sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from data.clock import Moment
from data.health.quality import FIGURES, QualityRow
from data.health.quality_past import minute_rows, seen_minutes
from data.health.reading import Presence, Reading, SourceStatus
from data.record.errors import LogError
from data.state import ConferenceState
from data.units import MS_PER_MINUTE

REACH = 1
"""A minute is written when it is over: at its turn the one before still speaks."""


class Minute(msgspec.Struct, frozen=True):
    """What was kept of a minute, by point; `number` counts from 1970. `seen` are the minutes of which there
    is anything: of a day that still goes on there are more every time.
    """

    number: int
    rows: dict[str, QualityRow]
    seen: frozenset[int] = frozenset()


class PastSight:
    """`look` in a thread and `show` before `readings` are asked of another minute."""

    def __init__(self, path: Path, sources: tuple[str, ...]) -> None:
        self._path = path
        self._names = sources
        self._shown = Minute(-1, {})
        self._made: Mapping[str, Reading] = {}
        self._made_of: tuple[object, object] = (None, None)
        try:
            self._seen = seen_minutes(path)
        except LogError:
            self._seen = frozenset()

    def is_loaded(self, moment: Moment) -> bool:
        """Whether the rows of that minute are here."""
        return not self._seen or self._shown.number == moment.utc_ms // MS_PER_MINUTE

    def look(self, moment: Moment) -> Minute:
        """Read the rows of that minute, in any thread; an unreadable file is like none."""
        minute = moment.utc_ms // MS_PER_MINUTE
        seen = self._seen
        try:
            if minute > max(seen, default=0):
                seen = seen_minutes(self._path)
            return Minute(minute, {row.point: row for row in minute_rows(self._path, minute)}, seen)
        except LogError:
            return Minute(minute, {}, seen)

    def show(self, minute: Minute) -> None:
        """From now on it is this minute."""
        self._shown, self._seen = minute, minute.seen

    def sources(self, state: ConferenceState, now: Moment, real_ns: int) -> dict[str, SourceStatus]:
        """How each source fared: silent since the record says so, or since nobody asked."""
        minute = now.utc_ms // MS_PER_MINUTE
        asked = bool(state.epoch) and (not self._seen or bool({minute, minute - REACH} & self._seen))
        found = {}
        for name in self._names:
            loss = state.lost.get(name)
            if loss is not None:
                kind = "lost"
                answered_ns: int | None = real_ns - (state.t_ns(now) - loss.since_ns)
            else:
                answered_ns, kind = (real_ns, "ok") if asked else (None, "waiting")
            found[name] = SourceStatus(
                name=name,
                boot=now.boot,
                state=kind,
                answered_ns=answered_ns,
                error=loss.error if loss else "",
            )
        return found

    def readings(self, state: ConferenceState, real_ns: int) -> Mapping[str, Reading]:
        """What was measured in the minute, with the health that the record has.

        A point without a row is said to be one of a lost source, where there is one: it was not seen.
        """
        if self._made_of[0] is not state or self._made_of[1] is not self._shown:
            self._made, self._made_of = self._make(state, real_ns), (state, self._shown)
        return self._made

    def _make(self, state: ConferenceState, real_ns: int) -> Mapping[str, Reading]:
        lost = next((name for name in self._names if name in state.lost), "")
        alive = next((name for name in self._names if name not in state.lost), lost)
        found = {}
        for code, known in state.points.items():
            row = self._shown.rows.get(code)
            figures = {} if row is None else _means(row)
            found[code] = Reading(
                point=code,
                source=alive if row is not None or not lost else lost,
                observed_ns=real_ns,
                health=known.health,
                reason=known.reason,
                presence=Presence.MEDIA if known.joined else Presence.ABSENT,
                ref=known.ref,
                legs=int(known.joined),
                streams_ns=real_ns if figures else None,
                **figures,
            )
        return found


def _means(row: QualityRow) -> dict[str, Any]:
    named = zip(FIGURES, row.spreads, strict=True)
    means: dict[str, Any] = {name: each.mean for name, each in named if each is not None}
    if "bitrate_bps" in means:
        means["bitrate_bps"] = round(means["bitrate_bps"])
    return means
