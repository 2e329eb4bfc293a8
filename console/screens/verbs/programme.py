"""The verbs of the running programme: advance, hold, undo. Pure."""

from __future__ import annotations

import msgspec

from console.screens import questions
from console.screens.verbs.verb import Ask, Do, Say, Situation, Verb, barred
from data.commands import Advance, Hold, Resume, UndoAdvance
from data.readiness import GO


def advance(at: Situation) -> Verb:
    """F8: leave the item on air for the one that the F8 line names."""
    if no := barred(at):
        return no
    view = at.view
    entering = view.entering
    command = Advance(
        leaves=view.state.on_air,
        enters=entering.cue if entering else "",
        plan_version=view.state.plan_version,
        verdict=view.gate.verdict if entering else GO,
        why=view.gate.why,
    )
    if not (view.questions or at.by_palette):
        return Do(command)
    question = questions.advance(view, at.t, at.glyphs)
    return Ask(question, lambda answer: msgspec.structs.replace(command, reason=answer.reason))


def hold(at: Situation) -> Verb:
    """F7: stop the item on air, or let it go on; a protocol item asks."""
    if no := barred(at):
        return no
    view, cue = at.view, at.view.state.on_air
    command = Resume(item=cue) if view.state.held else Hold(item=cue)
    if cue and (at.by_palette or (view.on_air is not None and view.on_air.is_protocol)):
        return Ask(questions.hold(view, at.t), lambda _answer: command)
    return Do(command)


def undo(at: Situation) -> Verb:
    """Ctrl+Z: take the last advance back. Always asks."""
    if no := barred(at):
        return no
    if not at.view.state.advances:
        return Say(at.t("card.undo.nothing"))
    seq = at.view.state.advances[-1].seq
    question = questions.undo(at.view, at.t)
    return Ask(question, lambda answer: UndoAdvance(undone_seq=seq, reason=answer.reason))
