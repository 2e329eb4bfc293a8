"""How a point fares, in a few words: what its verdict rests on."""

from __future__ import annotations

from console.problem_text import word
from console.text import Text
from console.view import View
from data.readiness import ASK, GO, STOP, Gate
from data.reading import Health, Reading
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

GATE_TONE = {GO: Tone.GO, ASK: Tone.ASK, STOP: Tone.STOP}
NS_PER_S = 1_000_000_000


def verdict(gate: Gate, health: Health | None, t: Text, glyphs: GlyphSet) -> Piece:
    """Mark and word of a gate: "✓ SẴN SÀNG", "~ KHÔNG THẤY"; no mark where nothing is measured."""
    mark = f"{glyphs.health(health)} " if health is not None else ""
    return Piece(f"{mark}{word(t, 'gate', gate.why)}", GATE_TONE[gate.verdict])


def sick_words(code: str, view: View, t: Text) -> str:
    """What is wrong with a point, with its figure; "" when nothing is."""
    health, reading = view.board.health.get(code), view.readings.get(code)
    if health not in (Health.DEGRADED, Health.DOWN):
        return word(t, "health", health) if health in (Health.STALE, Health.UNKNOWN) else ""
    reason = view.state.point(code).reason
    loss = _worst(reading.audio_loss_pct, reading.video_loss_pct) if reading else None
    if reason == "loss" and loss is not None:
        return t("on_air.loss", pct=loss)
    return word(t, "reason", reason) if reason else word(t, "health", health)


def media(code: str, view: View, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """How the point on air fares, what is wrong, the worst loss, the age; in order of worth."""
    health, reading = view.board.health.get(code), view.readings.get(code)
    if health is None:
        return ()
    pieces = [Piece(f"{glyphs.health(health)} {word(t, 'health', health)}", HEALTH_TONE[health])]
    if reading is not None and health not in (Health.STALE, Health.UNKNOWN):
        if reading.mute_server:
            pieces.append(Piece(word(t, "gate", "muted"), Tone.STOP))
        if reading.checking:
            pieces.append(Piece(t("verdict.checking"), Tone.ASK))
        pieces += _loss(reading, health, t)
    ages = [source.age_s for source in view.sources if source.age_s is not None]
    if ages:
        pieces.append(Piece(t.age(min(ages)), Tone.DIM))
    return tuple(pieces)


def _loss(reading: Reading, health: Health, t: Text) -> list[Piece]:
    """The worst stream's loss; which stream it is only where it matters."""
    measured = [
        (loss, name)
        for loss, name in ((reading.audio_loss_pct, "sound"), (reading.video_loss_pct, "picture"))
        if loss is not None
    ]
    if not measured:
        return []
    loss, name = max(measured)
    text = t("on_air.loss", pct=loss)
    return [Piece(text if health is Health.OK else f"{t(f'on_air.{name}')} {text}")]


def _worst(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)
