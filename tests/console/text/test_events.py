from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.text.events.line import event_line
from console.text.events.paper import paper_line
from console.text.problems import problem_line, refusal_line
from console.text.sentences import translator
from data import events as ev
from data.agenda.programme import ItemChanges
from data.clock import Moment
from data.control_events import VACANT
from data.events import Body, Event, encode_body
from data.folder.model import AgendaItem, ItemKind
from data.folder.problem import Problem
from data.folder.problem_codes import CODES
from data.rules import REFUSALS, Refusal

VI, EN = translator("vi"), translator("en")
ROOT = Path(__file__).parents[3]

ITEM = AgendaItem(cue="4.2b", title="Tham luận", kind=ItemKind.PRESENTATION, duration_s=480)

BODIES: list[Body] = [
    ev.ItemChecked(check="@clip", done=True),
    ev.ItemChecked(check="micro", done=False),
    ev.AbsenceNoticed(from_ms=0, away_ms=54_000_000),
    ev.AbsenceNoticed(from_ms=0, away_ms=54_000_000, by_wall=True),
    ev.AbsenceAnswered(away_ms=54_000_000, counts=False),
    ev.AbsenceAnswered(away_ms=54_000_000, counts=True),
    ev.PlanAdopted(version=1, items=(), start_ms=0),
    ev.RosterAdopted(count=767, levels={}, digest=""),
    ev.PhaseChanged(to="running"),
    ev.ConferenceOpened(planned_start_ms=0),
    ev.ItemStarted(planned_s=480, plan_version=1),
    ev.ItemEnded(elapsed_ms=412_000, held_ms=0, planned_s=480),
    ev.ItemHeld(),
    ev.ItemHeld(cause="technical"),
    ev.ItemEnded(elapsed_ms=412_000, held_ms=0, planned_s=300, cause="speaker"),
    ev.ItemResumed(held_ms=88_000),
    ev.AdvanceUndone(undone_seq=7, left="4.2"),
    ev.ItemExtended(seconds=120),
    ev.ItemExtended(seconds=-60, cause="chair"),
    ev.ItemSkipped(),
    ev.ItemSkipped(reason="hết giờ"),
    ev.ItemDeferred(),
    ev.ItemDeferred(reason="mất đường truyền"),
    ev.ItemBroughtBack(after="4.2"),
    ev.ItemBroughtBack(after=""),
    ev.ItemInserted(new=ITEM, after="4.2"),
    ev.ItemMoved(after="4.2"),
    ev.ItemMoved(after=""),
    *(
        ev.ItemEdited(changes=ItemChanges(speaker="Đại biểu", point="T79", fixed=True), how=how)
        for how in ("edit", "substitute", "on_behalf", "phone", "split", "a newer way")
    ),
    ev.OverrunExplained(cause="technical"),
    ev.HoldExplained(cause="technical"),
    ev.ChangeUndone(undone_seq=7, undone="ItemMoved"),
    ev.NoteAdded(text="thử"),
    ev.NoticeShown(surface="alarm", code="alarm.point", text="P1 T79", thresholds={"loss_degraded_pct": 3.0}),
    ev.NoticeShown(surface="alarm", code="", text=""),
    ev.NoticeShown(surface="gate", code="stop.down", text="CHUYỂN SANG 4.3?"),
    ev.ChecklistMarked(check="recording", done=True),
    ev.ChecklistMarked(check="recording", done=False),
    ev.ControlTaken(),
    ev.ControlTaken(previous="c2", reason="máy hỏng"),
    ev.ControlTaken(previous="c2", reason=VACANT),
    ev.ControlHanded(),
    ev.ControlHanded(to="c2", of="op2"),
    ev.PollingTaken(epoch=2),
    ev.SourceLost(source="pexip", error="timed_out", detail="", points=763),
    ev.SourceRecovered(source="pexip", lost_ms=14_000),
    ev.PointJoined(source="pexip", ref="a", name="x"),
    ev.PointJoined(source="pexip", ref="a", name="x", rejoin=True),
    ev.PointLeft(source="pexip", ref="a"),
    ev.HealthChanged(was="ok", now="down", reason="", source="pexip"),
    ev.HealthChanged(was="ok", now="down", reason="no_media", source="pexip"),
    ev.IncidentOpened(id="i1", scope="point", subject="T79", severity="P1", reason="loss", points=("T79",)),
    ev.IncidentOpened(
        id="i2", scope="province", subject="T96", severity="P3", reason="group", points=("a", "b")
    ),
    ev.IncidentAcknowledged(id="i1", severity="P1", expires_s=300),
    ev.IncidentChanged(id="i1", severity="P3", was="P3", points=("a", "b", "c")),
    ev.IncidentChanged(id="i1", severity="P1", was="P2", points=("a",)),
    ev.IncidentResolved(id="i1", open_ms=60_000),
    ev.IncidentReopened(id="i1", severity="P1", reason="absent", after_ms=40_000, points=("a",)),
    ev.IncidentAssigned(id="i1", to="kt2"),
    ev.IncidentNoted(id="i1", text="đã đổi sang 4G"),
    *(
        ev.IncidentMuted(id="i1", severity="P2", for_s=for_s, reason=reason)
        for for_s in (0, 900)
        for reason in ("", "đang thay dây")
    ),
    *(
        ev.IncidentMerged(id="i1", into=into, reason=reason)
        for into in ("", "i2")
        for reason in ("", "một tuyến cáp")
    ),
    *(
        ev.PointOverruled(says=says, for_s=900, reason="gọi điện")
        for says in ("ok", "degraded", "down", "maintenance")
    ),
    ev.PointOverruleEnded(),
    ev.PointOverruleEnded(reason="đã vào"),
    ev.CallMade(who="Trực kỹ thuật", number="028 0000 0179", outcome="busy"),
    ev.CallMade(who="Trực kỹ thuật", number="028 0000 0179", outcome="answered", note="đang sửa"),
    ev.PointTested(result="passed"),
    ev.PointTested(result="no_sound", by="kt1", note="mic hỏng"),
    ev.ClockStepped(by_ms=-120_000, cause="step"),
    ev.ClockStepped(by_ms=120_000, cause="sleep"),
    ev.GateOverridden(verdict="stop", why="down", reason="gọi rồi"),
    ev.GateOverridden(verdict="ask", why="unchecked"),
    ev.Exported(format="csv", name="a.csv", sha256="", upto_seq=9),
    ev.Corrected(seq=5, text="x"),
    ev.RecordRestored(source="log.jsonl", upto_seq=9, kept="log.db.before-1"),
    ev.StageMessageShown(text="Đề nghị kết thúc trong 1 phút", seconds=60),
    ev.StageMessageCleared(),
    ev.StageNextReleased(verdict="ask", why="unseen"),
    ev.SpeakerQueued(id="q1", name="Đại biểu", by="phone"),
    ev.SpeakerQueued(id="q2", by="hand", turn=2),
    ev.SpeakerReordered(id="q2", after="", reason="chủ tọa"),
    ev.SpeakerReordered(id="q2", after="q1", reason="chủ tọa"),
    ev.SpeakerCalled(id="q1", seconds=420),
    ev.SpeakerFinished(id="q1"),
    ev.PointMatched(source="s", name="Phòng họp"),
    ev.NameDismissed(source="s", name="iPhone"),
    ev.NameDismissed(source="s", name="iPhone", who="guest"),
    ev.MatchUndone(source="s", name="iPhone"),
    ev.ActionRequested(id="a1", action="mute", source="s", ref="r"),
    ev.ActionRequested(id="a1", action="drop", source="s", ref="r", reason="hú"),
    ev.ActionSent(id="a1", action="mute"),
    ev.ActionAnswered(id="a1", action="mute", answer="accepted"),
    ev.ActionAnswered(id="a1", action="mute", answer="doubtful", error="timed_out"),
    ev.ActionAnswered(id="a1", action="mute", answer="interrupted"),
    ev.ActionConfirmed(id="a1", action="mute", after_ms=2100),
    *(
        ev.ActionUnverified(id="a1", action="lock", why=why, after_ms=9)
        for why in ("unseen", "contrary", "away")
    ),
    *(
        ev.ActionFailed(id="a1", action="dial", error=why)
        for why in ("expired", "unable", "rejected", "refused")
    ),
    ev.ActionFailed(id="a1", action="dial", error="rejected", detail="no such call"),
    ev.SpeakerWithdrawn(id="q2"),
    ev.SpeakerWithdrawn(id="q2", reason="hết giờ"),
    ev.RecordSealed(),
    ev.PresenceMarked(mark="present", how="called"),
    ev.PresenceMarked(mark="present", how="spoken_for", reason="tỉnh gọi điện"),
    ev.PresenceMarked(mark="excused", reason="bão"),
    ev.PresenceMarked(mark=""),
    ev.PresenceReported(present=10, expected=10),
    ev.PresenceReported(present=8, expected=10),
    ev.DelegatesCounted(delegates=30),
    ev.DelegatesCounted(delegates=30, guests=4),
    ev.DelegatesCounted(delegates=30, guests=0),
    ev.RollCallFrozen(number=1, expected={"a": 3}, present={"a": 2}, standings={}, delegates=0, as_of=9),
    ev.RollCallFrozen(
        number=2, expected={"a": 3}, present={"a": 2}, standings={}, delegates=0, as_of=9, lost=("s1",)
    ),
    ev.Unknown(raw="{}"),
]


