"""What the cards about the speakers' queue ask. Pure."""

from __future__ import annotations

from console.hands import Hand, hands
from console.screens.questions.gate import Question
from console.screens.questions.speaker_words import floor_words, who
from console.text.problems import word
from console.text.sentences import Text, clock, local_hour
from console.view import View
from data.speaking.rules import WAYS
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

FINISH = "finish"
HAND = "hand:"
"""Begins the key of a room that raises its hand; its code follows."""
MOST = 8
"""So many of those who wait are offered; the rest is counted. A card must fit a low window."""


def queue(view: View, t: Text) -> Question:
    """Who has the floor, and whom to give it next: they stand in their order."""
    floor = view.state.speakers.floor(view.state.on_air)
    facts = [(Piece(floor_words(view, floor, t), Tone.STRONG),)] if floor else []
    ending = (Option(FINISH, t("card.speakers.finish", who=who(view, floor.asking))),) if floor else ()
    choice = Choice(
        heading=t("card.speakers.title", count=len(view.state.speakers.waiting)),
        lines=(*facts, *_more(view, t), *_more_hands(view, t)),
        options=(
            Option(STAY, t("card.stay")),
            *_waiting(view, t, "card.speakers.call"),
            *ending,
            *_raised(view, t),
        ),
        hint=t("card.keys"),
    )
    return Question(choice, about=view.state.on_air)


def add(view: View, t: Text) -> Question:
    """How they asked; the words name them. Rooms with a hand up are named already."""
    options = (Option(way, t("card.speakers.add", way=word(t, "speakers.by", way))) for way in WAYS)
    raised = _raised(view, t)
    choice = Choice(
        heading=t("card.speakers.add.title"),
        lines=((Piece(t("card.speakers.add.what"), Tone.DIM),), *_more_hands(view, t)),
        options=(Option(STAY, t("card.stay")), *raised, *options),
        hint=t("card.keys"),
    )
    return Question(
        choice,
        needs_reason=frozenset(WAYS),
        takes_note=frozenset(option.key for option in raised),
        placeholder=t("card.speakers.add.placeholder"),
    )


def move(view: View, t: Text) -> Question:
    """Who comes first now, and why; the first of them cannot be meant."""
    options = _waiting(view, t, "card.speakers.first")[1:]
    choice = Choice(
        heading=t("card.speakers.move.title"),
        lines=_more(view, t),
        options=(Option(STAY, t("card.stay")), *options),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice, needs_reason=frozenset(option.key for option in options))


def drop(view: View, t: Text) -> Question:
    """Who does not want to speak any more."""
    options = _waiting(view, t, "card.speakers.drop")
    choice = Choice(
        heading=t("card.speakers.drop.title"),
        lines=_more(view, t),
        options=(Option(STAY, t("card.stay")), *options),
        hint=t("card.keys"),
    )
    return Question(choice, takes_note=frozenset(option.key for option in options))


def _waiting(view: View, t: Text, code: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            each.id,
            t(
                code,
                place=place,
                who=who(view, each),
                way=word(t, "speakers.by", each.by),
                turn=each.turn,
                span=clock(view.conference.speaking.seconds(each.turn)),
            ),
        )
        for place, each in enumerate(view.state.speakers.waiting[:MOST], 1)
    )


def _offered(view: View) -> list[Hand]:
    """As many as the card has room for beside those who wait."""
    return hands(view)[: max(1, MOST - len(view.state.speakers.waiting))]


def _raised(view: View, t: Text) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"{HAND}{each.point}",
            t(
                "card.speakers.hand.again" if each.spoke else "card.speakers.hand",
                point=each.point,
                name=view.points[each.point].label,
                time=local_hour(each.since_ms, view.conference.timezone),
            ),
        )
        for each in _offered(view)
    )


def _more_hands(view: View, t: Text) -> tuple[tuple[Piece, ...], ...]:
    hidden = len(hands(view)) - len(_offered(view))
    return ((Piece(t("card.speakers.more_hands", count=hidden), Tone.DIM),),) if hidden > 0 else ()


def _more(view: View, t: Text) -> tuple[tuple[Piece, ...], ...]:
    hidden = len(view.state.speakers.waiting) - MOST
    return ((Piece(t("card.speakers.more", count=hidden), Tone.DIM),),) if hidden > 0 else ()
