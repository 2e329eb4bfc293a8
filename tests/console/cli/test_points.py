"""`diemcau points`: the contract, and a word on a room by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kit.cli import sample_folder

from console.cli import main
from data.clock import make_clock
from data.health.reading import Health, Presence, Reading, SourceStatus
from data.record.live_db import LiveDb

Captured = pytest.CaptureFixture[str]
KEYS = [
    *("code", "name", "level", "parent", "health", "since", "role", "participants", "loss_pct"),
    *("residual_pct", "jitter_ms", "rtt_ms", "bitrate_bps", "age_s", "source"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_folder(tmp_path / "hn")


def told(folder: Path, capsys: Captured, *argv: str) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert main(["points", str(folder), *argv, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert all(list(each)[: len(KEYS)] == KEYS for each in found)
    return {each["code"]: each for each in found}


def test_what_nobody_measured_is_null(folder: Path, capsys: Captured) -> None:
    found = told(folder, capsys)["T31"]
    assert found["health"] == "unknown" and found["participants"] == []
    assert [found[key] for key in KEYS[-7:]] == [None] * 7
    assert found["since"] is None


def test_figures_and_everyone_who_is_bound(folder: Path, capsys: Captured) -> None:
    clock = make_clock()
    at_ns = clock.real_ns()
    live = LiveDb(folder / "live.db")
    reading = Reading(
        point="T31",
        source="s1",
        observed_ns=at_ns,
        health=Health.OK,
        presence=Presence.MEDIA,
        ref="a",
        name="T31",
        legs=2,
        audio_loss_pct=0.5,
        video_loss_pct=2.25,
        residual_pct=0.0,
        rtt_ms=41.0,
        others=(("b", "T31 (DP)"),),
    )
    status = SourceStatus(name="s1", boot=clock.now().boot, state="ok", answered_ns=at_ns)
    live.put_readings([reading])
    live.put_sources([status])
    live.close()
    found = told(folder, capsys, "t31")
    assert list(found) == ["T31"]
    one = found["T31"]
    assert one["participants"] == [{"ref": "a", "name": "T31"}, {"ref": "b", "name": "T31 (DP)"}]
    assert (one["loss_pct"], one["residual_pct"], one["rtt_ms"], one["jitter_ms"]) == (2.25, 0.0, 41.0, None)
    assert one["source"] == "s1" and one["age_s"] >= 0


def test_a_word_by_hand_and_back(folder: Path, capsys: Captured) -> None:
    asked = ["points", str(folder), "t79", "--as", "kt2"]
    assert main([*asked, "down", "--for", "20", "--reason", "mất điện"]) == 0
    assert "ghi tay: mất kết nối (kt2)" in capsys.readouterr().out
    found = told(folder, capsys)
    assert (found["T79"]["health"], found["T79"]["said"]) == ("down", "down")
    assert main([*asked, "down"]) == 1, "no reason"
    assert main([*asked, "unsay"]) == 0
    assert told(folder, capsys, "T79")["T79"]["health"] == "unknown"
    assert main(["points", str(folder), "ZZ", "ok", "--reason", "x"]) == 1
