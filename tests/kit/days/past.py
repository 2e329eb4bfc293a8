"""A short day in a log on disk: an opening, three items, a room that goes, a source that is silent."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kit.clock import ManualClock
from kit.conference import START_MS, item
from kit.desks.on_a_log import open_state_log

from data import events as ev
from data.events import Body, Fact

ITEMS = tuple(item(cue, 10, point="TC00") for cue in ("P1", "1", "2"))
SECOND = 1000


class PastDay:
    """Writes one row after the other; `at` has the wall time of what was named."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = ManualClock()
        self.at: dict[str, int] = {}
        self._log = open_state_log(path, self.clock)

    def write(self, *bodies: Body, item: str | None = None, point: str | None = None, name: str = "") -> None:
        facts = [Fact(body, item=item, point=point) for body in bodies]
        self._log.transact(lambda _state, _now: facts, actor="op1", console="c1")
        if name:
            self.at[name] = self.clock.utc_ms

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    def notes(self, count: int, every_s: float = 1.0) -> None:
        for number in range(count):
            self.wait(every_s)
            self.write(ev.NoteAdded(text=f"ghi {number}"))

    def health(self, point: str, was: str, now: str) -> None:
        self.write(ev.HealthChanged(was=was, now=now, reason="no_media", source="s1"), point=point)

    def close(self) -> None:
        self._log.close()


def past_day(path: Path, *, notes: int = 5) -> PastDay:
    """P1 at 14:00:10, 1 a minute later, 2 after another; T01 down for ten seconds in item 1."""
    day = PastDay(path)
    with closing(day):
        day.write(ev.PlanAdopted(version=1, items=ITEMS, start_ms=START_MS))
        day.write(ev.PollingTaken(epoch=1))
        day.wait(2)
        day.write(ev.PointJoined(source="s1", ref="r1", name="T01"), point="T01")
        day.health("T01", "unknown", "ok")
        day.wait(8)
        opened = ev.ConferenceOpened(planned_start_ms=START_MS)
        started = ev.ItemStarted(planned_s=600, plan_version=1)
        day.write(opened, ev.PhaseChanged(to="running"), started, item="P1", name="P1")
        day.notes(notes)
        day.wait(60 - notes)
        ended = ev.ItemEnded(elapsed_ms=60_000, held_ms=0, planned_s=600, extended_s=0)
        day.write(ended, item="P1")
        day.write(started, item="1", name="1")
        day.wait(10)
        day.health("T01", "ok", "down")
        day.at["down"] = day.clock.utc_ms
        day.wait(10)
        day.health("T01", "down", "ok")
        day.wait(10)
        day.write(ev.SourceLost(source="s1", error="timeout", detail="", points=1), name="lost")
        day.wait(30)
        day.write(ev.ItemEnded(elapsed_ms=60_000, held_ms=0, planned_s=600, extended_s=0), item="1")
        day.write(started, item="2", name="2")
        day.wait(5)
        day.write(ev.RecordSealed(reason="xong"), name="sealed")
    return day
