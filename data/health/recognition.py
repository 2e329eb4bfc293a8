"""Whose legs a source shows: by their names, by what people decided, and by who held a leg before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.folder.model import BridgePoint
from data.health.reading import Participant, Snapshot
from data.health.verdict import Track
from data.matching.binder import Binder, Bound
from data.matching.state import Named, learned, released
from data.text import clean, fold


class Recognition:
    """The legs of one source, point by point; `names` is what people decided, in any source."""

    def __init__(self, source: str, points: Sequence[BridgePoint], names: Mapping[str, Named]) -> None:
        self._source = source
        self._binder = Binder(points)
        self._names: Mapping[str, Named] = {}
        self._strangers: set[str] = set()
        self._released: set[str] = set()
        self.learn(names)

    def knows(self, names: Mapping[str, Named]) -> bool:
        """Whether these are the decisions that it goes by already."""
        return names is self._names

    def learn(self, names: Mapping[str, Named]) -> None:
        """Go by these decisions from now on."""
        self._names = names
        decided = learned(names, self._source)
        self._strangers = {name for name, code in decided.items() if not code}
        self._released = released(names, self._source)
        self._binder.learn(decided)

    def sorted_out(
        self, snapshot: Snapshot, tracks: Mapping[str, Track]
    ) -> tuple[dict[str, list[Participant]], tuple[Participant, ...]]:
        """The legs of each point, and those of nobody who are no known strangers.

        A leg that takes another name stays with the point whose track holds it.
        """
        bound = self._binder.bind_all(snapshot)
        return bound.by_point, self._left_over(bound, tracks)

    def _left_over(self, bound: Bound, tracks: Mapping[str, Track]) -> tuple[Participant, ...]:
        if not bound.unmatched:
            return ()
        by_ref = {track.ref: code for code, track in tracks.items() if track.ref}
        nobody = []
        for leg in bound.unmatched:
            name = fold(clean(leg.name))
            if name in self._strangers:
                continue
            code = None if name in self._released else by_ref.get(leg.ref)
            if code is None:
                nobody.append(leg)
            else:
                bound.by_point.setdefault(code, []).append(leg)
        return tuple(nobody)

    def point_of(self, name: str, alias: str = "") -> str | None:
        """The code of the point that a name means, None when nothing is certain."""
        return self._binder.bind(Participant(ref="", name=name, alias=alias))

    def is_misnamed(self, leg: Participant) -> bool:
        """Whether the shown name of a leg would not find its point."""
        return self.point_of(leg.name) is None
