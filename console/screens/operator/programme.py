"""The programme as the operator sees it, item by item, from a View. Pure."""

from __future__ import annotations

from console.screens.operator.on_air import whole_s
from console.text.sentences import NOTHING, Text, clock, deviation, local_hour, minutes
from console.view import View
from data.agenda.cutaway import left_ms
from data.agenda.forecast import ItemForecast
from data.folder.model import AgendaItem
from data.state import ItemState
from widgets.agenda_timeline import Agenda, AgendaHeads, AgendaRow, Mark
from widgets.tone import Tone

LATE_MS = 60_000


def agenda(view: View, t: Text) -> Agenda:
    """Every item: true start once it began, expected start until then."""
    zone, outlook = view.conference.timezone, view.forecast
    foot, missed = "", False
    protected, latest_ms = outlook.of(outlook.protected_cue), outlook.protected_latest_ms
    if protected is not None and latest_ms is not None and view.state.hard_end_ms is not None:
        missed = protected.expected_start_ms > latest_ms
        foot = t(
            "header.latest_missed" if missed else "header.latest",
            cue=protected.cue,
            latest=local_hour(latest_ms, zone),
            expected=local_hour(protected.expected_start_ms, zone),
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
        foot_tone=Tone.STOP if missed else Tone.PLAIN,
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
    ItemState.SKIPPED: Mark.SKIPPED,
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
        return _narrow_clock(whole_s(left)), Tone.STOP if left < 0 else Tone.PLAIN
    return deviation(-left / 1000), Tone.ASK if -left >= LATE_MS else Tone.DIM


def _narrow_clock(seconds: int) -> str:
    """A countdown in the five cells of its column: "08:00", "+1:42", and from ten minutes on "+10'"."""
    if seconds >= 3600 or seconds <= -600:
        return deviation(-seconds) if seconds < 0 else minutes(seconds)
    return clock(seconds).replace("+0", "+", 1)
