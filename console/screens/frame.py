"""What frames the full screens: header, F8 line and source strip, from a View. Pure."""

from __future__ import annotations

import msgspec

from console import absence
from console.screens.mode_words import badge, f8_words, pace
from console.screens.point_words import being_checked, verdict
from console.text.problems import word
from console.text.sentences import MINUTES_A_DAY, Text, local_date, local_hour, local_time
from console.view import SourceView, View
from data.agenda.readiness import ASK, STOP
from data.health.reading import Health
from data.units import MS_PER_MINUTE
from widgets.f8_line import F8Gate, F8Sentence
from widgets.glyphs import GlyphSet
from widgets.header_lines import Header, HeaderFact
from widgets.line import Piece
from widgets.source_strip import SourceMark, Sources
from widgets.tone import Tone

TIGHT_MS = 2 * MS_PER_MINUTE


def header(view: View, t: Text, glyphs: GlyphSet) -> Header:
    """Title and clock; below them how the day stands."""
    zone = view.conference.timezone
    return Header(
        title=view.conference.title.upper(),
        short_title=view.conference.short_title or view.conference.title,
        badge=badge(view, t),
        date=local_date(view.now.utc_ms, zone),
        time=local_time(view.now.utc_ms, zone),
        state=_stage(view, t, glyphs),
        facts=tuple(_facts(view, t)),
        control=_control(view, t, glyphs),
        rehearsal=view.desktop.framed,
    )


def _stage(view: View, t: Text, glyphs: GlyphSet) -> Piece:
    if view.state.held:
        return Piece(f" {t('on_air.held')} ", Tone.ASK_BAR)
    name = word(t, "stage", view.state.stage)
    return Piece(f"{glyphs.on_air} {name}", Tone.ON_AIR) if view.on_air else Piece(name, Tone.STRONG)


