"""What somebody should decide about names: who nobody knows, who is there twice, what was decided. Pure."""

from __future__ import annotations

from collections import Counter

import msgspec

from console.view import View
from data.matching.commands import DismissName, MatchPoint, NameCommand, UndoMatch
from data.matching.state import Named, name_key
from data.matching.suggestions import Suggestion

DECIDED_SHOWN = 50
GUEST, STRANGER, UNDO = "guest", "stranger", "undo"


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One name to look at. `kind`: unmatched, double (of `point`, all `names` of it) or decided.

    `times` is how many calls show it now, `decided` the decision that holds.
    """

    kind: str
    source: str
    name: str
    alias: str = ""
    point: str = ""
    times: int = 1
    names: tuple[str, ...] = ()
    decided: Named | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The same matter at another time."""
        return self.kind, self.source, self.point or self.name


def matters(view: View) -> list[Matter]:
    """The names that nobody knows, then points that are there twice, then the newest decisions."""
    return [*unmatched(view), *_doubles(view), *_decided(view)]


def unmatched(view: View) -> list[Matter]:
    """Names in the calls of sources that answer, each once."""
    found = []
    for source in view.sources:
        shown = [
            one for one in source.unmatched if source.fresh and not _is_decided(view, source.name, one.name)
        ]
        times = Counter(one.name for one in shown)
        first = {one.name: one for one in reversed(shown)}
        found += [
            Matter(kind="unmatched", source=source.name, name=name, alias=first[name].alias, times=count)
            for name, count in times.items()
        ]
    return found


def _is_decided(view: View, source: str, name: str) -> bool:
    """At once, though the platform is asked only in a moment."""
    named = view.state.names.get(name_key(source, name)) if view.state.names else None
    return named is not None and named.kind != "undone"


def _doubles(view: View) -> list[Matter]:
    found = []
    for source in view.sources:
        by_point: dict[str, list[str]] = {}
        for one in source.doubles if source.fresh else ():
            by_point.setdefault(one.point, []).append(one.name)
        found += [
            Matter(
                kind="double",
                source=source.name,
                name=names[0],
                point=code,
                times=len(names),
                names=tuple(names),
            )
            for code, names in by_point.items()
        ]
    return found


def _decided(view: View) -> list[Matter]:
    held = [each for each in view.state.names.values() if each.kind != "undone"]
    newest = sorted(held, key=lambda each: -each.at_ms)[:DECIDED_SHOWN]
    return [Matter(kind="decided", source=each.source, name=each.name, decided=each) for each in newest]


def in_order(view: View, guesses: tuple[Suggestion, ...]) -> list[Suggestion]:
    """Of points that are as alike, those first that are missing in the call."""
    return sorted(guesses, key=lambda guess: (-guess.score, view.state.point(guess.code).joined))


def is_shared(guesses: tuple[Suggestion, ...]) -> bool:
    """Whether the name alone cannot tell: two points are as alike."""
    return len(guesses) > 1 and guesses[0].score == guesses[1].score


def order(matter: Matter, option: str) -> NameCommand:
    """What choosing `option` (a code, GUEST, STRANGER or UNDO) decides."""
    if option == UNDO:
        return UndoMatch(source=matter.source, name=matter.name)
    if option in (GUEST, STRANGER):
        return DismissName(source=matter.source, name=matter.name, who=option)
    return MatchPoint(source=matter.source, name=matter.name, point=option)
