"""The lists of the roll call screen: a row a province, or a row a room. Pure."""

from __future__ import annotations

import msgspec

from console.screens.roll_call.words import TONES, count_tone
from console.text.roll_call import state_word
from console.text.sentences import Text
from console.view import View
from data.folder.model import BridgePoint
from data.roll_call.roll import HeadRow, Roll
from data.roll_call.standing import Standing
from data.state import PointState
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.roll_table import Column, RollRows
from widgets.tone import Tone

_COUNTS = {
    Standing.JOINED: 5,
    Standing.CALLED: 6,
    Standing.REPORTED: 6,
    Standing.SPOKEN_FOR: 6,
    Standing.EXCUSED: 1,
    Standing.ABSENT: 1,
    Standing.LEFT: 5,
    Standing.UNCALLED: 1,
}
"""Columns of counts, each with the rank by which a narrow window drops it."""
_BY_PERSON = (Standing.CALLED, Standing.SPOKEN_FOR, Standing.EXCUSED, Standing.ABSENT)


class Rows(msgspec.Struct, frozen=True, eq=False):
    """Makes the lists of one view."""

    view: View
    roll: Roll
    t: Text
    glyphs: GlyphSet

    def provinces(self) -> RollRows:
        """A row a province: its own room, then how many of its rooms stand how."""
        rows = {row.head: row for row in self.roll.rows}
        return RollRows(
            columns=_province_columns(self.t),
            keys=tuple(rows),
            cells=lambda key: self._province(rows[key]),
            heading=self.t("roll.list.provinces"),
            right=self.t("roll.list.rows", rows=len(rows)),
            calm=self.t("roll.nobody"),
        )

    def rooms(self, row: HeadRow) -> RollRows:
        """The rooms of one province, its own first."""
        return RollRows(
            columns=_room_columns(self.t, with_province=False),
            keys=row.points,
            cells=lambda key: self._room(key, None),
            heading=self.t("roll.list.rooms", name=row.name),
            right=self.t("roll.list.back"),
        )

    def missing(self) -> RollRows:
        """Everybody to be rung up."""
        names = {code: row.name for row in self.roll.rows for code in row.points}
        codes = self.roll.missing
        return RollRows(
            columns=_room_columns(self.t, with_province=True),
            keys=codes,
            cells=lambda key: self._room(key, names[key]),
            heading=self.t("roll.list.missing"),
            right=self.t("roll.list.missing_count", missing=len(codes)),
            calm=self.t("roll.say.whole"),
        )

    def _province(self, row: HeadRow) -> tuple[Piece, ...]:
        point, tally, t = self.view.points[row.head], row.tally, self.t
        whole = tally.present == tally.expected
        return (
            *self._who(row.head, row.name.removeprefix(f"{row.head} ")),
            Piece(state_word(row.head, self.roll, self.view, t, brief=True), self._tone(row.head)),
            Piece(f"{tally.present}/{tally.expected}", Tone.GO if whole else Tone.PLAIN),
            *(
                Piece(
                    str(tally.counts[each]) if tally.counts[each] else self.glyphs.dot,
                    count_tone(each, tally),
                )
                for each in _COUNTS
            ),
            Piece(_people(tally.delegates if tally.counted else None, tally.delegates_expected)),
            self._guests(point, tally.guests if tally.guests_counted else None),
            Piece(point.phone or point.phone2),
            Piece(point.contact, Tone.DIM),
        )

    def _room(self, code: str, province: str | None) -> tuple[Piece, ...]:
        point, known = self.view.points[code], self.view.state.point(code)
        return (
            *self._who(code, point.label),
            *(() if province is None else (Piece(province, Tone.DIM),)),
            Piece(state_word(code, self.roll, self.view, self.t), self._tone(code)),
            Piece(self._by(code, known), Tone.DIM),
            Piece(_people(known.delegates, point.delegates)),
            self._guests(point, known.guests),
            Piece(point.phone),
            Piece(point.phone2, Tone.DIM),
            Piece(point.contact, Tone.DIM),
        )

    def _who(self, code: str, name: str) -> tuple[Piece, ...]:
        health = self.view.board.health[code]
        mark = Piece(self.glyphs.health(health), HEALTH_TONE[health])
        return Piece(code, Tone.STRONG), mark, Piece(name)

    def _tone(self, code: str) -> Tone:
        return TONES[self.roll.standings[code]]

    def _by(self, code: str, known: PointState) -> str:
        return known.marked.by if known.marked and self.roll.standings[code] in _BY_PERSON else ""

    def _guests(self, point: BridgePoint, guests: int | None) -> Piece:
        """Those counted; where nobody did, whether the roster says that there will be some."""
        if guests is not None:
            return Piece(str(guests))
        return Piece(self.t("roll.guests.mark") if point.guests else "")


def _people(delegates: int | None, expected: int | None) -> str:
    """Counted of registered; where nobody counted no number stands."""
    if expected is None:
        return "" if delegates is None else str(delegates)
    return f"{'-' if delegates is None else delegates}/{expected}"


def _province_columns(t: Text) -> tuple[Column, ...]:
    counts = tuple(
        Column(heading=t(f"roll.column.{each}"), width=4, rank=rank, align="right")
        for each, rank in _COUNTS.items()
    )
    return (
        Column(heading=t("roll.column.code"), width=5),
        Column(heading="", width=1),
        Column(heading=t("roll.column.name"), width=26, grows=True),
        Column(heading=t("roll.column.own"), width=12, rank=2),
        Column(heading=t("roll.column.present"), width=7, align="right"),
        *counts,
        Column(heading=t("roll.column.delegates"), width=9, rank=4, align="right"),
        Column(heading=t("roll.column.guests"), width=5, rank=7, align="right"),
        Column(heading=t("roll.column.phone"), width=14, rank=3),
        Column(heading=t("roll.column.contact"), width=22, rank=8),
    )


def _room_columns(t: Text, *, with_province: bool) -> tuple[Column, ...]:
    province = (Column(heading=t("roll.column.province"), width=14, rank=6),) if with_province else ()
    return (
        Column(heading=t("roll.column.code"), width=5),
        Column(heading="", width=1),
        Column(heading=t("roll.column.name"), width=34, grows=True),
        *province,
        Column(heading=t("roll.column.standing"), width=24),
        Column(heading=t("roll.column.by"), width=12, rank=5),
        Column(heading=t("roll.column.delegates"), width=9, rank=4, align="right"),
        Column(heading=t("roll.column.guests"), width=5, rank=7, align="right"),
        Column(heading=t("roll.column.phone"), width=14, rank=1),
        Column(heading=t("roll.column.phone2"), width=14, rank=8),
        Column(heading=t("roll.column.contact"), width=22, rank=6),
    )
