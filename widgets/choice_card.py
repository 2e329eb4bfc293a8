"""A question with its choices. The first choice is to stay, and it is the one preselected.

The card only shows and moves: the screen around it runs the chosen option on F8 (once the key has
been quiet) and closes on Esc.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.message import Message

from widgets.card_picture import CardPicture
from widgets.glyphs import UNICODE, GlyphSet
from widgets.line import BLANK, Line, Piece, padded
from widgets.panel import panel
from widgets.tone import Tone

STAY = "stay"
"""The key of the option that changes nothing."""


class Option(msgspec.Struct, frozen=True):
    """One choice: `key` is the caller's name for it, never shown."""

    key: str
    label: str
    tone: Tone = Tone.PLAIN


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The card. `lines` are the facts, `options[0]` means stay; `hint` names the keys.

    `tone` colours the frame: ASK for an amber card, STOP for a red one.
    """

    heading: str
    options: tuple[Option, ...]
    lines: tuple[tuple[Piece, ...], ...] = ()
    hint: str = ""
    right: Piece = Piece("")
    tone: Tone = Tone.FRAME


class ChoiceCard(CardPicture[Choice]):
    """Moves with the arrows, confirms nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
    ]

    class Moved(Message):
        """Another option is under the mark now."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self,
        choice: Choice,
        *,
        glyphs: GlyphSet = UNICODE,
        dense: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(choice, glyphs=glyphs, dense=dense, id=id, classes=classes)
        self._at = 0

    @property
    def chosen(self) -> str:
        """The key of the option under the mark; the first one until somebody moves."""
        return self._value.options[self._at].key if self._value and self._value.options else ""

    @property
    def choices(self) -> int:
        """How many options there are."""
        return len(self._value.options) if self._value else 0

    @property
    def marked(self) -> Option | None:
        """The option under the mark."""
        return self._value.options[self._at] if self._value and self._value.options else None

    def show(self, value: Choice) -> None:
        """Show other facts; the mark stays on its option while that option exists."""
        before = self.chosen
        keys = [option.key for option in value.options]
        self._at = keys.index(before) if before in keys else 0
        super().show(value)

    def rows_of(self, value: Choice, *, dense: bool) -> int:
        """Facts, options and keys, parted by blank rows."""
        blank = 0 if dense else 1 + bool(value.lines)
        return 2 + blank + len(value.lines) + len(value.options) + bool(value.hint)

    def draw(self, value: Choice, width: int, height: int) -> Sequence[Line]:
        """Facts, options, keys."""
        inner, more = width - 2, self.glyphs.more
        least = len(value.options) + bool(value.hint) + 2
        told = _folded(value.lines, max(1, height - least), self.glyphs)
        facts = [padded((Piece("  "), *line), inner, more=more) for line in told]
        options = [self._option(at, inner) for at in range(len(value.options))]
        hint = [padded((Piece(f"  {value.hint}", Tone.DIM),), inner, more=more)] if value.hint else []
        gap = [] if self._dense or height < self.rows_of(value, dense=self._dense) else [BLANK]
        body = [*gap, *facts, *(gap if facts else []), *options, *hint]
        edge = value.tone
        right = value.right
        return panel(body, width, height, self.glyphs, title=value.heading, right=right, edge=edge)

    def _option(self, at: int, width: int) -> Line:
        assert self._value is not None
        option, here = self._value.options[at], at == self._at
        mark = f"  {self.glyphs.selected} " if here else "    "
        tone = Tone.STRONG if here and option.tone is Tone.PLAIN else option.tone
        pieces = (Piece(mark, Tone.STRONG), Piece(option.label, tone))
        line = padded(pieces, width, more=self.glyphs.more)
        return Line(line.pieces, Tone.CHOSEN_ROW) if here else line

    def action_move(self, by: int) -> None:
        """Move the mark; it does not wrap, so holding Up always ends on the harmless option."""
        if self._value:
            self._go(min(max(0, self._at + by), len(self._value.options) - 1))

    def action_edge(self, at: int) -> None:
        """The first or the last option."""
        if self._value:
            self._go(at % max(1, len(self._value.options)))

    def _go(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self.redraw()
            self.post_message(self.Moved(self.chosen))


def _folded(facts: tuple[tuple[Piece, ...], ...], rows: int, glyphs: GlyphSet) -> Sequence[tuple[Piece, ...]]:
    """`facts` in so many rows. Those without a row of their own are counted and share the last one: first
    good news, then what comes last.
    """
    if len(facts) <= rows:
        return facts
    spare = len(facts) - rows + 1
    order = sorted(range(len(facts)), key=lambda at: (not _is_good(facts[at]), -at))
    folded = sorted(order[:spare], key=lambda at: (_is_good(facts[at]), at))
    kept = [fact for at, fact in enumerate(facts) if at not in folded]
    joined = [piece for at in folded for piece in (Piece(f" {glyphs.dot} ", Tone.DIM), *facts[at])][1:]
    return [*kept, (Piece(f"+{spare}  ", Tone.STRONG), *joined)]


def _is_good(fact: tuple[Piece, ...]) -> bool:
    return bool(fact) and fact[0].tone is Tone.GO
