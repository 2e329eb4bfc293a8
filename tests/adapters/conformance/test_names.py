"""To every adapter that speaks HTTP: names in any form, and names made to harm."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from kit.contracts.asked import by_name, every, fixed, listing, snapshot
from kit.contracts.codecs import DEVICES
from kit.contracts.conformance import (
    AdapterUnderTest,
    Leg,
    adapted,
    altered,
    faults_of,
)
from kit.contracts.lines import proves
from kit.hostile import NAMES
from kit.platforms.loopback import platform

from adapters.errors import BadPayload
from data.folder.model import BridgePoint, Thresholds
from data.health.observation import Observation
from data.state import ConferenceState


@every
@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_name_reads_the_same_in_both_forms(subject: AdapterUnderTest, form: Any) -> None:
    name = "TAND huyện Đông Sơn – Thừa Thiên Huế"
    found = await snapshot(subject, fixed(Leg(ref="a", name=unicodedata.normalize(form, name))))
    assert [one.name for one in found.participants] == [name]


@listing
async def test_a_room_that_is_there_in_both_forms_is_one_room_with_two_calls(
    subject: AdapterUnderTest,
) -> None:
    point = BridgePoint(code="P1", name="TAND huyện Đông Sơn", level="district")
    forms = [unicodedata.normalize(form, f"P1 - {point.name}") for form in ("NFC", "NFD")]
    found = await snapshot(
        subject, fixed(*(Leg(ref=f"r{place}", name=name) for place, name in enumerate(forms)))
    )
    watch = Observation(found.source, [point], Thresholds(), ConferenceState())
    watch.take(found, expected=True, attended=())
    calls = 1 if subject.kind == "galene" else 2  # whose clients have no name but their id
    assert (watch.readings["P1"].legs, "duplicate" in watch.readings["P1"].remarks) == (calls, calls == 2)
    assert watch.unmatched == ()


@proves("names")
@listing
async def test_hostile_names_come_out_clean_and_cost_nobody(subject: AdapterUnderTest) -> None:
    legs = [Leg(ref=f"r{number}", name=name) for number, name in enumerate(NAMES) if "\ud800" not in name]
    found = await snapshot(subject, fixed(*legs, Leg(ref="last", name="LAST")))
    assert len(found.participants) == len(legs) + 1
    assert "LAST" in by_name(found)
    assert [fault for one in found.participants for fault in faults_of(one)] == []


@proves("names", "charset")
@pytest.mark.parametrize("subject", DEVICES.values(), ids=DEVICES.keys())
async def test_a_device_may_call_itself_anything(subject: AdapterUnderTest) -> None:
    for name in (one for one in NAMES if "\ud800" not in one):
        [found] = (await snapshot(subject, fixed(Leg(ref="a", name=name)))).participants
        assert faults_of(found) == []
    other = altered(
        subject.serve(fixed(Leg(ref="a", name="Toa @@ A"))),
        lambda body: body.replace(b"@@", "án".encode("cp1258")),
    )
    async with platform(other) as url, adapted(subject, url) as adapter:
        try:
            [found] = (await adapter.poll()).participants
        except BadPayload:
            return
    assert faults_of(found) == []
