"""What the cards ask: their facts and choices, from a View. Pure."""

from __future__ import annotations

import msgspec

from console.folder import Folder
from console.preflight import failing
from console.screens.cards.item_check_words import gate_lines
from console.screens.cards.preflight_words import failing_line
from console.screens.point_words import sick_words
from console.text.sentences import Text, clock, local_hour
from console.view import View
from data.folder.model import AgendaItem
from data.text import clean
from data.units import NS_PER_S
from widgets.choice_card import STAY, Choice, Option
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

GO = "go"


class Question(msgspec.Struct, frozen=True):
    """A card, which of its options need a reason, and which may be given a remark.

    `placeholder` is the word in the empty box, "" for the usual one. `about` is what the options mean
    beyond their words; the mark leaves an option when it changes. `unmoved` is the message id of what F8
    says while the mark is still on staying, `left` the item it names.
    """

    choice: Choice
    needs_reason: frozenset[str] = frozenset()
    takes_note: frozenset[str] = frozenset()
    placeholder: str = ""
    about: str = ""
    unmoved: str = "card.unmoved"
    left: str = ""


class Answer(msgspec.Struct, frozen=True):
    """The option that was confirmed, and the words that were asked for ("" if none were)."""

    option: str
    reason: str = ""


def advance(view: View, t: Text, glyphs: GlyphSet) -> Question:
    """Before an advance that is not plainly right."""
    item, left = view.entering, view.on_air
    if item is None:
        return _ending(view, t)
    asked = view.questions
    lines = [_point_line(view, item, t, glyphs)] if item.point and view.conference.sources else []
    if "protocol" in asked:
        mark = Piece(f"{glyphs.protocol} ", Tone.PROTOCOL)
        lines.append((mark, Piece(t("card.advance.protocol", cue=item.cue))))
    if "young" in asked and left is not None:
        lines.append((Piece(_young(view, left, t), Tone.ASK),))
    lines += gate_lines(view, item, t, glyphs)
    stop = "stop" in asked
    if left is None:
        return _opening(view, item, lines, t, glyphs, stop=stop)
    label = "card.advance.do_anyway" if stop else "card.advance.do"
    choice = Choice(
        heading=t("card.advance.title", cue=item.cue),
        lines=tuple(lines),
        options=(_stay(t), Option(GO, t(label, cue=item.cue, title=item.label))),
        hint=t("card.keys"),
        tone=Tone.STOP if stop else Tone.ASK,
    )
    needs = frozenset({GO}) if stop else frozenset[str]()
    return Question(choice, needs, unmoved="card.unmoved.advance", left=left.cue)


def _not_ready(view: View, t: Text, glyphs: GlyphSet) -> list[tuple[Piece, ...]]:
    """Checks that fail; they are told and do not block. Whoever reads this has pressed F8."""
    found = [failing_line(check, t, glyphs) for check in failing(view) if check.name != "key"]
    return [(Piece(t("preflight.failing"), Tone.ASK),), *found] if found else []


def _opening(
    view: View, item: AgendaItem, lines: list[tuple[Piece, ...]], t: Text, glyphs: GlyphSet, *, stop: bool
) -> Question:
    total = view.board.total
    start = local_hour(view.state.start_ms, view.conference.timezone)
    facts = [
        (Piece(t("card.open.plan", items=len(view.state.items), time=start)),),
        (Piece(t("card.open.points", joined=view.joined, expected=total.expected)),),
        *lines,
        *_not_ready(view, t, glyphs),
    ]
    choice = Choice(
        heading=t("card.open.title"),
        lines=tuple(facts),
        options=(_stay(t), Option(GO, t("card.open.do", cue=item.cue))),
        hint=t("card.keys"),
        tone=Tone.STOP if stop else Tone.ASK,
    )
    return Question(choice, frozenset({GO}) if stop else frozenset(), unmoved="card.unmoved.open")


def _ending(view: View, t: Text) -> Question:
    cue = view.on_air.cue if view.on_air else ""
    choice = Choice(
        heading=t("card.end.title"),
        lines=((Piece(t("card.end.what", cue=cue)),),),
        options=(_stay(t), Option(GO, t("card.end.do"))),
        hint=t("card.keys"),
        tone=Tone.STOP,
    )
    return Question(choice, unmoved="card.unmoved.end")


def _point_line(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    health = view.board.health.get(item.point)
    point = view.points.get(item.point)
    if health is None or point is None:
        return (Piece(item.point),)
    what = sick_words(item.point, view, t) or t(f"health.{health}")
    line = t("card.advance.point", point=point.code, name=point.label, what=what)
    pieces = [Piece(f"{glyphs.health(health)} ", HEALTH_TONE[health]), Piece(line)]
    return (*pieces, Piece(f"   {t('phone', phone=point.phone)}", Tone.DIM)) if point.phone else tuple(pieces)


def _young(view: View, left: AgendaItem, t: Text) -> str:
    elapsed_s = view.state.run(left.cue).elapsed_ns(view.state.t_ns(view.now)) // NS_PER_S
    return t("card.advance.young", cue=left.cue, elapsed=clock(elapsed_s), duration=clock(left.duration_s))


def hold(view: View, t: Text) -> Question:
    """Before a protocol item is stopped or let go on."""
    word = "resume" if view.state.held else "hold"
    cue = view.state.on_air
    choice = Choice(
        heading=t(f"card.{word}.title", cue=cue),
        options=(_stay(t), Option(GO, t(f"card.{word}.do", cue=cue))),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice)


def leave(folder: Folder, t: Text) -> Question:
    """Before the console is closed: how to come back to this very record. The command has a row of its own,
    what leads to it stands on the frame: no more rows than leave the next item in sight.
    """
    word = "rehearsal" if folder.rehearsed_log else "demo" if folder.is_demo else "what"
    word, place = "scratch" if folder.is_scratch else word, clean(str(folder.path))
    *before, line = t(f"card.leave.{word}", folder=place).split("\n")
    choice = Choice(
        heading=t("card.leave.title"),
        right=Piece(" ".join(before)),
        lines=((Piece(line),),),
        options=(_stay(t), Option(GO, t("card.leave.do"))),
        hint=t("card.keys"),
    )
    return Question(choice)


def take_control(view: View, t: Text) -> Question:
    """Before control is taken from a living console."""
    holder = view.state.control
    line = (
        t("card.control.holder", actor=holder.actor, console=holder.console)
        if holder
        else t("card.control.vacant")
    )
    choice = Choice(
        heading=t("card.control.title"),
        lines=((Piece(line),),),
        options=(_stay(t), Option(GO, t("card.control.do"))),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice, frozenset({GO}) if holder else frozenset())


def hand_control(t: Text) -> Question:
    """Before control is let go."""
    choice = Choice(
        heading=t("action.hand_control.title").upper() + "?",
        lines=((Piece(t("action.hand_control.help")),),),
        options=(_stay(t), Option(GO, t("action.hand_control.label"))),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice)


def _stay(t: Text) -> Option:
    return Option(STAY, t("card.stay"))
