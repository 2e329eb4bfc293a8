"""The cards before a change of the programme: what it is about, and what it does. Pure."""

from __future__ import annotations

from console.screens.questions.gate import GO, Question
from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.agenda.programme import CAUSES
from data.folder.model import AgendaItem
from data.state import Change, ItemState
from data.units import NS_PER_S
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

OTHER = "other"
"""The option for words of one's own."""


def change(
    view: View, item: AgendaItem, verb: str, t: Text, *, wants_reason: bool = False, **params: object
) -> Question:
    """One thing to do with `item`: `changes.<verb>.title` and `changes.<verb>.do`."""
    named = {"cue": item.cue, "title": item.label, **params}
    return asked(
        t(f"changes.{verb}.title", **named),
        (item_line(view, item, t),),
        (Option(GO, t(f"changes.{verb}.do", **named)),),
        t,
        frozenset({GO}) if wants_reason else frozenset(),
    )


def item_line(view: View, item: AgendaItem, t: Text) -> tuple[Piece, ...]:
    """The item, its point, and when it is expected."""
    row, point = view.forecast.of(item.cue), f" ({item.point})" if item.point else ""
    pieces = [Piece(f"{item.cue} {item.label}{point}", Tone.STRONG)]
    if row is not None and row.state is ItemState.PENDING:
        time = local_hour(row.expected_start_ms, view.conference.timezone)
        pieces.append(Piece("   " + t("changes.expected", time=time), Tone.DIM))
    elif row is not None and row.state is not ItemState.ON_AIR:
        pieces.append(Piece("   " + word(t, "item_state", row.state), Tone.DIM))
    return tuple(pieces)


def asked(
    heading: str,
    lines: tuple[tuple[Piece, ...], ...],
    options: tuple[Option, ...],
    t: Text,
    needs_reason: frozenset[str] = frozenset(),
) -> Question:
    """A card whose first option is to stay."""
    choice = Choice(
        heading=heading,
        lines=lines,
        options=(Option(STAY, t("card.stay")), *options),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice, needs_reason)


def bring_back(view: View, items: tuple[AgendaItem, ...], t: Text) -> Question:
    """Which of the items that were set aside comes right after the one on air."""
    lines = tuple(item_line(view, item, t) for item in items[:6])
    options = tuple(Option(item.cue, t("changes.bring_back.do", cue=item.cue)) for item in items[:6])
    return asked(t("changes.bring_back.title"), lines, options, t)


def undo(view: View, change: Change, t: Text) -> Question:
    """What the last change was, however it was made, who made it, and how long ago."""
    age = t.age((view.state.t_ns(view.now) - change.at_ns) / NS_PER_S)
    if change.is_advance:
        kind = "what" if change.entered and change.left else "opening" if change.opened else "ending"
        fact = t(f"card.undo.{kind}", left=change.left, entered=change.entered, age=age)
        label = t("card.undo.do", cue=change.left) if change.left else t("card.undo.do_opening")
    else:
        what = word(t, "change.kind", change.kind)
        fact = t("changes.undo.what", what=what, cue=change.item, age=age, actor=change.actor)
        label = t("changes.undo.do", what=what, cue=change.item)
    return asked(t("changes.undo.title"), ((Piece(fact),),), (Option(GO, label),), t)


def hold_cause(cue: str, t: Text) -> Question:
    """Why it was held."""
    options = [Option(code, word(t, "cause", code)) for code in CAUSES]
    options.append(Option(OTHER, t("changes.hold_cause.other")))
    heading = t("changes.hold_cause.title", cue=cue)
    return asked(heading, (), tuple(options), t, frozenset({OTHER}))
