"""The card of one point: who it is, whom to ring, how it has fared for five minutes. Pure."""

from __future__ import annotations

from console import actions
from console.point_role import source_age_s, speaking
from console.polling.asking import last_asked
from console.polling.history import History, Trace
from console.screens.point_words import fault, role_piece
from console.screens.questions.action import outcome
from console.screens.questions.incident import said_words
from console.screens.technician.evidence import evidence_lines, relay
from console.screens.technician.media import media_facts
from console.screens.technician.steps import steps
from console.text.problems import word
from console.text.sentences import NOTHING, Text, local_hour, local_time, stopwatch
from console.view import View
from data.agenda.readiness import TESTED_FOR_MIN, two_way_question
from data.folder.model import LEVELS, BridgePoint
from data.health.reading import Health
from data.health.telemetry import in_force
from data.state import PointState
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.point_card import PointFacts
from widgets.tone import Tone

CHANGES_A_LINE = 3
KEYS = ("open", "call", "test_point", "acknowledge")
Pieces = tuple[Piece, ...]


def facts(view: View, code: str, history: History, t: Text, glyphs: GlyphSet) -> PointFacts:
    """Everything that is known of the point `code`; what is not known is "-", never nought."""
    point = view.points.get(code)
    if point is None:
        return PointFacts(heading=t("points.card.title"), name=t("points.card.nothing"))
    known, trace = view.state.point(code), history.of(code)
    health = view.board.health.get(code, Health.UNKNOWN)
    reading = view.readings.get(code)
    return PointFacts(
        heading=f"{code} {point.label}",
        right=_source(view, code, health, t, glyphs),
        name=_full_name(view, point),
        role=_role(view, code, t),
        lines=(
            _standing(view, code, health, t, glyphs),
            (Piece(t("points.contact", who=point.contact or NOTHING, phones=_phones(point))),),
            (Piece(t("points.lines", main=point.line or NOTHING, backup=point.backup_line or NOTHING)),),
        ),
        media=media_facts(reading, trace, health, t),
        below=tuple(
            line
            for line in (
                _overrule_line(view, code, t),
                *evidence_lines(view, reading, t),
                relay(view, code, t),
                _tested(view, point, known, t),
                _called(view, known, t),
                _last_action_line(view, code, t),
                *_changed(view, known, trace, t),
                _limits(view, known, t),
                ((Piece(point.note, Tone.DIM),) if point.note else ()),
            )
            if line
        ),
        steps=_steps(point, known, t),
        keys="  ".join(_key(name, t) for name in KEYS),
    )


def _key(name: str, t: Text) -> str:
    action = actions.find(name)
    return f"{t(actions.key_name(action.keys[0]))} {t(action.label)}"


def _source(view: View, code: str, health: Health, t: Text, glyphs: GlyphSet) -> Piece:
    """Who says so, and how old it is."""
    reading = view.readings.get(code)
    if reading is None:
        return Piece(t("points.card.no_source"), Tone.UNKNOWN)
    said = f"{reading.source} {t.age(source_age_s(view, code))}"
    if health is Health.STALE:
        return Piece(f"{glyphs.stale} {t('points.card.old', source=said)}", Tone.STALE)
    return Piece(said, Tone.DIM)


def _full_name(view: View, point: BridgePoint) -> str:
    parent = view.points.get(point.parent)
    return f"{point.name}, {parent.label}" if parent and point.level not in LEVELS[:3] else point.name


def _role(view: View, code: str, t: Text) -> Piece:
    role = speaking(view).get(code)
    if role is None:
        return Piece(t("points.role.listens"), Tone.DIM)
    piece = role_piece(role, t)
    return piece if role.minutes is None else Piece(f"{piece.text}  T-{role.minutes}'", piece.tone)


