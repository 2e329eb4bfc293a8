"""How a point fares, in a few words: what its verdict rests on."""

from __future__ import annotations

from console.point_role import PointRole
from console.text.problems import word
from console.text.sentences import Text
from console.view import Readiness, View
from data.agenda.readiness import ASK, GO, STOP, Gate
from data.health.reading import Health, Reading
from data.points import gone
from data.points.attention import Role
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

SOON_MIN = 10
"""A point that speaks within so many minutes stands out."""

GATE_TONE = {GO: Tone.GO, ASK: Tone.ASK, STOP: Tone.STOP}


def verdict(gate: Gate, health: Health | None, t: Text, glyphs: GlyphSet) -> Piece:
    """Mark and word of a gate: "✓ SẴN SÀNG", "~ KHÔNG THẤY"; no mark where nothing is measured."""
    mark = f"{gate_mark(gate, health, glyphs)} ".lstrip()
    return Piece(f"{mark}{word(t, 'gate', gate.why)}", GATE_TONE[gate.verdict])


def gate_mark(gate: Gate, health: Health | None, glyphs: GlyphSet) -> str:
    """The sign of the health, never a tick where the gate asks; "" where nothing is measured."""
    if health is None:
        return ""
    return glyphs.degraded if health is Health.OK and gate.verdict != GO else glyphs.health(health)


def aged_verdict(gate: Gate, health: Health | None, view: View, t: Text, glyphs: GlyphSet) -> Piece:
    """As `verdict`, and how old it is what we last saw: "~ KHÔNG THẤY (cũ 14 s)"."""
    plain = verdict(gate, health, t, glyphs)
    age = _youngest_s(view)
    if health is not Health.STALE or age is None:
        return plain
    return Piece(f"{glyphs.health(health)} {t('verdict.unseen_age', age=t.age(age))}", plain.tone)


def sick_words(code: str, view: View, t: Text) -> str:
    """What is wrong with a point, with its figure; "" when nothing is."""
    health, reading = view.board.health.get(code), view.readings.get(code)
    if health not in (Health.DEGRADED, Health.DOWN):
        return word(t, "health", health) if health in (Health.STALE, Health.UNKNOWN) else ""
    known = view.state.point(code)
    reason = gone.precise_reason(known.reason, seen=known.seen)
    loss = _worst(reading.audio_loss_pct, reading.video_loss_pct) if reading else None
    if reason == "loss" and loss is not None:
        return t("on_air.loss", pct=loss)
    return word(t, "reason", reason) if reason else word(t, "health", health)


def checking(code: str, view: View, t: Text) -> str:
    """ "being checked" while a point looks lost and its hold-off has not run out; "" else."""
    reading = view.readings.get(code)
    held_off = reading is not None and reading.checking and view.board.health.get(code) is Health.OK
    return t("verdict.checking") if held_off else ""


def being_checked(ready: Readiness, view: View, t: Text, glyphs: GlyphSet) -> Piece | None:
    """What stands instead of a tick while a room that looks lost is looked at again; F8 goes all the same."""
    if ready.gate.verdict != GO or not checking(ready.item.point, view, t):
        return None
    return Piece(f"{glyphs.degraded} {word(t, 'gate', 'checking')}", Tone.ASK)


def media(code: str, view: View, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """How the point on air fares: picture, sound, the worst loss, what is wrong; the age last."""
    health, reading = view.board.health.get(code), view.readings.get(code)
    if health is None:
        return ()
    streams = _streams(reading, view, t, glyphs) if reading is not None and health in _FLOWING else []
    pieces = streams or [Piece(f"{glyphs.health(health)} {word(t, 'health', health)}", HEALTH_TONE[health])]
    if reading is not None and health not in (Health.STALE, Health.UNKNOWN):
        if reading.mute_server:
            pieces.append(Piece(word(t, "gate", "muted"), Tone.STOP))
        if reading.checking:
            pieces.append(Piece(t("verdict.checking"), Tone.ASK))
        loss = _worst(reading.audio_loss_pct, reading.video_loss_pct)
        if loss is not None:
            pieces.append(Piece(t("on_air.loss", pct=loss)))
        if reading.bitrate_bps is not None:
            pieces.append(Piece(f"{t.number(reading.bitrate_bps / 1_000_000, 1)} Mb/s", Tone.DIM))
        reason = view.state.point(code).reason
        if health is Health.DEGRADED and reason not in ("", "loss"):
            pieces.append(Piece(word(t, "reason", reason), Tone.ASK))
    age = _youngest_s(view)
    return (*pieces, Piece(t.age(age), Tone.DIM)) if age is not None else tuple(pieces)


_FLOWING = (Health.OK, Health.DEGRADED)


def _streams(reading: Reading, view: View, t: Text, glyphs: GlyphSet) -> list[Piece]:
    """Picture and sound, each by its own loss; nothing for what is not measured."""
    limits = view.conference.thresholds
    pieces = []
    for stream, loss in (("picture", reading.video_loss_pct), ("sound", reading.audio_loss_pct)):
        if loss is None:
            continue
        health = Health.DEGRADED if loss >= limits.loss_degraded_pct else Health.OK
        health = Health.DOWN if loss >= limits.loss_bad_pct else health
        tone = Tone.PLAIN if health is Health.OK else HEALTH_TONE[health]
        pieces.append(Piece(f"{t(f'on_air.{stream}')} {glyphs.health(health)}", tone))
    return pieces


def _youngest_s(view: View) -> float | None:
    """The age of the last answer of any source, in seconds."""
    return min((source.age_s for source in view.sources if source.age_s is not None), default=None)


def _worst(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)


def role_piece(point: PointRole, t: Text) -> Piece:
    """ "nói ở 4.3"; strong where it is near."""
    if point.role is Role.ON_AIR:
        return Piece(t("points.role.on_air", cue=point.cue), Tone.STRONG)
    near = point.minutes is not None and point.minutes <= SOON_MIN
    return Piece(t("points.role.speaks", cue=point.cue), Tone.STRONG if near else Tone.PLAIN)


def fault(view: View, code: str, health: Health, t: Text) -> str:
    """What is wrong with a point shown as `health`: "tiếng mất 6,0 %", "mất KN"; what is old is said so."""
    known, reading = view.state.point(code), view.readings.get(code)
    if known.said is not None:
        return t("points.said.short", word=word(t, "overrule", known.said.says))
    if health not in (Health.DOWN, Health.DEGRADED):
        return word(t, "health", health)
    if known.reason == "loss" and reading is not None and (told := _loss(reading, t)):
        return told
    reason = gone.precise_reason(known.reason, seen=known.seen)
    if t.has(f"reason.{reason}.short"):
        return t(f"reason.{reason}.short")
    return word(t, "reason" if reason else "health", reason or health)


def _loss(reading: Reading, t: Text) -> str:
    """The stream that loses most; "" where none is measured."""
    sound, picture = reading.audio_loss_pct, reading.video_loss_pct
    if sound is not None and sound >= (picture or 0):
        return t("points.loss.sound", pct=sound)
    return "" if picture is None else t("points.loss.picture", pct=picture)
