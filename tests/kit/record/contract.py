"""What every implementation of `data.record.contract.Record` must do. Subclass it and say how one is opened.

State in these tests is the tuple of the row numbers that were folded.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TypeAlias

import pytest
from kit.clock import ManualClock

from data.clock import Moment
from data.events import Event, Fact, HealthChanged, NoteAdded, RecordSealed, Unknown
from data.record.chain import GENESIS, Head
from data.record.contract import Record
from data.record.errors import LogSealed
from data.record.filter import LogFilter
from data.record.page import hash_of

Seqs: TypeAlias = tuple[int, ...]
WHO = {"actor": "operator", "console": "c1"}


def seqs(state: Seqs, events: Iterable[Event]) -> Seqs:
    return state + tuple(event.seq for event in events)


def note(text: str, item: str | None = "3", point: str | None = None) -> Fact:
    return Fact(NoteAdded(text=text), item=item, point=point)


def write(log: Record[Seqs], *texts: str) -> None:
    log.transact(lambda _state, _now: [note(text) for text in texts], **WHO)


class RecordContract(ABC):
    @abstractmethod
    def open_log(self, fold=seqs) -> Record[Seqs]:
        """One more handle on the record of this test."""

    @pytest.fixture(autouse=True)
    def _clock(self) -> None:
        self.clock = ManualClock()

    def test_an_empty_record(self) -> None:
        log = self.open_log()
        assert (log.state, log.head, log.read(), log.tail()) == ((), Head(0, GENESIS), [], ())

    def test_facts_become_events_stamped_by_the_log(self) -> None:
        log = self.open_log()
        outcome = log.transact(lambda _s, _n: (note("a"), note("b", None, "P1")), **WHO)
        first, second = outcome.events
        assert (first.seq, first.actor, first.console, first.kind, first.v) == (
            *(1, "operator", "c1", "NoteAdded", 1),
        )
        assert (first.item, first.point, second.item, second.point) == ("3", None, None, "P1")
        assert first.at == self.clock.now() == second.at
        assert first.body == NoteAdded(text="a")
        assert (outcome.missed, outcome.refusal) == ((), None)
        assert log.state == (1, 2) and log.head.seq == 2
        assert tuple(log.read()) == outcome.events

    def test_a_fact_may_bring_its_own_time(self) -> None:
        log, before = self.open_log(), self.clock.now()
        self.clock.advance(90)
        facts = [Fact(NoteAdded(text="then"), at=before), note("now")]
        log.transact(lambda _s, _n: facts, **WHO)
        assert [event.at for event in log.read()] == [before, self.clock.now()]

    def test_decide_sees_the_state_and_the_time(self) -> None:
        log, seen = self.open_log(), []

        def decide(state: Seqs, now: Moment) -> tuple[Fact, ...]:
            seen.append((state, now))
            return (note("x"),)

        log.transact(decide, **WHO)
        self.clock.advance(5)
        log.transact(decide, **WHO)
        assert [state for state, _ in seen] == [(), (1,)]
        assert seen[1][1].mono_ns - seen[0][1].mono_ns == 5_000_000_000

    def test_anything_but_a_sequence_is_a_refusal(self) -> None:
        log = self.open_log()
        outcome = log.transact(lambda _s, _n: "too late", **WHO)
        assert (outcome.events, outcome.refusal) == ((), "too late")
        assert log.head.seq == 0 and self.open_log().read() == []

    def test_no_facts_is_no_refusal(self) -> None:
        log = self.open_log()
        outcome = log.transact(lambda _s, _n: [], **WHO)
        assert (outcome.events, outcome.refusal, log.head.seq) == ((), None, 0)

    def test_rows_of_others_are_folded_before_the_decision(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        write(theirs, "one", "two")
        outcome = mine.transact(lambda state, _n: [note(f"after {state}")], **WHO)
        assert outcome.events[0].body == NoteAdded(text="after (1, 2)")
        assert [event.seq for event in outcome.missed] == [1, 2]
        assert mine.state == (1, 2, 3)
        assert mine.tail() == ()

    def test_missed_events_come_with_a_refusal_too(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        write(theirs, "one")
        outcome = mine.transact(lambda _s, _n: "no", **WHO)
        assert [event.seq for event in outcome.missed] == [1] and mine.state == (1,)

    def test_an_exception_in_decide_writes_nothing_and_loses_no_event(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        write(theirs, "one")

        def decide(_state: Seqs, _now: Moment) -> list[Fact]:
            raise KeyError("a bug")

        with pytest.raises(KeyError, match="a bug"):
            mine.transact(decide, **WHO)
        assert mine.state == (1,) and len(self.open_log().read()) == 1
        assert [event.seq for event in mine.tail()] == [1]
        write(theirs, "two")  # and nothing is locked

    @pytest.mark.parametrize(
        "bad",
        [
            HealthChanged(was="ok", now="down", reason="", source="s", values={"loss": float("nan")}),
            HealthChanged(was="ok", now="down", reason="", source="s", values={"loss": 2**53}),
            Unknown(raw="{}"),
        ],
    )
    def test_a_body_that_cannot_be_read_back_stops_the_whole_batch(self, bad) -> None:
        log = self.open_log()
        with pytest.raises(ValueError):
            log.transact(lambda _s, _n: [note("good"), Fact(bad)], **WHO)
        assert log.head.seq == 0 and log.state == () and self.open_log().read() == []

    def test_what_cannot_be_folded_is_not_written(self) -> None:
        def fold(state: Seqs, events: Iterable[Event]) -> Seqs:
            for event in events:
                if event.body == NoteAdded(text="poison"):
                    raise RuntimeError("cannot fold")
                state = (*state, event.seq)
            return state

        log = self.open_log(fold)
        with pytest.raises(RuntimeError):
            write(log, "good", "poison")
        assert log.state == () and self.open_log().read() == []

    def test_append_compares_and_sets(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        assert mine.append([note("a")], **WHO, expect=0).events[0].seq == 1
        write(theirs, "b")
        refused = mine.append([note("c")], **WHO, expect=1)
        assert refused.refusal == mine.head == theirs.head
        assert [event.seq for event in refused.missed] == [2]
        assert mine.append([note("c")], **WHO, expect=2).events[0].seq == 3

    def test_tail_hands_every_event_out_once(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        write(theirs, "a", "b")
        assert [event.seq for event in mine.tail()] == [1, 2]
        assert mine.tail() == () and mine.state == (1, 2) and mine.head == theirs.head

    def test_reading_by_page_moves_nothing(self) -> None:
        mine, theirs = self.open_log(), self.open_log()
        write(theirs, *"abcde")
        assert [event.seq for event in mine.read(1, 2)] == [2, 3]
        assert [row.seq for row in mine.rows(after=4)] == [5]
        assert mine.state == () and mine.head.seq == 0

    def test_rows_are_chained(self) -> None:
        log = self.open_log()
        write(log, "a", "b")
        write(log, "c")
        previous = GENESIS
        for row in log.rows():
            assert row.prev == previous and row.hash == hash_of(row)
            previous = row.hash
        assert log.head == Head(3, previous)

    def test_text_is_stored_as_nfc_and_as_utf8(self) -> None:
        log = self.open_log()
        log.transact(lambda _s, _n: [note("Toa\u0300 \ud800!", "a\u0300", "\u0110\u00e0")], **WHO)
        (event,) = log.read()
        assert event.body == NoteAdded(text="To\u00e0 \ufffd!")
        assert (event.item, event.point) == ("\u00e0", "\u0110\u00e0")

    def test_nothing_follows_the_seal(self) -> None:
        log = self.open_log()
        with pytest.raises(LogSealed):
            log.transact(lambda _s, _n: [Fact(RecordSealed()), note("late")], **WHO)
        assert log.head.seq == 0
        log.transact(lambda _s, _n: [note("last"), Fact(RecordSealed())], **WHO)
        with pytest.raises(LogSealed):
            write(log, "late")
        with pytest.raises(LogSealed):
            write(self.open_log(), "late")
        assert log.state == (1, 2) and self.open_log().state == (1, 2)

    def test_another_handle_starts_with_the_whole_state(self) -> None:
        log = self.open_log()
        write(log, "a", "b")
        log.close()
        again = self.open_log()
        assert again.state == (1, 2) and again.head == log.head and again.tail() == ()

    def test_writers_side_by_side_lose_nothing(self) -> None:
        handles = [self.open_log() for _ in range(3)]

        def work(log: Record[Seqs]) -> None:
            for _ in range(20):
                write(log, "x")

        threads = [threading.Thread(target=work, args=(log,)) for log in handles]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        for log in handles:
            log.tail()
            assert log.state == tuple(range(1, 61))

    def test_of_a_stretch_at_least_what_is_wanted(self) -> None:
        log = self.open_log()
        log.transact(lambda _s, _n: [note(f"n{n}", str(n % 3), f"P{n % 2}") for n in range(12)], **WHO)
        wanted = LogFilter(points=("p1",), items=("2",))
        found = [event.seq for event in log.among(2, 9, wanted) if wanted.accepts(event, str)]
        assert found == [6]
        assert [event.seq for event in log.among(4, 7, LogFilter())] == [5, 6, 7]
