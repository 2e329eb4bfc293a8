"""The operator's programme, item on air and coming items, from a View. Pure."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

import msgspec

from console.screens.cards.item_check_words import short_pieces
from console.screens.operator.duties import CALL_UP_MIN, calls_now
from console.screens.questions.speaker_words import floor_words
from console.screens.technician.reading_line import (
    aged_verdict,
    checking,
    gate_mark,
    media,
    sick_words,
    verdict,
)
from console.text.sentences import NOTHING, Text, clock, deviation, local_hour, minutes
from console.view import Readiness, View
from data.agenda.cutaway import candidates, left_ms
from data.agenda.forecast import ItemForecast
from data.agenda.readiness import GO
from data.folder.model import CENTRAL, AgendaItem, ItemKind
from data.health.reading import Health
from data.state import ItemState
from data.text import fold
from widgets.agenda_timeline import Agenda, AgendaHeads, AgendaRow, Mark
from widgets.coming_list import Coming, ComingRow
from widgets.countdown import Countdown
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.next_card import NextUp
from widgets.speaker_card import OnAir
from widgets.tone import Tone

LATE_MS = 60_000
MOST_CANDIDATES = 3
MINUTE_MS = 60_000
ROWS = 16
"""Items told ahead: more than the tallest window shows."""


def agenda(view: View, t: Text) -> Agenda:
    """Every item: true start once it began, expected start until then."""
    zone, outlook = view.conference.timezone, view.forecast
    foot = ""
    if outlook.protected_latest_ms is not None and view.state.hard_end_ms is not None:
        foot = t(
            "header.latest",
            cue=outlook.protected_cue,
            latest=local_hour(outlook.protected_latest_ms, zone),
            hard_end=local_hour(view.state.hard_end_ms, zone),
        )
    return Agenda(
        title=t("panel.programme"),
        right=t("panel.programme.count", items=len(view.state.items)),
        heads=AgendaHeads(*(t(f"column.{name}") for name in _HEADS)),
        rows=tuple(
            _row(view, item, row, t) for item, row in zip(view.state.items, outlook.items, strict=True)
        ),
        foot=foot,
        legend=t("legend.programme"),
    )


_HEADS = ("cue", "time", "title", "point", "length", "drift")


def _row(view: View, item: AgendaItem, row: ItemForecast, t: Text) -> AgendaRow:
    drift, tone = _drift(view, item, row, t)
    over = row.state in (ItemState.DONE, ItemState.SKIPPED)
    return AgendaRow(
        cue=item.cue,
        title=item.title,
        short=item.short,
        mark=_mark(item, row.state),
        time=_row_time(view, row),
        point=item.point,
        health=None if over or not view.conference.sources else view.board.health.get(item.point),
        duration=minutes(item.duration_s),
        deviation=drift,
        deviation_tone=tone,
    )


def _row_time(view: View, row: ItemForecast) -> str:
    if row.state is ItemState.DEFERRED:
        return NOTHING
    return local_hour(row.expected_start_ms, view.conference.timezone)


def _mark(item: AgendaItem, state: ItemState) -> Mark:
    if state is ItemState.PENDING:
        return Mark.PROTOCOL if item.is_protocol else Mark.NONE
    return _MARKS[state]


_MARKS = {
    ItemState.ON_AIR: Mark.ON_AIR,
    ItemState.DONE: Mark.DONE,
    ItemState.SKIPPED: Mark.DONE,
    ItemState.DEFERRED: Mark.DEFERRED,
}


def _drift(view: View, item: AgendaItem, row: ItemForecast, t: Text) -> tuple[str, Tone]:
    """On air: what remains. Done: how far over or under. Deferred: a debt."""
    if row.state is ItemState.DEFERRED:
        return t("item_state.deferred"), Tone.DEBT
    left = left_ms(item, row, row.expected_end_ms if row.state is ItemState.DONE else view.now.utc_ms)
    if left is None:
        return "", Tone.PLAIN
    if row.state is ItemState.ON_AIR:
        return _narrow_clock(_whole(left)), Tone.STOP if left < 0 else Tone.PLAIN
    return deviation(-left / 1000), Tone.ASK if -left >= LATE_MS else Tone.DIM


def _narrow_clock(seconds: int) -> str:
    """A countdown in the five cells of its column: "08:00", "+1:42", and from ten minutes on "+10'"."""
    if seconds >= 3600 or seconds <= -600:
        return deviation(-seconds) if seconds < 0 else minutes(seconds)
    return clock(seconds).replace("+0", "+", 1)


def on_air(view: View, t: Text, glyphs: GlyphSet) -> OnAir:
    """The item on air; before the opening the time until it, after the end how it went."""
    if view.on_air is None:
        return _ended(view, t) if view.state.ended else _before(view, t)
    item, run = view.on_air, view.state.run(view.on_air.cue)
    row, floor = view.forecast.of(item.cue), view.state.speakers.floor(item.cue)
    elapsed_ms, left = ((row.elapsed_ms or 0), left_ms(item, row, view.now.utc_ms) or 0) if row else (0, 0)
    word = "held" if view.state.held else "over" if left < 0 else "remaining"
    elapsed, whole = _spent(view, item, elapsed_ms, left)
    spoken = t(_spent_code(item), elapsed=elapsed, duration=whole, time=whole)
    if run.started_ns is not None and view.state.timeline.bridged(run.started_ns, view.now):
        spoken = f"{spoken}  {t('on_air.by_wall')}"
    return OnAir(
        heading=t("panel.on_air"),
        cue=item.cue,
        title=item.title,
        speaker=floor_words(view, floor, t) if floor else _speaker(item),
        organisation=item.organisation if item.organisation != _speaker(item) else "",
        place=_from(view, item, t),
        place_short=item.point,
        countdown=Countdown(_whole(left), t(f"on_air.{word}"), held=view.state.held),
        elapsed=spoken,
        elapsed_short=f"{elapsed} / {whole}",
        fraction=elapsed_ms / (elapsed_ms + left) if left > 0 else 1.0,
        media=media(item.point, view, t, glyphs) if item.point and view.conference.sources else (),
    )


def _spent_code(item: AgendaItem) -> str:
    if item.return_by_ms is None:
        return "on_air.spoken"
    return "on_air.rest_until" if item.kind is ItemKind.BREAK else "on_air.back_by"


def _spent(view: View, item: AgendaItem, elapsed_ms: int, left: int) -> tuple[str, str]:
    """Time on air, and of how much: a length, or the hour at which the hall must be back."""
    if item.return_by_ms is not None:
        return clock(elapsed_ms // 1000), local_hour(item.return_by_ms, view.conference.timezone)
    length_s = item.duration_s + view.state.run(item.cue).extended_s
    return clock(length_s - _whole(left)), clock(length_s)


def candidates_piece(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> list[Piece]:
    """The other courts that a cutaway may go to, the healthiest first."""
    found = [each for each in candidates(item, view.board.health) if not each.chosen]
    if not found or not view.conference.sources:
        return []
    names = "  ".join(f"{each.point} {glyphs.health(each.health)}" for each in found[:MOST_CANDIDATES])
    return [Piece(t("next.candidates", names=names), HEALTH_TONE[found[0].health])]


def _from(view: View, item: AgendaItem, t: Text) -> str:
    point = view.points.get(item.point)
    if not item.point:
        return ""
    return t("on_air.from_point", point=item.point, name=point.label if point else "")


def _speaker(item: AgendaItem) -> str:
    """With the title, unless the name says it already; else the organisation."""
    if not item.speaker or fold(item.speaker).startswith(fold(item.speaker_title)):
        return item.speaker or item.speaker_title or item.organisation
    return f"{item.speaker_title} {item.speaker}"


def _whole(remaining_ms: int) -> int:
    """Seconds to show: a countdown reads 00:00 only when the time is up."""
    return -(-remaining_ms // 1000) if remaining_ms > 0 else remaining_ms // 1000


def _before(view: View, t: Text) -> OnAir:
    """The hall fills: the bar is the share of points that are in the call."""
    left_s = _whole(view.state.start_ms - view.now.utc_ms)
    total = view.board.total
    planned = t("on_air.planned", time=local_hour(view.state.start_ms, view.conference.timezone))
    return OnAir(
        heading=t("panel.before"),
        title=view.conference.title,
        speaker=planned,
        countdown=Countdown(left_s, t("on_air.past_opening" if left_s < 0 else "on_air.until_opening")),
        fraction=view.joined / total.expected if view.conference.sources and total.expected else None,
    )


def _ended(view: View, t: Text) -> OnAir:
    state, zone = view.state, view.conference.timezone
    opened, ended = local_hour(state.opened_ms, zone), local_hour(state.ended_ms, zone)
    return OnAir(
        heading=t("panel.ended"),
        title=view.conference.title,
        speaker=t("on_air.ended", opened=opened, ended=ended),
        place=t.offset(view.forecast.offset_ms / 1000),
        elapsed_short=ended,
    )


def next_up(view: View, t: Text, glyphs: GlyphSet) -> NextUp:
    """The item that F8 puts on air, and what its verdict rests on."""
    heading = t("panel.next")
    if not view.coming:
        ending = t("next.nothing" if view.state.ended else "next.ends")
        return NextUp(heading=heading, title=ending)
    first = view.coming[0]
    item, point = first.item, view.points.get(first.item.point)
    wrong = (sick_words(item.point, view, t) if view.conference.sources else "") or checking(
        item.point, view, t
    )
    checks = [Piece(t("phone", phone=point.phone), Tone.DIM)] if point is not None and point.phone else []
    if item.is_protocol:
        checks.append(Piece(f"{glyphs.protocol} {t('verdict.protocol')}", Tone.PROTOCOL))
    checks += candidates_piece(view, item, t, glyphs)
    checks += short_pieces(view, item, t, glyphs)
    if wrong:
        checks.append(Piece(wrong, Tone.ASK))
    said = aged_verdict(first.gate, first.health, view, t, glyphs)
    rows = [_coming_row(view, ready, t, glyphs) for ready in view.coming[:3]]
    if not wrong or first.health is Health.STALE:  # F8 puts it on air: its word, not its mark alone
        rows[0] = msgspec.structs.replace(rows[0], verdict=said)
    return NextUp(
        heading=heading,
        cue=item.cue,
        time=_starts(view, item),
        title=item.title,
        speaker=_speaker(item),
        place=f"{item.point} {point.label}" if point else item.point,
        verdict=said,
        checks=tuple(checks),
        rows=tuple(rows),
    )


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
        place=item.point,
        title=f"{glyphs.protocol} {item.label}" if item.is_protocol else item.label,
        verdict=Piece(glyphs.health(health), HEALTH_TONE[health]) if health is not None else Piece(""),
    )


def _coming_row(
    view: View, ready: Readiness, t: Text, glyphs: GlyphSet, to_call: Collection[str] = ()
) -> ComingRow:
    item, point = ready.item, view.points.get(ready.item.point)
    sick = ready.health in (Health.DEGRADED, Health.DOWN)
    lead = max(0, (_expected_ms(view, item) - view.now.utc_ms) // MINUTE_MS)
    shown = verdict(ready.gate, ready.health, t, glyphs)
    mark = Piece(gate_mark(ready.gate, ready.health, glyphs), shown.tone)
    if sick:
        shown = Piece(f"{mark.text} {sick_words(item.point, view, t)}", shown.tone)
    elif looked := checking(item.point, view, t):
        shown = Piece(f"{mark.text} {looked}", Tone.ASK)
    call = item.point in to_call
    phone = t("phone", phone=point.phone) if (sick or call) and point and point.phone else ""
    urgent = bool(phone) and (call or lead <= CALL_UP_MIN[0])
    return ComingRow(
        cue=item.cue,
        time=_starts(view, item),
        place=f"{item.point} {point.label}" if point and point.level != CENTRAL else item.point,
        title=f"{glyphs.protocol} {t('verdict.protocol')}  {item.label}" if item.is_protocol else item.label,
        verdict=mark if ready.gate.verdict == GO and shown.tone is not Tone.ASK else shown,
        phone=phone,
        prompt=Piece(t("coming.call_now"), Tone.ASK) if urgent else Piece(""),
        lead=f"T-{lead}'" if sick or call else "",
    )


def _expected_ms(view: View, item: AgendaItem) -> int:
    row = view.forecast.of(item.cue)
    return row.expected_start_ms if row else view.now.utc_ms


def _starts(view: View, item: AgendaItem) -> str:
    return local_hour(_expected_ms(view, item), view.conference.timezone)
