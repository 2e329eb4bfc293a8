"""What a key of the operator's desk amounts to, given what is on the screen: pure.

The answer is a word to the person (`Say`), a command to carry out (`Do`), or a card to ask first
(`Ask`). By the palette everything that changes the programme is asked, because Enter chose it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from console.screens import questions
from console.screens.questions import Question
from console.text import Text
from console.view import View
from data.commands import Advance, Command, Hold, ReleaseControl, Resume, TakeControl, UndoAdvance
from data.readiness import GO
from widgets.glyphs import GlyphSet


class Say(msgspec.Struct, frozen=True):
    """Only words."""

    text: str
    warning: bool = False


class Do(msgspec.Struct, frozen=True):
    """Carry `command` out; `done` is the message id to say then, "" for nothing."""

    command: Command
    done: str = ""


class Ask(msgspec.Struct, frozen=True):
    """Show a card; when it is confirmed, carry out `command(reason)`."""

    question: Question
    command: Callable[[str], Command]
    done: str = ""


Verb: TypeAlias = Say | Do | Ask


def advance(view: View, t: Text, glyphs: GlyphSet, *, by_palette: bool = False) -> Verb:
    """F8: leave the item on air for the one that the F8 line names."""
    if barred := _barred(view, t):
        return barred
    entering = view.entering
    command = Advance(
        leaves=view.state.on_air,
        enters=entering.cue if entering else "",
        plan_version=view.state.plan_version,
        verdict=view.gate.verdict if entering else GO,
        why=view.gate.why,
    )
    if not (view.questions or by_palette):
        return Do(command)
    question = questions.advance(view, t, glyphs)
    return Ask(question, lambda reason: msgspec.structs.replace(command, reason=reason))


def hold(view: View, t: Text, *, by_palette: bool = False) -> Verb:
    """F7: stop the item on air, or let it go on; a protocol item asks."""
    if barred := _barred(view, t):
        return barred
    cue = view.state.on_air
    command = Resume(item=cue) if view.state.held else Hold(item=cue)
    if cue and (by_palette or (view.on_air is not None and view.on_air.is_protocol)):
        return Ask(questions.hold(view, t), lambda _reason: command)
    return Do(command)


def undo(view: View, t: Text) -> Verb:
    """Ctrl+Z: take the last advance back. Always asks."""
    if barred := _barred(view, t):
        return barred
    if not view.state.advances:
        return Say(t("card.undo.nothing"))
    seq = view.state.advances[-1].seq
    return Ask(questions.undo(view, t), lambda reason: UndoAdvance(undone_seq=seq, reason=reason))


def take_control(view: View, t: Text) -> Verb:
    """Become the console that may change the programme; from a living holder with a reason."""
    question = questions.take_control(view, t)
    return Ask(question, lambda reason: TakeControl(reason=reason), "notice.control_taken")


def hand_control(view: View, t: Text) -> Verb:
    """Let control go. Asks, for the palette's Enter must not."""
    if barred := _barred(view, t):
        return barred
    return Ask(questions.hand_control(t), lambda _reason: ReleaseControl(), "notice.control_handed")


def _barred(view: View, t: Text) -> Say | None:
    if view.in_control:
        return None
    control = view.state.control
    return Say(t("f8.no_control", actor=control.actor if control else ""), warning=True)
