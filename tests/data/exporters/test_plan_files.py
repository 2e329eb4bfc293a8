"""The plan for other programs: a calendar, and a schedule as frab has it."""

from __future__ import annotations

import io
import json
import re
from contextlib import closing
from pathlib import Path

import msgspec
from kit.conference import conference as make_conference
from kit.conference import item, point
from kit.days.over import FORMULAS, day_over, material
from kit.hostile import NAMES
from kit.record.logs import open_log

from data.exporters.frab_plan import write_frab
from data.exporters.ics_plan import write_ics
from data.folder.model import CENTRAL


def test_the_calendar_has_the_plan_in_utc(log: Path) -> None:
    out = io.BytesIO()
    write_ics(material(log, day_over(log)), out)
    text = out.getvalue().decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2 and "DTSTART:20240616T070000Z\r\nDTEND:20240616T071000Z" in text
    assert "SUMMARY:1. Mục 1" in text and "DESCRIPTION:Người A\\, Tòa X" in text


def test_a_plan_as_a_file_gives_every_payload_and_hostile_name_back(log: Path) -> None:
    names = (*FORMULAS, *(name for name in NAMES if "\ud800" not in name))
    made = [item(str(n), 5, speaker=name) for n, name in enumerate(names)]
    items = [msgspec.structs.replace(each, title=each.speaker) for each in made]
    with closing(open_log(log)):
        found = material(log, make_conference(items, (point("TC00", CENTRAL),)))
    wanted = [found.words.text(f"{n}. {name}") for n, name in enumerate(names)]
    write_frab(found, plan := io.BytesIO())
    days = json.loads(plan.getvalue())["schedule"]["conference"]["days"]
    events = [event for day in days for room in day["rooms"].values() for event in room]
    assert [event["title"] for event in sorted(events, key=lambda event: event["id"])] == wanted
    write_ics(found, calendar := io.BytesIO())
    lines = calendar.getvalue().decode().replace("\r\n ", "").split("\r\n")
    said = [re.sub(r"\\(.)", r"\1", line[8:]) for line in lines if line.startswith("SUMMARY:")]
    assert said == wanted
    assert sum(line.startswith("DESCRIPTION:") for line in lines) >= len(FORMULAS)


def test_the_frab_schedule_has_the_plan_by_day_and_room(log: Path) -> None:
    found = material(log, day_over(log))
    out = io.BytesIO()
    write_frab(found, out)
    told = json.loads(out.getvalue())["schedule"]["conference"]
    assert (told["start"], told["end"], told["daysCount"]) == ("2024-06-16", "2024-06-16", 1)
    assert told["time_zone_name"] == "Asia/Ho_Chi_Minh"
    (day,) = told["days"]
    assert (day["index"], day["date"]) == (1, "2024-06-16")
    assert {room["name"] for room in told["rooms"]} == set(day["rooms"])
    events = sorted((event for room in day["rooms"].values() for event in room), key=lambda each: each["id"])
    assert [(each["start"], each["duration"], each["title"][:2]) for each in events] == [
        ("14:00", "00:10", "1."),
        ("14:10", "00:10", "2."),
    ]
    assert events[0]["date"] == "2024-06-16T14:00:00+07:00"
    assert [each["persons"][0]["public_name"] for each in events] == ["Người A", "Người B"]
    assert len({each["guid"] for each in events}) == 2
    assert (day["day_start"], day["day_end"]) == (events[0]["date"], "2024-06-16T14:20:00+07:00")
    again = io.BytesIO()
    write_frab(found, again)
    assert again.getvalue() == out.getvalue(), "the same plan is the same file"
