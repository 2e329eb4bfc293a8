"""Facts that could not be written: kept, in order, on a second path, with who and when."""

from __future__ import annotations

import json
from pathlib import Path

from kit.clock import ManualClock
from kit.conference import item, running

from console.keeping.outbox import Outbox
from data import events as ev
from data.events import Fact
from data.fold import fold

STARTED = Fact(ev.ItemStarted(planned_s=60, plan_version=1), item="a", point="T1")
NOTED = Fact(ev.NoteAdded(text="đĩa đầy"), item="a")


def test_facts_wait_in_order_with_their_own_moments(tmp_path: Path) -> None:
    clock, outbox = ManualClock(), Outbox(tmp_path / "elsewhere" / "outbox.ndjson")
    first = outbox.keep([STARTED], clock.now(), 10, "op1", "c1")
    began = clock.now()
    clock.advance(30)
    second = outbox.keep([NOTED], clock.now(), 11, "op1", "c1")
    assert [(event.seq, event.kind, event.at) for event in (*first, *second)] == [
        (11, "ItemStarted", began),
        (12, "NoteAdded", clock.now()),
    ]
    assert outbox.events(10) == (*first, *second)
    assert [fact.at for fact in outbox.facts] == [began, clock.now()]
    assert len(outbox) == 2 and not outbox.failed


def test_the_second_path_holds_who_what_and_when(tmp_path: Path) -> None:
    clock, outbox = ManualClock(), Outbox(tmp_path / "outbox.ndjson")
    outbox.keep([STARTED, NOTED], clock.now(), 0, "op1", "c1")
    lines = [json.loads(line) for line in outbox.path.read_text("utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["ItemStarted", "NoteAdded"]
    assert lines[1] == {
        "kind": "NoteAdded",
        "v": 1,
        "seq": 2,
        "at_ms": clock.utc_ms,
        "mono_ns": clock.now().mono_ns,
        "boot": clock.now().boot,
        "actor": "op1",
        "console": "c1",
        "item": "a",
        "point": None,
        "body": {"text": "đĩa đầy"},
    }


def test_what_is_written_at_last_is_forgotten_oldest_first(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.ndjson")
    outbox.keep([STARTED, NOTED, NOTED], ManualClock().now(), 0, "op1", "c1")
    outbox.clear(1)
    assert [type(fact.body).__name__ for fact in outbox.facts] == ["NoteAdded", "NoteAdded"]
    outbox.clear(2)
    assert (len(outbox), outbox.events(5)) == (0, ())


def test_where_even_the_second_path_fails_memory_still_holds_the_facts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    outbox = Outbox(tmp_path / "file" / "outbox.ndjson")
    kept = outbox.keep([NOTED], ManualClock().now(), 7, "op1", "c1")
    assert outbox.failed
    assert [event.seq for event in kept] == [8]
    assert len(outbox) == 1


def test_the_agenda_goes_on_from_what_waits(tmp_path: Path) -> None:
    log, outbox = running([item("a")]), Outbox(tmp_path / "outbox.ndjson")
    events = outbox.keep([STARTED], log.clock.now(), log.state.seq, "op1", "c1")
    assert fold(log.state, events).on_air == "a"
