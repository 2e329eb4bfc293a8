"""The cards that technicians fill in: how a call ended, how a two-way test went. Pure."""

from __future__ import annotations

from console.screens.point_words import fault
from console.screens.questions.gate import Question
from console.screens.technician.steps import steps
from console.text.problems import word
from console.text.sentences import NOTHING, Text, local_hour
from console.view import View
from data.folder.model import BridgePoint
from data.health.reading import Health
from widgets.choice_card import STAY, Choice, Option
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

SECOND = "answered_second"
"""The option for "answered at the second number"."""
OUTCOMES = ("answered", "no_answer", "busy", "wrong_number")
RESULTS = ("passed", "no_sound", "no_picture", "no_return")


def call(view: View, point: BridgePoint, t: Text, glyphs: GlyphSet, *, by_itself: bool = False) -> Question:
    """After a call to a room: how it ended, and a remark if there is one. `by_itself` says that nobody asked
    for it: the room is to be rung up.
    """
    lines: list[tuple[Piece, ...]] = [
        *([(Piece(t("card.call.by_itself"), Tone.STOP),)] if by_itself else []),
        (Piece(t("card.call.contact", who=point.contact or NOTHING)),),
        (Piece(t("card.call.number", number=point.phone or NOTHING), Tone.STRONG),),
    ]
    if point.phone2:
        lines.append((Piece(t("card.call.second", number=point.phone2)),))
    lines.append(_health(view, point, t, glyphs))
    if called := view.state.point(point.code).called:
        time = local_hour(called.at_ms, view.conference.timezone)
        lines.append(
            (
                Piece(
                    t("points.called", time=time, how=word(t, "call", called.outcome), by=called.by), Tone.DIM
                ),
            )
        )
    known = view.state.point(point.code)
    if known.health in (Health.DOWN, Health.DEGRADED):
        lines += [(Piece(step),) for step in steps(point, known.reason, t)]
    keys = [OUTCOMES[0], *([SECOND] if point.phone2 else []), *OUTCOMES[1:]]
    return _card(t("card.call.title", point=point.code, name=point.label), lines, "call", keys, t)


def test(view: View, point: BridgePoint, t: Text, glyphs: GlyphSet) -> Question:
    """After sound and picture were tried both ways with a room."""
    how_to = (Piece(t("card.test.how"), Tone.DIM),)
    lines: list[tuple[Piece, ...]] = [how_to, _health(view, point, t, glyphs)]
    if tested := view.state.point(point.code).tested:
        time = local_hour(tested.at_ms, view.conference.timezone)
        how = word(t, "test", tested.result)
        lines.append((Piece(t("points.test.last", how=how, time=time, by=tested.by), Tone.DIM),))
    return _card(t("card.test.title", point=point.code, name=point.label), lines, "test", list(RESULTS), t)


def _health(view: View, point: BridgePoint, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    health = view.board.health.get(point.code, Health.UNKNOWN)
    return (Piece(f"{glyphs.health(health)} {fault(view, point.code, health, t)}", HEALTH_TONE[health]),)


def _card(heading: str, lines: list[tuple[Piece, ...]], domain: str, keys: list[str], t: Text) -> Question:
    """Each option may have a remark; none needs one."""
    options = [Option(key, word(t, domain, key)) for key in keys]
    choice = Choice(
        heading=heading,
        lines=tuple(lines),
        options=(Option(STAY, t("card.not_recorded")), *options),
        hint=t("card.keys"),
    )
    return Question(choice, takes_note=frozenset(keys))
