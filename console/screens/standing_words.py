"""What the alarm line says while nothing is wrong: before, in rehearsal, without sources, after. Pure."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from console.text.sentences import Text, clock, local_time
from console.view import View
from data.folder.model import PROVINCIAL
from data.state import Stage
from widgets.alarm_line import AlarmLevel, AlarmSentence
from widgets.glyphs import GlyphSet

FEWEST_ROOMS = 2
"""A province of one room alone is in or is not: it cannot be slow."""


class Gathering(msgspec.Struct, frozen=True):
    """How far the rooms have come in: provinces' own rooms, and the province with the most to come."""

    provinces: int = 0
    provinces_in: int = 0
    slowest: str = ""
    slowest_in: int = 0
    slowest_of: int = 0


class Gatherer:
    """Counts when who is in the call has changed, and not at every picture."""

    def __init__(self) -> None:
        self._of: tuple[object, object] = (None, None)
        self._found = Gathering()

    def count(self, view: View) -> Gathering:
        """The gathering of `view`."""
        key = (view.inside, view.points)
        if self._of[0] != key[0] or self._of[1] is not key[1]:
            self._of, self._found = key, gathering(view, key[0])
        return self._found


_gatherer = Gatherer()


def gathering(view: View, inside: Collection[str]) -> Gathering:
    """Rooms by province, `inside` those in the call: a province's own room counts with those below it."""
    heads = [point for point in view.points.values() if point.level == PROVINCIAL]
    counts = {point.code: [0, 0] for point in heads}
    for point in view.points.values():
        count = counts.get(point.code) or counts.get(point.parent)
        if count is not None:
            count[0] += point.code in inside
            count[1] += 1
    heads_in = sum(point.code in inside for point in heads)
    late = [(here / of, code, here, of) for code, (here, of) in counts.items() if of >= FEWEST_ROOMS]
    slow = min(late, default=None)
    if slow is None or slow[2] == slow[3]:
        return Gathering(len(heads), heads_in)
    return Gathering(len(heads), heads_in, view.points[slow[1]].label, slow[2], slow[3])


def standing(view: View, t: Text, glyphs: GlyphSet) -> AlarmSentence:
    """The remark of the phase; nothing in an official conference that runs well."""
    state = view.state
    if state.ended:
        return _ended(view, t)
    if state.opened_ms is None:
        return _before(view, t, glyphs)
    if view.desktop.folder_differs:
        text = t("import.folder_differs.line")
        return AlarmSentence(level=AlarmLevel.NOTICE, text=text, right="diemcau reimport", short=text)
    if view.desktop.rehearsal:
        return _rehearsal(view, t)
    return AlarmSentence()


def _ended(view: View, t: Text) -> AlarmSentence:
    time = local_time(view.state.ended_ms, view.conference.timezone)
    late = t.offset(view.forecast.offset_ms / 1000).lower()
    code, keys = "standing.ended", t("standing.ended.keys")
    if view.desktop.past is not None:
        code, keys = "standing.ended.past", ""
    elif view.state.stage is Stage.SEALED:
        code = "standing.ended.sealed"
    return AlarmSentence(
        level=AlarmLevel.NOTICE,
        text=t(code, time=time, late=late),
        right=keys,
        short=t("standing.ended.short" if keys else code, time=time, late=late),
        short_right=keys,
    )


def _before(view: View, t: Text, glyphs: GlyphSet) -> AlarmSentence:
    left_s = (view.state.start_ms - view.now.utc_ms) // 1000
    sentence = t("standing.before_late" if left_s < 0 else "standing.before", clock=clock(abs(left_s)))
    if not view.conference.sources:
        return AlarmSentence(
            level=AlarmLevel.NOTICE,
            text=f"{sentence}   {t('standing.manual')}",
            short=f"{sentence}   {t('alarm.manual.short')}",
        )
    total, found = view.board.total, _gatherer.count(view)
    share = 100 * view.joined // total.expected if total.expected else 0
    points = t("standing.points", joined=view.joined, expected=total.expected, pct=share)
    brief = t("standing.points.short", joined=view.joined, expected=total.expected)
    slowest = (
        t("standing.slowest", name=found.slowest, joined=found.slowest_in, expected=found.slowest_of)
        if found.slowest
        else ""
    )
    provinces = (
        t("standing.provinces", joined=found.provinces_in, expected=found.provinces)
        if found.provinces
        else ""
    )
    many = "  ".join(filter(None, (points, provinces)))
    opening = t("standing.opening", cue=view.entering.cue, mark=glyphs.on_air) if view.entering else ""
    return AlarmSentence(
        level=AlarmLevel.NOTICE,
        text="   ".join(filter(None, (sentence, many, slowest))),
        right=opening,
        short="   ".join(filter(None, (sentence, brief, slowest))),
    )


def _rehearsal(view: View, t: Text) -> AlarmSentence:
    log, speed = view.desktop.log_name, view.conference.speed
    words = {"log": log or t("line.demo")}
    right = t("line.rehearsal.right")
    if speed != 1.0:
        fast = t("header.speed", speed=t.number(speed, 0 if speed.is_integer() else 1))
        right = f"{fast}   {right}"
    return AlarmSentence(
        level=AlarmLevel.NOTICE,
        text=t("line.rehearsal", **words),
        right=right,
        short=t("line.rehearsal", **words),
    )
