"""What a console shows of the time before it was opened."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kit.desks.playing import playing
from kit.record.logs import open_log

from console.viewing import RECENT_ROWS, Viewing
from data import events as ev
from data.events import Fact


async def test_after_a_storm_a_new_console_still_tells_what_people_did(tmp_path: Path) -> None:
    change = ev.HealthChanged(was="ok", now="degraded", reason="loss", source="s1")
    storm = [Fact(change, point="TC00")] * (RECENT_ROWS // 2)
    async with playing(tmp_path / "c") as desk:
        await desk.press("f8")
        await desk.confirm()
        session = desk.app.session
        with closing(open_log(session.folder.log_path)) as log:
            for _ in range(3):
                log.transact(lambda _state, _now: storm, actor="s1", console="c2")
        await session.desk.tail()
        fresh = Viewing(session)
        await fresh.load_strip()
        told = [event.kind for event in fresh.strip.shown]
        assert "ItemStarted" in told and "HealthChanged" not in told
        assert told == [event.kind for event in desk.app.parts.viewing.strip.shown]
