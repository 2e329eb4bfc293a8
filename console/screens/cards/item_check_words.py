"""What is looked at before an item, in words: for its card of ticks, the gate card, the next card. Pure."""

from __future__ import annotations

from console.text.sentences import Text, clock, local_hour
from console.view import View
from data.agenda.item_checks import CLIP, FALLBACK, are_kept, checks_of, unchecked
from data.agenda.readiness import two_way_question
from data.folder.model import AgendaItem, ItemKind
from data.state import Tick
from widgets.choice_card import Choice, Option
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.tone import Tone


def check_name(check: str, item: AgendaItem | None, t: Text) -> str:
    """A check of the list by its words, the others by the file they are about."""
    if check == CLIP:
        return t("check.clip", what=item.media) if item else t("check.short.clip")
    if check == FALLBACK:
        return t("check.fallback", what=item.fallback) if item else t("check.short.fallback")
    return check


def checks_card(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> Choice:
    """A line a check; what is ticked says when and by whom."""
    ticked, checks, zone = _ticked(view, item), checks_of(item), view.conference.timezone
    return Choice(
        heading=t("checks.title", cue=item.cue),
        lines=((Piece(item.title, Tone.STRONG),),),
        options=tuple(
            _option(check, check_name(check, item, t), ticked.get(check), zone, glyphs) for check in checks
        ),
        hint=t("checks.keys"),
        right=Piece(f"{len(ticked)}/{len(checks)}", Tone.GO if len(ticked) == len(checks) else Tone.ASK),
        tone=Tone.GO if len(ticked) == len(checks) else Tone.ASK,
    )


def _option(check: str, name: str, tick: Tick | None, zone: str, glyphs: GlyphSet) -> Option:
    if tick is None:
        return Option(check, f"[ ] {name}")
    return Option(check, f"[{glyphs.ok}] {name}   {local_hour(tick.at_ms, zone)} {tick.by}", Tone.GO)


def _ticked(view: View, item: AgendaItem) -> dict[str, Tick]:
    """By check; ticks of checks that the item has no more are left out."""
    known = checks_of(item)
    return {tick.check: tick for tick in view.state.ticks.get(item.cue, ()) if tick.check in known}


def short_pieces(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> list[Piece]:
    """ "micro ✓ 15:26": each check in a word or two, as far as checks are kept on record."""
    if not are_kept(view.state):
        return []
    ticked = _ticked(view, item)
    return [_short(view, check, ticked.get(check), t, glyphs) for check in checks_of(item)]


def _short(view: View, check: str, tick: Tick | None, t: Text, glyphs: GlyphSet) -> Piece:
    name = check_name(check, None, t)
    if tick is None:
        return Piece(f"{name} {glyphs.unknown}", Tone.UNKNOWN if check == FALLBACK else Tone.ASK)
    return Piece(f"{name} {glyphs.ok} {local_hour(tick.at_ms, view.conference.timezone)}", Tone.GO)


def gate_lines(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> list[tuple[Piece, ...]]:
    """What the gate of `item` rests on besides the health of its point; what is missing comes first."""
    found = [*_test(view, item, t), *_feed(item, t), *_clip(item, t)]
    if left := unchecked(view.state, item):
        names = ", ".join(check_name(check, None, t) for check in left)
        found.append((False, t("checks.todo", count=len(left), names=names)))
    if item.fallback and item.fallback != item.media:
        tried = FALLBACK in _ticked(view, item) or not are_kept(view.state)
        code = "check.fallback" if tried else "checks.fallback.untried"
        found.append((tried, t(code, what=item.fallback)))
    found.sort(key=lambda each: each[0])
    return [_line(good, words, glyphs) for good, words in found]


def _line(good: bool, words: str, glyphs: GlyphSet) -> tuple[Piece, ...]:
    mark, tone = (glyphs.ok, Tone.GO) if good else (glyphs.degraded, Tone.ASK)
    return (Piece(f"{mark} ", tone), Piece(words))


Told = tuple[bool, str]
"""Whether it is well, and what it is."""


def _test(view: View, item: AgendaItem, t: Text) -> list[Told]:
    point = view.points.get(item.point)
    why = two_way_question(view.state, point, view.state.t_ns(view.now)) if point else ""
    return [(False, t("checks.untested"))] if why == "untested" else []


def _feed(item: AgendaItem, t: Text) -> list[Told]:
    if item.kind is not ItemKind.LIVE_FEED:
        return []
    word = {True: "yes", False: "no", None: "unknown"}[item.consent]
    found = [(item.consent is True, t(f"checks.consent.{word}"))]
    return found if item.fallback else [*found, (False, t("checks.fallback.none"))]


def _clip(item: AgendaItem, t: Text) -> list[Told]:
    if item.kind is not ItemKind.VIDEO or not item.media or item.media == item.fallback:
        return []
    if item.media_length_s is None:
        return [(False, t("checks.length.unknown", what=item.media))]
    return [(True, t("checks.length", what=item.media, length=clock(item.media_length_s)))]
