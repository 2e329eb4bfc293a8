"""The item on air, from a View: before the opening the time until it, after the end how it went. Pure."""

from __future__ import annotations

from console.screens.point_words import (
    media,
)
from console.screens.questions.speaker_words import floor_words
from console.text.sentences import Text, clock, local_hour
from console.view import View
from data.agenda.cutaway import left_ms
from data.folder.model import AgendaItem, ItemKind
from data.text import fold
from widgets.countdown import Countdown
from widgets.glyphs import GlyphSet
from widgets.speaker_card import OnAir


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
        speaker=floor_words(view, floor, t) if floor else speaker(item),
        organisation=item.organisation if item.organisation != speaker(item) else "",
        place=_from(view, item, t),
        place_short=item.point,
        countdown=Countdown(whole_s(left), t(f"on_air.{word}"), held=view.state.held),
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
    return clock(length_s - whole_s(left)), clock(length_s)


def _from(view: View, item: AgendaItem, t: Text) -> str:
    point = view.points.get(item.point)
    if not item.point:
        return ""
    return t("on_air.from_point", point=item.point, name=point.label if point else "")


def _before(view: View, t: Text) -> OnAir:
    """The hall fills: the bar is the share of points that are in the call."""
    left_s = whole_s(view.state.start_ms - view.now.utc_ms)
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


def speaker(item: AgendaItem) -> str:
    """With the title, unless the name says it already; else the organisation."""
    if not item.speaker or fold(item.speaker).startswith(fold(item.speaker_title)):
        return item.speaker or item.speaker_title or item.organisation
    return f"{item.speaker_title} {item.speaker}"


def whole_s(remaining_ms: int) -> int:
    """Seconds to show: a countdown reads 00:00 only when the time is up."""
    return -(-remaining_ms // 1000) if remaining_ms > 0 else remaining_ms // 1000
