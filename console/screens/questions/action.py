"""The cards that ask a platform to do something: to one room, or to the door of the conference. Pure."""

from __future__ import annotations

from console.polling.asking import last_asked, offered, request
from console.screens.point_words import fault
from console.screens.questions.gate import Question
from console.text.problems import word
from console.text.sentences import Text, local_time
from console.view import View
from data.actions.action import ActionKind
from data.actions.rules import is_on_air
from data.actions.state import AskedAction, Step
from data.folder.model import BridgePoint
from data.health.reading import Health
from widgets.choice_card import STAY, Choice, Option
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

STEP_TONE = {
    Step.CONFIRMED: Tone.GO,
    Step.UNVERIFIED: Tone.ASK,
    Step.FAILED: Tone.STOP,
}
"""How an action ended; one that is under way is plain."""


def of_room(view: View, point: BridgePoint, t: Text, glyphs: GlyphSet) -> Question:
    """What can be asked about `point` now. On air its call is dropped for a reason only."""
    health = view.board.health.get(point.code, Health.UNKNOWN)
    lines: list[tuple[Piece, ...]] = [
        (Piece(f"{glyphs.health(health)} {fault(view, point.code, health, t)}", HEALTH_TONE[health]),)
    ]
    on_air = is_on_air(view.state, point.code)
    if on_air:
        lines.append((Piece(t("card.act.on_air"), Tone.STOP),))
    kinds = offered(view, point.code)
    heading = t("card.act.title", point=point.code, name=point.label)
    reasons = frozenset({str(ActionKind.DROP)}) if on_air else frozenset[str]()
    return _card(view, heading, lines, kinds, t, code=point.code, reasons=reasons, grave=on_air)


def of_call(view: View, t: Text) -> Question:
    """The door of the conference."""
    return _card(view, t("card.act.door"), [], offered(view), t)


def _card(
    view: View,
    heading: str,
    lines: list[tuple[Piece, ...]],
    kinds: list[ActionKind],
    t: Text,
    *,
    code: str = "",
    reasons: frozenset[str] = frozenset(),
    grave: bool = False,
) -> Question:
    sources = {request(view, kind, code).source for kind in kinds}
    lines = [*lines, (Piece(t("card.act.how", source=", ".join(sorted(sources))), Tone.DIM),)]
    if (last := last_asked(view, code)) is not None:
        lines.append((outcome(view, last, t),))
    keys = [str(kind) for kind in kinds]
    choice = Choice(
        heading=heading,
        lines=tuple(lines),
        options=(Option(STAY, t("card.act.stay")), *(Option(key, t(f"card.act.{key}")) for key in keys)),
        hint=t("card.keys"),
        tone=Tone.STOP if grave else Tone.ASK,
    )
    return Question(choice, needs_reason=reasons, takes_note=frozenset(keys) - reasons)


def outcome(view: View, asked: AskedAction, t: Text) -> Piece:
    """What was asked last, and how far it has come."""
    time = local_time(asked.step_ms, view.conference.timezone)
    said = t(f"act_step.{asked.step}")
    why = f": {word(t, 'act_why', asked.why)}" if asked.why else ""
    text = t("points.asked", time=time, what=word(t, "act", asked.kind), said=f"{said}{why}")
    return Piece(text, STEP_TONE.get(asked.step, Tone.PLAIN))
