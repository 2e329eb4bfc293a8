"""Poly DMA: which conference it is, and who is in it."""

from __future__ import annotations

import pytest
from kit.contracts.conformance import Leg, adapted, counted
from kit.contracts.poly import PolyDma
from kit.contracts.subject import xml
from kit.platforms.loopback import platform

from adapters.errors import BadPayload
from adapters.poly.dma_payload import conference_id, participants
from data.health.reading import Presence

TWO = [Leg(ref="a", name="T1"), Leg(ref="b", name="T2", muted=True)]


def line(**fields: str) -> str:
    return xml({"plcm-participant": {name.replace("_", "-"): text for name, text in fields.items()}})


def read(*lines: str) -> list[tuple[str, str, Presence]]:
    body = f"<plcm-participant-list>{''.join(lines)}</plcm-participant-list>"
    return [(one.ref, one.name, one.presence) for one in participants(body.encode())]


def test_who_has_gone_is_not_listed_and_an_unknown_word_says_nothing() -> None:
    states = ["CONNECTED", "Connecting", "Declined", "Disconnected", "Disconnecting", "Error", "Unknown"]
    lines = [line(participant_identifier=one, display_name="x", connection_status=one) for one in states]
    assert read(*lines) == [
        ("CONNECTED", "x", Presence.LISTED),
        ("Connecting", "x", Presence.DIALING),
        ("Unknown", "x", Presence.LISTED),
    ]


def test_who_has_no_name_is_called_by_endpoint_and_number() -> None:
    found = read(
        line(participant_identifier="1", endpoint_name="BG-03", dial_string="sip:1@x"),
        line(participant_identifier="2", dial_string="sip:2@x"),
    )
    assert [name for _, name, _ in found] == ["BG-03", "sip:2@x"]


def test_rows_of_nobody_are_no_list_and_one_broken_row_costs_itself() -> None:
    with pytest.raises(BadPayload):
        read(line(display_name="x"))
    assert read(line(display_name="x"), line(participant_identifier="1", display_name="y")) == [
        ("1", "y", Presence.LISTED)
    ]


@pytest.mark.parametrize(
    ("wanted", "known"), [("6969", "c-1"), ("Hop", "c-1"), ("c-1", "c-1"), ("69", ""), ("", "")]
)
def test_a_conference_is_known_by_its_room_its_name_or_its_id(wanted: str, known: str) -> None:
    body = b"""<plcm-conference-list><plcm-conference><conference-identifier>c-1</conference-identifier>
    <conference-name>Hop</conference-name><conference-room-identifier>6969</conference-room-identifier>
    </plcm-conference></plcm-conference-list>"""
    assert conference_id(body, wanted) == known


async def test_a_conference_is_looked_up_once_and_again_when_it_has_begun_anew() -> None:
    server = PolyDma()
    answer, asked = counted(server.serve(lambda: TWO))
    async with platform(answer) as url, adapted(server, url) as adapter:
        for running in ("conf-1", "conf-1", "conf-2", ""):
            server.running = running
            found = await adapter.poll()
            assert len(found.participants) == (2 if running else 0)
    assert [one.mute_server for one in found.participants] == []
    assert [path.removeprefix("/api/rest/conferences") for path in asked] == [
        *("", "/conf-1/participants", "/conf-1/participants"),
        *("/conf-1/participants", "", "/conf-2/participants"),
        *("/conf-2/participants", ""),
    ]


async def test_a_mute_of_the_conference_is_seen() -> None:
    async with platform(PolyDma().serve(lambda: TWO)) as url, adapted(PolyDma(), url) as adapter:
        found = await adapter.poll()
    assert [one.mute_server for one in found.participants] == [None, True]
