"""What is looked at before an item, and the gate by kind."""

from __future__ import annotations

from typing import Any

import pytest
from kit.conference import FoldingLog, item, point, running

from data import commands as cmd
from data.agenda.item_checks import CLIP, FALLBACK, checks_of, unchecked
from data.agenda.readiness import Gate, item_gate, plan_gate
from data.fold import fold
from data.folder.model import PROVINCIAL, AgendaItem, ItemKind
from data.health.reading import Health
from data.rules import Context, Refusal, decide
from data.state import EMPTY

FEED: dict[str, Any] = {"kind": ItemKind.LIVE_FEED, "consent": True, "fallback": "clip ghi sẵn"}
VIDEO: dict[str, Any] = {"kind": ItemKind.VIDEO, "media": "a.mp4", "media_length_s": 420}


def log_of(*items: AgendaItem) -> FoldingLog:
    return running(items)


def tick(log: FoldingLog, cue: str, check: str, *, done: bool = True) -> Refusal | None:
    return log.command(cmd.CheckItem(item=cue, check=check, done=done))


def why(log: FoldingLog, cue: str = "a") -> tuple[str, str]:
    found = log.state.item(cue)
    assert found is not None
    gate = plan_gate(log.state, found)
    return gate.verdict, gate.why


@pytest.mark.parametrize(
    ("fields", "gate"),
    [
        (FEED, ("go", "ready")),
        ({**FEED, "consent": False}, ("stop", "refused")),
        ({**FEED, "consent": None}, ("ask", "no_consent")),
        ({**FEED, "fallback": ""}, ("ask", "no_fallback")),
        (VIDEO, ("go", "ready")),
        ({**VIDEO, "media_length_s": None}, ("ask", "no_length")),
        ({**VIDEO, "media_length_s": None, "fallback": "a.mp4"}, ("go", "ready")),
        ({"kind": ItemKind.VIDEO}, ("go", "ready")),
        ({"checklist": ("micro",)}, ("go", "ready")),
    ],
)
def test_the_gate_by_kind(fields: dict[str, Any], gate: tuple[str, str]) -> None:
    assert why(log_of(item("a", **fields))) == gate


def test_once_somebody_ticks_what_is_not_ticked_asks() -> None:
    log = log_of(item("a", checklist=("micro", "trình chiếu")), item("b", **VIDEO), item("c"))
    assert tick(log, "a", "micro") is None
    assert (why(log), why(log, "b"), why(log, "c")) == (
        ("ask", "unchecked"),
        ("ask", "untried"),
        ("go", "ready"),
    )
    tick(log, "a", "trình chiếu")
    tick(log, "b", CLIP)
    assert (why(log), why(log, "b")) == (("go", "ready"), ("go", "ready"))
    tick(log, "a", "micro", done=False)
    assert why(log) == ("ask", "unchecked")
    assert unchecked(log.state, log.state.items[0]) == ("micro",)


def test_a_tick_by_mistake_is_taken_back_and_nothing_asks() -> None:
    log = log_of(item("a", checklist=("micro",)), item("b", checklist=("slide",)))
    tick(log, "b", "slide")
    assert why(log) == ("ask", "unchecked")
    tick(log, "b", "slide", done=False)
    assert why(log) == ("go", "ready")


def test_what_there_is_to_look_at() -> None:
    both = item("a", media="a.mp4", fallback="b.mp4", checklist=("micro", "micro", "slide"))
    assert checks_of(both) == (CLIP, "micro", "slide", FALLBACK)
    assert checks_of(item("a", media="b.mp4", fallback="b.mp4")) == (CLIP,)
    log = log_of(both)
    tick(log, "a", FALLBACK)
    assert FALLBACK not in unchecked(log.state, both), "it stands in; nobody must have tried it"


def test_who_ticked_and_when_and_twice_is_once() -> None:
    log = log_of(item("a", checklist=("micro",)))
    tick(log, "a", "micro")
    seq = log.state.seq
    (found,) = log.state.ticks["a"]
    assert (found.check, found.by, found.at_ms) == ("micro", "op-c1", log.clock.now().utc_ms)
    assert tick(log, "a", "micro") is None and log.state.seq == seq
    assert log.state.changes == (), "no change of the programme, nothing to undo"
    assert fold(EMPTY, log.events) == log.state


def test_refusals() -> None:
    log = log_of(item("a", checklist=("micro",)), item("b"))
    assert tick(log, "a", "loa") == Refusal("check.unknown", {"item": "a", "check": "loa"})
    assert tick(log, "x", "micro") == Refusal("change.no_item", {"item": "x"})
    viewer = Context(console="c9", actor="x", role="viewer")
    order = cmd.CheckItem(item="a", check="micro")
    assert decide(log.state, order, viewer, log.clock.now()) == Refusal("role.viewer")
    log.advance()
    log.clock.advance(60)
    log.advance()
    assert tick(log, "a", "micro") == Refusal("change.over", {"item": "a"})


def test_the_control_token_is_not_needed() -> None:
    log = log_of(item("a", checklist=("micro",)))
    log.command(cmd.TakeControl(), console="c1")
    assert log.command(cmd.CheckItem(item="a", check="micro"), console="c2", interactive=False) is None


@pytest.mark.parametrize(
    ("health", "consent", "gate"),
    [
        (Health.OK, True, Gate("go", "ready")),
        (Health.OK, None, Gate("ask", "no_consent")),
        (Health.STALE, None, Gate("ask", "unseen")),
        (Health.DEGRADED, False, Gate("stop", "refused")),
        (Health.DOWN, True, Gate("stop", "down")),
        (None, True, Gate("go", "manual")),
        (None, None, Gate("ask", "no_consent")),
    ],
)
def test_the_graver_of_what_is_seen_and_what_is_planned(
    health: Health | None, consent: bool | None, gate: Gate
) -> None:
    feed = item("a", point="T1", **{**FEED, "consent": consent})
    log = log_of(feed)
    assert item_gate(log.state, feed, point("T1", PROVINCIAL), health, t_ns=0) == gate