def event(body: Body, *, item: str | None = "4.1", point: str | None = "T79") -> Event:
    kind = "FromTheFuture" if isinstance(body, ev.Unknown) else type(body).__name__
    return Event(1, Moment(0, 0, "b"), "op1", "c1", kind, 1, item, point, body, encode_body(body))


def test_the_list_above_has_every_kind() -> None:
    assert {type(body).__name__ for body in BODIES} == set(ev.KINDS) | {"Unknown"}


@pytest.mark.parametrize("t", [VI, EN])
@pytest.mark.parametrize("body", BODIES, ids=lambda b: type(b).__name__)
def test_every_kind_has_a_finished_line(t, body: Body) -> None:  # type: ignore[no-untyped-def]
    said = event_line(event(body), t)
    assert "{" not in said and "event." not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("body", "vi"),
    [
        (ev.ItemEnded(elapsed_ms=412_900, held_ms=0, planned_s=480), "4.1 xong sau 06:52 (kế hoạch 08:00)"),
        (ev.HealthChanged(was="ok", now="down", reason="no_media", source="p"),
         "T79: mất kết nối, không có hình tiếng"),
        (ev.ClockStepped(by_ms=-120_000, cause="step"), "đồng hồ máy nhảy -2'00"),
        (ev.ClockStepped(by_ms=-119_991, cause="step"), "đồng hồ máy nhảy -2'00"),
        (ev.ControlTaken(previous="c2", reason=VACANT), "op1 (c1) cầm quyền: c2 không còn chạy"),
        (ev.ItemHeld(cause="technical"), "4.1 tạm dừng: kỹ thuật (điều hành: op1)"),
        (ev.ItemDeferred(reason="mất điện"), "4.1 chuyển ra sau, ghi nợ: mất điện (điều hành: op1)"),
        (ev.ItemExtended(seconds=-90, cause="chair"), "4.1 bớt 1'30: ý kiến chủ trì (điều hành: op1)"),
        (ev.ItemEdited(changes=ItemChanges(title="x", duration_s=60)),
         "4.1 sửa nội dung, thời lượng (điều hành: op1)"),
        (ev.ChangeUndone(undone_seq=7, undone="ItemDeferred"),
         "hoàn tác: chuyển ra sau 4.1 (điều hành: op1)"),
        (ev.SourceLost(source="p", error="dns", detail="", points=763),
         "không thấy p: không tìm thấy tên máy chủ của nguồn; 763 điểm không rõ"),
        (ev.SourceLost(source="p", error="source_setting_missing", detail="", points=4),
         "không thấy p: chưa cài đúng: diemcau source test; 4 điểm không rõ"),
        (ev.IncidentOpened(id="i1", scope="source", subject="p", severity="P2",
                           reason="source_package_missing", points=()),
         "mở sự cố P2 p: chưa cài đúng: diemcau source test"),
    ],
)  # fmt: skip
def test_what_the_clerk_reads(body: Body, vi: str) -> None:
    assert event_line(event(body), VI) == vi


