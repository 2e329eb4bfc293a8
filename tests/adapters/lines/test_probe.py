"""The probe: what answers, what is dead, what proves nothing, and when it is our own network."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.clock import ManualClock
from kit.contracts.lines import proves
from kit.hostile import NAMES
from kit.platforms.loopback import SECRET

from adapters.errors import BadPayload, Refused, TimedOut, Unreachable
from adapters.lines import probe
from adapters.lines.checks import (
    PING_GAP_S,
    PINGS,
    Answer,
    Forbidden,
    SnmpAsker,
    connect,
    is_address,
    sip_options,
)
from adapters.lines.probe import ProbeAdapter, read_targets, wait_s
from adapters.lines.watch import FEWEST, LineWatch
from adapters.registry import make
from data.folder.model import Source
from data.folder.problem import ProblemError
from data.health.reading import Line
from data.units import NS_PER_S

HERE = "127.0.0.1"
UP = Answer(rtt_ms=4.0)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])


class Codec(asyncio.DatagramProtocol):
    """Answers every datagram with `said`; keeps what it was asked."""

    def __init__(self, said: bytes) -> None:
        self.asked: list[bytes] = []
        self._said = said

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.asked.append(data)
        self._transport.sendto(self._said, addr)


@asynccontextmanager
async def codec(said: bytes) -> AsyncIterator[tuple[Codec, int]]:
    loop = asyncio.get_running_loop()
    transport, there = await loop.create_datagram_endpoint(lambda: Codec(said), local_addr=(HERE, 0))
    try:
        yield there, transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@pytest.mark.parametrize("said", [b"SIP/2.0 200 OK\r\n\r\n", b"SIP/2.0 405 Method Not Allowed\r\n\r\n"])
async def test_any_status_of_sip_is_an_answer(said: bytes) -> None:
    async with codec(said) as (there, port):
        answer = await sip_options(HERE, 5, port)
    assert answer is not None and answer.serves and answer.rtt_ms is not None
    [asked] = there.asked
    head, _, body = asked.decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    assert lines[0] == f"OPTIONS sip:{HERE}:{port} SIP/2.0" and body == ""
    named = {line.partition(":")[0] for line in lines[1:]}
    assert {"Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards"} <= named, "RFC 3261 8.1.1"


@proves("garbled", kinds=("probe",))
async def test_noise_is_somebody_who_speaks_no_sip() -> None:
    async with codec(b"\xff\x00") as (_, port):
        answer = await sip_options(HERE, 5, port)
    assert answer is not None and not answer.serves


async def test_a_port_that_is_refused_was_refused_by_somebody() -> None:
    for refused in (await connect(HERE, 5, free_port()), await sip_options(HERE, 5, free_port())):
        assert refused is not None and not refused.serves


async def test_a_listening_port_serves() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), HERE, 0)
    answer = await connect(HERE, 5, server.sockets[0].getsockname()[1])
    server.close()
    assert answer is not None and answer.serves


async def test_silence_is_silence() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((HERE, 0))
        assert await sip_options(HERE, 0.05, deaf.getsockname()[1]) is None


def look(watch: LineWatch, *answers: Answer | None) -> list[Line]:
    return [
        watch.take("T1", "192.0.2.1", {"icmp": each}, n * 60 * NS_PER_S) for n, each in enumerate(answers)
    ]


def test_one_lost_round_kills_no_line_and_two_do() -> None:
    assert [line.state for line in look(LineWatch(), UP, None, None, UP, None)] == [
        *("up", "up", "down"),
        *("up", "up"),
    ]


@proves("missing", kinds=("probe",))
def test_what_never_answered_is_not_dead() -> None:
    assert {line.state for line in look(LineWatch(), None, None, None)} == {""}


@proves("refused", kinds=("probe",))
def test_a_refusal_keeps_the_line_up_and_names_no_service() -> None:
    watch = LineWatch()
    line = watch.take("T1", "192.0.2.1", {"sip": Answer(serves=False, rtt_ms=2.0), "icmp": None}, 0)
    assert (line.state, line.answering, line.rtt_ms) == ("up", (), 2.0)
    both = watch.take("T1", "192.0.2.1", {"sip": Answer(rtt_ms=9.0), "icmp": UP}, 0)
    assert (both.answering, both.rtt_ms) == (("sip", "icmp"), 4.0), "ICMP measures the way"


@proves("counters", kinds=("probe",))
def test_a_device_that_began_anew_is_told_for_two_minutes_from_one_whose_counter_went_round() -> None:
    def told(*uptimes: float) -> list[bool]:
        return [line.restarted for line in look(LineWatch(), *(Answer(uptime_s=each) for each in uptimes))]

    assert told(5000, 3, 63, 123, 183) == [False, True, True, False, False], "looked at once a minute"
    assert told(3, 63) == [False, False], "it was young when we came"
    assert told(10, 40) == [False, True], "more than before, and yet it began in between"
    assert told(2**32 / 100 - 5, 55) == [False, False]


def lines(*states: tuple[str, float | None]) -> list[Line]:
    return [Line(name=f"T{n}", address="", state=state, rtt_ms=rtt) for n, (state, rtt) in enumerate(states)]


@proves("restart", kinds=("probe",))
def test_all_lines_dead_at_once_are_our_own_network() -> None:
    watch = LineWatch()
    dead = [("down", None)] * FEWEST
    with pytest.raises(Unreachable) as caught:
        watch.check_own(lines(*dead, ("", None)))
    assert caught.value.code == "own_network"
    watch.check_own(lines(*dead, ("up", 3.0)))
    watch.check_own(lines(*dead[1:], ("", None)))
    watch.check_own(lines(*[("", None)] * 20))


def test_a_file_of_lines() -> None:
    payload = "﻿point;address;checks\nT1;192.0.2.1;\nT2;2001:db8::1;sip tcp:443\nT1;192.0.2.9;snmp:1161\n"
    found = read_targets(payload.encode(), (("icmp", 0, "icmp"),))
    assert [(each.name, each.address, [word for *_, word in each.checks]) for each in found] == [
        ("T1", "192.0.2.1", ["icmp"]),
        ("T2", "2001:db8::1", ["sip", "tcp:443"]),
        ("T1", "192.0.2.9", ["snmp:1161"]),
    ]
    assert found[1].checks[0][1] == 5060


@pytest.mark.parametrize(
    "row",
    [
        ",192.0.2.1,",
        "T1,room.example,",
        "T1,,",
        "T1,192.0.2.1,telnet",
        "T1,192.0.2.1,tcp",
        "T1,192.0.2.1,tcp:0x1",
    ],
)
def test_a_row_nobody_can_follow_is_named(row: str) -> None:
    with pytest.raises(BadPayload) as caught:
        read_targets(f"point,address,checks\n{row}\n".encode(), ())
    assert "row 2" in caught.value.detail


@proves("garbled", kinds=("probe",))
@given(st.binary(max_size=60) | st.text("poin,tadres\n;1.:T", max_size=60).map(str.encode))
def test_no_file_breaks_it(payload: bytes) -> None:
    with suppress(BadPayload):
        assert read_targets(payload, (("icmp", 0, "icmp"),))


@given(st.text(max_size=20))
def test_names_are_never_looked_up(text: str) -> None:
    assert not is_address(text) or not any(
        letter.isalpha() and letter not in "abcdefABCDEF" for letter in text
    )


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every package were there; who uses this asks through none of them."""
    monkeypatch.setattr(probe, "find_spec", lambda _: True)
    monkeypatch.setattr(ProbeAdapter, "_load", staticmethod(lambda: None))


