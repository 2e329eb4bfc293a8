"""What the speaker's screen says, from what its reader has seen. Pure."""

from __future__ import annotations

from console.stage import StageSnapshot
from console.text.sentences import Text, local_hour
from data.agenda.cutaway import time_left_ms
from data.folder.model import AgendaItem
from data.text import fold
from data.units import NS_PER_MS, NS_PER_S
from widgets.countdown import Countdown
from widgets.glyphs import GlyphSet
from widgets.line import Piece
from widgets.stage_view import Stage
from widgets.tone import Tone

LOST_AFTER_S = 3.0
"""From this age on the screen says that it hears nothing; a look is due four times a second."""


def stage(seen: StageSnapshot, t: Text, glyphs: GlyphSet) -> Stage:
    """The one picture of this instant."""
    state = seen.state
    item = state.item(state.on_air)
    if item is not None:
        return _on_air(seen, item, t, glyphs)
    return _common(seen, t, glyphs, ended=True) if state.ended else _before(seen, t, glyphs)


def _common(seen: StageSnapshot, t: Text, glyphs: GlyphSet, *, ended: bool = False, **more: object) -> Stage:
    plan = seen.conference
    shown = {
        "title": plan.title.upper(),
        "note": t("stage_view.ended") if ended else "",
        "next": "" if ended else _next(seen, t),
        **more,
    }
    return Stage(
        clock=local_hour(seen.now.utc_ms, plan.timezone),
        mark=t("mode.rehearsal") if seen.rehearsal else "",
        message=seen.state.stage_words(seen.now),
        fresh=fresh(seen.age_s, t, glyphs),
        **shown,  # type: ignore[arg-type]
    )


def _on_air(seen: StageSnapshot, item: AgendaItem, t: Text, glyphs: GlyphSet) -> Stage:
    state, run = seen.state, seen.state.run(item.cue)
    length_ms = (item.duration_s + run.extended_s) * 1000
    elapsed_ms = run.elapsed_ns(state.t_ns(seen.now)) // NS_PER_MS
    fraction = None
    if length_ms <= 0 and item.return_by_ms is None:  # there is nothing to count down from
        word = "held" if state.held else "spoken"
        count = Countdown(elapsed_ms // 1000, t(f"stage_view.{word}"), held=state.held, upward=True)
    else:
        left_ms = time_left_ms(item, length_ms, elapsed_ms, seen.now.utc_ms)
        left_s = _whole(left_ms * NS_PER_MS)
        word = "held" if state.held else "over" if left_s < 0 else "remaining"
        count = Countdown(left_s, t(f"stage_view.{word}"), held=state.held)
        fraction = elapsed_ms / (elapsed_ms + left_ms) if left_ms > 0 else 1.0
    return _common(
        seen,
        t,
        glyphs,
        cue=item.cue,
        title=item.title.upper(),
        who=who(item),
        countdown=count,
        fraction=fraction,
    )


def _before(seen: StageSnapshot, t: Text, glyphs: GlyphSet) -> Stage:
    """The time until the opening; a late opening is nobody's overtime."""
    left_s = _whole((seen.state.start_ms - seen.now.utc_ms) * (NS_PER_S // 1000))
    time = local_hour(seen.state.start_ms, seen.conference.timezone)
    word = t("stage_view.opens", time=time) if left_s > 0 else t("stage_view.opens_soon")
    # Nothing is short before the opening: the digits keep their plain colour.
    return _common(seen, t, glyphs, countdown=Countdown(max(0, left_s), word, upward=True))


def who(item: AgendaItem) -> str:
    """The speaker, with the title unless the name says it already, and the organisation."""
    name = item.speaker
    if name and item.speaker_title and not fold(name).startswith(fold(item.speaker_title)):
        name = f"{item.speaker_title} {name}"
    named = dict.fromkeys(part for part in (name or item.speaker_title, item.organisation) if part)
    return " - ".join(named)


def fresh(age_s: float | None, t: Text, glyphs: GlyphSet) -> Piece:
    """How old the picture is: this screen's own word on itself."""
    if age_s is None:
        return Piece(t("stage_view.no_log"), Tone.STALE)
    age = f"{int(max(0.0, age_s))} s" if age_s < 60 else t.age(age_s)
    if age_s < LOST_AFTER_S:
        return Piece(t("stage_view.fresh", age=age, mark=glyphs.ok), Tone.DIM)
    return Piece(t("stage_view.lost", age=age), Tone.ASK)


def _next(seen: StageSnapshot, t: Text) -> str:
    item = seen.next
    if item is None:
        return ""
    title = " - ".join(part for part in (item.label, item.organisation or item.speaker) if part)
    return t("stage_view.next", cue=item.cue, title=title)


def _whole(left_ns: int) -> int:
    """Seconds to show: a countdown reads 00:00 only when the time is up."""
    return -(-left_ns // NS_PER_S) if left_ns > 0 else left_ns // NS_PER_S
