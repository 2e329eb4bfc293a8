"""The verbs of the running programme: advance, hold, undo. Pure."""

from __future__ import annotations

import msgspec

from console.screens.questions import change as change_questions
from console.screens.questions import gate as questions
from console.screens.questions.gate import Answer
from console.screens.questions.gate_options import with_other_ways
from console.screens.verbs.absence import go_on
from console.screens.verbs.verb import Ask, Do, Say, Situation, Verb, barred
from data.agenda.readiness import GO
from data.commands import Advance, Command, Hold, Resume, UndoChange


def advance(at: Situation) -> Verb:
    """F8: leave the item on air for the one that the F8 line names; or answer what it asks first."""
    if at.view.in_control and at.view.state.absence is not None:
        return go_on(at.view, at.t)
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
    question, ways = questions.advance(view, at.t, at.glyphs), dict[str, Command]()
    if "stop" in view.questions:
        question, ways = with_other_ways(question, view, at.t, at.glyphs)

    def chosen(answer: Answer) -> Command:
        return ways.get(answer.option) or msgspec.structs.replace(command, reason=answer.reason)

    return Ask(question, chosen, gate=True)


def hold(at: Situation) -> Verb:
    """F7: stop the item on air, or let it go on; a protocol item asks."""
    if no := barred(at):
        return no
    view, cue = at.view, at.view.state.on_air
    command = Resume(item=cue) if view.state.held else Hold(item=cue)
    if cue and (at.by_palette or (view.on_air is not None and view.on_air.is_protocol)):
        return Ask(questions.hold(view, at.t), lambda _answer: command)
    return Do(command, "changes.held" if isinstance(command, Hold) and cue else "")


def undo(at: Situation) -> Verb:
    """Ctrl+Z: take the last change of the programme back, whatever it was. Always asks."""
    if no := barred(at):
        return no
    change = at.view.state.last_change
    if change is None:
        return Say(at.t("changes.undo.nothing"))
    question = change_questions.undo(at.view, change, at.t)
    return Ask(question, lambda answer: UndoChange(seq=change.seq, reason=answer.reason))
