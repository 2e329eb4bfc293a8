"""The lines to the rooms, whatever the platform: is anybody at the address of the codec or the router?

Settings of the source: `path` (whole), a csv with the columns `point`, `address` (an IP address) and, where
a room differs, `checks`; `checks` for all others (icmp), words of icmp, tcp:PORT, h323, sip, sip:PORT, snmp,
snmp:PORT; `anchor`, an address of our own side: while it is silent, our own network is to blame. Secret:
`community` (SNMP v2c, "public" when left out).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import msgspec

from adapters.base import Capability
from adapters.errors import BadPayload, TimedOut, Unreachable
from adapters.lines.checks import (
    H323_PORT,
    PING_GAP_S,
    PINGS,
    SIP_PORT,
    SNMP_PORT,
    Answer,
    Forbidden,
    SnmpAsker,
    connect,
    is_address,
    ping,
    sip_options,
)
from adapters.lines.watch import LineWatch
from adapters.settings import Settings
from adapters.transport.documents import read_csv
from adapters.transport.small_file import small_file
from data.folder.model import Source
from data.health.reading import Line, Snapshot
from data.text import clean

AT_ONCE = 128
LEAST_WAIT_S, LONGEST_WAIT_S = 0.2, 1.5
MAX_PORT = 65535
_PACKAGES = {"icmp": "icmplib", "snmp": "pysnmp"}
_PORTS = {"sip": SIP_PORT, "snmp": SNMP_PORT, "h323": H323_PORT}
_KINDS = frozenset({"icmp", "tcp", *_PORTS})


class Target(msgspec.Struct, frozen=True):
    """A line to look at. `checks` are (kind, port, its word in the file)."""

    name: str
    address: str
    checks: tuple[tuple[str, int, str], ...]


class ProbeAdapter:
    """See `adapters.base.Adapter`. Raises ProblemError when made of settings that cannot be used.

    It knows of no call, so its snapshots are partial and hold lines only. The file is read anew at
    every poll. ICMP that this machine does not allow is left out, unless there is nothing else.
    """

    capabilities = frozenset({Capability.LINE, Capability.RTT, Capability.JITTER})
    proved_on = "snmpd 5.9.3, ICMP, TCP"

    def __init__(self, source: Source, real_ns: Callable[[], int]) -> None:
        self._source = source
        self._real_ns = real_ns
        self._settings = settings = Settings(source)
        self._path = Path(settings.text("path", required=True))
        if not self._path.is_absolute():
            raise settings.bad("path", "C:/... | /...")
        self._anchor = settings.text("anchor")
        if self._anchor and not is_address(self._anchor):
            raise settings.bad("anchor")
        checks = settings.text("checks", "icmp")
        self._checks = _checks(checks)
        if not self._checks:
            raise settings.bad("checks", ", ".join(sorted(_KINDS)))
        if lacking := _lacking(self._checks, self._anchor):
            raise settings.lacks(lacking)
        self._wait_s = wait_s(source.interval_s)
        self._watch = LineWatch()
        self._snmp = SnmpAsker()
        self._asked = 0

    async def poll(self, focus: Sequence[str] = ()) -> Snapshot:
        """One round of all lines."""
        await asyncio.to_thread(self._load)
        started_ns, self._asked = self._real_ns(), 0
        targets = read_targets(await asyncio.to_thread(small_file, self._path), self._checks)
        if lacking := _lacking((check for target in targets for check in target.checks), self._anchor):
            raise BadPayload(f"{self._path.name}: not installed: {lacking}")
        slots = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.timeout(self._source.timeout_s):
                await self._check_anchor()
                lines = await asyncio.gather(*(self._look(target, slots) for target in targets))
        except TimeoutError:
            lines = None
        if lines is None:
            raise TimedOut(f"{len(targets)} lines: no whole round in time")
        self._watch.check_own(lines)
        return Snapshot(
            source=self._source.name,
            observed_ns=started_ns,
            participants=(),
            partial=True,
            lines=tuple(lines),
            poll_ms=(self._real_ns() - started_ns) / 1e6,
            requests=self._asked,
        )

    async def aclose(self) -> None:
        """Let the sockets go. Safe to call twice."""
        self._snmp.close()

    @staticmethod
    def _load() -> None:
        """The packages, in a thread: what they cost must hold up no key and lengthen no round trip."""
        for package in _PACKAGES.values():
            if find_spec(package) is not None:
                import_module(package if package == "icmplib" else "pysnmp.hlapi.v3arch.asyncio")

    async def _check_anchor(self) -> None:
        """Raises Unreachable when our own side does not answer, or cannot be asked."""
        if not self._anchor:
            return
        forbidden = False
        try:
            if await self._ask("icmp", 0, self._anchor) is not None:
                return
        except Forbidden:
            forbidden = True
        raise Unreachable(self._anchor, code="icmp_forbidden" if forbidden else "own_network")

    async def _look(self, target: Target, slots: asyncio.Semaphore) -> Line:
        async with slots:
            said = await asyncio.gather(
                *(self._ask(kind, port, target.address) for kind, port, _ in target.checks),
                return_exceptions=True,
            )
        answers: dict[str, Answer | None] = {}
        for (_, _, word), answer in zip(target.checks, said, strict=True):
            if isinstance(answer, Answer) or answer is None:
                answers[word] = answer
            elif not isinstance(answer, Forbidden):
                raise answer
        if not answers:
            raise Unreachable("ICMP", code="icmp_forbidden")
        return self._watch.take(target.name, target.address, answers, self._real_ns())

    async def _ask(self, kind: str, port: int, address: str) -> Answer | None:
        self._asked += 1
        wait_s = self._wait_s
        ways: dict[str, Callable[[], Awaitable[Answer | None]]] = {
            "icmp": partial(ping, address, wait_s),
            "tcp": partial(connect, address, wait_s, port),
            "h323": partial(connect, address, wait_s, port),
            "sip": partial(sip_options, address, wait_s, port),
            "snmp": lambda: self._snmp.up_time(
                address, wait_s, self._settings.secret("community") or "public", port
            ),
        }
        return await ways[kind]()


def wait_s(interval_s: float) -> float:
    """How long an answer is waited for: a round with a dead line must not outlast half of the interval.

    Else what it says would be old before the next round is over. 0.3 s at 2 s, 0.9 s at 5 s.
    """
    return min(max((0.4 * interval_s - PING_GAP_S) / PINGS, LEAST_WAIT_S), LONGEST_WAIT_S)


def read_targets(payload: bytes, otherwise: tuple[tuple[str, int, str], ...]) -> list[Target]:
    """The lines of a csv. Raises BadPayload for a file without one, or with a check nobody knows."""
    found: dict[tuple[str, str], Target] = {}
    for number, row in enumerate(read_csv(payload), 2):
        name, address = (clean(str(row.get(key) or ""), 200).strip() for key in ("point", "address"))
        wanted = str(row.get("checks") or "").strip()
        checks = _checks(wanted) if wanted else otherwise
        if not name or not is_address(address) or not checks:
            raise BadPayload(f"row {number}: point, address, checks")
        found[name, address] = Target(name, address, checks)
    if not found:
        raise BadPayload("no lines: point, address")
    return list(found.values())


def _lacking(checks: Iterable[tuple[str, int, str]], anchor: str) -> str:
    """The package that one of these checks needs and that is not installed; "" when there is none."""
    kinds = {kind for kind, _, _ in checks} | ({"icmp"} if anchor else set())
    wanted = (package for kind, package in _PACKAGES.items() if kind in kinds)
    return next((package for package in wanted if find_spec(package) is None), "")


def _checks(words: str) -> tuple[tuple[str, int, str], ...]:
    """(kind, port, word) of each; () when one of them is no check."""
    found = []
    for word in words.replace(",", " ").split():
        kind, _, text = word.lower().partition(":")
        port = int(text) if text.isascii() and text.isdigit() else _PORTS.get(kind, 0)
        is_wrong = kind not in _KINDS or port > MAX_PORT or (kind == "tcp" and not port)
        if is_wrong or (text and not text.isdigit()):
            return ()
        found.append((kind, port, word.lower()))
    return tuple(dict.fromkeys(found))
