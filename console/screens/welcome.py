"""What a newcomer to the demo reads over the live desk. It takes no key from anybody."""

from __future__ import annotations

import msgspec

from console.actions import find, key_name
from console.text import Text
from widgets.choice_card import Choice
from widgets.glyphs import TICKED
from widgets.line import Piece
from widgets.tone import Tone

TESTED = ("time", "hold", "advance", "plan_b")
"""Actions whose keys laptops like to keep for themselves."""
STORY = ("welcome.province", "welcome.outage")
HINTS = ("welcome.advance", "welcome.others")
AGAIN = "welcome.again"
COMPACT_HINTS = 4


class Newcomer(msgspec.Struct, frozen=True):
    """`hints` are message ids, `seen` the actions whose keys have arrived so far."""

    hints: tuple[str, ...] = ()
    points: int = 0
    seen: frozenset[str] = frozenset()

    def pressed(self, action: str) -> Newcomer:
        """One more key has arrived."""
        return msgspec.structs.replace(self, seen=self.seen | {action})


def welcome(newcomer: Newcomer, t: Text, *, compact: bool) -> Choice:
    """The card; `compact` leaves the countdown of a small window in sight."""
    gap: list[tuple[Piece, ...]] = [] if compact else [()]
    hints = newcomer.hints[:COMPACT_HINTS] if compact else newcomer.hints
    lamps = [piece for action in TESTED for piece in _lamp(action, action in newcomer.seen, t)]
    lines: list[tuple[Piece, ...]] = [(Piece(t("welcome.what", points=newcomer.points), Tone.STRONG),), *gap]
    lines += [(Piece(f"{number}  ", Tone.KEY), Piece(t(hint))) for number, hint in enumerate(hints, start=1)]
    lines += [*gap, (Piece(t("welcome.try_keys")), *lamps)]
    if not compact:
        lines.append((Piece(t("welcome.dark"), Tone.DIM),))
    return Choice(
        heading=t("card.first_run.title"),
        lines=tuple(lines),
        options=(),
        hint=t("welcome.keys"),
        right=Piece(t("mode.rehearsal"), Tone.ASK),
        tone=Tone.ASK,
    )


def _lamp(action: str, lit: bool, t: Text) -> tuple[Piece, Piece]:
    name = t(key_name(find(action).keys[0]))
    return Piece(f"   {name} ", Tone.KEY), Piece(TICKED if lit else "[ ]", Tone.GO if lit else Tone.DIM)
