"""Galène: fractions and milliseconds, which way a track goes, and a group that is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kit.clock import ManualClock
from kit.contracts.galene import Galene

from adapters.errors import BadPayload
from adapters.galene import GaleneAdapter
from data.health.reading import Participant, Presence

WIRE = GaleneAdapter(Galene().source("http://127.0.0.1:9"), ManualClock().real_ns)


def read(*clients: dict[str, Any]) -> list[Participant]:
    return WIRE.parse(json.dumps([{"name": "hop", "clients": clients}]).encode())


def test_loss_is_a_fraction_and_up_is_what_the_platform_receives() -> None:
    up = [{"id": "u", "tracks": [{"bitrate": 38000, "loss": 0.025, "jitter": 4.5}]}]
    down = [{"id": "d", "tracks": [{"bitrate": 900000, "maxBitrate": 10**6, "loss": 0, "rtt": 31.5}]}]
    WIRE._attended = frozenset({"c1"})
    one, other = read({"id": "c1", "up": up, "down": down}, {"id": "c2", "up": up})
    told = [(s.direction, s.bitrate_bps, s.loss_pct, s.jitter_ms, s.rtt_ms) for s in one.streams]
    assert told == [("rx", 38_000, 2.5, 4.5, None), ("tx", 900_000, 0.0, None, 31.5)]
    assert (one.ref, one.presence, one.quality) == ("c1", Presence.MEDIA, 2)
    assert (other.presence, other.quality, other.streams) == (Presence.MEDIA, 2, ())


@pytest.mark.parametrize(
    ("client", "presence"),
    [
        ({"up": []}, Presence.SIGNALLING),
        ({"up": None}, Presence.SIGNALLING),
        ({}, Presence.LISTED),
        ({"up": "x"}, Presence.LISTED),
        ({"up": [{"tracks": [{"bitrate": 0}]}]}, Presence.SIGNALLING),
        ({"up": [{"tracks": [{"loss": 0}]}]}, Presence.LISTED),
        ({"down": [{"tracks": [{"bitrate": 9}]}]}, Presence.LISTED),
    ],
)
def test_only_bits_that_came_make_media(client: dict[str, Any], presence: Presence) -> None:
    [one] = read({"id": "c1", **client})
    assert one.presence is presence


def test_a_group_that_is_not_there_is_empty_and_one_without_a_name_is_no_answer() -> None:
    assert WIRE.parse(b"[]") == WIRE.parse(b'[{"name": "khac", "clients": null}]') == []
    assert WIRE.parse(b'[{"name": "hop", "clients": null}]') == []
    for body in (b"null", b'[{"clients": []}]', b'[{"name": "hop"}]', b'[{"name": "hop", "clients": [{}]}]'):
        with pytest.raises(BadPayload):
            WIRE.parse(body)
