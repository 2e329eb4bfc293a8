"""Clips of real codecs: whole, cut off, of another length, silent, and no clips at all."""

from __future__ import annotations

import json
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.conference import conference, item

from console import clip_check
from console.cli import main
from console.clip_check import clip_problems
from data.folder.model import ItemKind

av = pytest.importorskip("av")


def film(path: Path, seconds: int, *, sound: bool = True) -> None:
    with av.open(str(path), "w") as file:
        picture = file.add_stream("mpeg4", rate=10)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.gop_size = 10
        voice = file.add_stream("mp2", rate=16000, layout="mono") if sound else None
        for n in range(seconds * 10):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts = n
            file.mux(picture.encode(frame))
        file.mux(picture.encode(None))
        for n in range(seconds * 16000 // 1152 if voice is not None else 0):
            tone = av.AudioFrame("s16", "mono", 1152)
            tone.sample_rate, tone.pts, tone.time_base = 16000, n * 1152, Fraction(1, 16000)
            for plane in tone.planes:
                plane.update(bytes(plane.buffer_size))
            file.mux(voice.encode(tone))


def found(folder: Path, name: str, planned_s: int | None = None) -> list[tuple[str, bool]]:
    day = conference([item("1", kind=ItemKind.VIDEO, media=name, media_length_s=planned_s)])
    return [(problem.code, problem.warning) for problem in clip_problems(day, folder)]


def test_a_whole_clip_of_the_planned_length_is_well(tmp_path: Path) -> None:
    film(tmp_path / "a.mkv", 20)
    assert found(tmp_path, "a.mkv", 20) == []
    assert found(tmp_path, "a.mkv", 22) == []
    assert found(tmp_path, "a.mkv", 24) == [("clip_length", True)]
    assert found(tmp_path, "a.mkv") == []


def test_a_clip_that_was_cut_off_is_broken(tmp_path: Path) -> None:
    film(tmp_path / "a.mkv", 20)
    whole = (tmp_path / "a.mkv").read_bytes()
    (tmp_path / "a.mkv").write_bytes(whole[: len(whole) * 6 // 10])
    assert found(tmp_path, "a.mkv", 20) == [("clip_broken", False)]
    (tmp_path / "a.mkv").write_bytes(whole[:200])
    assert found(tmp_path, "a.mkv", 20)[0][0] in ("clip_unreadable", "clip_broken")


def test_a_film_without_sound_is_said(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", 6, sound=False)
    assert found(tmp_path, "a.mp4", 6) == [("clip_silent", True)]


@pytest.mark.parametrize("payload", [b"", b"\x00" * 5000, b"MZ" + b"x" * 999])
def test_what_is_no_clip_does_not_open(tmp_path: Path, payload: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(payload)
    assert found(tmp_path, "a.mp4") == [("clip_unreadable", False)]


def test_a_file_is_found_however_its_accents_were_written(tmp_path: Path) -> None:
    film(tmp_path / unicodedata.normalize("NFD", "Phóng sự.MKV"), 6)
    assert found(tmp_path, "phóng sự.mkv") == []
    assert found(tmp_path, "khác.mkv") == [("clip_missing", False)]
    assert found(tmp_path / "nowhere", "phóng sự.mkv") == [("clip_missing", False)]
    (tmp_path / "d.mp4").mkdir()
    assert found(tmp_path, "d.mp4") == [("clip_missing", False)]


def test_what_the_plan_calls_a_clip_without_naming_a_file_is_left_to_people(tmp_path: Path) -> None:
    assert found(tmp_path, "clip phiên tòa ghi sẵn") == []


def test_the_command_tries_clips_where_it_is_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sample_folder(tmp_path / "hn")
    assert main(["check", str(folder)]) == 0
    capsys.readouterr()
    assert main(["check", str(folder), "--clips", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    missing = [each["file"] for each in told["problems"] if each["code"] == "clip_missing"]
    assert "2.1-khung-chuyen-doi-so.mp4" in missing


def test_without_its_package_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_check, "find_spec", lambda _: None)
    assert found(tmp_path, "a.mkv") == [("clip_package_missing", False)]
