"""What a newcomer to the demo reads over the live desk, in words. Pure."""

from __future__ import annotations

import msgspec

from console.actions import find, key_name
from console.text.sentences import Text
from data.text import nfc
from widgets.choice_card import Choice
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

TESTED = ("time", "hold", "advance", "plan_b")
"""Actions whose keys laptops like to keep for themselves."""
STORY = ("welcome.province", "welcome.outage")
HINTS = ("welcome.advance", "welcome.points", "welcome.others")
AGAIN = "welcome.again"
LEARNT_BY = {
    "welcome.advance": ("advance",),
    "welcome.points": ("points",),
    "welcome.others": ("hold", "undo"),
}
"""A hint goes when any of these keys has been used."""
SPELT_KEYS = 7
COMPACT_HINTS = 4


class Newcomer(msgspec.Struct, frozen=True):
    """`hints` are message ids, `seen` the actions whose keys have arrived, `typed` what was tried in the box.

    `page` counts from 0; a wide window has everything on one. `speed` is that of the demo.
    """

    hints: tuple[str, ...] = ()
    points: int = 0
    speed: float = 1.0
    seen: frozenset[str] = frozenset()
    typed: str = ""
    page: int = 0

    def pressed(self, action: str) -> Newcomer:
        """One more key has arrived."""
        return msgspec.structs.replace(self, seen=self.seen | {action})

    def wrote(self, typed: str) -> Newcomer:
        """What stands in the box now."""
        return msgspec.structs.replace(self, typed=typed)

    def turned(self, page: int) -> Newcomer:
        """The other page."""
        return msgspec.structs.replace(self, page=page)

    @property
    def to_learn(self) -> tuple[str, ...]:
        """The hints whose keys have not been used yet."""
        return tuple(hint for hint in self.hints if not self.seen & set(LEARNT_BY.get(hint, ())))


Lines = list[tuple[Piece, ...]]


def welcome(newcomer: Newcomer, t: Text, glyphs: GlyphSet, *, compact: bool, airy: bool = False) -> Choice:
    """The card; `compact` has two pages, so that the countdown and the next item of a small window stay in
    sight. Without being `airy` it has no blank row but that of the box.
    """
    what: Lines = [(Piece(t("welcome.what", points=newcomer.points), Tone.STRONG),)]
    gap: Lines = [()] if airy else []
    if not compact:
        hints = _hints(newcomer, newcomer.to_learn, t)
        lines = [*what, *gap, *hints, *gap, *_tests(newcomer, t, glyphs)]
    elif newcomer.page == 0:
        lines = [*what, *_hints(newcomer, newcomer.to_learn[:COMPACT_HINTS], t)]
    else:
        lines = _tests(newcomer, t, glyphs)
    if not airy:
        lines.append(())
    page = f"  {newcomer.page + 1}/2" if compact else ""
    return Choice(
        heading=t("card.first_run.title"),
        lines=tuple(lines),
        options=(),
        hint=t("welcome.keys.compact" if compact else "welcome.keys"),
        right=Piece(f"{t('mode.rehearsal').lower()}{page}", Tone.ASK),
        tone=Tone.ASK,
    )


def _hints(newcomer: Newcomer, hints: tuple[str, ...], t: Text) -> Lines:
    figures = _figures(newcomer.speed) if set(hints) & set(STORY) else {}
    lines = enumerate((t(hint, **figures) for hint in hints), start=1)
    return [(Piece(f"{number}  ", Tone.KEY), Piece(line)) for number, line in lines]


def _figures(speed: float) -> dict[str, int]:
    """When the story happens (minutes of the conference), and how long the silence is (real seconds)."""
    from adapters.simulator.story import beats

    told = beats(speed)
    silent_s = (told.outage[1] - told.outage[0]) / speed
    return {
        "lost": round(told.province[0] / 60),
        "silent": round(told.outage[0] / 60),
        "seconds": round(silent_s),
    }


def _tests(newcomer: Newcomer, t: Text, glyphs: GlyphSet) -> Lines:
    """Four lamps, and how the box below is faring."""
    lamps = [piece for action in TESTED for piece in _lamp(action, t, glyphs, lit=action in newcomer.seen)]
    word = t("welcome.word")
    verdict = typing_verdict(newcomer.typed, word)
    tone = {"right": Tone.GO, "wrong": Tone.STOP}.get(verdict, Tone.DIM)
    return [
        (Piece(t("welcome.try_keys")), *lamps),
        (Piece(t("welcome.dark"), Tone.DIM),),
        (Piece(t("welcome.type", word=word)), Piece(f"   {t(f'welcome.typed.{verdict}')}", tone)),
    ]


def typing_verdict(typed: str, word: str) -> str:
    """`none` while `word` may still come out, else `right` or `wrong`.

    Input methods spell it with up to seven keys (tieengs, tie6ng1); seven signs that stay are not joined.
    """
    tried = nfc(typed.strip()).casefold()
    if tried == word:
        return "right"
    return "wrong" if len(tried) >= SPELT_KEYS else "none"


def _lamp(action: str, t: Text, glyphs: GlyphSet, *, lit: bool) -> tuple[Piece, Piece]:
    name = t(key_name(find(action).keys[0]))
    return Piece(f"   {name} ", Tone.KEY), Piece(
        f"[{glyphs.ok}]" if lit else "[ ]", Tone.GO if lit else Tone.DIM
    )
