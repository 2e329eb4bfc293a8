"""Where the fields of a row lie, as conference.toml says."""

from __future__ import annotations

from typing import Any

import pytest
from kit.clock import ManualClock

from adapters.base import Capability
from adapters.errors import BadPayload
from adapters.listed.over_http import GenericHttpAdapter
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Presence

URL = "http://127.0.0.1:9/list?x=1"


def adapter(url: str = URL, **settings: Any) -> GenericHttpAdapter:
    source = Source(name="s", kind="http", url=url, settings={"field_name": "n", **settings})
    return GenericHttpAdapter(source, ManualClock().real_ns)


def test_keys_dots_and_jmespath_find_the_same() -> None:
    payload = b'[{"n": "A", "id": 7, "a": {"b": {"c": "on"}}, "list": ["x", "y"]}]'
    for expression in ("a.b.c", "a.b.c || 'off'", "a | b.c"):
        [one] = adapter(field_ref="id", field_media=expression, field_alias="list[1]").parse(payload)
        assert (one.ref, one.name, one.presence, one.alias) == ("7", "A", Presence.MEDIA, "y")


def test_words_decide_and_an_unknown_word_says_nothing() -> None:
    wire = adapter(
        field_media="s", yes="live, Đang họp", no="gone", quality_1="good", quality_4="bad", field_quality="q"
    )
    payload = '[{"n":"A","s":"đang HỌP","q":"Bad"},{"n":"B","s":"gone","q":"odd"},{"n":"C","s":"hm","q":1}]'
    found = wire.parse(payload.encode())
    assert [one.presence for one in found] == [Presence.MEDIA, Presence.SIGNALLING, Presence.LISTED]
    assert [one.quality for one in found] == [4, None, 1]


@pytest.mark.parametrize(
    ("said", "hand_ms"),
    [
        ("1718524800", 1_718_524_800_000),
        ('"2024-06-16T08:00:00Z"', 1_718_524_800_000),
        ("0", None),
        ('""', None),
        ("null", None),
        ('"up"', None),
        ("true", None),
    ],
)
def test_a_hand_is_up_since_an_instant_or_it_is_not_up(said: str, hand_ms: int | None) -> None:
    wire = adapter(field_hand="h")
    [one] = wire.parse(f'[{{"n": "A", "h": {said}}}]'.encode())
    assert one.hand_ms == hand_ms
    assert Capability.HAND in wire.capabilities


def test_only_what_is_mapped_is_declared() -> None:
    assert adapter().capabilities == {Capability.ROSTER}
    found = adapter(field_media="m", field_video_loss="l", field_audio_received="r").capabilities
    assert found == {Capability.ROSTER, Capability.MEDIA, Capability.STREAMS, Capability.LOSS}


def test_a_row_that_did_not_change_is_the_same_participant() -> None:
    wire = adapter(field_media="m")
    first = wire.parse(b'[{"n": "A", "m": true}, {"n": "B", "m": true}]')
    again = wire.parse(b'[{"n": "A", "m": true}, {"n": "B", "m": false}]')
    assert again[0] is first[0]
    assert again[1].presence is Presence.SIGNALLING


def test_an_expression_that_does_not_fit_a_row_finds_nothing() -> None:
    [one] = adapter(field_media="contains(tags, 'live')").parse(b'[{"n": "A", "tags": null}]')
    assert one.presence is Presence.LISTED


@pytest.mark.parametrize("payload", [b'{"n": "A"', b'"x"', b"null", b"3", b'[{"m": 1}]', b"[1]"])
def test_a_list_of_nobody_is_not_an_empty_conference(payload: bytes) -> None:
    with pytest.raises(BadPayload):
        adapter().parse(payload)


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ({"field_name": ""}, "field_name"),
        ({"field_media": "a[?"}, "field_media"),
        ({"rows": "a["}, "rows"),
        ({"ok": "=="}, "ok"),
        ({"format": "yaml"}, "format"),
        ({"unit_loss": "dozen"}, "unit_loss"),
        ({"field_ref": 5}, "field_ref"),
        ({"per_minute": 3}, "per_minute"),
        ({"url": ""}, "url"),
        ({"url": "file:///x"}, "url"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], setting: str) -> None:
    with pytest.raises(ProblemError) as caught:
        adapter(settings.pop("url", URL), **settings)
    [problem] = caught.value.problems
    assert problem.params["setting"] == setting
    assert problem.code.startswith("source_setting_")
