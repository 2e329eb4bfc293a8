"""The form that divides an item among several points, one after another. Pure."""

from __future__ import annotations

from console.screens.cards.item_form import Field, Form, Typed, Wrong, point_of, seconds_of, written
from console.view import View
from data.commands import Command, Split, SplitPart
from data.folder.model import AgendaItem

PARTS = (1, 2, 3)
"""The third may be left empty."""


def splitting(view: View, item: AgendaItem) -> Form:
    """Two parts or three, together as long as the item; the last length may be left to be worked out."""
    half = item.duration_s // 120 * 60
    known = {
        "minutes_1": written(half),
        "point_1": item.point,
        "minutes_2": written(item.duration_s - half),
        "speaker_1": item.speaker,
    }
    names = [f"{name}_{part}" for part in PARTS for name in ("minutes", "point", "speaker")]
    fields = tuple(Field(name, known.get(name, "")) for name in names)
    return Form("form.split.title", item.cue, fields, lambda typed: _split(view, item, typed))


def _split(view: View, item: AgendaItem, typed: Typed) -> Command | Wrong:
    used = [n for n in PARTS if any(typed[f"{name}_{n}"] for name in ("minutes", "point", "speaker"))]
    if len(used) < 2:
        return Wrong("point_2", "form.needed")
    parts: list[SplitPart] = []
    left_s = item.duration_s
    for part in used:
        made = _part(view, typed, part, left_s if part == used[-1] else None)
        if isinstance(made, Wrong):
            return made
        left_s -= made.duration_s
        parts.append(made)
    if left_s:
        given = {"given": written(item.duration_s - left_s), "whole": written(item.duration_s)}
        return Wrong(f"minutes_{used[-1]}", "form.split.sum", given)
    return Split(item=item.cue, parts=tuple(parts), expect=view.state.on_air)


def _part(view: View, typed: Typed, part: int, left_s: int | None) -> SplitPart | Wrong:
    """`left_s` is what an empty length means for the last part."""
    length, point = f"minutes_{part}", point_of(view, typed[f"point_{part}"], f"point_{part}")
    if not typed[length] and left_s is not None and left_s > 0:
        seconds: int | Wrong = left_s
    else:
        seconds = seconds_of(typed[length], length)
    if isinstance(point, Wrong):
        return point
    if isinstance(seconds, Wrong):
        return seconds
    return SplitPart(point=point, duration_s=seconds, speaker=typed[f"speaker_{part}"])
