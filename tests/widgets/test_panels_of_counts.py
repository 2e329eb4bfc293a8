"""Totals and incidents in the narrow column: nothing touches, nothing is cut that another form keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.glyphs import UNICODE
from widgets.incident_list import IncidentList, IncidentRow, Incidents
from widgets.line import Piece
from widgets.point_totals import LevelRow, PointTotals, Totals

WIDTH = 28
COUNT = st.integers(0, 700)


def level(label: str, counts: tuple[int, ...]) -> LevelRow:
    ok, degraded, down, stale, unknown = counts
    return LevelRow(label=label, ok=ok, degraded=degraded, down=down, stale=stale, unknown=unknown)


@given(st.tuples(COUNT, COUNT, COUNT, COUNT, COUNT))
def test_counts_never_touch(counts: tuple[int, ...]) -> None:
    value = Totals(
        heading="ĐIỂM CẦU",
        ok_label="tốt",
        rows=(level("tỉnh", (1, 0, 0, 0, 0)),),
        total=level("TỔNG", counts),
    )
    lines = [line.text for line in PointTotals(glyphs=UNICODE).draw(value, WIDTH, 9)]
    assert lines[3].strip("│").split()[-5:] == [str(count) for count in counts]
    heads = lines[1]
    ends = [at for at in range(1, WIDTH - 1) if heads[at] != " " and heads[at + 1] in " │"]
    assert ends == [
        at for at in range(1, WIDTH - 1) if lines[3][at].isdigit() and not lines[3][at + 1].isdigit()
    ]


def incidents(count: int) -> Incidents:
    rows = tuple(
        IncidentRow(
            severity=2, label="P2", subject=f"T{at} Tỉnh", lines=(Piece("mất KN  từ 07:09"),), brief="mất KN"
        )
        for at in range(count)
    )
    return Incidents(heading="SỰ CỐ", rows=rows, calm="không có sự cố")


@pytest.mark.parametrize(
    ("count", "full", "brief"), [(0, 0, 0), (1, 1, 0), (4, 4, 0), (5, 3, 2), (8, 0, 8), (12, 0, 8)]
)
def test_the_later_incidents_give_up_their_lines_first(count: int, full: int, brief: int) -> None:
    body = [line.text for line in IncidentList(glyphs=UNICODE).draw(incidents(count), WIDTH, 10)]
    assert sum("từ 07:09" in line for line in body) == full
    assert sum("Tỉnh" in line and "mất KN" in line for line in body) == brief
    assert ("không có sự cố" in body[1]) is (count == 0)
    assert (f"+{count - 8}" in body[-1]) is (count > 8)
