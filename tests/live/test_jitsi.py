"""The Jitsi adapter in a room of a real Prosody, with clients that say what Jitsi's clients say."""

from __future__ import annotations

from typing import Any

import pytest
from kit.platforms.own_network import missing, told_by

STORY = "live.jitsi_story"
WHY = missing({"prosody": "prosody"}, "slixmpp")
pytestmark = pytest.mark.skipif(bool(WHY), reason=WHY)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    found = told_by(STORY, timeout_s=150)
    print(found)
    return found


def test_who_is_in_the_room_is_listed_and_nothing_is_claimed_of_media(told: dict[str, Any]) -> None:
    assert told["presence"] == dict.fromkeys(("T1", "T2", "T3", "T4"), "listed")
    assert set(told["health"].values()) == {"unknown"}


def test_a_microphone_a_hand_and_a_leave_are_told_by_a_push(told: dict[str, Any]) -> None:
    """The story waits for each; the polls of a second alone would tell them as well."""
    assert max(told["unmuted_s"], told["hand_s"], told["left_s"]) < 10
    assert told["others_muted"] is True


def test_a_room_whose_line_is_cut_is_down_while_the_server_still_lists_it(told: dict[str, Any]) -> None:
    assert told["still_listed"] is True
    assert set(told["others_well"].values()) == {"unknown"}


def test_no_room_is_told_of_the_console(told: dict[str, Any]) -> None:
    assert told["seen_by_rooms"] == [f"aaaa000{n}" for n in range(1, 5)]


def test_a_wrong_password_and_a_dead_server_are_told_apart(told: dict[str, Any]) -> None:
    assert (told["wrong_password"], told["server_gone"]) == ("refused", "unreachable")


def test_what_is_asked_of_the_room_needs_a_moderator_and_is_seen_afterwards(told: dict[str, Any]) -> None:
    """Prosody itself decides about the drop; the mute is jicofo's part, played by a stand-in."""
    assert told["drop_by_anybody"] == "rejected"
    assert told["mute_without_focus"] == "rejected"
    assert (told["mute"], told["drop"]) == ("done", "done")
    assert told["muted_s"] < 10 and told["dropped_s"] < 10
    assert told["drop_again"] == "rejected", "who is gone is not asked about"
    assert "focus" not in told["focus_is_no_room"]