def _standing(view: View, code: str, health: Health, t: Text, glyphs: GlyphSet) -> Pieces:
    """Health in a sign and words, since when, and what else stands in the way of being heard."""
    known, reading = view.state.point(code), view.readings.get(code)
    sick = health in (Health.DOWN, Health.DEGRADED)
    words = fault(view, code, health, t) if sick else word(t, "health", health)
    pieces = [Piece(f"{glyphs.health(health)} {words}", HEALTH_TONE[health])]
    if sick and known.since_ms:
        age = stopwatch((view.now.utc_ms - known.since_ms) / 1000)
        pieces.append(Piece(f"  {age}", Tone.DIM))
    if reading is not None and health is not Health.STALE:
        if reading.checking:
            pieces.append(Piece(f"   {t('verdict.checking')}", Tone.ASK))
        if reading.mute_server:
            pieces.append(Piece(f"   {t('points.muted.server')}", Tone.STOP))
        if reading.mute_local:
            pieces.append(Piece(f"   {t('points.muted.room')}", Tone.DIM))
        if reading.hand_ms is not None:
            since = local_hour(reading.hand_ms, view.conference.timezone)
            pieces.append(Piece(f"   {t('evidence.hand', time=since)}", Tone.ASK))
        if reading.legs > 1:
            pieces.append(Piece(f"   {t('points.legs', legs=reading.legs)}", Tone.ASK))
    taken = next((each.taken for each in view.incidents if each.taken and code in each.incident.points), "")
    return (*pieces, Piece(f"   {t('points.taken_by', by=taken)}", Tone.STRONG)) if taken else tuple(pieces)


def _phones(point: BridgePoint) -> str:
    return " / ".join(phone for phone in (point.phone, point.phone2) if phone) or NOTHING


def _tested(view: View, point: BridgePoint, known: PointState, t: Text) -> Pieces:
    """The last two-way test; what is too old for a speaker says so."""
    tested = known.tested
    if tested is None:
        return (Piece(t("points.test.none"), Tone.DIM),)
    time = local_hour(tested.at_ms, view.conference.timezone)
    said = t("points.test.last", how=word(t, "test", tested.result), time=time, by=tested.by)
    why = two_way_question(view.state, point, view.state.t_ns(view.now))
    if why == "test_failed":
        return (Piece(said, Tone.STOP),)
    old = (Piece("   "), Piece(t("points.test.old", minutes=TESTED_FOR_MIN), Tone.ASK)) if why else ()
    return (Piece(said), *old)


def _called(view: View, known: PointState, t: Text) -> Pieces:
    called = known.called
    if called is None:
        return ()
    time = local_hour(called.at_ms, view.conference.timezone)
    how = word(t, "call", called.outcome)
    return (Piece(t("points.called", time=time, how=how, by=called.by)),)


def _last_action_line(view: View, code: str, t: Text) -> Pieces:
    """What the platform was asked about it last, and what became of that."""
    asked = last_asked(view, code)
    return (outcome(view, asked, t),) if asked is not None else ()


def _changed(view: View, known: PointState, trace: Trace, t: Text) -> list[Pieces]:
    """The changes of health of today, newest first, three a line; of older ones the record's last word."""
    zone = view.conference.timezone
    evidence_lines = [(change.at_ms, change.health, change.reason) for change in trace.changes]
    if not evidence_lines and known.since_ms:
        evidence_lines = [(known.since_ms, known.health, known.reason)]
    said = [
        f"{local_time(at_ms, zone)} {word(t, 'reason', reason) if reason else word(t, 'health', health)}"
        for at_ms, health, reason in evidence_lines
    ]
    lines = [said[at : at + CHANGES_A_LINE] for at in range(0, len(said), CHANGES_A_LINE)]
    return [(Piece("   ".join(line), Tone.DIM),) for line in lines]


def _overrule_line(view: View, code: str, t: Text) -> Pieces:
    said = said_words(view, code, t)
    return (Piece(said, Tone.ASK),) if said else ()


def _limits(view: View, known: PointState, t: Text) -> Pieces:
    """The thresholds that decide what is wrong with it; each such event keeps those of its own time."""
    if known.health not in (Health.DEGRADED, Health.DOWN):
        return ()
    limits = in_force(known.reason, view.conference.thresholds)
    said = [
        t(f"threshold.{name}", value=t.number(value, 1 if value % 1 else 0)) for name, value in limits.items()
    ]
    return (Piece(t("points.limits", limits=", ".join(said)), Tone.DIM),) if said else ()


def _steps(point: BridgePoint, known: PointState, t: Text) -> tuple[str, ...]:
    sick = known.health in (Health.DEGRADED, Health.DOWN)
    return tuple(steps(point, known.reason, t)) if sick else ()
