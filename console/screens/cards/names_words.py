"""The card of names as it stands: one matter at a time, its facts and what may be decided. Pure."""

from __future__ import annotations

from console.names import GUEST, STRANGER, UNDO, Matter, in_order, is_shared
from console.text.sentences import Text, local_time
from console.view import View
from data.folder.model import LEVELS
from data.matching.suggestions import Suggestion
from data.text import clean
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

NAME_CELLS = 60


def page(
    view: View, matter: Matter, place: tuple[int, int], guesses: tuple[Suggestion, ...] | None, t: Text
) -> Choice:
    """A matter, in its `place` (from 0) of how many. `guesses` are None while they are being looked for.

    Keys of options begin with the matter, so that a mark never stands on another name's option.
    """
    return Choice(
        heading=t(f"card.names.{matter.kind}"),
        right=Piece(t("card.names.count", at=place[0] + 1, total=place[1]), Tone.DIM),
        lines=tuple(_facts(view, matter, guesses, t)),
        options=(Option(STAY, t("card.names.stay")), *_options(view, matter, guesses or (), t)),
        hint=t("card.names.keys"),
        tone=Tone.ASK if matter.kind == "unmatched" else Tone.FRAME,
    )


def nothing(t: Text) -> Choice:
    """Everybody is known."""
    return Choice(
        heading=t("card.names.unmatched"),
        lines=((Piece(t("card.names.none"), Tone.GO),),),
        options=(Option(STAY, t("card.names.stay")),),
        hint=t("card.names.keys"),
    )


def option_of(key: str) -> str:
    """What was chosen: a code, GUEST, STRANGER or UNDO; "" for staying."""
    return key.rpartition("\n")[2] if "\n" in key else ""


def _facts(
    view: View, matter: Matter, guesses: tuple[Suggestion, ...] | None, t: Text
) -> list[tuple[Piece, ...]]:
    name = clean(matter.name, NAME_CELLS) or t("card.names.nameless")
    lines: list[tuple[Piece, ...]] = []
    if matter.kind == "double":
        lines.append((Piece(f"{matter.point} {_label(view, matter.point)}", Tone.STRONG),))
        lines += [(Piece(clean(each, NAME_CELLS)),) for each in matter.names[:4]]
        return [*lines, (Piece(t("card.names.double_why"), Tone.DIM),)]
    lines.append((Piece(name, Tone.STRONG), Piece(f"   {matter.source}", Tone.DIM)))
    if matter.decided is not None:
        time = local_time(matter.decided.at_ms, view.conference.timezone)
        what = _decision(view, matter, t)
        return [*lines, (Piece(t("card.names.decided_by", time=time, by=matter.decided.actor, what=what)),)]
    if matter.alias:
        lines.append((Piece(t("card.names.alias", alias=clean(matter.alias, NAME_CELLS)), Tone.DIM),))
    if matter.times > 1:
        lines.append((Piece(t("card.names.times", times=matter.times), Tone.ASK),))
    if guesses is None:
        lines.append((Piece(t("card.names.looking"), Tone.DIM),))
    elif not guesses:
        lines.append((Piece(t("card.names.no_guess"), Tone.DIM),))
    elif is_shared(guesses):
        lines.append((Piece(t("card.names.shared"), Tone.ASK),))
    return lines


def _options(view: View, matter: Matter, guesses: tuple[Suggestion, ...], t: Text) -> list[Option]:
    if matter.kind == "double":
        return []
    if matter.kind == "decided":
        return [Option(_key(matter, UNDO), t("card.names.undo"))]
    found = [Option(_key(matter, each.code), _guess(view, each, t)) for each in in_order(view, guesses)]
    found += [Option(_key(matter, who), t(f"card.names.{who}")) for who in (GUEST, STRANGER)]
    return found


def _guess(view: View, guess: Suggestion, t: Text) -> str:
    here = t("card.names.here") if view.state.point(guess.code).joined else ""
    return t(
        "card.names.guess",
        code=guess.code,
        name=_label(view, guess.code),
        score=round(guess.score),
        here=here,
    ).rstrip()


def _label(view: View, code: str) -> str:
    """A district with its province: the name alone may be another's, too."""
    point = view.points.get(code)
    if point is None:
        return code
    parent = view.points.get(point.parent)
    below = parent is not None and point.level not in LEVELS[:3]
    return f"{point.label}, {parent.label}" if parent is not None and below else point.label


def _decision(view: View, matter: Matter, t: Text) -> str:
    named = matter.decided
    if named is None or not named.point:
        return t(f"card.names.is.{named.kind}") if named else ""
    return t("card.names.is.point", point=named.point, name=_label(view, named.point))


def _key(matter: Matter, option: str) -> str:
    return "\n".join((*matter.key, option))
