"""Every kind of source is put through every line, or it is said why a line does not apply to it."""

from __future__ import annotations

import pytest
from kit.contracts.lines import LINES, NOT_APPLICABLE, proofs, table
from kit.product import ROOT

from adapters.registry import kinds

PAGE = (ROOT / "docs/adapters.md").read_text("utf-8")


@pytest.fixture(scope="module")
def run() -> dict[tuple[str, str], list[str]]:
    return proofs()


@pytest.mark.parametrize("kind", kinds())
def test_each_cell_is_run_or_it_is_said_why_not(kind: str, run: dict[tuple[str, str], list[str]]) -> None:
    reasons = NOT_APPLICABLE.get(kind, {})
    assert [line for line in LINES if (kind, line) not in run and not reasons.get(line)] == []
    assert [line for line in reasons if (kind, line) in run] == [], "what is run does apply"


def test_nothing_is_spoken_of_that_there_is_not(run: dict[tuple[str, str], list[str]]) -> None:
    assert {kind for kind, _ in run} | set(NOT_APPLICABLE) == set(kinds())
    assert {line for reasons in NOT_APPLICABLE.values() for line in reasons} <= set(LINES)
    assert {line for _, line in run} == set(LINES)


def test_the_table_on_the_page_is_what_is_run() -> None:
    shown = PAGE.partition("<!-- lines -->\n")[2].partition("\n<!-- /lines -->")[0]
    assert shown.splitlines() == table(), "put in: PYTHONPATH=tests python -m kit.contracts.lines"
