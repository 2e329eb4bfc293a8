from __future__ import annotations

import pytest
from kit.conference import FoldingLog, item, running

from data import commands as cmd
from data.events import RecordSealed
from data.record.sealing import seal
from data.rules import REFUSALS, Context, decide
from data.ruling import Refusal


def over() -> FoldingLog:
    log = running([item("1", 10)])
    log.advance()
    log.clock.advance(600)
    log.advance()
    return log


def test_a_conference_that_is_over_is_sealed_with_its_reason() -> None:
    log = over()
    decided = seal(log.state, "  xong việc ")
    assert isinstance(decided, tuple)
    log.record(*decided)
    assert log.events[-1].body == RecordSealed(reason="xong việc")
    assert seal(log.state, "lần nữa") == Refusal("record.sealed")
    context = Context(console="c", actor="a")
    assert decide(log.state, cmd.AddNote(text="x"), context, log.clock.now()) == Refusal("record.sealed")


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_needs_a_reason(reason: str) -> None:
    assert seal(over().state, reason) == Refusal("seal.reason_needed")


def test_not_while_something_is_on_the_air_and_not_an_empty_record() -> None:
    log = running([item("1", 10)])
    log.advance()
    assert seal(log.state, "x") == Refusal("seal.on_air", {"item": "1"})
    assert seal(FoldingLog().state, "x") == Refusal("seal.empty")
    assert {"seal.on_air", "seal.empty", "seal.reason_needed"} <= set(REFUSALS)
