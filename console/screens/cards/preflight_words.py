"""The checks before the opening in words. Pure."""

from __future__ import annotations

from console.preflight import BAD, GOOD, Check, automatic, by_hand
from console.text.sentences import Text, local_hour
from console.view import View
from data.commands import MarkCheck
from widgets.choice_card import Choice, Option
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

NAME_CELLS = 12
_TONES = {GOOD: Tone.GO, BAD: Tone.ASK}


def preflight_card(view: View, t: Text, glyphs: GlyphSet) -> Choice:
    """What the console sees above, what only people see below."""
    checks = (*by_hand(view), *automatic(view))
    good = sum(check.state == GOOD for check in checks)
    return Choice(
        heading=t("preflight.title"),
        lines=tuple(_automatic_line(check, t, glyphs) for check in automatic(view)),
        options=tuple(_ticked(view, check, t, glyphs) for check in by_hand(view)),
        hint=t("preflight.keys"),
        right=Piece(f"{good}/{len(checks)}", Tone.GO if good == len(checks) else Tone.ASK),
        tone=Tone.ASK if any(check.state == BAD for check in checks) else Tone.GO,
    )


def tick(view: View, check: str) -> MarkCheck:
    """Space on a line of the card."""
    return MarkCheck(check=check, done=check not in view.state.checks)


def _automatic_line(check: Check, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    mark = {GOOD: glyphs.ok, BAD: glyphs.degraded}.get(check.state, glyphs.unknown)
    return (
        Piece(f"{mark} ", _TONES.get(check.state, Tone.UNKNOWN)),
        Piece(f"{t(f'preflight.{check.name}'):<{NAME_CELLS}}"),
        Piece(
            t(f"preflight.{check.name}.{check.found}", **check.params), _TONES.get(check.state, Tone.UNKNOWN)
        ),
    )


def _ticked(view: View, check: Check, t: Text, glyphs: GlyphSet) -> Option:
    at_ms = view.state.checks.get(check.name)
    time = f"   {local_hour(at_ms, view.conference.timezone)}" if at_ms is not None else ""
    box = glyphs.ok if check.state == GOOD else " "
    tone = Tone.GO if check.state == GOOD else Tone.PLAIN
    return Option(check.name, f"[{box}] {t(f'preflight.{check.name}')}{time}", tone)


def failing_line(check: Check, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """One check that fails, on the card of the opening."""
    found = check.found or "todo"
    words = t(f"preflight.{check.name}.{found}", **check.params)
    name = f"{t(f'preflight.{check.name}')}: " if check.found else ""
    return (Piece(f"{glyphs.degraded} {name}{words}", Tone.ASK),)
