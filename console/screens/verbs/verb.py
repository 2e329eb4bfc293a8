"""What a key amounts to: a word to the person, a command, a card that asks, or a card of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from console.screens.cards.card_context import CardContext
from console.screens.cards.overlay import Overlay
from console.screens.questions.gate import Answer, Question
from console.text.problems import refusal_line
from console.text.sentences import Text
from console.view import View
from data.absence.rules import waiting
from data.commands import Command
from widgets.glyphs import GlyphSet


class Situation(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What a verb may look at: the view, and what the screen has selected.

    `by_palette` marks a choice made with Enter: what changes the programme then asks, always.
    `cue` is the selected item, "" for none; `points` the selected codes, `row` the selected
    row of the record, 0 for none.
    """

    view: View
    t: Text
    glyphs: GlyphSet
    by_palette: bool = False
    cue: str = ""
    points: tuple[str, ...] = ()
    row: int = 0


class Say(msgspec.Struct, frozen=True):
    """Only words."""

    text: str
    warning: bool = False


class Do(msgspec.Struct, frozen=True):
    """Carry `command` out; `done` is the message id to say then, with what it names; "" for nothing."""

    command: Command
    done: str = ""
    what: str = ""


class Ask(msgspec.Struct, frozen=True):
    """Show a card; when an option is confirmed, carry out `command(answer)`.

    `gate` marks the card before an advance: what it said goes to the record.
    """

    question: Question
    command: Callable[[Answer], Command]
    done: str = ""
    gate: bool = False


class Open(msgspec.Struct, frozen=True):
    """Show a card of its own; what it gives back is carried out, None changes nothing."""

    card: Callable[[CardContext], Overlay[Command | None]]
    done: str = ""


Verb: TypeAlias = Say | Do | Ask | Open
Rule: TypeAlias = Callable[[Situation], Verb]


def barred(at: Situation) -> Say | None:
    """The refusal of everything that needs the control token while we have it not, or an answer is owed."""
    if not at.view.in_control:
        control = at.view.state.control
        return Say(at.t("f8.no_control", actor=control.actor if control else ""), warning=True)
    owed = waiting(at.view.state, at.view.now)
    return Say(refusal_line(owed, at.t), warning=True) if owed else None
