"""One reading of a point from what several sources say of it: the best evidence wins, field by field. Pure.

Who has the room in its call speaks for it, rather a source that answers, rather the one that sees it
well. What the speaker does not say is taken from the next that answers and says it, and
`Reading.told` names whom. A line proves a cause and never a call: a room whose line answers may still
have left, and one whose line is dead is down although its platform is silent.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from data.health.line import OF_LINE
from data.health.reading import FieldOrigin, Health, Reading

_FILLED = (
    *("mute_local", "mute_server", "quality", "audio_loss_pct", "video_loss_pct", "residual_pct"),
    *("jitter_ms", "rtt_ms", "bitrate_bps", "level_dbov", "line", "line_loss_pct", "hand_ms"),
)
_OF_STREAMS = frozenset(
    {"audio_loss_pct", "video_loss_pct", "residual_pct", "jitter_ms", "rtt_ms", "bitrate_bps", "level_dbov"}
)
_GOODNESS = {Health.OK: 3, Health.DEGRADED: 2, Health.UNKNOWN: 1, Health.DOWN: 0}
_SILENT, _LINE_ONLY, _ABSENT, _OUT_OF_SIGHT, _IN_CALL = range(5)


class Word(msgspec.Struct, frozen=True):
    """What one source says of a point, and whether that source answers at present."""

    reading: Reading
    answers: bool


def merged(words: Sequence[Word], before: Reading | None, *, seen: bool, unseen: bool) -> Reading | None:
    """The reading to show, or None when nobody who answers could know.

    `before` is what was shown: of equals the same goes on speaking. `seen`: the room was in the call at
    some time. `unseen`: who may have the room in its call is silent; then its last word stands, and that
    others do not have the room says nothing.
    """
    known = [word for word in words if not (unseen and _rank(word, unseen=unseen) == _ABSENT)]
    if not known:
        return None
    order = sorted(known, key=lambda word: _weight(word, before, unseen=unseen), reverse=True)
    first = order[0]
    if not first.answers and (dead := _dead_line(order)) is not None:
        return _cut_off(first.reading, dead)
    return _explained(_filled(first.reading, order), seen=seen)


def _dead_line(words: Sequence[Word]) -> Reading | None:
    down = (word for word in words if word.answers and word.reading.reason == "line")
    return next((word.reading for word in down if word.reading.health is Health.DOWN), None)


def _cut_off(last: Reading, line: Reading) -> Reading:
    """The leg as its platform last knew it, for nobody saw it leave, and not one of its old figures."""
    return msgspec.structs.replace(line, ref=last.ref, name=last.name, legs=last.legs, presence=last.presence)


def _weight(word: Word, before: Reading | None, *, unseen: bool) -> tuple[int, int, bool, bool]:
    reading = word.reading
    stays = before is not None and before.source == reading.source
    return _rank(word, unseen=unseen), _GOODNESS.get(reading.health, 0), not reading.checking, stays


def _rank(word: Word, *, unseen: bool) -> int:
    reading = word.reading
    if reading.legs:
        return _IN_CALL if word.answers else _OUT_OF_SIGHT
    of_line = reading.reason in OF_LINE
    if not word.answers:
        return _OUT_OF_SIGHT if unseen and not of_line else _SILENT
    if of_line:
        return _LINE_ONLY
    return _ABSENT


def _filled(first: Reading, order: Sequence[Word]) -> Reading:
    """What the first leaves open, from those that answer, best first."""
    found: dict[str, object] = {}
    told: list[FieldOrigin] = []
    for word in order[1:]:
        other = word.reading
        if not word.answers or not (other.legs or other.line):
            continue
        for name in _FILLED:
            value = getattr(other, name)
            if value in (None, "") or name in found or getattr(first, name) not in (None, ""):
                continue
            found[name] = value
            told.append(FieldOrigin(name, other.source, other.streams_ns if name in _OF_STREAMS else None))
    remarks = dict.fromkeys(
        remark
        for word in order[1:]
        if word.answers and word.reading.reason in OF_LINE
        for remark in word.reading.remarks
    )
    if remarks:
        found["remarks"] = tuple(dict.fromkeys((*first.remarks, *remarks)))
    return msgspec.structs.replace(first, told=tuple(told), **found) if found else first


def _explained(reading: Reading, *, seen: bool) -> Reading:
    """Why it is down, by its line: cut off, or gone from the call while the line is up."""
    if reading.health is not Health.DOWN or reading.reason not in ("absent", "no_media"):
        return reading
    if reading.line == "down":
        return msgspec.structs.replace(reading, reason="line")
    if reading.line == "up" and reading.reason == "absent" and seen:
        return msgspec.structs.replace(reading, reason="left")
    return reading
