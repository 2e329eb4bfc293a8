"""Who else told something of a point, and through whom it is seen. Pure."""

from __future__ import annotations

from console.text.problems import word
from console.text.sentences import Text
from console.view import View
from data.health.reading import Health, Reading
from widgets.line import Piece
from widgets.tone import Tone

_PLACES = {"rtt_ms": 0, "jitter_ms": 0}
_FIGURES = frozenset(
    {"audio_loss_pct", "video_loss_pct", "residual_pct", "line_loss_pct", "jitter_ms", "rtt_ms"}
)
Pieces = tuple[Piece, ...]


def evidence_lines(view: View, reading: Reading | None, t: Text) -> tuple[Pieces, ...]:
    """A line for each other source: "theo probe (2,0 s): đường truyền thông, phản hồi 34 ms"."""
    if reading is None:
        return ()
    said: dict[str, list[str]] = {}
    for each in sorted(reading.told, key=lambda each: each.field != "line"):
        said.setdefault(each.source, []).append(_what(reading, each.field, t))
    if reading.line and not any(each.field == "line" for each in reading.told):
        said.setdefault(reading.source, []).append(t(f"evidence.line.{reading.line}"))
    return tuple((_line(view, source, ", ".join(what), t),) for source, what in said.items())


def relay(view: View, code: str, t: Text) -> Pieces:
    """How the point fares through which this one is relayed; nothing for a point of its own."""
    reading, point = view.readings.get(code), view.points.get(code)
    through = view.points.get(point.cascade_of) if point else None
    if through is None or reading is None or reading.legs:
        return ()
    how = word(t, "health", view.board.health.get(through.code, Health.UNKNOWN))
    return (Piece(t("evidence.relay", relay=f"{through.code} {through.label}", how=how)),)


def _what(reading: Reading, field: str, t: Text) -> str:
    value = getattr(reading, field)
    if field == "line":
        return t(f"evidence.line.{value}")
    figure = t.number(value, _PLACES.get(field, 1)) if field in _FIGURES else ""
    return t(f"evidence.{field}", figure=figure)


def _line(view: View, source: str, what: str, t: Text) -> Piece:
    """Grey when the source that told it is itself old."""
    status = next((each for each in view.sources if each.name == source), None)
    age = t.age(status.age_s if status else None)
    fresh = status is not None and status.fresh
    return Piece(t("evidence.told", source=source, age=age, what=what), Tone.DIM if fresh else Tone.STALE)
