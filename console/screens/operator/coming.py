"""The item that F8 puts on air and those after it, from a View. Pure."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

import msgspec

from console.screens.cards.item_check_words import short_pieces
from console.screens.operator.duties import CALL_UP_MIN, calls_now
from console.screens.operator.on_air import speaker
from console.screens.point_words import (
    aged_verdict,
    being_checked,
    checking,
    gate_mark,
    sick_words,
    verdict,
)
from console.text.sentences import Text, local_hour
from console.view import Readiness, View
from data.agenda.cutaway import candidates
from data.agenda.readiness import GO
from data.folder.model import CENTRAL, AgendaItem
from data.health.reading import Health
from data.units import MS_PER_MINUTE
from widgets.coming_list import Coming, ComingRow
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.next_card import NextUp
from widgets.tone import Tone

MOST_CANDIDATES = 3
ROWS = 16
"""Items told ahead: more than the tallest window shows."""


def next_up(view: View, t: Text, glyphs: GlyphSet) -> NextUp:
    """The item that F8 puts on air, and what its verdict rests on."""
    heading = t("panel.next")
    if not view.coming:
        ending = t("next.nothing" if view.state.ended else "next.ends")
        return NextUp(heading=heading, title=ending)
    first = view.coming[0]
    item, point = first.item, view.points.get(first.item.point)
    looked = being_checked(first, view, t, glyphs)
    wrong = sick_words(item.point, view, t) if view.conference.sources else ""
    if looked is None:
        wrong = wrong or checking(item.point, view, t)
    said = looked or aged_verdict(first.gate, first.health, view, t, glyphs)
    rows = [_coming_row(view, ready, t, glyphs) for ready in view.coming[:3]]
    if not wrong or first.health is Health.STALE:  # F8 puts it on air: its word, not its mark alone
        rows[0] = msgspec.structs.replace(rows[0], verdict=said)
    return NextUp(
        heading=heading,
        cue=item.cue,
        time=_starts(view, item),
        title=item.title,
        speaker=speaker(item),
        place=f"{item.point} {point.label}" if point else item.point,
        verdict=said,
        checks=_checks(view, item, wrong, t, glyphs),
        rows=tuple(rows),
    )


def _checks(view: View, item: AgendaItem, wrong: str, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """What there is to know before `item` goes on air; last what is `wrong` with its room, if anything."""
    point = view.points.get(item.point)
    checks = [Piece(t("phone", phone=point.phone), Tone.DIM)] if point is not None and point.phone else []
    if item.is_protocol:
        checks.append(Piece(f"{glyphs.protocol} {t('verdict.protocol')}", Tone.PROTOCOL))
    checks += candidates_piece(view, item, t, glyphs)
    checks += short_pieces(view, item, t, glyphs)
    if wrong:
        checks.append(Piece(wrong, Tone.ASK))
    return tuple(checks)


def candidates_piece(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> list[Piece]:
    """The other courts that a cutaway may go to, the healthiest first."""
    found = [each for each in candidates(item, view.board.health) if not each.chosen]
    if not found or not view.conference.sources:
        return []
    names = "  ".join(f"{each.point} {glyphs.health(each.health)}" for each in found[:MOST_CANDIDATES])
    return [Piece(t("next.candidates", names=names), HEALTH_TONE[found[0].health])]


def coming(view: View, t: Text, glyphs: GlyphSet) -> Coming:
    """The items after the next one, and whom to ring for them."""
    to_call, later = calls_now(view), islice(view.state.pending(), len(view.coming), ROWS)
    return Coming(
        heading=t("panel.coming"),
        right=t("coming.calls", minutes="-".join(map(str, CALL_UP_MIN))),
        rows=(
            *(_coming_row(view, ready, t, glyphs, to_call) for ready in view.coming[1:]),
            *(_later_row(view, item, glyphs) for item in later),
        ),
    )


def _later_row(view: View, item: AgendaItem, glyphs: GlyphSet) -> ComingRow:
    """An item too far off for its gate: whether its room is well now."""
    health = view.board.health.get(item.point)
    return ComingRow(
        cue=item.cue,
        time=_starts(view, item),
        place=_place(view, item),
        title=f"{glyphs.protocol} {item.label}" if item.is_protocol else item.label,
        verdict=Piece(glyphs.health(health), HEALTH_TONE[health]) if health is not None else Piece(""),
    )


def _coming_row(
    view: View, ready: Readiness, t: Text, glyphs: GlyphSet, to_call: Collection[str] = ()
) -> ComingRow:
    item, point = ready.item, view.points.get(ready.item.point)
    sick = ready.health in (Health.DEGRADED, Health.DOWN)
    lead = max(0, (_expected_ms(view, item) - view.now.utc_ms) // MS_PER_MINUTE)
    shown = verdict(ready.gate, ready.health, t, glyphs)
    mark = Piece(gate_mark(ready.gate, ready.health, glyphs), shown.tone)
    if sick:
        shown = Piece(f"{mark.text} {sick_words(item.point, view, t)}", shown.tone)
    elif looked := checking(item.point, view, t):
        shown = Piece(f"{glyphs.degraded} {looked}", Tone.ASK)
    call = item.point in to_call
    phone = t("phone", phone=point.phone) if (sick or call) and point and point.phone else ""
    urgent = bool(phone) and (call or lead <= CALL_UP_MIN[0])
    return ComingRow(
        cue=item.cue,
        time=_starts(view, item),
        place=_place(view, item),
        title=f"{glyphs.protocol} {t('verdict.protocol')}  {item.label}" if item.is_protocol else item.label,
        verdict=mark if ready.gate.verdict == GO and shown.tone is not Tone.ASK else shown,
        phone=phone,
        prompt=Piece(t("coming.call_now"), Tone.ASK) if urgent else Piece(""),
        lead=f"T-{lead}'" if sick or call else "",
    )


def _place(view: View, item: AgendaItem) -> str:
    """Code and name of a room; the hall itself is known by its code."""
    point = view.points.get(item.point)
    return f"{item.point} {point.label}" if point and point.level != CENTRAL else item.point


def _expected_ms(view: View, item: AgendaItem) -> int:
    row = view.forecast.of(item.cue)
    return row.expected_start_ms if row else view.now.utc_ms


def _starts(view: View, item: AgendaItem) -> str:
    return local_hour(_expected_ms(view, item), view.conference.timezone)
