"""The time card in words: what changes for the item, for the day, and who could give minutes. Pure."""

from __future__ import annotations

from console.screens.cards.time_draft import Trial
from console.text.problems import word
from console.text.sentences import NOTHING, Text, clock, local_hour, minutes
from console.view import View
from data.agenda.compression import Offer
from data.agenda.forecast import ItemForecast
from data.agenda.programme import CAUSES
from data.state import ItemState
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.sheet import SheetContent, SheetRow
from widgets.tone import Tone

PRESETS = ("", *CAUSES)


def time_sheet(
    view: View, trial: Trial, t: Text, glyphs: GlyphSet, *, at: int | None, room: int, own_words: bool
) -> SheetContent:
    """`at` is the row of the table under the mark, None while the minutes have the arrows.

    `room` is how many rows of the table may be shown.
    """
    needs = trial.needs_cause
    rows = [_length(view, trial, t, glyphs, chosen=at is None), *_day(view, trial, t, glyphs)]
    rows.append(_cause(trial, t, glyphs, own_words=own_words))
    rows += _table(view, trial, t, glyphs, at=at, room=room)
    item = trial.item
    return SheetContent(
        heading=t("time.title", cue=item.cue, title=item.label),
        rows=tuple(rows),
        hint=t("time.keys"),
        right=Piece(t("time.needs_cause"), Tone.STOP) if needs else Piece(""),
        tone=Tone.ASK if trial.command() is not None else Tone.FRAME,
    )


def _length(view: View, trial: Trial, t: Text, glyphs: GlyphSet, *, chosen: bool) -> SheetRow:
    more_s, whole_s = trial.draft.seconds, trial.length_s
    change = f"  ({'+' if more_s > 0 else '-'}{clock(abs(more_s))})" if more_s else ""
    pieces = [
        Piece(t("time.length", was=clock(whole_s))),
        Piece(f" {glyphs.arrow} {clock(whole_s + more_s)}", Tone.STRONG),
        Piece(change, Tone.STRONG),
    ]
    row = trial.before.of(trial.item.cue)
    if row is not None and row.state is ItemState.ON_AIR and row.elapsed_ms is not None:
        elapsed_s = row.elapsed_ms // 1000
        left = clock(whole_s + more_s - elapsed_s)
        pieces.append(Piece("   " + t("time.elapsed", elapsed=clock(elapsed_s), left=left), Tone.DIM))
    return SheetRow(tuple(pieces), chosen)


def _day(view: View, trial: Trial, t: Text, glyphs: GlyphSet) -> list[SheetRow]:
    zone, before, after = view.conference.timezone, trial.before, trial.after

    def moved(was_ms: int, now_ms: int) -> Piece:
        was, now = local_hour(was_ms, zone), local_hour(now_ms, zone)
        return Piece(was if was == now else f"{was} {glyphs.arrow} {now}", Tone.STRONG)

    rows = []
    cue, was, now = trial.item.cue, before.of(trial.item.cue), after.of(trial.item.cue)
    if was is not None and now is not None:
        pieces = [Piece(t("time.item_ends", cue=cue)), moved(was.expected_end_ms, now.expected_end_ms)]
        if follower := _follower(view, trial):
            old, new = before.of(follower), after.of(follower)
            if old is not None and new is not None:
                pieces.append(Piece("   " + t("time.follows", cue=follower)))
                pieces.append(moved(old.expected_start_ms, new.expected_start_ms))
        rows.append(SheetRow(tuple(pieces)))
    pieces = [Piece(t("time.day_ends")), moved(before.expected_end_ms, after.expected_end_ms)]
    if after.margin_ms is not None and view.state.hard_end_ms is not None:
        spare = after.margin_ms // 1000
        pieces.append(Piece("   " + t("time.hard_end", time=local_hour(view.state.hard_end_ms, zone)) + " "))
        code, tone = ("time.spare", Tone.GO) if spare >= 0 else ("time.over", Tone.STOP)
        pieces.append(Piece(t(code, span=clock(abs(spare))), tone))
    rows.append(SheetRow(tuple(pieces)))
    if after.protected_latest_ms is not None and (row := after.of(after.protected_cue)) is not None:
        rows.append(_protected(row, after.protected_latest_ms, zone, t))
    return rows


