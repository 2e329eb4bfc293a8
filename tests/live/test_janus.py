"""The Janus adapter against a real server with real media, in a network of its own.

What is asserted of time is wide; `pytest -rP` prints the figures.
"""

from __future__ import annotations

from typing import Any

import pytest
from kit.platforms.own_network import missing, told_by

from data.folder.model import Thresholds

STORY = "live.janus_story"
HOLD_OFF_S = Thresholds().hold_off_on_air_s
QUIET_S = 6.0
"""Twice what it takes on a machine with nothing else to do."""
PLATFORM_NOTICES_S = 46.8
"""How long Janus itself went on listing a killed room as publishing."""
WHY = missing({"janus": "janus"}, "aiortc")
pytestmark = pytest.mark.skipif(bool(WHY), reason=WHY)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found = told_by(STORY, timeout_s=200)
    print(found)
    return found


def test_loss_is_what_was_injected_for_sound_and_picture_apart(told: dict[str, Any]) -> None:
    for name, kinds in told["loss"].items():
        assert set(kinds) == {"audio", "video"}, name
        for kind, said in kinds.items():
            assert abs(said["link"] - said["injected"]) <= 1.5, (name, kind, said)
    sound, picture = told["loss"]["T4"]["audio"], told["loss"]["T4"]["video"]
    assert sound["injected"] > 5, "or nothing was shown"
    assert abs(sound["residual"] - sound["injected"]) <= 1.5, "nothing repairs sound"
    assert picture["residual"] <= 1.5, "the same line: the picture is repaired"
    assert told["loss"]["T1"]["audio"]["link"] == 0
    assert told["reason"]["T1"] != "loss"
    assert told["reason"]["T4"] == "loss"


def test_the_way_to_a_room_is_joined_from_its_other_handle(told: dict[str, Any]) -> None:
    assert 60 <= told["rtt_ms"] <= 400, "80 ms were injected"


def test_a_mute_is_confirmed_by_a_push_and_unknown_without(told: dict[str, Any]) -> None:
    mute = told["mute"]
    assert mute["before"] is False
    assert mute["hearing"] == "ActionConfirmed"
    assert mute["deaf"] == "ActionUnverified", "no poll can see a mute, so nothing may claim it"
    assert mute["health_while_muted"] in ("ok", "degraded"), "its packets flow on"


def test_a_room_is_dropped_and_a_wrong_secret_is_refused(told: dict[str, Any]) -> None:
    assert told["mute"]["wrong_secret"] == "refused"
    assert (told["mute"]["drop"], told["mute"]["gone"]) == ("ActionConfirmed", True)


def test_a_killed_room_is_down_while_the_server_still_lists_it(told: dict[str, Any]) -> None:
    kill = told["kill"]
    assert kill["checking_s"] < QUIET_S, "a ghost is one that sent nothing for 3 s"
    held_s = kill["down_s"] - kill["checking_s"]
    assert HOLD_OFF_S - 1 <= held_s < HOLD_OFF_S + 2, "at its end, not at some later poll"
    assert kill["down_s"] < PLATFORM_NOTICES_S / 2
    assert kill["incidents"] == [["point", "TC00"]]
    assert kill["still_listed"] is True
    assert told["legs_beside_a_ghost"] == 1, "it came again under another id, beside its ghost"


def test_a_server_that_starts_anew_is_one_incident_and_no_room_falls(told: dict[str, Any]) -> None:
    restart = told["restart"]
    assert (restart["sources_lost"], restart["source_incidents"], restart["recovered"]) == (1, 1, 1)
    assert (restart["down"], restart["left"]) == (0, 0)
