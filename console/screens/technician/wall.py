"""The wall's value from a View: made again only when health, the turn or the wish changed."""

from __future__ import annotations

from console.text.sentences import Text
from console.view import View
from data.finding.place_names import short_region
from data.folder.model import Conference
from data.health.reading import Health
from data.incidents.standing import set_aside
from data.points.attention import COMING
from data.points.wall import UPPER, Group, groups
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.point_wall import Wall
from widgets.tone import Tone


class WallMaker:
    """The walls of one conference. An unchanged wall is the same object, so that it costs nothing."""

    def __init__(self, t: Text, glyphs: GlyphSet) -> None:
        self._t = t
        self._glyphs = glyphs
        self._conference: Conference | None = None
        self._groups: tuple[Group, ...] = ()
        self._headings: tuple[str, ...] = ()
        self._key: tuple[object, ...] = ()
        self._wall: Wall | None = None

    def make(self, view: View, *, faults_only: bool) -> Wall:
        """What the wall shows of `view`; with `faults_only` good rooms fade further."""
        if view.conference is not self._conference:
            self._lay_out(view.conference)
        turns = _turns(view)
        key = (view.board, tuple(turns.items()), faults_only)
        if self._wall is None or key != self._key:
            self._key = key
            self._wall = Wall(
                groups=self._groups,
                headings=self._headings,
                health=view.board.health,
                turns=turns,
                excused=set_aside(view.state.points),
                faults_only=faults_only,
                legend=_legend(self._t, self._glyphs),
                calm=self._t("technician.no_points"),
            )
        return self._wall

    def _lay_out(self, conference: Conference) -> None:
        self._conference, self._wall = conference, None
        self._groups = groups(conference.points)
        self._headings = tuple(_heading(group.region, self._t) for group in self._groups)


def _heading(region: str, t: Text) -> str:
    if region == UPPER:
        return t("technician.upper")
    return short_region(region).upper() if region else t("technician.no_region")


def _turns(view: View) -> dict[str, int]:
    """1 for the point on air, 2 to 4 for the next turns; a point that speaks twice keeps its first."""
    turns: dict[str, int] = {}
    if view.on_air is not None and view.on_air.point:
        turns[view.on_air.point] = 1
    for turn, ready in enumerate(() if view.state.ended else view.coming[:COMING], start=2):
        if ready.item.point:
            turns.setdefault(ready.item.point, turn)
    return turns


def _legend(t: Text, glyphs: GlyphSet) -> tuple[tuple[Piece, ...], ...]:
    """What each sign means, in four lines."""

    def sign(health: Health) -> tuple[Piece, ...]:
        mark = Piece(glyphs.health(health), HEALTH_TONE[health])
        return (mark, Piece(f" {t(f'technician.legend.{health.value}')}  ", Tone.DIM))

    calm = (Piece(f" {glyphs.calm}", Tone.CALM), Piece(f" {t('technician.legend.ok')}  ", Tone.DIM))
    excused = Piece(f"{glyphs.excused} {t('technician.legend.excused')}", Tone.DIM)
    return (
        (*calm, *sign(Health.DEGRADED), *sign(Health.DOWN)),
        (Piece(" "), *sign(Health.STALE), *sign(Health.UNKNOWN), excused),
        (
            Piece(" "),
            Piece(glyphs.on_air, Tone.ON_AIR),
            Piece(f" {t('technician.legend.on_air')}  ", Tone.DIM),
            Piece("2 3 4", Tone.KEY),
            Piece(f" {t('technician.legend.turns')}", Tone.DIM),
        ),
        (Piece(f" {t('technician.legend.first')}", Tone.DIM),),
    )