def _facts(view: View, t: Text) -> list[HeaderFact]:
    zone, outlook, facts = view.conference.timezone, view.forecast, []
    late = outlook.offset_ms >= MS_PER_MINUTE
    if view.state.opened_ms is not None or late:  # nobody is on time before it has begun
        facts.append(HeaderFact(t.offset(outlook.offset_ms / 1000), Tone.ASK if late else Tone.PLAIN))
    if not view.state.ended:
        expected = t("header.expected_end", time=local_hour(outlook.expected_end_ms, zone))
        planned = t("header.planned_end", time=local_hour(outlook.planned_end_ms, zone))
        end = local_hour(outlook.expected_end_ms, zone), local_hour(outlook.planned_end_ms, zone)
        full = t("header.end.full", expected=end[0], planned=end[1])
        facts.append(HeaderFact(f"{expected} ({planned})", Tone.PLAIN, expected, full))
    if outlook.margin_ms is not None and view.state.hard_end_ms is not None and not view.state.ended:
        short = outlook.margin_ms < 0
        key = "header.short_by" if short else "header.slack"
        minutes = -(-abs(outlook.margin_ms) // MS_PER_MINUTE) if short else outlook.margin_ms // MS_PER_MINUTE
        # A rehearsal is seldom on the day itself.
        days = minutes // MINUTES_A_DAY
        left = t(f"{key}.days", days=days) if days else t(key, minutes=minutes)
        hard = t("header.hard_end", time=local_hour(view.state.hard_end_ms, zone))
        tone = Tone.STOP if short else Tone.ASK if outlook.margin_ms < TIGHT_MS else Tone.PLAIN
        brief = t("header.hard_end.short", time=local_hour(view.state.hard_end_ms, zone))
        facts.append(HeaderFact(f"{hard} {left}", tone, f"{brief} {left}"))
    if outlook.debt:
        debt = t("header.debt", items=len(outlook.debt))
        facts.append(HeaderFact(debt, Tone.DEBT, full=f"{debt} ({', '.join(outlook.debt)})"))
    if view.conference.speed != 1.0:
        speed = t.number(view.conference.speed, 0 if view.conference.speed.is_integer() else 1)
        facts.append(HeaderFact(t("header.speed", speed=speed), Tone.DIM))
    return facts


def _control(view: View, t: Text, glyphs: GlyphSet) -> Piece:
    control, desktop = view.state.control, view.desktop
    if control is None:
        return Piece(t("header.control.nobody"), Tone.DIM)
    if control.console == desktop.console:
        return Piece(f"{desktop.actor} {glyphs.dot} {t('header.control.ours')}", Tone.STRONG)
    return Piece(t("header.control.other", actor=control.actor), Tone.ASK)


def f8(view: View, t: Text, glyphs: GlyphSet, *, waiting: bool) -> F8Sentence:
    """What F8 will do now. `waiting` while the key has not been quiet since its last press."""
    sentence = _f8(view, t, glyphs, waiting=waiting)
    mode = f8_words(view, t)
    return msgspec.structs.replace(sentence, key=f"{t('F8')} {mode}" if mode else t("F8"))


def _f8(view: View, t: Text, glyphs: GlyphSet, *, waiting: bool) -> F8Sentence:
    if off := _f8_off(view, t, waiting=waiting):
        return F8Sentence(gate=F8Gate.OFF, coming=off)
    if view.state.absence is not None:
        return F8Sentence(gate=F8Gate.ASK, coming=t("f8.absence", **absence.figures(view, t)))
    gate = F8Gate(view.gate.verdict) if view.gate.verdict in (ASK, STOP) else F8Gate.GO
    if gate is F8Gate.GO and view.questions:
        gate = F8Gate.ASK
    leaving, item = view.on_air, view.entering
    if item is None:
        return F8Sentence(gate=F8Gate.ASK, coming=t("f8.end", left=leaving.cue if leaving else ""))
    first = view.coming[0]
    looked = being_checked(first, view, t, glyphs)
    if looked is not None and gate is F8Gate.GO:
        gate = F8Gate.ASK  # its colour: nothing is green that looks lost, though F8 does not wait for it
    place = f" {glyphs.dot} {item.point}" if item.point else ""
    coming = f"{item.cue} {item.label}"
    if leaving is None:
        coming = t("f8.open", cue=item.cue, title=item.label)
    return F8Sentence(
        gate=gate,
        leaving=f"{leaving.cue} {leaving.label}" if leaving else "",
        leaving_short=leaving.cue if leaving else "",
        coming=f"{coming}{place}",
        verdict=(looked or verdict(first.gate, first.health, t, glyphs)).text,
    )


def _f8_off(view: View, t: Text, *, waiting: bool) -> str:
    """Why F8 would do nothing now; "" when it would do something."""
    control, state = view.state.control, view.state
    why = ""
    if view.desktop.past is not None:
        why = t("f8.replay", pace=pace(view, t))
    elif state.ended:
        why = t("f8.ended")
    elif not state.items:
        why = t("f8.no_plan")
    elif not view.in_control:
        why = t("f8.no_control", actor=control.actor) if control else t("f8.nobody")
    elif view.desktop.locked:
        why = t("f8.locked")
    elif waiting:
        why = t("f8.quiet")
    return why


def sources(view: View, t: Text, glyphs: GlyphSet) -> Sources:
    """What we hear from, whether the record is written, where the keyboard is."""
    desktop, zone = view.desktop, view.conference.timezone
    if desktop.past is not None:
        writing = Piece(t("strip.replay"), Tone.ASK)
    elif desktop.unwritten or desktop.failure:
        writing = Piece(t("strip.unwritten"), Tone.STOP)
    elif desktop.waiting:
        writing = Piece(t("strip.waiting"), Tone.ASK)
    else:
        code = "rehearsal.recorded" if desktop.log_name else "strip.recorded"
        time = local_time(desktop.written_ms, zone)
        writing = Piece(t(code, log=desktop.log_name, time=time), Tone.DIM)
    keyboard = Piece(t("strip.keyboard_here"), Tone.DIM) if desktop.focused else Piece("")
    return Sources(
        marks=tuple(source_mark(source, t) for source in view.sources),
        no_source=t("strip.no_sources") if not view.conference.sources else t("source.waiting"),
        writing=writing,
        events=t("strip.events", events=desktop.log_events),
        control=_control(view, t, glyphs),
        keyboard=keyboard,
        rehearsal=desktop.framed,
    )


def source_mark(source: SourceView, t: Text) -> SourceMark:
    """One source with the age of its last answer, or why it has none."""
    if source.fresh:
        return SourceMark(name=source.name, health=Health.OK, age=t.age(source.age_s))
    if source.state == "refused":
        return SourceMark(name=source.name, health=Health.DOWN, age=word(t, "source", source.state))
    waiting = source.age_s is None and source.state == "waiting"
    health = Health.UNKNOWN if waiting else Health.STALE
    age = t.age(source.age_s) if source.age_s is not None else word(t, "source", source.state)
    return SourceMark(name=source.name, health=health, age=age)
