"""Names to points: what binds, what never does."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.hostile import NAMES
from kit.national import national

from data.folder.model import BridgePoint
from data.health.reading import Participant, Snapshot
from data.matching.binder import Binder
from data.text import fold


def point(code: str, name: str, level: str = "district", parent: str = "", **more: object) -> BridgePoint:
    return BridgePoint(code=code, name=name, level=level, parent=parent, **more)  # type: ignore[arg-type]


ROSTER = (
    point(
        "TC00", "Tòa án nhân dân tối cao (điểm cầu trung tâm)", "central", platform_id="sip:TC00@x.example"
    ),
    point("CC01", "Tòa án nhân dân cấp cao tại Hà Nội", "high"),
    point("T01", "Tòa án nhân dân thành phố Hà Nội", "provincial", short="Hà Nội"),
    point("T04", "Tòa án nhân dân tỉnh Cao Bằng", "provincial", short="Cao Bằng"),
    point("T22", "Tòa án nhân dân tỉnh Quảng Ninh", "provincial", aliases=("Hội trường Hòn Gai",)),
    point("T79", "Tòa án nhân dân Thành phố Hồ Chí Minh", "provincial"),
    point("T80", "Tòa án nhân dân tỉnh Long An", "provincial"),
    point("T82", "Tòa án nhân dân tỉnh Tiền Giang", "provincial"),
    point("H040", "Tòa án nhân dân thành phố Cao Bằng", parent="T04", short="Cao Bằng"),
    point("H001", "Tòa án nhân dân quận Ba Đình", parent="T01"),
    point("H193", "Tòa án nhân dân thành phố Hạ Long", parent="T22", short="Hạ Long"),
    point("H808", "Tòa án nhân dân huyện Châu Thành", parent="T80"),
    point("H821", "Tòa án nhân dân huyện Châu Thành", parent="T82"),
    point("H817", "Tòa án nhân dân huyện Cai Lậy", parent="T82"),
    point("H818", "Tòa án nhân dân thị xã Cai Lậy", parent="T82"),
    point("QS01", "Tòa án quân sự Quân khu 1", "military"),
    point("HOP", "Phòng họp trực tuyến", "other"),
)
BINDER = Binder(ROSTER, {"Máy anh trực": "T80", "ai do": "NOBODY"})


def leg(name: str, alias: str = "") -> Participant:
    return Participant(ref="r", name=name, alias=alias)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("T22 - TAND tỉnh Quảng Ninh", "T22"),
        ("t22_tand tinh quang ninh", "T22"),
        ("(T22) phòng họp", "T22"),
        ("T22", "T22"),
        ("H193 - TAND TP Hạ Long, Quảng Ninh (DP)", "H193"),
        ("H193: tên cũ viết sai", "H193"),
        ("HOP - phòng 2", "HOP"),
        ("hội trường hòn gai", "T22"),
        ("Hội trường Hòn Gai - máy 2", "T22"),
        ("máy anh trực", "T80"),
        ("Tòa án nhân dân huyện Châu Thành, Tiền Giang", "H821"),
        ("TAND huyện Châu Thành - tỉnh Long An", "H808"),
        ("toa an nhan dan huyen chau thanh tien giang", "H821"),
        ("Châu Thành, Long An", "H808"),
        ("TAND thị xã Cai Lậy, Tiền Giang", "H818"),
        ("TX Cai Lậy", "H818"),
        ("TAND tỉnh Cao Bằng", "T04"),
        ("tỉnh Cao Bằng", "T04"),
        ("TAND TP. Cao Bằng", "H040"),
        ("TAND thành phố Cao Bằng, Cao Bằng", "H040"),
        ("TAND TP HCM", "T79"),
        ("TANDTC", "TC00"),
        ("Toà án nhân dân tối cao", "TC00"),
        ("TAND cấp cao tại Hà Nội - Phát biểu", "CC01"),
        ("TAQS Quân khu 1", "QS01"),
        ("TAND Ba Đình", "H001"),
        ("Ba Đình (dự phòng)", "H001"),
        (unicodedata.normalize("NFD", "TAND quận Ba Đình, Hà Nội"), "H001"),
    ],
)
def test_what_is_certain_binds(name: str, code: str) -> None:
    assert BINDER.bind(leg(name)) == code


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Cao Bằng",
        "TAND Cao Bằng",
        "Cao Bằng, Cao Bằng",
        "Hà Nội",
        "Quảng Ninh",
        "Châu Thành",
        "TAND huyện Châu Thành",
        "Cai Lậy, Tiền Giang",
        "T2",
        "T222 - ai đó",
        "T22x",
        "Hop mat dau xuan",
        "ai do",
        "iPhone",
        "xin chào T22",
    ],
)
def test_what_is_doubtful_does_not(name: str) -> None:
    assert BINDER.bind(leg(name)) is None


def test_what_the_platform_calls_the_room_comes_first() -> None:
    assert BINDER.bind(leg("T22 - nhầm mã", alias="tc00@X.example")) == "TC00"
    assert BINDER.bind(leg("ai đó", alias="sip:tc00@x.example")) == "TC00"


def test_the_code_comes_before_a_stored_alias_and_that_before_the_name() -> None:
    binder = Binder(ROSTER, {"TAND tỉnh Long An": "T82", "T22 cũ": "T80"})
    assert binder.bind(leg("T22 cũ")) == "T22"
    assert binder.bind(leg("TAND tỉnh Long An")) == "T82"


def test_evidence_for_two_points_is_none() -> None:
    twins = [
        point("A1", "Phòng A", "other", platform_id="x@y"),
        point("A2", "Phòng A", "other", platform_id="x@y"),
    ]
    binder = Binder(
        [
            *twins,
            point("A3", "B", "other", aliases=("Phòng A",)),
            point("A4", "C", "other", aliases=("phòng a",)),
        ]
    )
    assert binder.bind(leg("Phòng A", alias="x@y")) is None


def test_a_roster_is_sorted_out_in_order() -> None:
    people = tuple(
        Participant(ref=str(number), name=name)
        for number, name in enumerate(["T22", "ai", "T22 (DP)", "H193", "[/]"])
    )
    for _ in range(2):
        bound = BINDER.bind_all(Snapshot(source="s", observed_ns=0, participants=people))
        assert {code: [one.ref for one in legs] for code, legs in bound.by_point.items()} == {
            "T22": ["0", "2"],
            "H193": ["3"],
        }
        assert [one.ref for one in bound.unmatched] == ["1", "4"]


NATION = national()
NATIONAL = Binder(NATION)
NAMESAKES = Counter(fold(one.name) for one in NATION)
SIGNS = st.sampled_from(["", " (DP)", " - máy 2", " - Phát biểu"])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NATION), st.sampled_from(["NFC", "NFD"]), st.booleans(), SIGNS)
def test_a_name_by_the_rule_binds_to_its_point_however_it_is_typed(
    room: BridgePoint, form: str, folded: bool, sign: str
) -> None:
    name = f"{room.code} - {room.name}{sign}"
    typed = fold(name) if folded else unicodedata.normalize(form, name)
    assert NATIONAL.bind(leg(typed)) == room.code


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NATION), st.booleans(), SIGNS, st.booleans())
def test_a_name_without_code_never_binds_to_another_point(
    room: BridgePoint, folded: bool, sign: str, placed: bool
) -> None:
    parent = next((one for one in NATION if one.code == room.parent and one.level == "provincial"), None)
    where = f", {parent.short}" if parent is not None and placed else ""
    name = f"{room.name}{where}{sign}"
    code = NATIONAL.bind(leg(fold(name) if folded else name))
    assert code == room.code or (code is None and NAMESAKES[fold(room.name)] > 1)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80) | st.sampled_from(NAMES), st.text(max_size=30))
def test_no_name_raises_and_each_has_one_answer(name: str, alias: str) -> None:
    first = Binder(ROSTER[:6]).bind(leg(name, alias))
    assert first == Binder(ROSTER[:6]).bind(leg(name, alias))
    assert first is None or first in {one.code for one in ROSTER[:6]}


def test_every_bare_name_of_a_province_stays_unbound() -> None:
    provinces = [one for one in NATION if one.level == "provincial"]
    assert len(provinces) == 63
    for one in provinces:
        if one.short.startswith("TP "):
            continue
        assert NATIONAL.bind(leg(one.short)) is None
        assert NATIONAL.bind(leg(fold(one.short))) is None


def test_a_court_named_as_the_roster_names_it_is_that_court_though_others_lie_there() -> None:
    binder = Binder(
        (
            BridgePoint(code="H1", name="TAND cấp cao tại Hà Nội", level="high"),
            BridgePoint(code="P1", name="TAND Hà Nội", level="provincial"),
            BridgePoint(code="D1", name="TAND huyện Ba Vì", level="district", parent="P1"),
            BridgePoint(code="D2", name="TAND huyện Châu Thành", level="district", parent="P1"),
            BridgePoint(code="D3", name="TAND huyện Châu Thành", level="district"),
        )
    )
    names = (
        "Tòa án nhân dân Hà Nội",
        "Hà Nội",
        "TAND huyện Châu Thành, TAND Hà Nội",
        "TAND huyện Châu Thành",
    )
    found = [binder.bind(Participant(ref="1", name=name)) for name in names]
    assert found == ["P1", None, "D2", None]