def source(folder: Path, text: str, **settings: str | int) -> Source:
    path = folder / "lines.csv"
    path.write_text(text)
    return Source(name="p", kind="probe", timeout_s=2.0, settings={"path": str(path), **settings})


async def test_a_round_is_a_partial_snapshot_of_lines(tmp_path: Path) -> None:
    port = free_port()
    adapter = make(
        source(tmp_path, f"point,address\nT1,{HERE}\n", checks=f"tcp:{port}"), ManualClock().real_ns
    )
    found = await adapter.poll()
    await adapter.aclose()
    assert (found.participants, found.partial, found.requests) == ((), True, 1)
    [line] = found.lines
    assert (line.name, line.state, line.answering) == ("T1", "up", ())


@pytest.mark.usefixtures("installed")
async def test_icmp_that_is_not_allowed_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forbidden(address: str, wait_s: float) -> Answer | None:
        raise Forbidden

    monkeypatch.setattr(probe, "ping", forbidden)
    both = source(tmp_path, f"point,address\nT1,{HERE}\n", checks=f"icmp tcp:{free_port()}")
    adapter = ProbeAdapter(both, ManualClock().real_ns)
    assert (await adapter.poll()).lines[0].state == "up"
    await adapter.aclose()
    for settings in ({}, {"anchor": HERE, "checks": "sip"}):
        adapter = ProbeAdapter(
            source(tmp_path, f"point,address\nT1,{HERE}\n", **settings), ManualClock().real_ns
        )
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
        assert caught.value.code == "icmp_forbidden"
        await adapter.aclose()


