"""Who did it, as F5 says it: a person, the source that told, or the machine by itself."""

from __future__ import annotations

import pytest
from kit.record.events import event

from console.screens.log.event_words import whose
from console.screens.log.words import RowMaker, teller
from console.text.authors import author
from console.text.sentences import translator
from data import events as ev
from data.record.authorship import PROGRAM

VI, EN = translator("vi"), translator("en")
ROWS = RowMaker("Asia/Ho_Chi_Minh", VI)
LOST = ev.SourceLost(source="pexip", error="adapter.timed_out", detail="", points=767)
OPENED = ev.IncidentOpened(id="i1", scope="point", subject="T79", severity="P1", reason="gone")
TAKEN = ev.IncidentAcknowledged(id="i1", severity="P1")


@pytest.mark.parametrize(
    ("body", "vi", "en"), [(LOST, "pexip", "pexip"), (OPENED, "máy", "machine"), (TAKEN, "op1", "op1")]
)
@pytest.mark.parametrize("stored", ["op1", PROGRAM])
def test_no_person_is_named_for_what_no_person_did(body: ev.Body, vi: str, en: str, stored: str) -> None:
    row = event(1, body, actor=stored if body.by_program else "op1")
    assert (author(row, VI), author(row, EN)) == (vi, en)
    assert ROWS.row(1, row, unwritten=False).who == vi
    assert teller(VI)(row).split()[0] == ("may" if vi == "máy" else vi)


def test_an_older_row_is_told_with_the_name_that_stands_in_it() -> None:
    assert whose(event(1, LOST, actor=PROGRAM), VI) == "pexip  (c1)"
    assert whose(event(1, LOST, actor="op1"), VI) == "pexip  (c1)  nhật ký bản cũ ghi tên op1"
    assert whose(event(1, TAKEN, actor="op1"), VI) == "op1  (c1)"


def test_of_what_was_shown_it_is_told_to_whom() -> None:
    alarm = event(1, ev.NoticeShown(surface="alarm", code="alarm.point", text="P1 T79"), actor="op1")
    assert author(alarm, VI) == "máy" and whose(alarm, VI) == "máy  (c1)  cho op1 xem"
