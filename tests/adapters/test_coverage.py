"""docs/adapters.md says what the code declares."""

from __future__ import annotations

import subprocess
import sys

from kit.product import ROOT

from adapters import registry
from adapters.base import Capability

PAGE = (ROOT / "docs/adapters.md").read_text("utf-8")


def test_the_table_is_what_the_code_declares() -> None:
    table = PAGE.partition("<!-- coverage -->\n")[2].partition("\n<!-- /coverage -->")[0]
    assert table.splitlines() == registry.coverage(), "put in: python -m adapters.registry"


def test_every_kind_and_every_capability_has_its_place() -> None:
    head, _rule, *rows = registry.coverage()
    assert [cell.strip() for cell in head.split("|")[2:-1]] == list(registry.kinds())
    assert {row.split("|")[1].strip() for row in rows} >= set(Capability)


def test_the_command_prints_it() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "adapters.registry"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == registry.coverage()


def test_every_setting_of_a_list_is_on_the_page() -> None:
    from adapters.listed.field_map import FIELDS

    for field in FIELDS:
        kind, _, figure = field.partition("_")
        shown = f"`field_{kind}_…`" if kind in ("audio", "video") else f"`field_{field}`"
        assert shown in PAGE, field
        assert kind not in ("audio", "video") or f"`{figure}`" in PAGE
