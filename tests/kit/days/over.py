"""A day that is over, in a real log, and everything that papers are made from."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

from kit.clock import ManualClock
from kit.conference import START_MS, item, point
from kit.conference import conference as make_conference
from kit.record.logs import open_log

from console.text.events.paper import paper_line
from console.text.sentences import translator
from data import events as ev
from data.events import Fact
from data.exporters.formats import ExportRequest
from data.exporters.material import Material, gather
from data.folder.model import CENTRAL, DISTRICT, PROVINCIAL, Conference, Document

STARTS = ("=", "+", "-", "@", " =", "\t=", "\r=", "\ufeff=", "＝", "＋", "－", "＠", "\u200b=", "\u00a0=")
ENDS = ("1+1", "cmd|' /C calc'!A0", "SUM(1,2)", 'HYPERLINK("http://127.0.0.1","x")', "NOW()", "A1", "2*3")
FORMULAS = tuple(f"{start}{end}" for start in STARTS for end in ENDS) + tuple(
    f"{start}{number}+{number}" for start in STARTS for number in range(8)
)
"""210 texts that a spreadsheet may take for formulas."""


def day_over(
    path: Path, texts: tuple[str, ...] = ("ghi chú",), *, title: str = "Hội nghị", second_s: int = 480
) -> Conference:
    """Two items, one lost point, one absent one, an incident that grew and was handed on, a call, and two
    notes for each text, one of them about the incident; the second item runs for `second_s`.
    """
    items = [
        item("1", 10, point="T1", speaker="Người A", organisation="Tòa X"),
        item("2", 10, speaker="Người B", organisation="Tòa Y"),
    ]
    points = [
        point("TC00", CENTRAL),
        point("T1", PROVINCIAL, "TC00", contact="Đầu Mối Một", phone="000 0000 0001", delegates=12),
        point("T1D1", DISTRICT, "T1"),
    ]
    plan = ev.PlanAdopted(version=1, items=tuple(items), start_ms=START_MS)
    clock = ManualClock(START_MS - 600_000)
    with closing(open_log(path, clock=clock)) as log:

        def write(*facts: Fact | ev.Body, after: float = 0, actor: str = "op1") -> None:
            clock.advance(after)
            made = [fact if isinstance(fact, Fact) else Fact(fact) for fact in facts]
            log.transact(lambda _state, _now: made, actor=actor, console="c1")

        for code in ("TC00", "T1"):
            write(Fact(ev.PointJoined(source="s1", ref="r", name=code), point=code))
            write(Fact(ev.HealthChanged(was="unknown", now="ok", reason="", source="s1"), point=code))
        absent = ev.HealthChanged(was="unknown", now="down", reason="absent", source="s1")
        levels = {point.level: 1 for point in points}
        roster = ev.RosterAdopted(count=len(points), levels=levels, digest="")
        write(roster, plan, Fact(absent, point="T1D1"))
        started = Fact(ev.ItemStarted(planned_s=600, plan_version=1), item="1")
        write(ev.ConferenceOpened(planned_start_ms=START_MS), started, after=600)
        lost = ev.HealthChanged(was="ok", now="down", reason="no_media", source="s1")
        opened = ev.IncidentOpened(
            id="i1", scope="point", subject="T1", severity="P2", reason="no_media", points=("T1",)
        )
        write(Fact(lost, point="T1"), Fact(opened, point="T1"), after=60)
        write(ev.IncidentChanged(id="i1", severity="P1", was="P2", points=("T1",)), after=10)
        write(ev.IncidentAcknowledged(id="i1", severity="P1"), after=20, actor="kt1")
        write(ev.IncidentAssigned(id="i1", to=texts[0] if texts else "kt2"), actor="kt1")
        for text in texts:
            write(ev.IncidentNoted(id="i1", text=text), actor="kt1")
        write(ev.IncidentMuted(id="i1", severity="P1", for_s=600, reason="chờ nhà mạng"), actor="kt1")
        called = ev.CallMade(who="Đầu Mối Một", number="000 0000 0001", outcome="answered", note="")
        write(Fact(called, point="T1"))
        back = ev.HealthChanged(was="down", now="ok", reason="", source="s1")
        write(Fact(back, point="T1"), ev.IncidentResolved(id="i1", open_ms=90_000), after=60)
        for text in texts:
            write(ev.NoteAdded(text=text))
        write(Fact(ev.DelegatesCounted(delegates=11, guests=2), point="T1"), actor="tk1")
        ended = ev.ItemEnded(elapsed_ms=720_000, held_ms=0, planned_s=600, cause="hỏi đáp")
        second = Fact(ev.ItemStarted(planned_s=600, plan_version=1), item="2")
        write(Fact(ended, item="1"), second, after=570)
        last = Fact(ev.ItemEnded(elapsed_ms=second_s * 1000, held_ms=0, planned_s=600), item="2")
        write(last, ev.PhaseChanged(to="ended"), after=second_s)
    document = Document(agency="Tòa án tối cao", unit="Văn phòng", place="Hà Nội", signer="Người Ký")
    made = make_conference(items, points, document=document)
    return made if title == made.title else _titled(made, title)


def _titled(conference: Conference, title: str) -> Conference:
    import msgspec

    return msgspec.structs.replace(conference, title=title)


def asked(form: str, log: Path, conference: Conference, *, contacts: bool = True) -> ExportRequest:
    t = translator("vi")
    tell = partial(paper_line, t=t)
    return ExportRequest(form=form, log=log, conference=lambda: conference, t=t, tell=tell, contacts=contacts)


def material(log: Path, conference: Conference, *, contacts: bool = True) -> Material:
    t = translator("vi")
    return gather(log, conference, t, partial(paper_line, t=t), contacts=contacts)
