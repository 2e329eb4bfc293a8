"""What a point does in the programme, and what is wrong with it, in the words of a narrow column. Pure."""

from __future__ import annotations

import msgspec

from console.text.problems import word
from console.text.sentences import Text
from console.view import View
from data.health.reading import Health, Reading
from data.points import gone
from data.points.attention import Role, roles
from data.units import MS_PER_MINUTE
from widgets.line import Piece
from widgets.tone import Tone

SOON_MIN = 10


class PointRole(msgspec.Struct, frozen=True):
    """A point that speaks: on which item, and in how many minutes (None on air, or when not known)."""

    role: Role
    cue: str
    minutes: int | None = None

    def piece(self, t: Text) -> Piece:
        """ "nói ở 4.3"; strong where it is near."""
        if self.role is Role.ON_AIR:
            return Piece(t("points.role.on_air", cue=self.cue), Tone.STRONG)
        near = self.minutes is not None and self.minutes <= SOON_MIN
        return Piece(t("points.role.speaks", cue=self.cue), Tone.STRONG if near else Tone.PLAIN)


def speaking(view: View) -> dict[str, PointRole]:
    """Points on air or still to speak, each with its first item."""
    found: dict[str, PointRole] = {}
    if view.on_air is not None and view.on_air.point:
        found[view.on_air.point] = PointRole(Role.ON_AIR, view.on_air.cue)
    by_role = roles(view.state)
    for item in view.state.pending():
        if item.point in by_role and item.point not in found:
            times = view.forecast.of(item.cue)
            left = max(0, times.expected_start_ms - view.now.utc_ms) // MS_PER_MINUTE if times else None
            found[item.point] = PointRole(by_role[item.point], item.cue, left)
    return found


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


def source_age_s(view: View, code: str) -> float | None:
    """Seconds since the source that speaks for `code` last answered, None when none did."""
    reading = view.readings.get(code)
    return next((each.age_s for each in view.sources if reading and each.name == reading.source), None)
