"""The rows round the wall: how all rooms fare, who is on air and next, what is listed. Pure."""

from __future__ import annotations

from collections import Counter

from console import actions
from console.names import unmatched
from console.screens.mode_words import badge
from console.screens.point_words import sick_words
from console.text.sentences import Text, clock, local_time
from console.view import View
from data.folder.model import DISTRICT, PROVINCIAL, AgendaItem
from data.health.reading import SICK, Health
from data.incidents.standing import is_set_aside
from data.points.attention import COMING
from widgets.alarm_line import AlarmLevel
from widgets.glyphs import ARROW_KEYS, HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone
from widgets.wall_bar import Bar

SEVERITIES = ("P1", "P2", "P3", "P4")
_SEVERITY_TONE = {"P1": Tone.STOP, "P2": Tone.ASK}
_SICK = (Health.DEGRADED, Health.DOWN, Health.STALE, Health.UNKNOWN)
_INCIDENTS = ("alarm.point", "alarm.province")


def totals(view: View, t: Text, glyphs: GlyphSet, *, frozen: bool = False) -> Bar:
    """How many rooms are well and how many are not, by level; what this is, and the clock, or when a picture
    that is kept still is from.
    """
    total = view.board.total
    sick = [
        (Piece(f"{glyphs.health(health)} {total.counts[health]}", _count_tone(health, total.counts[health])),)
        for health in _SICK
    ]
    levels = [
        (
            Piece(f"{t(f'level.{level.level}.short')} ", Tone.DIM),
            Piece(f"{level.counts[Health.OK]}/{level.expected}"),
        )
        for level in view.board.levels
        if level.level in (PROVINCIAL, DISTRICT)
    ]
    well = (
        Piece(t("technician.heading"), Tone.HEADING),
        Piece("  "),
        _well(view, t),
    )
    time = local_time(view.now.utc_ms, view.conference.timezone)
    now = (
        Piece(f" {t('technician.frozen', time=time)} ", Tone.ASK_BAR) if frozen else Piece(time, Tone.STRONG)
    )
    return Bar((well, *sick, *levels), (badge(view, t), Piece("   "), now))


def _well(view: View, t: Text) -> Piece:
    """How many are well; when nobody answers, how many were, and how long ago."""
    ages = [source.age_s for source in view.sources if source.age_s is not None]
    if ages and not any(source.fresh for source in view.sources):
        known = sum(1 for point in view.state.points.values() if point.health is Health.OK)
        return Piece(t("points.stale_total", ok=known, age=t.age(min(ages))), Tone.STALE)
    total = view.board.total
    return Piece(t("technician.well", ok=total.counts[Health.OK], expected=total.expected), Tone.STRONG)


def turns(view: View, t: Text, glyphs: GlyphSet) -> Bar:
    """The point on air and the next two, each with its mark and what is wrong; counts of incidents."""
    facts: list[tuple[Piece, ...]] = []
    if view.on_air is not None:
        facts.append(_turn("technician.on_air", view.on_air, view, t, glyphs))
    elif view.state.ended:
        facts.append((Piece(t("stage.ended"), Tone.STRONG),))
    else:
        left_s = (view.state.start_ms - view.now.utc_ms) // 1000
        code = "technician.before_late" if left_s < 0 else "technician.before"
        facts.append((Piece(t(code, clock=clock(abs(left_s))), Tone.STRONG),))
    coming = () if view.state.ended else view.coming[: COMING - 1]
    for label, ready in zip(("technician.next", "technician.then"), coming, strict=False):
        facts.append(_turn(label, ready.item, view, t, glyphs))
    found = _graded(view)
    counts = [
        Piece(
            f"{'  ' if number else ''}{severity} {found[severity]}", _severity_tone(severity, found[severity])
        )
        for number, severity in enumerate(SEVERITIES)
    ]
    return Bar(tuple(facts), tuple(counts))


def _graded(view: View) -> dict[str, int]:
    """How many faults of each grade the list holds; a sick room that is nobody's incident is the least."""
    rooms = [each for each in view.incidents if each.incident.scope != "source"]
    told = {code for each in rooms for code in each.incident.points}
    sick = (code for code, health in view.board.health.items() if health in SICK and code not in told)
    alone = sum(not is_set_aside(view.state.point(code)) for code in sick)
    found = Counter({SEVERITIES[-1]: alone})
    found.update(each.severity for each in rooms)
    return found


def _turn(label: str, item: AgendaItem, view: View, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    health = view.board.health.get(item.point)
    pieces = [Piece(f"{t(label)} ", Tone.DIM), Piece(item.cue), Piece(f" {item.point}", Tone.STRONG)]
    if health is not None and view.conference.sources:
        wrong = sick_words(item.point, view, t)
        mark = f" {glyphs.health(health)}"
        pieces.append(Piece(f"{mark} {wrong}" if wrong else mark, HEALTH_TONE[health]))
    return tuple(pieces)


def _count_tone(health: Health, count: int) -> Tone:
    return HEALTH_TONE[health] if count else Tone.DIM


def _severity_tone(severity: str, count: int) -> Tone:
    return _SEVERITY_TONE.get(severity, Tone.PLAIN) if count else Tone.DIM


def takes_the_row(view: View, level: AlarmLevel) -> bool:
    """Whether the alarm stands where the turns are: incidents below P1 are in the list already."""
    if level in (AlarmLevel.NONE, AlarmLevel.NOTICE):
        return False
    return level is AlarmLevel.P1 or view.alarm.code not in _INCIDENTS


def listing(view: View, t: Text, *, faults_only: bool, wanted: str = "") -> Bar:
    """What the list shows, and how to move. `wanted` are the words of a filter."""
    shown = t("technician.filter.faults" if faults_only else "technician.filter.all")
    if wanted:
        shown = f"{wanted}, {shown}" if faults_only else wanted
    hints = (
        ("technician.hint.tab", "Tab"),
        ("technician.hint.faults", actions.keys_of(actions.find("faults_only"))),
        ("technician.hint.arrows", ARROW_KEYS),
        ("technician.hint.open", "Enter"),
    )
    facts = tuple((Piece(f"{key} ", Tone.KEY), Piece(t(code), Tone.DIM)) for code, key in hints)
    tone = Tone.ASK if faults_only or wanted else Tone.PLAIN
    unknown = len(unmatched(view))
    names = ((Piece(t("technician.unmatched", count=unknown), Tone.ASK),),) if unknown else ()
    return Bar(((Piece(f"{t('technician.filter')} ", Tone.DIM), Piece(shown, tone)), *names, *facts))