SLANG = ("ghi nợ", "lên sóng", "cầm quyền", "ghi tay", "hoàn tác", "chạy tiếp", "'", "T79")


@pytest.mark.parametrize("body", BODIES, ids=lambda b: type(b).__name__)
def test_papers_tell_every_kind_in_the_words_of_an_office(body: Body) -> None:
    """No word of the console, no code of a room whose name is known, no length as a stopwatch has it."""
    for t in (VI, EN):
        said = paper_line(event(body), t, names={"T79": "TAND tỉnh Z"})
        assert "{" not in said and "event." not in said and "paper." not in said
    told = paper_line(event(body), VI, names={"T79": "TAND tỉnh Z"})
    # An alarm is cited as it stood on the screen.
    assert [word for word in SLANG if word in told] == [] or isinstance(body, ev.NoticeShown)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (ev.ItemDeferred(reason="mất điện"), "4.1 chuyển lại sau, chưa trình bày; lý do: mất điện"),
        (ev.ItemExtended(seconds=-90, cause="chair"), "4.1 rút ngắn 1 phút 30 giây; lý do: ý kiến chủ trì"),
        (ev.ItemResumed(held_ms=120_000), "4.1 tiếp tục sau khi tạm dừng 2 phút"),
        (ev.HealthChanged(was="ok", now="down", reason="no_media", source="p"),
         "TAND tỉnh Z: mất kết nối, không có hình tiếng"),
    ],
)  # fmt: skip
def test_what_stands_in_the_minutes(body: Body, said: str) -> None:
    assert paper_line(event(body), VI, names={"T79": "TAND tỉnh Z"}, by=False) == said


