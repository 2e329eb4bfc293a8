from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.national import national

from data.finding.findable import items_index, people_index, people_of, points_index, words_index
from data.finding.search import Entry, Index
from data.folder.model import AgendaItem, BridgePoint, ItemKind
from data.samples.roster import CHAU_THANH
from data.text import fold

POINTS = national()
BY_CODE = {point.code: point for point in POINTS}
INDEX = points_index(POINTS)
ALL = len(POINTS)
some_point = st.sampled_from(POINTS)


@pytest.mark.parametrize(
    "typed", ["dak lak", "đắk lắk", "ĐẮK LẮK", "daklak", "Dak  Lak", "tand tỉnh đắk lắk", "T66", "t 66"]
)
def test_a_province_however_it_is_typed(typed: str) -> None:
    assert INDEX.find(typed)[0] == "T66"


@pytest.mark.parametrize("typed", ["thaibinh", "thai binh", "TB", "tb", "T34", "t 34", "Thái Bình", "T-34"])
def test_thai_binh_however_it_is_typed(typed: str) -> None:
    assert INDEX.find(typed)[0] == "T34"


def test_ha_noi_is_first_then_the_court_called_so_and_only_then_its_own_districts() -> None:
    hits = INDEX.hits("ha noi")
    assert [hit.key for hit in hits if hit.close] == ["T01", "CC01"]
    assert {BY_CODE[hit.key].parent for hit in hits if not hit.close} == {"T01"}


def test_ten_districts_of_one_name_and_no_other_before_them() -> None:
    found = INDEX.find("chau thanh")
    assert [BY_CODE[code].parent for code in found[:10]] == list(CHAU_THANH)
    assert INDEX.find("chau thanh ben tre")[:1] == [code for code in found if BY_CODE[code].parent == "T83"]


def test_levels_settle_ties_then_the_order_of_the_roster() -> None:
    found = INDEX.find("hà")
    ranks = [POINTS.index(BY_CODE[code]) for code in found if BY_CODE[code].level == "provincial"]
    assert len(ranks) > 3
    assert ranks == sorted(ranks)


@given(some_point)
def test_every_point_is_found_by_its_code(point: BridgePoint) -> None:
    assert INDEX.find(point.code)[0] == point.code
    assert INDEX.find(f" {point.code[0].lower()} {point.code[1:]} ")[0] == point.code


def test_a_name_that_begins_like_an_office_is_a_name() -> None:
    index = Index([Entry(key="H1", code="H1", names=("Tân Đức",), words=(), phones=(), level=0)])
    assert index.find("tanduc") == index.find("tand tan duc") == ["H1"]


@given(some_point)
def test_every_point_is_found_by_its_folded_names(point: BridgePoint) -> None:
    for name in (point.name, point.label):
        assert point.code in INDEX.find(fold(name), ALL)
        assert point.code in INDEX.find(fold(name).replace(" ", ""), ALL)


@given(some_point, st.data())
def test_every_point_is_found_by_a_part_of_its_name(point: BridgePoint, data: st.DataObject) -> None:
    name = fold(point.label)
    start = data.draw(st.integers(0, max(0, len(name) - 4)))
    part = name[start : data.draw(st.integers(start + 4, start + len(name) + 4))]
    if sum(map(str.isalnum, part)) >= 4:
        assert point.code in INDEX.find(part, ALL)


def phoned(number: int) -> BridgePoint:
    return BridgePoint(
        code=f"P{number}", name=f"Phòng {number}", level="district", phone=f"0{20 + number} 0000 0{number:03}"
    )


PHONED = tuple(phoned(number) for number in range(1, 60))
PHONES = points_index(PHONED)


@given(
    st.sampled_from(PHONED), st.sampled_from(["{}", "+84 {0}", "0{0}"]), st.sampled_from([" ", "", ".", "-"])
)
def test_every_point_is_found_by_its_telephone(point: BridgePoint, dialled: str, between: str) -> None:
    number = dialled.format(point.phone[1:]).replace(" ", between)
    assert PHONES.find(number)[0] == point.code


@given(st.sampled_from(PHONED))
def test_the_end_of_a_telephone_number_is_enough(point: BridgePoint) -> None:
    assert point.code in PHONES.find(point.phone[-8:])


@given(st.one_of(some_point.map(lambda p: p.name), st.text(max_size=30)))
def test_accents_and_spelling_never_matter(text: str) -> None:
    expected = INDEX.find(text)
    for spelt in (unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text), fold(text)):
        assert INDEX.find(spelt) == expected


@given(st.text(max_size=40), st.integers(1, 20))
def test_nothing_is_found_twice_nor_more_than_asked(text: str, most: int) -> None:
    found = INDEX.find(text, most)
    assert len(found) == len(set(found)) <= most
    assert INDEX.find(text, ALL)[: len(found)] == found


@pytest.mark.parametrize("typed", ["", "   ", "…", "\x01", "\x02\x05", "()", "\n"])
def test_what_has_no_letters_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == []


def test_ranks_in_order() -> None:
    named = {
        "middle": "Đồng Xuanhung",
        "word": "Hồ Anh",
        "begins": "Anh Sơn",
        "initials": "Ái Nam Hồng",
        "name": "Anh",
    }
    entries = [Entry(key=key, names=(name,)) for key, name in named.items()]
    index = Index(
        [
            *entries,
            Entry(key="code", code="ANH", names=("Xa",)),
            Entry(key="place", names=("Bờ",), words=("Anh",)),
        ]
    )
    assert index.find("anh") == ["code", "name", "initials", "begins", "word", "place"]
    assert index.find("anhu") == ["middle"]


ITEMS = (
    AgendaItem(
        cue="4.1",
        title="Xét xử trực tuyến",
        kind=ItemKind.PRESENTATION,
        duration_s=60,
        speaker="Đại biểu Một",
        point="T31",
    ),
    AgendaItem(cue="4.2", title="Trợ lý ảo", kind=ItemKind.PRESENTATION, duration_s=60),
)


def test_items_by_cue_and_title() -> None:
    index = items_index(ITEMS)
    assert index.find("4.2") == index.find("42") == index.find("tro ly ao") == index.find("TLA") == ["4.2"]
    assert index.find("T31") == ["4.1"]


def test_people_are_speakers_then_contacts() -> None:
    room = BridgePoint(
        code="T31", name="Hải Phòng", level="provincial", contact="Cán bộ Hai", phone="022 0000 0131"
    )
    people = people_of(ITEMS, (room, PHONED[0]))
    assert [(person.cue, person.point) for person in people] == [("4.1", "T31"), ("", "T31")]
    index = people_index(people)
    assert index.find("dai bieu") == ["0"]
    assert index.find("can bo hai") == index.find("022 0000 0131") == ["1"]
    assert index.find("hai phong") == [], "a contact of a place is found with the place"


def test_lines_by_their_words() -> None:
    index = words_index([("7", "chuyển sang mục 4.2"), ("6", "ghi chú: micro số 2")])
    assert index.find("micro") == ["6"]
    assert index.find("muc 4.2") == ["7"]
