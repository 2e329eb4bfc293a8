"""Invented district courts under the real provinces, with the real kinds of trouble in their names.

How many districts each province had in mid-2024 is real; the names are made up, and repeat
themselves, share a name with their province, and spell one sound in two ways as real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from data.folder.model import DISTRICT, PROVINCIAL, BridgePoint

_COUNTS = """
T01:30 T02:11 T04:10 T06:8 T08:7 T10:9 T11:10 T12:8 T14:12 T15:9 T17:10 T19:9 T20:11 T22:13 T24:10
T25:13 T26:9 T27:8 T30:12 T31:14 T33:10 T34:8 T35:6 T36:10 T37:8 T38:27 T40:21 T42:13 T44:8 T45:9
T46:9 T48:7 T49:18 T51:12 T52:11 T54:9 T56:9 T58:7 T60:10 T62:10 T64:17 T66:15 T67:8 T68:12 T70:11
T72:9 T74:9 T75:11 T77:7 T79:22 T80:15 T82:11 T83:9 T84:9 T86:8 T87:12 T89:11 T91:15 T92:9 T93:8
T94:11 T95:7 T96:9
"""
DISTRICTS = {code: int(count) for code, _, count in (entry.partition(":") for entry in _COUNTS.split())}
"""Province code -> its districts in mid-2024: 700 in all."""

CHAU_THANH = ("T72", "T80", "T82", "T83", "T84", "T87", "T89", "T91", "T93", "T94")
"""The ten provinces that have a district called Châu Thành."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CITIES = ("T01", "T31", "T48", "T79", "T92")
# Provinces whose seat bears their own name: "Cao Bằng" alone then means two courts.
_SEATS = _words(
    "T02 T04 T06 T08 T10 T12 T14 T15 T17 T19 T20 T24 T27 T30 T33 T34 T36 T37 T38 T42 T51 T62 T72 "
    "T83 T84 T86 T94 T95 T96"
)
_NUMBERED = ("1", "3", "4", "5", "6", "7", "8", "10", "11", "12")
_FIRST = _words(
    "An Bình Đại Đông Đức Gia Hải Hòa Hưng Kim Lộc Long Mỹ Nam Ninh Phong Phú Phước Quảng Sơn Tam "
    "Tân Tây Thanh Thạnh Thuận Tiên Trung Vân Việt Vĩnh Xuân Yên"
)
_SECOND = _words(
    "An Bình Cường Điền Đông Đức Giang Hà Hải Hòa Hưng Khánh Lâm Lập Lộc Lợi Long Lương Minh Mỹ "
    "Nghĩa Ninh Phong Phú Phúc Quang Sơn Tân Thành Thạnh Thịnh Thuận Thủy Tiến Trạch Trung Tường "
    "Vinh Xuân Yên"
)
_LOCAL = {
    "Tây Nguyên": (
        ("Đắk", "Đắc", "Krông", "Ea", "Chư"),
        ("Ra", "Min", "Tô", "Búk", "Pơn", "Lao", "Hleo", "Nang"),
    ),
    "Trung du và miền núi phía Bắc": (
        ("Mường", "Nậm", "Bản"),
        ("La", "Chà", "Khoa", "Pồn", "Lống", "Hin", "Thín"),
    ),
}
_OTHER_SPELLING = {"Hòa": "Hoà", "Thủy": "Thuỷ"}


@dataclass(frozen=True)
class _District:
    kind: str
    name: str


def spread(count: int, *, weights: dict[str, int] = DISTRICTS) -> dict[str, int]:
    """`count` districts over the provinces in proportion to `weights`, by largest remainder."""
    total = sum(weights.values())
    shares = {code: divmod(count * weight, total) for code, weight in weights.items()}
    left = count - sum(whole for whole, _ in shares.values())
    rounded_up = set(sorted(shares, key=lambda code: (-shares[code][1], code))[:left])
    return {code: whole + (code in rounded_up) for code, (whole, _) in shares.items()}


def districts(provinces: Sequence[BridgePoint], count: int, seed: int) -> list[BridgePoint]:
    """`count` district courts under `provinces`, the same ones for the same seed.

    700 are spread exactly as in mid-2024, any other number in proportion.
    """
    shares = spread(count)
    made: list[BridgePoint] = []
    for province in provinces:
        if province.level != PROVINCIAL:
            continue
        for district in _named(province, shares[province.code], seed):
            made.append(_point(province, district, len(made) + 1))
    return made


def _point(province: BridgePoint, district: _District, number: int) -> BridgePoint:
    code = f"H{number:03}"
    return BridgePoint(
        code=code,
        name=f"Tòa án nhân dân {district.kind} {district.name}",
        short=f"{district.kind} {district.name}" if district.name.isdigit() else district.name,
        level=DISTRICT,
        region=province.region,
        parent=province.code,
        platform_id=f"{code.lower()}@hn2024.example",
        contact="Trực kỹ thuật",
        phone=f"0{20 + number // 1000 % 80:02} 0000 0{number % 1000:03}",
        line="TSLCD",
    )


def _named(province: BridgePoint, count: int, seed: int) -> list[_District]:
    """The first `count` districts of a province; their names do not depend on `count`."""
    rng = random.Random(f"{seed}/{province.code}")
    found = _expected(province)
    pool = _pool(province, rng)
    in_city = province.code in _CITIES
    for place, name in enumerate(pool):
        if len(found) >= count:
            break
        kind = ("quận", "huyện")[place % 3 == 2] if in_city else ("huyện", "thị xã")[place % 7 == 6]
        found.append(_District(kind, name))
    return found[:count]


def _expected(province: BridgePoint) -> list[_District]:
    """Districts that stand for a known difficulty, where it is found in life."""
    found: list[_District] = []
    if province.code in CHAU_THANH:
        found.append(_District("huyện", "Châu Thành"))
    if province.code in _SEATS:
        found.append(_District("thành phố", province.label))
    if province.code == "T79":
        found.extend(_District("quận", number) for number in _NUMBERED)
    return found


def _pool(province: BridgePoint, rng: random.Random) -> list[str]:
    """Every name a district here may get, in either placing of the tone mark; local ones early."""
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND if first != second]
    rng.shuffle(names)
    if local := _LOCAL.get(province.region):
        own = [f"{first} {second}" for first in local[0] for second in local[1]]
        rng.shuffle(own)
        for place, name in enumerate(own):
            names.insert(place * 3, name)
    return [_respelt(name) if place % 2 else name for place, name in enumerate(names)]


def _respelt(name: str) -> str:
    return " ".join(_OTHER_SPELLING.get(word, word) for word in name.split())
