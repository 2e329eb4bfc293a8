"""What the cards about the speaker's screen ask. Pure."""

from __future__ import annotations

from console.screens.questions.gate import GO, Answer, Question
from console.text.sentences import Text
from console.view import View
from data.folder.model import AgendaItem
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

__all__ = ["CLEAR", "FREE", "READY", "Answer", "message", "release_next"]

READY = ("end_1", "end_3", "louder", "closer")
"""The ready sentences; `card.stage.<name>` holds each."""
FREE, CLEAR = "free", "clear"


def message(view: View, t: Text) -> Question:
    """What the speaker shall read; the way to take it away only while something stands there."""
    shown = view.state.stage_words(view.now)
    line = Piece(t("card.stage.now", text=shown), Tone.ASK) if shown else Piece(t("card.stage.none"))
    names = (*READY, FREE, *((CLEAR,) if shown else ()))
    choice = Choice(
        heading=t("card.stage.title"),
        lines=((line,),),
        options=(_stay(t), *(Option(name, t(f"card.stage.{name}")) for name in names)),
        hint=t("card.keys"),
    )
    return Question(choice, needs_reason=frozenset({FREE}), placeholder=t("card.stage.placeholder"))


def release_next(item: AgendaItem, t: Text) -> Question:
    """Before an item is named whose turn may not come."""
    choice = Choice(
        heading=t("card.stage_next.title", cue=item.cue),
        options=(_stay(t), Option(GO, t("card.stage_next.do", cue=item.cue, title=item.label))),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice)


def _stay(t: Text) -> Option:
    return Option(STAY, t("card.stay"))
