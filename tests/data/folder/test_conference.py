"""A conference folder as it ought to be: everything in it is read."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import msgspec
from kit.folder_read import loaded
from kit.folders import POINTS, TOML, write_folder

from data.folder.conference import load
from data.folder.model import BridgePoint, ItemKind, Thresholds
from data.importers.columns import AGENDA as AGENDA_COLUMNS


def test_a_good_folder_has_no_problems(tmp_path: Path) -> None:
    conference, problems = load(write_folder(tmp_path))
    assert problems == ()
    assert conference is not None
    assert conference.title == "Hội nghị thử"
    assert conference.start_ms == 1_718_521_200_000
    assert conference.hard_end_ms == conference.start_ms + 165 * 60_000
    assert [(item.cue, item.duration_s, item.kind) for item in conference.items] == [
        ("1", 600, ItemKind.OPENING),
        ("2", 480, ItemKind.PRESENTATION),
    ]
    assert conference.points[1].parent == "TC00"
    assert conference.sources[0].url == "http://127.0.0.1:9/"
    assert conference.thresholds == Thresholds()


def test_header_words_are_matched_loosely_and_in_vietnamese(tmp_path: Path) -> None:
    text = " CODE ,Tên  điểm cầu,Cấp,SĐT,Platform ID\nA,b,Cấp tỉnh,024 0000 0001,x@y.example\n"
    conference = loaded(
        write_folder(
            tmp_path, points_csv=text, agenda_csv="STT,Nội dung,Loại,Thời lượng\n1,x,Khai mạc,10 phút\n"
        )
    )
    assert conference.points == (
        BridgePoint(code="A", name="b", level="provincial", phone="024 0000 0001", platform_id="x@y.example"),
    )
    assert conference.items[0].kind is ItemKind.OPENING


def test_text_is_composed_and_put_on_one_line(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Tòa án nhân dân\u00a0huyện  Đắk Mil")
    conference = loaded(write_folder(tmp_path, points_csv=f'{POINTS}H1,"{name}\n",district,,TC00\n'))
    assert conference.points[2].name == "Tòa án nhân dân huyện Đắk Mil"


def test_every_column_of_an_item(tmp_path: Path) -> None:
    header = ",".join(column for column in AGENDA_COLUMNS if column != "source")
    row = (
        "3.1,Phiên tòa,PT,trực tiếp,Hội đồng,Chủ tọa,TAND,t31,1h30,07 phút,14h10,x,Nghi lễ,"
        'a.mp4,90 giây,clip,TC00; T31,có,15 giờ,không,"hình\ntiếng",ghi'
    )
    item = loaded(write_folder(tmp_path, agenda_csv=f"{header}\n{row}\n")).items[0]
    start = 1_718_521_200_000
    assert msgspec.structs.asdict(item) == {
        "cue": "3.1",
        "title": "Phiên tòa",
        "kind": ItemKind.LIVE_FEED,
        "duration_s": 5400,
        "short": "PT",
        "speaker": "Hội đồng",
        "speaker_title": "Chủ tọa",
        "organisation": "TAND",
        "point": "T31",
        "min_duration_s": 420,
        "start_ms": start + 600_000,
        "fixed": True,
        "priority": "protocol",
        "media": "a.mp4",
        "media_length_s": 90,
        "fallback": "clip",
        "candidates": ("TC00", "T31"),
        "consent": True,
        "return_by_ms": start + 3_600_000,
        "record": False,
        "checklist": ("hình", "tiếng"),
        "note": "ghi",
    }


def test_past_midnight(tmp_path: Path) -> None:
    text = TOML.replace("14:00", "23:00").replace("16:45", "01:00")
    folder = write_folder(
        tmp_path,
        conference_toml=text,
        agenda_csv="cue,title,kind,duration,start\n1,a,opening,10,\n2,b,closing,5,0h15\n",
    )
    conference = loaded(folder)
    assert conference.hard_end_ms == conference.start_ms + 2 * 3_600_000
    assert conference.items[1].start_ms == conference.start_ms + 75 * 60_000


def test_the_whole_of_the_settings(tmp_path: Path) -> None:
    text = (
        'short_title = "HN"\nlanguage = "en"\n'
        + TOML
        + "interval = 5\ntimeout = 1.5\nverify = false\n"
        + 'password = { env = "MCU_PASSWORD" }\n'
        + '[thresholds]\nloss_bad_pct = 8\n[hotline]\nphone = "024 0000 0900"\n[document]\nagency = "TAND"\n'
        + '[clock]\nspeed = 4\nanchor = "2024-06-16T07:00:00.250Z"\n'
    )
    conference = loaded(write_folder(tmp_path, conference_toml=text))
    source = conference.sources[0]
    assert (source.interval_s, source.timeout_s) == (5.0, 1.5)
    assert source.secrets == {"password": "MCU_PASSWORD"}
    assert source.settings == {"conference": "hoi-nghi", "verify": False}
    assert conference.thresholds == Thresholds(loss_bad_pct=8.0)
    assert (conference.short_title, conference.language, conference.hotline) == ("HN", "en", "024 0000 0900")
    assert conference.document.agency == "TAND"
    assert (conference.speed, conference.speed_anchor_ms) == (4.0, 1_718_521_200_250)


def test_loading_csv_imports_nothing_heavy(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    code = (
        "import sys, pathlib; from data.folder.conference import load;"
        f"assert load(pathlib.Path({str(folder)!r}))[1] == ();"
        "heavy = {'openpyxl', 'defusedxml', 'zipfile', 'subprocess', 'difflib', 'random'};"
        "heavy |= {'aiohttp', 'textual', 'sqlite_utils'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    assert done.stdout == "[]\n", done.stderr
