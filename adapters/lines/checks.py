"""Ways to ask whether anybody is at an address: ICMP, TCP, SIP OPTIONS, SNMP. One question each, bounded.

Each waits `wait_s` for an answer and gives what was learnt, or None for silence; none raises for what the
other side does. A port that is refused was refused by somebody: the line is up, the service is not.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pysnmp.hlapi.v3arch.asyncio import SnmpEngine

PINGS = 2
PING_GAP_S = 0.2
SIP_PORT, SNMP_PORT, H323_PORT = 5060, 161, 1720
_SYS_UP_TIME = "1.3.6.1.2.1.1.3.0"
_SIP_BRANCH = "z9hG4bK"
"""RFC 3261 8.1.1.7: every branch begins so."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is there. `serves`: what was asked for works, and is not only refused.

    `loss_pct` and `jitter_ms` are of a few pings, `uptime_s` the device's own.
    """

    serves: bool = True
    rtt_ms: float | None = None
    jitter_ms: float | None = None
    loss_pct: float | None = None
    uptime_s: float | None = None


class Forbidden(Exception):
    """This machine does not let us send ICMP."""


async def ping(address: str, wait_s: float) -> Answer | None:
    """ICMP echo, `PINGS` times, each waited for `wait_s`. Raises Forbidden."""
    from icmplib import ICMPLibError, SocketPermissionError, async_ping

    for privileged in (False, True):
        try:
            host = await async_ping(address, PINGS, PING_GAP_S, wait_s, privileged=privileged)
        except SocketPermissionError:
            continue
        except (ICMPLibError, OSError):
            return None
        if not host.is_alive:
            return None
        return Answer(rtt_ms=host.avg_rtt, jitter_ms=host.jitter, loss_pct=100 * host.packet_loss)
    raise Forbidden


async def connect(address: str, wait_s: float, port: int) -> Answer | None:
    """A TCP connection, closed at once."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(wait_s):
            _, writer = await asyncio.open_connection(address, port)
    except ConnectionRefusedError:
        return Answer(serves=False, rtt_ms=_since_ms(began))
    except (OSError, TimeoutError):
        return None
    took = _since_ms(began)
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return Answer(rtt_ms=took)


async def sip_options(address: str, wait_s: float, port: int = SIP_PORT) -> Answer | None:
    """OPTIONS over UDP (RFC 3261 11); whatever status comes back, somebody speaks SIP there."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[bytes] = loop.create_future()
    began = time.perf_counter()
    try:
        transport, _ = await loop.create_datagram_endpoint(lambda: _Ear(heard), remote_addr=(address, port))
    except OSError:
        return None
    try:
        async with asyncio.timeout(wait_s):
            here = transport.get_extra_info("sockname")
            transport.sendto(_options(address, port, here[0], here[1]))
            said = await heard
    except ConnectionRefusedError:
        return Answer(serves=False, rtt_ms=_since_ms(began))
    except (OSError, TimeoutError):
        return None
    finally:
        transport.close()
    return Answer(serves=said.startswith(b"SIP/2.0 "), rtt_ms=_since_ms(began))


class SnmpAsker:
    """SNMP v2c over one engine; `community` is asked for at each question."""

    def __init__(self) -> None:
        self._engine: SnmpEngine | None = None

    async def up_time(
        self, address: str, wait_s: float, community: str, port: int = SNMP_PORT
    ) -> Answer | None:
        """Seconds since the device began (sysUpTime counts hundredths)."""
        from pysnmp.error import PySnmpError
        from pysnmp.hlapi.v3arch import asyncio as snmp

        if self._engine is None:
            self._engine = snmp.SnmpEngine()
        began = time.perf_counter()
        try:
            target = await snmp.UdpTransportTarget.create((address, port), timeout=wait_s, retries=0)
            wanted = snmp.ObjectType(snmp.ObjectIdentity(_SYS_UP_TIME))
            silence, status, _, bound = await snmp.get_cmd(
                self._engine,
                snmp.CommunityData(community, mpModel=1),
                target,
                snmp.ContextData(),
                wanted,
                lookupMib=False,
            )
        except (PySnmpError, OSError):
            return None
        if silence:
            return None
        took = _since_ms(began)
        with suppress(ValueError, TypeError, IndexError):
            if not status:
                return Answer(rtt_ms=took, uptime_s=int(bound[0][1]) / 100)
        return Answer(serves=False, rtt_ms=took)

    def close(self) -> None:
        """Let the sockets go."""
        if self._engine is not None:
            self._engine.close_dispatcher()
            self._engine = None


class _Ear(asyncio.DatagramProtocol):
    """The first datagram that comes back, or the refusal of the port."""

    def __init__(self, heard: asyncio.Future[bytes]) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: object) -> None:
        if not self._heard.done():
            self._heard.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self._heard.done():
            self._heard.set_exception(exc)


def _options(address: str, port: int, here: str, our_port: int) -> bytes:
    """`here` and `our_port` are where the answer is to go."""
    there, us = (f"[{one}]" if ":" in one else one for one in (address, here))
    lines = (
        f"OPTIONS sip:{there}:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP {us}:{our_port};branch={_SIP_BRANCH}{secrets.token_hex(8)};rport",
        "Max-Forwards: 70",
        f"To: <sip:{there}:{port}>",
        f"From: <sip:probe@{us}>;tag={secrets.token_hex(4)}",
        f"Call-ID: {secrets.token_hex(12)}@{us}",
        "CSeq: 1 OPTIONS",
        f"Contact: <sip:probe@{us}:{our_port}>",
        "Accept: application/sdp",
        "Content-Length: 0",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def _since_ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def is_address(text: str) -> bool:
    """An IP address: names are not looked up, for a dead resolver would fell every line."""
    for family in (socket.AF_INET, socket.AF_INET6):
        with suppress(OSError, ValueError):
            socket.inet_pton(family, text)
            return True
    return False