def test_every_sentence_of_papers_is_that_of_an_event() -> None:
    catalog = (ROOT / "console" / "locale" / "vi" / "LC_MESSAGES" / "paper.po").read_text("utf-8")
    named = re.findall(r'^msgid "paper\.([A-Z].*)"$', catalog, re.MULTILINE)
    assert len(named) > 30 and [name for name in named if not VI.has(f"event.{name}")] == []


def test_undoing_the_opening_has_no_item_to_go_back_to() -> None:
    assert (
        event_line(event(ev.AdvanceUndone(undone_seq=1, left="P1"), item=None), EN)
        == "opening undone (operator: op1)"
    )


@given(st.text())
def test_a_hostile_note_is_one_harmless_line(text: str) -> None:
    said = event_line(event(ev.NoteAdded(text=text)), VI)
    assert said.isprintable()


def test_a_problem_names_file_row_column_and_mend() -> None:
    problem = Problem(
        code="bad_duration", file="agenda.csv", row=4, column="duration", params={"value": "abc"}
    )
    assert (
        problem_line(problem, EN)
        == "agenda.csv:4:duration: abc is not a duration; write 10, 10', 7:30 or 1h30"
    )


def test_a_problem_without_a_suggestion_does_not_ask_did_you_mean() -> None:
    near = Problem(
        code="unknown_point", file="a.csv", row=2, column="point", params={"value": "T7", "suggestion": "T79"}
    )
    far = Problem(
        code="unknown_point", file="a.csv", row=2, column="point", params={"value": "T7", "suggestion": ""}
    )
    assert problem_line(near, EN).endswith("did you mean T79?")
    assert "did you mean" not in problem_line(far, EN)


@pytest.mark.parametrize("code", [code for code, params in CODES.items() if "suggestion" in params])
def test_every_code_with_a_suggestion_can_do_without(code: str) -> None:
    assert VI.has(f"{code}.bare") and EN.has(f"{code}.bare")


def test_a_hostile_file_name_stays_on_one_line() -> None:
    said = problem_line(Problem(code="not_a_file", file="a\n\x1b[31m[/]b.csv"), EN)
    assert said.isprintable() and "[/]b.csv" in said


def test_a_warning_says_so() -> None:
    assert "cảnh báo: " in problem_line(Problem(code="no_rows", file="a.csv", warning=True), VI)


@pytest.mark.parametrize("code", REFUSALS)
def test_refusals_are_finished_sentences(code: str) -> None:
    said = refusal_line(Refusal(code, dict.fromkeys(REFUSALS[code], "")), EN)
    assert "{" not in said and said != code


def test_a_refusal_names_a_missing_item_in_words() -> None:
    said = refusal_line(Refusal("advance.not_on_air", {"expected": "4.2", "actual": ""}), EN)
    assert said == "the item on air is (none), not 4.2: nothing was changed"


@pytest.mark.parametrize(
    ("was", "said"),
    [("unknown", "T1: chưa kết nối"), ("ok", "T1: mất kết nối"), ("degraded", "T1: mất kết nối")],
)
def test_a_room_that_is_not_in_the_call_is_called_by_whether_it_was(was: str, said: str) -> None:
    body = ev.HealthChanged(was=was, now="down", reason="absent", source="pexip")
    assert event_line(event(body, point="T1"), VI) == said
