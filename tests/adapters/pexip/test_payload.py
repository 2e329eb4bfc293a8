"""The parser alone: units, missing values, broken rows, merged legs, and anything at all."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.hostile import NAMES
from kit.platforms.loopback import roster, row

from adapters.errors import BadPayload
from adapters.pexip.adapter import parse_roster, parse_streams
from adapters.pexip.payload import MediaRow, Row
from data.health.reading import Presence

STREAM = {
    "id": "0",
    "type": "audio",
    "start_time": "2024-06-16T07:00:00.000000",
    "end_time": "",
    "rx_bitrate": 48,
    "rx_codec": "opus",
    "rx_jitter": 7.5,
    "rx_packet_loss": 9.9,
    "rx_windowed_packet_loss": 1.25,
    "rx_packets_received": 1120,
    "rx_packets_lost": 58,
    "rx_resolution": "",
    "tx_bitrate": 1600,
    "tx_windowed_packet_loss": 0.0,
    "tx_packets_sent": 1000,
    "tx_packets_lost": 10,
    "tx_resolution": "1280x720",
}


def test_a_full_row_is_read_in_our_units() -> None:
    [one] = parse_roster(
        roster(
            [
                row(
                    7,
                    connect_time="2015-11-25T16:13:19.853978",
                    call_quality="3_bad",
                    bandwidth=1600,
                    is_muted=True,
                    is_client_muted=False,
                    source_alias="t07@x.example",
                    remote_address="10.1.2.3",
                    role="guest",
                )
            ]
        )
    )
    assert (one.ref, one.name, one.alias, one.address) == ("leg-7", "T07", "t07@x.example", "10.1.2.3")
    assert one.connected_at_ms == 1_448_467_999_853
    assert (one.quality, one.bandwidth_bps) == (3, 1_600_000)
    assert (one.mute_server, one.mute_local, one.presence) == (True, False, Presence.MEDIA)


def test_what_is_missing_is_none_and_not_zero() -> None:
    [one] = parse_roster(roster([{"id": "a"}]))
    said = (one.quality, one.bandwidth_bps, one.mute_local, one.mute_server, one.on_hold, one.connected_at_ms)
    assert said == (None,) * 6
    assert one.presence is Presence.LISTED
    assert one.streams == ()


@pytest.mark.parametrize(
    ("fields", "presence"),
    [
        ({"has_media": False, "is_on_hold": True}, Presence.SIGNALLING),
        ({"has_media": True, "is_on_hold": True}, Presence.HOLD),
        ({"has_media": None}, Presence.LISTED),
        ({"has_media": None, "call_quality": "0_unknown"}, Presence.LISTED),
        ({"has_media": None, "call_quality": "2_ok"}, Presence.MEDIA),
        ({"has_media": "yes", "rx_bandwidth": 512}, Presence.MEDIA),
    ],
)
def test_presence_needs_a_word_or_figures(fields: dict[str, Any], presence: Presence) -> None:
    assert parse_roster(roster([row(1, **fields)]))[0].presence is presence


def test_an_odd_field_costs_itself_and_a_broken_row_costs_itself() -> None:
    rows = [
        row(1, bandwidth="lots", call_quality=5),
        "nonsense",
        {"id": None},
        {"id": ""},
        row(2, bandwidth=10),
    ]
    first, second = parse_roster(roster(rows))
    assert (first.ref, first.bandwidth_bps, first.quality, first.presence) == (
        "leg-1",
        None,
        None,
        Presence.MEDIA,
    )
    assert (second.ref, second.bandwidth_bps) == ("leg-2", 10_000)


def test_one_name_that_is_no_unicode_does_not_lose_the_others() -> None:
    payload = roster([row(1, display_name="x\ud800y"), row(2)])
    assert [one.name for one in parse_roster(payload)] == ["x\ufffdy", "T02"]
    assert [one.ref for one in parse_roster(payload.replace(b"T02", b"T\xff2"))] == ["leg-1", "leg-2"]


@pytest.mark.parametrize("name", NAMES)
def test_names_come_out_clean(name: str) -> None:
    [one] = parse_roster(roster([row(1, display_name=name, source_alias=name, role=name)]))
    for text in (one.name, one.alias, one.role):
        assert text.isprintable()
        assert len(text) <= 200 * 3


def test_the_api_half_of_a_user_is_not_a_second_site() -> None:
    rows = [
        row(1, has_media=False, conversation_id="u1"),
        row(2, has_media=True, conversation_id="u1", display_name=""),
        row(3, has_media=False),
        row(4, has_media=True, parent_id="leg-3"),
        row(5, has_media=False, conversation_id="u5"),
    ]
    found = parse_roster(roster(rows))
    assert [one.ref for one in found] == ["leg-2", "leg-4", "leg-5"]
    assert found[0].name == "T01"
    assert found[2].presence is Presence.SIGNALLING


def test_two_media_legs_are_never_merged() -> None:
    rows = [row(1, conversation_id="same"), row(2, conversation_id="same")]
    assert len(parse_roster(roster(rows))) == 2


def test_a_row_read_twice_counts_once() -> None:
    assert len(parse_roster(roster([row(1), row(2), row(1)]))) == 2


def test_streams_both_ways() -> None:
    ended = {**STREAM, "type": "video", "end_time": "2024-06-16T07:10:00"}
    rx, tx = parse_streams(roster([STREAM, ended]))
    assert (rx.kind, rx.direction, rx.bitrate_bps, rx.loss_pct) == ("audio", "rx", 48_000, 1.25)
    assert (rx.packets_received, rx.packets_lost, rx.jitter_ms, rx.width) == (1120, 58, 7.5, None)
    assert (tx.direction, tx.bitrate_bps, tx.packets_received, tx.packets_lost) == ("tx", 1_600_000, 990, 10)
    assert (tx.width, tx.height, tx.jitter_ms, tx.rtt_ms) == (1280, 720, None, None)


def test_whole_call_loss_never_stands_in_for_recent_loss() -> None:
    rx, _ = parse_streams(roster([{"type": "video", "rx_packet_loss": 0.0}]))
    assert rx.loss_pct is None


@pytest.mark.parametrize("value", [-1, 101, "0.3%", None, True, [], 1e300])
def test_impossible_loss_is_no_loss_figure(value: object) -> None:
    rx, _ = parse_streams(roster([{**STREAM, "rx_windowed_packet_loss": value}]))
    assert rx.loss_pct is None


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"<html>",
        b'{"meta":{},"objects":[]}',
        b'{"meta":{"total_count":1},"objects":{}}',
        b'{"meta":{"total_count":"1"},"objects":[]}',
        b"[" * 100_000,
        roster([row(1)])[:-9],
        b"\xff\xfe",
    ],
)
def test_a_wrong_shape_is_a_bad_payload(payload: bytes) -> None:
    for parse in (parse_roster, parse_streams):
        with pytest.raises(BadPayload):
            parse(payload)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
_fields = st.sampled_from(
    [*row(1), *STREAM, "call_quality", "bandwidth", "parent_id", "conversation_id", "is_muted"]
)
_rows = st.lists(st.dictionaries(_fields, _json, max_size=8) | _json, max_size=6)
_envelopes = st.builds(
    lambda meta, rows: {"meta": meta, "objects": rows},
    st.fixed_dictionaries({"total_count": st.integers(-5, 5000)}) | _json,
    _rows | _json,
)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | (_envelopes | _json).map(lambda value: json.dumps(value).encode()))
def test_nothing_but_a_bad_payload_comes_out_of_malformed_input(payload: bytes) -> None:
    for parse in (parse_roster, parse_streams):
        try:
            parse(payload)
        except BadPayload as error:
            assert error.__context__ is None


ODD = (
    None,
    True,
    0,
    -1,
    1.5,
    1e300,
    -1e300,
    10**30,
    "",
    "x",
    "1_good",
    "\ud800",
    [],
    [1],
    {},
    {"a": 1},
    "9" * 5000,
)


@pytest.mark.parametrize(
    "field", sorted({*row(1), *STREAM, *Row.__struct_fields__, *MediaRow.__struct_fields__})
)
def test_every_odd_value_in_every_place_costs_at_most_its_row(field: str) -> None:
    for odd in ODD:
        people = parse_roster(roster([row(1), row(2, **{field: odd}), row(3)]))
        assert {"leg-1", "leg-3"} <= {one.ref for one in people}
        streams = parse_streams(roster([STREAM, {**STREAM, field: odd}, STREAM]))
        assert len(streams) >= 4
        for envelope in (
            {field: odd},
            {"meta": odd, "objects": []},
            {"meta": {"total_count": odd}, "objects": odd},
        ):
            with suppress(BadPayload):
                assert parse_roster(json.dumps(envelope).encode()) == []


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_fields, _json, max_size=8))
def test_health_is_never_made_from_what_was_not_said(fields: dict[str, Any]) -> None:
    """Each value that could look well must stand in the row under its own name and type."""
    for one in parse_roster(roster([{**fields, "id": "a"}])):
        if one.presence is Presence.MEDIA:
            figures = fields.get("call_quality") in ("1_good", "2_ok", "3_bad", "4_terrible")
            assert fields.get("has_media") is True or figures
        for value, said in ((one.mute_server, "is_muted"), (one.bandwidth_bps, "bandwidth")):
            assert value is None or said in fields
        assert one.quality is None or isinstance(fields["call_quality"], str)
    for rx in parse_streams(roster([{**fields, "type": "audio"}])):
        assert rx.loss_pct is None or f"{rx.direction}_windowed_packet_loss" in fields
        assert rx.packets_lost is None or f"{rx.direction}_packets_lost" in fields
        assert rx.bitrate_bps is None or f"{rx.direction}_bitrate" in fields
