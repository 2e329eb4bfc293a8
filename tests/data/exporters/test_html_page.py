"""The page of the day: whole by itself, and told without colours too."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kit.days.over import day_over, material
from kit.days.read_back import Page, page_of

from data.exporters.heat import SLOTS, runs
from data.reports.points import Status


def test_the_page_needs_nothing_else_and_allows_only_its_own_script(log: Path) -> None:
    page = page_of(material(log, day_over(log)))
    seen = Page(page)
    assert seen.tags.count("script") == 1 and "link" not in seen.tags and "img" not in seen.tags
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    from base64 import b64encode

    assert f"script-src 'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in page
    assert page.count("<svg") == 3 + 2 + len(Status) and 'class="absent"' in page
    assert "hỏi đáp" in " ".join(seen.texts)


def test_a_state_in_the_map_is_told_without_its_colour(log: Path) -> None:
    page = page_of(material(log, day_over(log)))
    drawn = r'<rect class="(\w+)" x="[^"]+" y="(\d+)" width="[^"]+" height="(\d+)"/>(?:<text[^>]*>(.)<)?'
    legend, rows = page.split("class='heat'>", 1)
    shapes = {name: (top, high, sign) for name, top, high, sign in re.findall(drawn, legend)}
    assert set(shapes) == {status.name.lower() for status in Status} and len(set(shapes.values())) == len(
        Status
    )
    assert len({sign for _top, _high, sign in shapes.values()}) == len(Status), "a sign each, up has none"
    found = {(name, (top, high)) for name, top, high, _sign in re.findall(drawn, rows)}
    assert {"up", "lost", "absent"} <= {name for name, _shape in found}
    assert found <= {(name, shape[:2]) for name, shape in shapes.items()}, "as the legend has them"


def test_a_slot_of_the_map_shows_its_worst() -> None:
    spans = ((0, 100, Status.UP), (100, 101, Status.LOST), (101, 240_000, Status.UP))
    assert list(runs(spans, 0, 240_000)) == [(0, 1, Status.LOST), (1, SLOTS - 1, Status.UP)]
    assert list(runs((), 0, 10)) == [(0, SLOTS, Status.UNSEEN)] and list(runs(spans, 5, 5)) == []