def _protected(row: ItemForecast, latest_ms: int, zone: str, t: Text) -> SheetRow:
    late = row.expected_start_ms > latest_ms
    latest, starts = local_hour(latest_ms, zone), local_hour(row.expected_start_ms, zone)
    said = t("time.protected", cue=row.cue, latest=latest)
    return SheetRow((Piece(said), Piece(t("time.starts", time=starts), Tone.STOP if late else Tone.GO)))


def _follower(view: View, trial: Trial) -> str:
    """The item that comes after this one."""
    ahead = [item.cue for item in view.state.pending()]
    at = ahead.index(trial.item.cue) + 1 if trial.item.cue in ahead else 0
    return ahead[at] if at < len(ahead) else ""


def _cause(trial: Trial, t: Text, glyphs: GlyphSet, *, own_words: bool) -> SheetRow:
    pieces = [Piece(t("time.cause"))]
    for code in PRESETS:
        here = trial.draft.cause == code and not own_words
        shown = word(t, "cause", code) if code else t("time.no_cause")
        pieces.append(Piece(f"[{shown}]" if here else f" {shown} ", Tone.STRONG if here else Tone.DIM))
    return SheetRow(tuple(pieces), blank_before=True)


def _table(
    view: View, trial: Trial, t: Text, glyphs: GlyphSet, *, at: int | None, room: int
) -> list[SheetRow]:
    if view.state.hard_end_ms is None:
        return [SheetRow((Piece(t("time.no_hard_end"), Tone.DIM),), blank_before=True)]
    if not trial.offers and trial.asked_s:
        head = t("time.none_can_give")
        return [SheetRow((Piece(head, Tone.DIM),), blank_before=True)]
    first = max(0, min((at or 0) - room + 1, len(trial.offers) - room)) if at is not None else 0
    shown = trial.offers[first : first + room]
    if not shown:
        return [SheetRow(_sum(trial, t).pieces, blank_before=True)]
    head = t("time.table")
    hidden = len(trial.offers) - len(shown)
    rows = [
        SheetRow((Piece(head, Tone.HEADING), Piece(f"  +{hidden}" if hidden else "", Tone.DIM)), False, True)
    ]
    rows += [
        SheetRow(_offer(view, trial, offer, t, glyphs), chosen=first + n == at)
        for n, offer in enumerate(shown)
    ]
    rows.append(_sum(trial, t))
    return rows


def _offer(view: View, trial: Trial, offer: Offer, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    item = view.state.item(offer.cue)
    taken = offer.cue in trial.given
    mark = f"[{glyphs.done if taken else ' '}] " if offer.gives_s else "    "
    gives = t("time.gives", span=clock(offer.gives_s)) if offer.gives_s else ""
    label = f"{offer.cue} {item.label if item else NOTHING}"
    left = clock(offer.length_s - offer.gives_s)
    length = f"{minutes(offer.length_s)} {glyphs.arrow} {left}" if offer.gives_s else minutes(offer.length_s)
    return (
        Piece(mark, Tone.STRONG if taken else Tone.PLAIN),
        Piece(f"{_cut(label, 26, glyphs.more):<26} {length:<12}", Tone.STRONG if taken else Tone.PLAIN),
        Piece(f"{gives:<13}", Tone.GO if taken else Tone.PLAIN),
        Piece(t("time.most", span=clock(offer.most_s)), Tone.DIM),
    )


def _cut(text: str, width: int, more: str) -> str:
    return text if len(text) <= width else text[: width - len(more)].rstrip() + more


def _sum(trial: Trial, t: Text) -> SheetRow:
    if not trial.asked_s:
        return SheetRow((Piece(t("time.nothing_needed"), Tone.DIM),))
    chosen_s = sum(trial.given.values())
    told = t("time.sum", asked=clock(trial.asked_s), chosen=clock(chosen_s))
    missing = trial.missing_s
    tail = (
        Piece(t("time.missing", span=clock(missing)), Tone.STOP)
        if missing
        else Piece(t("time.enough"), Tone.GO)
    )
    return SheetRow((Piece(told + "  "), tail))
