"""The worst-first table of points and the card of one, from a View. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from console.point_role import PointRole, source_age_s, speaking
from console.ranking import Ranked
from console.screens.point_words import fault, role_piece
from console.screens.technician.facts import facts
from console.text.problems import word
from console.text.sentences import NOTHING, Text, stopwatch
from console.view import View
from data.finding.place_names import short_region
from data.folder.model import LEVELS
from data.health.reading import SICK, Health
from data.incidents.standing import GROUPS, NEAR, is_set_aside
from data.points import gone
from data.points.attention import Role, severity
from data.units import NS_PER_S
from widgets.glyphs import HEALTH_TONE, MANY, GlyphSet
from widgets.line import Piece
from widgets.point_table import PointRow, PointRows
from widgets.tone import Tone

__all__ = ["facts", "rows"]

GRADE_TONE = {"P1": Tone.STOP, "P2": Tone.ASK, "P3": Tone.PLAIN, "P4": Tone.DIM}
UNSEEN, WELL = "P5", "P6"
"""Sort what nobody can see after everything that is known to be wrong, and what is well after that."""
OTHERS_SHOWN = 200


class _Sorted(msgspec.Struct, frozen=True):
    """A row with what decides its place: grade, then the freshest first."""

    grade: str
    age_s: float
    row: PointRow


def rows(
    view: View,
    t: Text,
    glyphs: GlyphSet,
    *,
    faults_only: bool = False,
    only: frozenset[str] | None = None,
) -> PointRows:
    """Every point that is not well, the worst first; an incident over a province is one row.

    `faults_only` leaves out what is only not seen. While no source answers at all, the list holds the
    points that were sick when last seen, as old. `only` are the rooms of a filter, of which the well ones
    are listed too, behind the others.
    """
    groups = [
        each
        for each in view.incidents
        if each.incident.scope in GROUPS and (only is None or not only.isdisjoint(each.incident.points))
    ]
    roles = speaking(view)
    hidden = {code for each in groups for code in each.incident.points if code not in roles}
    listed = [_group(view, each, t) for each in groups if each.incident.points]
    points = len(hidden)
    alone = _Points(view, t, glyphs, roles)
    unwell = _unwell(view, roles, faults_only=faults_only)
    wanted = unwell if only is None else _filtered(view, only, faults_only=faults_only)
    for code, health in wanted:
        if code not in hidden:
            listed.append(alone.row(code, health))
            points += 1
    listed.sort(key=lambda each: (each.grade, each.age_s, each.row.key))
    count = t("points.table.count", points=points, rows=len(listed)) if listed else ""
    return PointRows(
        heading=t(f"points.table.{'faults' if faults_only else 'title' if only is None else 'filtered'}"),
        right=count,
        rows=tuple(each.row for each in listed),
        more=t("points.table.more"),
        before=t("points.table.before"),
        calm=t(_calm(view)),
    )


def _unwell(view: View, roles: Mapping[str, PointRole], *, faults_only: bool) -> Iterator[tuple[str, Health]]:
    """Points to list, with the health to show; unseen ones where they matter or are few."""
    seeing = any(source.fresh for source in view.sources)
    for code, health in view.board.health.items():
        if health is Health.OK:
            continue
        if health in SICK:
            yield code, health
        elif health is Health.STALE:
            was_sick = view.state.point(code).health in SICK
            if was_sick or (seeing and not faults_only):
                yield code, health
        elif code in roles and roles[code].role is not Role.LATER and view.sources and not faults_only:
            yield code, health


def _filtered(view: View, only: frozenset[str], *, faults_only: bool) -> Iterator[tuple[str, Health]]:
    """Every sick room of a filter; of the others only the first, for nobody reads hundreds."""
    others = 0
    for code in view.points:
        health = view.board.health.get(code, Health.UNKNOWN)
        if code not in only or (faults_only and health not in SICK):
            continue
        others += health not in SICK
        if health in SICK or others <= OTHERS_SHOWN:
            yield code, health


def _calm(view: View) -> str:
    if not view.conference.sources:
        return "points.table.manual"
    return "points.table.calm" if any(source.fresh for source in view.sources) else "points.table.unseen"


def _group(view: View, each: Ranked, t: Text) -> _Sorted:
    incident = each.incident
    point = view.points.get(incident.subject)
    name = point.label if point else short_region(incident.subject)
    age_s = (view.state.t_ns(view.now) - incident.opened_ns) / NS_PER_S
    absence = gone.NEVER if incident.reason == gone.NEVER else gone.AWAY
    what = t("points.group", what=word(t, "reason", f"{absence}.short"))
    row = PointRow(
        key=incident.id,
        code=incident.subject,
        label="" if point else t("points.region"),
        name=f"{name} {MANY}{len(incident.points)}" if len(incident.points) > 1 else name,
        severity=Piece(each.severity, GRADE_TONE[each.severity]),
        what=Piece(_taken(what, each.taken, t)),
        since=stopwatch(age_s),
        role=Piece(t("points.role.listens"), Tone.DIM),
    )
    return _Sorted(each.severity, age_s, row)


def _taken(what: str, by: str, t: Text) -> str:
    return t("points.taken", what=what, by=by) if by else what


class _Points:
    """Makes the rows of single points; knows who has taken which incident on."""

    def __init__(self, view: View, t: Text, glyphs: GlyphSet, roles: Mapping[str, PointRole]) -> None:
        self._view = view
        self._t = t
        self._glyphs = glyphs
        self._roles = roles
        self._opened = view.state.opened_ms is not None
        self._taken = {
            each.incident.subject: each.taken for each in view.incidents if each.incident.scope == "point"
        }

    def row(self, code: str, health: Health) -> _Sorted:
        """The row of `code`, which is shown as `health`."""
        view, t = self._view, self._t
        known, point = view.state.point(code), view.points[code]
        role = self._roles.get(code)
        doing = role.role if role else Role.AUDIENCE
        grade = ""
        if doing in NEAR or not is_set_aside(known):
            grade = severity(health, doing, point, opened=self._opened, seen=known.seen, reason=known.reason)
        mark = Piece(grade, GRADE_TONE[grade]) if grade else Piece(self._glyphs.health(health))
        age_s = self._age_s(code, health)
        parent = view.points.get(point.parent)
        named = parent is not None and point.level not in LEVELS[:3]
        row = PointRow(
            key=code,
            code=code,
            name=f"{point.label}, {parent.label}" if named and parent else point.label,
            severity=mark if grade else Piece(mark.text, HEALTH_TONE[health]),
            what=Piece(
                _taken(fault(view, code, health, t), self._taken.get(code, ""), t), HEALTH_TONE[health]
            ),
            since=NOTHING if age_s is None else stopwatch(age_s),
            role=role_piece(role, t) if role else Piece(t("points.role.listens"), Tone.DIM),
        )
        return _Sorted(grade or (WELL if health is Health.OK else UNSEEN), age_s or 0, row)

    def _age_s(self, code: str, health: Health) -> float | None:
        """How long it has been so, by the record; for what is old the age of the answer."""
        view = self._view
        if health in SICK:
            since_ms = view.state.point(code).since_ms
            return max(0, view.now.utc_ms - since_ms) / 1000 if since_ms else None
        if health is Health.STALE:
            return source_age_s(view, code)
        return None