@pytest.mark.usefixtures("installed")
async def test_an_anchor_that_is_silent_blames_our_own_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(address: str, wait_s: float) -> Answer | None:
        return None

    monkeypatch.setattr(probe, "ping", silent)
    adapter = ProbeAdapter(
        source(tmp_path, "point,address\nT1,192.0.2.1\n", anchor="192.0.2.254"), ManualClock().real_ns
    )
    with pytest.raises(Unreachable) as caught:
        await adapter.poll()
    assert caught.value.code == "own_network"
    await adapter.aclose()


@proves("slow", kinds=("probe",))
@pytest.mark.usefixtures("installed")
async def test_a_round_that_takes_too_long_is_no_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(address: str, wait_s: float) -> Answer | None:
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(probe, "ping", slow)
    adapter = ProbeAdapter(source(tmp_path, "point,address\nT1,192.0.2.1\n"), ManualClock().real_ns)
    adapter._source = Source(name="p", kind="probe", timeout_s=0.05)
    with pytest.raises(TimedOut):
        await adapter.poll()
    await adapter.aclose()


@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        ({}, "path"),
        ({"path": "lines.csv"}, "path"),
        ({"checks": "telnet"}, "checks"),
        ({"anchor": "gw"}, "anchor"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, str | int], setting: str, tmp_path: Path) -> None:
    whole = {"path": str(tmp_path / "x.csv"), **settings} if setting != "path" else settings
    with pytest.raises(ProblemError) as caught:
        ProbeAdapter(Source(name="p", kind="probe", settings=whole), ManualClock().real_ns)
    assert caught.value.problems[0].params["setting"] == setting


def test_a_package_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "find_spec", lambda name: None)
    with pytest.raises(ProblemError) as caught:
        ProbeAdapter(source(tmp_path, "", checks="snmp"), ManualClock().real_ns)
    assert caught.value.problems[0].params["package"] == "pysnmp"
    ProbeAdapter(source(tmp_path, "", checks="sip"), ManualClock().real_ns)


async def test_a_row_that_asks_by_a_package_that_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "find_spec", lambda name: None)
    asks = source(tmp_path, "point,address,checks\nT1,127.0.0.1,snmp\n", checks="sip")
    adapter = ProbeAdapter(asks, ManualClock().real_ns)
    with pytest.raises(BadPayload) as caught:
        await adapter.poll()
    assert "pysnmp" in caught.value.detail


async def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    adapter = ProbeAdapter(source(tmp_path, "", checks="sip"), ManualClock().real_ns)
    (tmp_path / "lines.csv").unlink()
    with pytest.raises(Unreachable) as caught:
        await adapter.poll()
    assert caught.value.code == "file_missing"


@pytest.mark.parametrize("interval_s", [2, 3, 5, 10, 30])
def test_what_a_round_with_a_dead_line_says_is_not_old_before_the_next_one_is_over(interval_s: float) -> None:
    takes_s = PINGS * wait_s(interval_s) + (PINGS - 1) * PING_GAP_S
    assert 2 * takes_s + interval_s <= 2 * interval_s, "stale after two polls"
    assert wait_s(5) == pytest.approx(0.9)


@proves("twice", "names", kinds=("probe",))
def test_a_row_that_comes_twice_is_one_line_and_names_come_out_clean() -> None:
    names = [
        name for name in NAMES if not {*'\n\r",'} & {*name} and "\ud800" not in name and "\x00" not in name
    ]
    rows = "".join(f"{name},192.0.2.1\n" * 2 for name in names)
    found = read_targets(f"point,address\n{rows}".encode(), (("icmp", 0, "icmp"),))
    assert len(found) == len(names)
    assert all(target.name.isprintable() for target in found)


@proves("secrets", kinds=("probe",))
@pytest.mark.usefixtures("installed")
async def test_the_community_is_told_to_the_device_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []

    async def ask(self: object, address: str, wait_s: float, community: str, port: int) -> Answer | None:
        told.append(community)
        return None

    monkeypatch.setattr(SnmpAsker, "up_time", ask)
    monkeypatch.setenv("TEST_COMMUNITY", SECRET)
    asked = source(tmp_path, f"point,address\nT1,{HERE}\n", checks="snmp")
    adapter = ProbeAdapter(
        msgspec.structs.replace(asked, secrets={"community": "TEST_COMMUNITY"}), ManualClock().real_ns
    )
    found = await adapter.poll()
    assert told == [SECRET]
    assert SECRET not in repr(found) + repr(vars(adapter)) + caplog.text
    monkeypatch.delenv("TEST_COMMUNITY")
    with pytest.raises(Refused) as caught:
        await adapter.poll()
    assert (caught.value.code, caught.value.detail) == ("secret_unset", "TEST_COMMUNITY")
    await adapter.aclose()
