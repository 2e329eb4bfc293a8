"""The probe against real lines, Debian's snmpd and listeners of SIP and H.323, in a network of its own."""

from __future__ import annotations

from typing import Any

import pytest
from kit.platforms.own_network import missing, told_by

STORY = "live.probe_story"
WHY = missing({"snmpd": "snmpd"}, "icmplib", "pysnmp")
pytestmark = pytest.mark.skipif(bool(WHY), reason=WHY)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return told_by(STORY, timeout_s=150)


def test_every_way_of_asking_finds_a_line_that_is_up(told: dict[str, Any]) -> None:
    assert set(told["well"].values()) == {"ok"}
    assert all(rtt is not None and rtt > 0 for rtt in told["rtt_ms"].values())


def test_a_dead_line_is_told_from_a_room_that_left(told: dict[str, Any]) -> None:
    """The story waits for the reasons `line` and `left`, and that a device which began anew is called so."""
    assert told["down"] == {"T1": "down", "T2": "down", **dict.fromkeys(("T3", "T4", "T5", "T6"), "ok")}


def test_our_own_network_is_one_incident_and_fells_nobody(told: dict[str, Any]) -> None:
    assert told["own_network"] == "own_network"
    assert set(told["well_without_probe"].values()) == {"ok"}
    assert told["probe_incidents"] == 1
