from __future__ import annotations

import json

import pytest
from kit.hostile import NAMES
from kit.screens.stream import LINES, strangers

from console.cli.harmless import harmless


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_json_means_the_same_and_is_only_text(name: str) -> None:
    line = json.dumps({"name": name}, ensure_ascii="\ud800" in name)
    assert json.loads(harmless(line)) == {"name": name}
    assert strangers(harmless(line).encode(), LINES) == []


def test_what_people_read_stays_as_it_is() -> None:
    for line in ("Tòa án nhân dân tỉnh Đắk Lắk\u00a0· 5 %", "hai\ndòng", "法院 🏛️"):
        assert harmless(line) == line
