from __future__ import annotations

import pytest

from data.finding.place_names import short_names, short_region


@pytest.mark.parametrize(
    ("region", "short"),
    [
        ("Trung du và miền núi phía Bắc", "Trung du, MN Bắc"),
        ("Bắc Trung Bộ và duyên hải miền Trung", "Bắc Trung Bộ, DHMT"),
        ("Đồng bằng sông Cửu Long", "ĐB sông Cửu Long"),
        ("Tây Nguyên", "Tây Nguyên"),
        ("Region 4", "Region 4"),
    ],
)
def test_regions_are_shortened_as_papers_do(region: str, short: str) -> None:
    assert short_region(region) == short


def test_names_lose_the_words_they_share_and_the_kind_of_place() -> None:
    names = ["Tòa án nhân dân tỉnh Hà Giang", "Tòa án nhân dân thành phố Hà Nội"]
    assert short_names(names) == ("Hà Giang", "Hà Nội")


def test_a_district_called_by_a_number_keeps_its_kind() -> None:
    assert short_names(["Tòa án quận 1", "Tòa án huyện Hóc Môn"]) == ("quận 1", "Hóc Môn")


def test_a_name_is_never_shortened_to_nothing() -> None:
    assert short_names(["Tòa án", "Tòa án tỉnh"]) == ("Tòa án", "tỉnh")
    assert short_names(["Tòa án tỉnh Hà Giang"]) == ("Tòa án tỉnh Hà Giang",)
    assert short_names(["A", "A"]) == ("A", "A")
    assert short_names([]) == ()
