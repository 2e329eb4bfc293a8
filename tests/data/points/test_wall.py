from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.national import national
from kit.profile import THOROUGH

from data.folder.model import BridgePoint
from data.points.wall import MANY_ALONE, UPPER, groups, pooled

CODES = [f"P{number}" for number in range(12)]
LEVELS = ("central", "high", "provincial", "district", "phòng")


def point(code: str, level: str = "district", **fields: str) -> BridgePoint:
    return BridgePoint(code=code, name=f"Điểm {code}", level=level, **fields)


@st.composite
def rosters(draw: st.DrawFn) -> list[BridgePoint]:
    """Any roster: parents that go in circles, to themselves, or nowhere."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=len(CODES)))
    parents = st.sampled_from(["", "nobody", *CODES])
    return [
        point(
            code,
            draw(st.sampled_from(LEVELS)),
            parent=draw(parents),
            region=draw(st.sampled_from(["", "A", "B"])),
            short=draw(st.sampled_from(["", "ngắn"])),
        )
        for code in codes
    ]


@THOROUGH
@given(rosters())
def test_every_room_stands_exactly_once(roster: list[BridgePoint]) -> None:
    shown = [code for group in groups(roster) for row in group.rows for code in row.points]
    assert sorted(shown) == sorted(point.code for point in roster)
    assert all(row.points[0] == row.head for group in groups(roster) for row in group.rows)


@THOROUGH
@given(rosters(), st.integers(1, 20))
def test_pooling_loses_nobody(roster: list[BridgePoint], size: int) -> None:
    for group in groups(roster):
        before = sorted(code for row in group.rows for code in row.points)
        assert sorted(code for row in pooled(group, size).rows for code in row.points) == before


def test_the_nation_is_seven_groups_of_767() -> None:
    wall = groups(national(767))
    assert len(wall) == 7
    assert sum(group.size for group in wall) == 767
    upper = next(group for group in wall if group.region == UPPER)
    assert [row.name.split()[0] for row in upper.rows] == ["TC00", "CC01", "CC02", "CC03"]
    hanoi = next(row for group in wall for row in group.rows if row.head == "T01")
    assert (hanoi.name, len(hanoi.points)) == ("Hà Nội", 31)


def test_a_province_comes_first_in_its_own_row_wherever_the_roster_has_it() -> None:
    roster = [point("H1", parent="T1"), point("T1", "provincial", region="A"), point("H2", parent="T1")]
    (group,) = groups(roster)
    assert (group.region, group.rows[0].points) == ("A", ("T1", "H1", "H2"))


def test_parents_in_a_circle_are_no_parents() -> None:
    roster = [point("A", parent="B"), point("B", parent="A"), point("C", parent="A")]
    assert [row.points for group in groups(roster) for row in group.rows] == [("A",), ("B",), ("C",)]


def test_a_few_rooms_alone_keep_their_names_and_many_share_rows() -> None:
    few, many = MANY_ALONE, MANY_ALONE + 1
    (group,) = groups([point(f"H{at}") for at in range(few)])
    assert pooled(group, 16) is group
    (group,) = groups([point(f"H{at}") for at in range(many)])
    assert [row.name for row in pooled(group, 4).rows] == ["H0", "H4", "H8"]
